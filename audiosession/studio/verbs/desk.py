"""What the door does with a class that nobody has built: play it from any spot, look at it, try its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.live.live import LiveClass
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class DeskVerbs(Opened):
    """The verbs of `audiosession.studio.studio.Studio` for who works at a class and listens; see there."""

    def live(
        self, name: str, *, watch: Watcher = unwatched, tell: Teller = untold, **wanted: Unpack[Wanted]
    ) -> LiveClass:
        """Open a class to be played and looked at as it is now; nothing is spoken or made for it.

        Args:
            name: The class.
            watch: Told how many lines are spoken, when some are.
            tell: Told which voice speaks, where it chose itself.
            wanted: The choices.
        """
        from audiosession.studio.live.live import LiveClass

        return LiveClass(self.project, name, self._gathered(name, **wanted), watch, tell)

    def live_digest(self, name: str, **wanted: Unpack[Wanted]) -> str:
        """Return the `digest` that a class would have if it were opened now: another one when a file has changed."""
        return self._gathered(name, **wanted).digest
