"""The projects in a folder that is none itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import DefinitionError, OutputError
from audiosession.naming import plain_name
from audiosession.project.project import Project

_MOST = 200
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class ProjectRow:
    """A project by the name of its folder, with how many exercises and classes are its own."""

    name: str
    folder: Path
    n_exercises: int
    n_classes: int


def projects_in(folder: Path) -> tuple[ProjectRow, ...]:
    """Return the projects that stand right in `folder`, by name."""
    try:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))[:_MOST]
    except OSError:
        return ()
    return tuple(
        ProjectRow(name=path.name, folder=path, n_exercises=_n(project, "exercises"), n_classes=_n(project, "classes"))
        for path in inside
        if path.is_dir() and (project := Project(path)).is_own
    )


def place_for(folder: Path, title: str) -> Path:
    """Return where a new project called `title` is made: in a folder of that name, or in `folder` if it is empty.

    Raises:
        DefinitionError: It is not called anything.
        OutputError: There is something in that folder.
    """
    name = plain_name(title)[:_LONGEST].strip("-")
    if not name:
        raise DefinitionError("what is your project called?", hint="a name with a letter or a number in it")
    if not any(folder.iterdir()):
        return folder
    place = folder / name
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise OutputError(f'there is a folder called "{name}" already', hint="choose another name")
    return place


def _n(project: Project, kind: str) -> int:
    return sum(path.parent.parent == project.scripts for path in project.definitions(kind))
