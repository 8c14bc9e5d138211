"""One who listens to a stream: goes first, and has it made far enough ahead never to wait for it, and no further.

A browser reads as much as it is given. Whoever listens for a moment here and a moment there would have minutes made at
each spot, while the next one is waited for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from audiosession.web.hearing.ear import ListenersFirst

_EAGER_MS = 5_000
"""So much is made as fast as it can be: a spot may lie near the end of a window."""
_TIMES_AS_FAST = 16
"""Beyond it, so many times as fast as it is heard."""


@dataclass
class Listener:
    """Whoever listens to one stream, from now on.

    Args:
        ear: All who listen.
        n_made: Tells how many windows were made by now.
        now: The clock, in seconds.
    """

    ear: ListenersFirst
    n_made: Callable[[], int]
    now: Callable[[], float] = time.monotonic
    _sent_ms: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._begun = self.now()
        self._made_before = self.n_made()

    def waiting(self) -> AbstractContextManager[None]:
        """Make what is waited for."""
        return self.ear.waiting()

    def sent(self, ms: int) -> None:
        """Note that so much of the sound was sent."""
        self._sent_ms += ms

    def rest_s(self) -> float:
        """Return how long to wait before more is asked for; 0 for not at all.

        What is ready is never waited for: a stream of which nothing had to be made since it began goes on at once.
        """
        if self.n_made() == self._made_before:
            return 0.0
        elapsed_ms = (self.now() - self._begun) * 1000
        ahead_ms = self._sent_ms - _EAGER_MS - _TIMES_AS_FAST * elapsed_ms
        return max(0.0, ahead_ms / _TIMES_AS_FAST / 1000)
