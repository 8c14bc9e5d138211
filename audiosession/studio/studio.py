"""The Python API: a project, and what can be done in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiosession.building.build import build as build_class
from audiosession.building.built import Built
from audiosession.building.gather import gather
from audiosession.building.write import write
from audiosession.errors import Act, NotFoundError, Remedy
from audiosession.formats import choose_format
from audiosession.project.library import plan_named
from audiosession.project.project import Project, open_project
from audiosession.project.settings import read_defaults
from audiosession.writing.choices import Choices, choose
from audiosession.writing.plan import Plan


@dataclass(frozen=True)
class Studio:
    """A project, opened. Every method takes the choices of the command line by name, and raises the same errors."""

    project: Project

    def exercises(self) -> list[str]:
        """Return the names of all exercises."""
        return self.project.names("exercises")

    def classes(self) -> list[str]:
        """Return the names of all classes."""
        return self.project.names("classes")

    def plan(self, name: str, **choices: Any) -> Plan:
        """Return the plan of an exercise or a class."""
        return plan_named(self.project, name, self._choose(choices))

    def narrate(self, name: str, **choices: Any) -> str:
        """Return the narration text of an exercise, a class or a narration file."""
        return write(self.project, name, self._choose(choices)).text

    def build(self, name: str, *, output: Path | str | None = None, force: bool = False, **choices: Any) -> Built:
        """Build an exercise, a class or a narration file.

        Args:
            name: A name, or the path of a narration file.
            output: The file to write, in the format that its suffix says; an MP3 in the output folder by default.
            force: Build even if nothing has changed.
            choices: ``pace``, ``reps``, ``detail``, ``length``, ``side``, ``avoid``, ``seed``, ``voice``, ``fill``,
                ``music``, ``tones``, ``strict``; see `audiosession.writing.choices.choose`.
        """
        path = None if output is None else Path(output)
        form = choose_format(None, path)
        inputs = gather(self.project, name, self._choose(choices), path, form)
        return build_class(self.project, inputs, force=force)

    def _choose(self, choices: dict[str, Any]) -> Choices:
        return choose(read_defaults(self.project), **choices)


def open_studio(folder: Path | str = ".") -> Studio:
    """Open the project that `folder` lies in: the nearest one upwards.

    Raises:
        NotFoundError: There is no such folder.
    """
    if not Path(folder).is_dir():
        raise NotFoundError("no such folder", path=Path(folder), remedy=Remedy(act=Act.NEW_PROJECT, to=str(folder)))
    return Studio(open_project(Path(folder)))
