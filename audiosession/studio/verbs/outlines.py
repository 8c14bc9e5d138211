"""What the door tells of a class that is being planned: its outline, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.outlines.outline import Outline
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class Outlines(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about a plan; what is `wanted` is told there."""

    def outline(self, name: str, **wanted: Unpack[Wanted]) -> Outline:
        """Return a class as it is planned, without a word spoken: its exercises with their times, what is at fault.

        Whatever keeps it from being placed is told in it, with what would mend it.

        Raises:
            NotFoundError: Nothing is called `name`.
            DefinitionError: No such choice.
        """
        from audiosession.studio.outlines.outline import outline

        return outline(self.project, name, self._chosen(**wanted))
