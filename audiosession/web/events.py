"""What happens, told to every page that listens: server-sent events (HTML Living Standard, 9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json

_MOST_WAITING = 200
_BEAT_S = 15.0
"""So often a comment is sent, so that a connection that nobody holds any more is noticed."""


class Hub:
    """Tells each event to all that listen. A page that is too slow loses the oldest, and asks for the state anew."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: dict[asyncio.Queue[str | None], asyncio.AbstractEventLoop] = {}
        self._is_closed = False

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def tell(self, kind: str, told: Json) -> None:
        """Tell an event of a `kind`, from any thread."""
        self._send(f"event: {kind}\ndata: {json.dumps(told)}\n\n")

    def close(self) -> None:
        """End all streams, so that the server can end."""
        self._is_closed = True
        self._send(None)

    def _send(self, text: str | None) -> None:
        with self._lock:
            for queue, loop in self._listeners.items():
                with suppress(RuntimeError):  # a loop that is closed has no page any more
                    loop.call_soon_threadsafe(_put, queue, text)

    def stream(self) -> StreamingResponse:
        """Return all that happens from now on, as long as somebody listens."""
        return StreamingResponse(self._events(), media_type="text/event-stream")

    async def _events(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[str | None] = asyncio.Queue(_MOST_WAITING)
        with self._lock:
            self._listeners[queue] = asyncio.get_running_loop()
        try:
            yield "retry: 1000\nevent: hello\ndata: {}\n\n"
            while not self._is_closed:
                try:
                    text = await asyncio.wait_for(queue.get(), _BEAT_S)
                except TimeoutError:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            with self._lock:
                del self._listeners[queue]


def _put(queue: asyncio.Queue[str | None], text: str | None) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(text)
