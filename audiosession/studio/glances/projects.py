"""The projects in a folder that is none itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiosession.project.project import Project

_MOST = 200


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


def _n(project: Project, kind: str) -> int:
    return sum(path.parent.parent == project.scripts for path in project.definitions(kind))
