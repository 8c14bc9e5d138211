"""Sound that is sent as it is made, whole or from some byte on; when nobody listens any more, no more of it is made."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Generator
from typing import NamedTuple

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from audiosession.web.hearing.listener import Listener

BYTES_A_MS = 16
"""What a stream of 128 kbit/s takes."""
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


class ByteSpan(NamedTuple):
    """A part of something: from the byte `first` to the byte `last`, None for its end."""

    first: int
    last: int | None


def asked_span(header: str) -> ByteSpan | None:
    """Return the one part that a Range header asks for, None where it asks for none, or for several.

    RFC 9110, 14.2: a server may answer with the whole then.

    >>> asked_span("bytes=0-1"), asked_span("bytes=90-"), asked_span("bytes=0-1,4-5")
    (ByteSpan(first=0, last=1), ByteSpan(first=90, last=None), None)
    """
    found = _RANGE.fullmatch(header)
    if not found:
        return None
    first, last = int(found[1]), int(found[2]) if found[2] else None
    return ByteSpan(first, last) if last is None or first <= last else None


class SoundAnswer(StreamingResponse):
    """Sends `pieces` as they are made; `listener` waits while one is. When nobody listens any more they are closed.

    Args:
        pieces: The sound from the byte `first` on.
        listener: Whoever listens to it.
        first: Which byte of the whole the pieces begin with.
        n_bytes: How long the whole is, None where nobody knows yet: then it is sent whole.
        asked: What part of it is asked for.
        headers: What else is told.
    """

    def __init__(
        self,
        pieces: Generator[bytes, None, None],
        listener: Listener,
        *,
        first: int,
        n_bytes: int | None,
        asked: ByteSpan | None,
        headers: dict[str, str],
    ) -> None:
        self._pieces = pieces
        self._listener = listener
        self._left: int | None = None
        status = 200
        if n_bytes is not None:
            last = n_bytes - 1
            if asked and asked.first == first:
                last = min(last, last if asked.last is None else asked.last)
                status = 206
                headers = {**headers, "content-range": f"bytes {first}-{last}/{n_bytes}"}
            self._left = last + 1 - first
            headers = {**headers, "accept-ranges": "bytes", "content-length": str(self._left)}
        super().__init__(self._sent(), status, headers, "audio/mpeg")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; whatever ends it, no more is made then."""
        if scope["method"] == "HEAD":
            self._left = 0
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._pieces.close)

    async def _sent(self) -> AsyncIterator[bytes]:
        while self._left != 0 and (piece := await run_in_threadpool(self._next)) is not None:
            if self._left is not None:
                piece = piece[: self._left]
                self._left -= len(piece)
            yield piece
            self._listener.sent(len(piece) // BYTES_A_MS)
            await anyio.sleep(self._listener.rest_s())

    def _next(self) -> bytes | None:
        with self._listener.waiting():
            return next(self._pieces, None)
