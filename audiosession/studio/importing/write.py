"""Write drafts into a project: all of them or none, and never over a file that is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from audiosession.errors import DefinitionError, OutputError
from audiosession.files.whole import write_new
from audiosession.importing.draft import Draft
from audiosession.project.project import Project
from audiosession.studio.importing.results import DraftKind
from audiosession.studio.new import new_place


def write_drafts(project: Project, kind: DraftKind, drafts: Sequence[Draft]) -> tuple[Path, ...]:
    """Write each of `drafts` under its name into scripts/ of a project, and return the files.

    Raises:
        DefinitionError: A name is none, or two drafts have the same.
        NotFoundError: There is no project to write into.
        OutputError: An exercise or a class is called so already, or a file can't be written; none is written then.
    """
    twice = [name for name, n in Counter(draft.name for draft in drafts).items() if n > 1]
    if twice:
        raise DefinitionError(f'two of them would be called "{twice[0]}"', hint="give them other titles")
    places = [(new_place(project, kind, draft.name), draft) for draft in drafts]
    written: list[Path] = []
    try:
        for path, draft in places:
            if not write_new(path, draft.text.encode()):
                raise OutputError("is there already", path=path, hint="choose another name")
            written.append(path)
    except OutputError:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
    return tuple(written)
