"""What waits to be sent: a queue with an end, which threads in the background work through."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue
from typing import TypeAlias

ReadPieces: TypeAlias = Callable[[], Iterator[bytes]]
"""Returns what is sent, piece by piece, when its turn comes; nothing where it is gone by then."""
Send: TypeAlias = Callable[[str, str, ReadPieces], None]

_AT_ONCE = 6
"""Most of the time of a request is waiting for its answer."""
_MOST_WAITING = 4_096
"""What waits is told by its address and read when its turn comes, so that many cost little memory."""


class Outgoing:
    """Sends in the background what is put into it, several at once; whoever puts in more than it holds waits."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: Queue[tuple[str, str, ReadPieces]] = Queue(_MOST_WAITING)
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def put(self, kind: str, key: str, pieces: ReadPieces) -> None:
        """Have something sent."""
        with self._lock:
            if len(self._threads) < _AT_ONCE:
                thread = threading.Thread(target=self._work, name=f"sharing {len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        self._waiting.put((kind, key, pieces))

    def wait(self) -> None:
        """Return when nothing waits or is under way."""
        self._waiting.join()

    def _work(self) -> None:
        while True:
            kind, key, pieces = self._waiting.get()
            try:
                self._send(kind, key, pieces)
            finally:
                self._waiting.task_done()
