"""The words of one's own for the show notes of a class: read, and changed as a file of the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from audiosession.files.reading import TEXT_BYTES
from audiosession.project.editing.texts import FileChange, changed_text, content_of, refuse_stale, version_of
from audiosession.project.project import Project, decoded_text
from audiosession.project.sessions import built_sessions
from audiosession.publishing.own_notes import notes_path, notes_that_count

_NEW = ".txt"


@dataclass(frozen=True, kw_only=True)
class OwnNotes:
    """What somebody wrote for the show notes of the class `name`.

    `path` is where it stands in the project, or will; `version` that of its bytes, empty where there is no such file.
    """

    name: str
    path: str
    text: str = field(repr=False)
    version: str


def read_notes(project: Project, name: str) -> OwnNotes:
    """Return the notes on the built class called `name`, empty where nobody wrote any.

    Raises:
        NotFoundError: No built class is called so.
        DefinitionError: They can't be read, or are no text.
    """
    path = _path(project, name)
    content = content_of(path, TEXT_BYTES)
    text = decoded_text(content or b"", path)
    return OwnNotes(name=name, path=project.told(path), text=text, version=version_of(content))


def notes_change(project: Project, name: str, text: str, version: str) -> FileChange:
    """Return that the notes on `name` say `text` from now on; where that is empty, that there are none.

    Raises:
        NotFoundError: No built class is called so.
        ConflictError: The file is not of that `version` any more.
        DefinitionError: It is too long for a text, or holds what no text does.
    """
    path = _path(project, name)
    before = content_of(path, TEXT_BYTES)
    if version_of(before) != version:
        refuse_stale(project, path, before, text)
    if not text.strip():
        return FileChange(path=path, before=before, after=None)
    return changed_text(path, before, f"{text.rstrip()}\n")


def _path(project: Project, name: str) -> Path:
    """Return where the notes on a class stand, or will; only what is built has some: no name leads elsewhere."""
    (session,) = built_sessions(project.output, [name])
    return notes_that_count(project, session.slug) or notes_path(project, session.slug, _NEW)
