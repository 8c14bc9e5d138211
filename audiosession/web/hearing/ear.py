"""What the ear waits for goes first: while it is made, work in the queue waits between its steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

_MOST_S = 10.0
"""So long a step of the queue waits at most, so that a long class that is listened to stops no build for good."""


class ListenersFirst:
    """Somebody who listens, in as many places as there are."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waits = 0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Make what somebody waits to hear."""
        with self._changed:
            self._waits += 1
        try:
            yield
        finally:
            with self._changed:
                self._waits -= 1
                self._changed.notify_all()

    def give_way(self) -> None:
        """Return when nobody waits to hear anything, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waits, _MOST_S)
