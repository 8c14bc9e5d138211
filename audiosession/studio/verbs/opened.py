"""What all verbs of the door begin with: a project, and what is wanted of a class in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from audiosession.project.project import Project

if TYPE_CHECKING:
    from audiosession.building.gather import Inputs
    from audiosession.writing.choices import Choices
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class Opened:
    """A project that was opened."""

    project: Project

    def _chosen(self, **wanted: Unpack[Wanted]) -> Choices:
        from audiosession.project.settings import read_defaults
        from audiosession.writing.choices import choose

        return choose(read_defaults(self.project), **wanted)

    def _gathered(
        self, name: str, output: Path | str | None = None, form: str | None = None, **wanted: Unpack[Wanted]
    ) -> Inputs:
        from audiosession.building.gather import gather
        from audiosession.formats import choose_format

        path = None if output is None else Path(output)
        return gather(self.project, name, self._chosen(**wanted), path, choose_format(form, path))
