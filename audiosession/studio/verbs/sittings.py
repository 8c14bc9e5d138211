"""What a face that is open for hours asks the door: what is built, and what it was asked to do and has not done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.studio.results import BuiltFile, Stems
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class Sittings(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about a face that stays open."""

    def said_line(self, exercise: str, text: str, *, by_seconds: bool = False, **wanted: Unpack[Wanted]) -> bytes:
        """Return a WAV of `text` as an exercise says it: on its counts, or `by_seconds`; see `Studio.build`."""
        from audiosession.studio.sitting.said_line import said_line

        return said_line(self.project, exercise, text, self._chosen(**wanted), by_seconds=by_seconds)

    @property
    def title(self) -> str:
        """What the project is called: as its show, or as its folder where that has no title."""
        from audiosession.studio.sitting.looks import title_of_project

        return title_of_project(self.project)

    def built(self) -> tuple[BuiltFile, ...]:
        """Return all that is built, in every format, the newest first."""
        from audiosession.studio.sitting.built_files import built_files

        return built_files(self.project)

    def built_file(self, name: str) -> Path:
        """Return where a file stands that a build wrote: ``saw.mp3``, ``saw.vtt``, ``saw.stems/voice.wav``."""
        from audiosession.studio.sitting.built_files import output_file

        return output_file(self.project, name)

    def changed_since_built(self, name: str) -> tuple[str, ...]:
        """Return what keeps a built file from being what a build would make now; nothing where it is that."""
        from audiosession.studio.sitting.built_files import changed_since_built

        return changed_since_built(self.project, name)

    def stems_beside(
        self, name: str, *, watch: Watcher = unwatched, tell: Teller = untold, **wanted: Unpack[Wanted]
    ) -> Stems:
        """Write the stems of a class into a folder beside its file; see `stems`."""
        from audiosession.building.orders.stems import write_stems
        from audiosession.studio.sitting.built_files import stems_folder

        inputs = self._gathered(name, **wanted)
        return write_stems(self.project, inputs, stems_folder(self.project, inputs.path.name), watch, tell)

    def kept_queue(self) -> list[dict[str, Any]]:
        """Return what was asked for in this project and not finished: `kind`, `title` and `asked` of each."""
        from audiosession.studio.sitting.kept_queue import read_queue

        return read_queue(self.project)

    def keep_queue(self, rows: Sequence[Json]) -> None:
        """Keep what is asked for in this project until it is finished; see `kept_queue`."""
        from audiosession.studio.sitting.kept_queue import write_queue

        write_queue(self.project, rows)
