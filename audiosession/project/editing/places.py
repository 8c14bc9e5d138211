"""Where the files stand that a person edits, by kind and by the names that the project lists: no name is a path."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.errors import DefinitionError, NotFoundError, near_miss
from audiosession.project.project import TRANSLATED, Project
from audiosession.project.reading.translations import translated_into, translation_path
from audiosession.spelling import composed

if TYPE_CHECKING:
    from pydantic import BaseModel

_FOLDERS = {"exercise": "exercises", "class": "classes", "language": "languages"}
"""The kinds of which there are many, each in a folder of `scripts/`."""
_SINGLE = ("show", "lexicon", "beds", "takes")
"""The kinds of which there is one file in a project."""
EDITED = (*_FOLDERS, "translation", *_SINGLE)
"""The kinds of files that can be edited."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A file that a person edits.

    Args:
        kind: One of `EDITED`.
        name: What the project calls it; of a translation, ``swan.de``; of what there is one of, its kind.
        own: Where it stands in the project, or will as soon as it is written.
        read: Where it is read: there, or in what comes with the program; None where it is nowhere yet.
    """

    kind: str
    name: str
    own: Path
    read: Path | None

    @property
    def is_own(self) -> bool:
        """Whether it stands in the project itself."""
        return self.read == self.own

    @property
    def folder(self) -> str:
        """The folder of `scripts/` that it is in, and its like: ``exercises``; empty for what there is one of."""
        return self.own.parent.name if self.kind not in _SINGLE else ""

    def blank(self, project: Project) -> str:
        """Return what a new file of the kind begins with: where its schema is, for editors."""
        if not project.schemas.is_dir():
            return ""
        way = "../scripts/" if self.kind == "beds" else "../" if self.folder else "./"
        return f"#:schema {way}{project.schemas.name}/{self.kind}.json\n"

    @property
    def stem(self) -> str:
        """The name of the definition that it is, or translates."""
        return self.name.partition(".")[0]


def place_of(project: Project, kind: str, name: str = "") -> Place:
    """Return where the file of a `kind` called `name` stands.

    Raises:
        NotFoundError: There is no such kind, or the project lists no such name.
        DefinitionError: It is no file of the project: a link that leads out of it, a pipe.
    """
    if kind not in EDITED:
        raise NotFoundError(f'no kind of file is called "{kind}"', hint=near_miss(kind, EDITED))
    found = _single(project, kind, name) if kind in _SINGLE else _listed(project, kind, composed(name))
    if found.read is not None:
        refuse_strange(project, found.read)
    return found


def known_names(project: Project, kind: str) -> list[str]:
    """Return the names of all files of a `kind` that there is more than one of."""
    if kind in _FOLDERS:
        return project.names(_FOLDERS[kind])
    return sorted(
        f"{name}.{tag}"
        for folder in TRANSLATED
        for name in project.names(folder)
        for tag in translated_into(project, folder, name)
    )


def overlays(project: Project, folder: str, name: str) -> Iterator[tuple[str, Path]]:
    """Yield the languages that a definition has a translation in, each with its file."""
    for tag in translated_into(project, folder, name):
        if path := translation_path(project, folder, name, tag):
            yield tag, path


def field_order(kind: str, keys: Sequence[int | str]) -> list[str]:
    """Return the keys that the table at `keys` in a file of a `kind` may have, in the order in which they are told."""
    from audiosession.definitions import known_keys
    from audiosession.project.schemas import model_of
    from audiosession.writing.levels import FORMS

    model: type[BaseModel] | None = model_of(kind)
    if model is None:
        return []
    inner = tuple(keys[1:] if keys and keys[0] in FORMS else keys)
    return known_keys(model, inner)


def refuse_strange(project: Project, path: Path) -> None:
    """Refuse what is no plain file of the project, or of what comes with the program.

    Raises:
        DefinitionError: It is a link that leads elsewhere, or no file.
    """
    homes = [folder.resolve() for folder in (project.root, project.scripts, project.music, project.starter)]
    real = path.resolve()
    if not any(real.is_relative_to(home) for home in homes):
        raise DefinitionError("is a link that leads out of the project", path=path, hint="put the file itself here")
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise DefinitionError("is no file", path=path, hint="move it away")


def _single(project: Project, kind: str, name: str) -> Place:
    if name not in ("", kind):
        raise NotFoundError(f'there is one {kind} in a project, and none is called "{name}"', hint="leave the name out")
    if kind == "beds":
        own = project.music / "beds.toml"  # the one that comes with the program stands beside its own recordings
        return Place(kind=kind, name=kind, own=own, read=own if own.is_file() else None)
    own = project.scripts / f"{kind}.toml"
    return Place(kind=kind, name=kind, own=own, read=project.script(own.name))


def _listed(project: Project, kind: str, name: str) -> Place:
    if kind == "translation":
        return _translation(project, name)
    folder = _FOLDERS[kind]
    if name not in project.names(folder):
        raise NotFoundError(f'no {kind} is called "{name}"', hint=near_miss(name, project.names(folder)))
    path = project.definition(folder, name)
    own = path if path.parent == project.scripts / folder else project.scripts / folder / f"{name}.toml"
    return Place(kind=kind, name=name, own=own, read=path)


def _translation(project: Project, name: str) -> Place:
    stem, _, tag = name.partition(".")
    for folder in TRANSLATED:
        if stem in project.names(folder) and (path := dict(overlays(project, folder, stem)).get(tag)):
            return Place(kind="translation", name=name, own=project.scripts / folder / path.name, read=path)
    known = known_names(project, "translation")
    raise NotFoundError(f'no translation is called "{name}"', hint=near_miss(name, known, "see the list of languages"))
