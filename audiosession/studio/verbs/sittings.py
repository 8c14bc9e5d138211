"""What the door keeps for a face that is open for hours: what it was asked to do, beyond the end of its process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class Sittings(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about a face that stays open."""

    def said_line(self, exercise: str, text: str, *, by_seconds: bool = False, **wanted: Unpack[Wanted]) -> bytes:
        """Return a WAV of `text` as an exercise says it: on its counts, or `by_seconds`; see `Studio.build`."""
        from audiosession.studio.lines.said import said_line

        return said_line(self.project, exercise, text, self._chosen(**wanted), by_seconds=by_seconds)

    def kept_queue(self) -> list[dict[str, Any]]:
        """Return what was asked for in this project and not finished: `kind`, `title` and `asked` of each."""
        from audiosession.studio.kept_queue import read_queue

        return read_queue(self.project)

    def keep_queue(self, rows: Sequence[Json]) -> None:
        """Keep what is asked for in this project until it is finished; see `kept_queue`."""
        from audiosession.studio.kept_queue import write_queue

        write_queue(self.project, rows)
