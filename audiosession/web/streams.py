"""Sound that is sent as it is made, whole or from some byte on; when nobody listens any more, no more of it is made."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Generator
from typing import NamedTuple

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from audiosession.web.ear import Ear

_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


class Span(NamedTuple):
    """A part of something that is so many bytes long: from the byte `first` to the byte `last`."""

    first: int
    last: int
    total: int

    @property
    def length(self) -> int:
        """How many bytes it has."""
        return self.last + 1 - self.first


def span_of(header: str, total: int) -> Span | None:
    """Return the one part that a Range header asks for; None where it asks for the whole, or for what is not there.

    RFC 9110, 14.2: a server may answer with the whole.

    >>> span_of("bytes=0-1", 100), span_of("bytes=90-", 100).length, span_of("bytes=100-", 100)
    (Span(first=0, last=1, total=100), 10, None)
    """
    found = _RANGE.fullmatch(header)
    if not found:
        return None
    first, last = int(found[1]), min(int(found[2] or total - 1), total - 1)
    return Span(first, last, total) if first <= last else None


class SoundAnswer(StreamingResponse):
    """Sends `pieces`, of which `skip` bytes are left out at first; `ear` is waiting while one is made.

    Args:
        pieces: The sound; closed when all is sent, or as soon as nobody listens any more.
        ear: Whoever listens.
        span: What is sent of the whole, None for all of it.
        skip: So many bytes of `pieces` come before the span.
        headers: What else is told.
    """

    def __init__(
        self,
        pieces: Generator[bytes, None, None],
        ear: Ear,
        span: Span | None,
        skip: int,
        headers: dict[str, str],
    ) -> None:
        if span:
            headers = {**headers, "content-length": str(span.length)}
        if span and span.length < span.total:
            headers["content-range"] = f"bytes {span.first}-{span.last}/{span.total}"
        status = 206 if "content-range" in headers else 200
        super().__init__(self._sent(), status, headers, "audio/mpeg")
        self._pieces = pieces
        self._ear = ear
        self._skip = skip
        self._left = span.length if span else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; whatever ends it, no more is made then."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._pieces.close)

    async def _sent(self) -> AsyncIterator[bytes]:
        while self._left != 0:
            piece = await run_in_threadpool(self._next)
            if piece is None:
                return
            piece, self._skip = piece[self._skip :], max(0, self._skip - len(piece))
            if self._left is not None:
                piece = piece[: self._left]
                self._left -= len(piece)
            if piece:
                yield piece

    def _next(self) -> bytes | None:
        with self._ear.waiting():
            return next(self._pieces, None)
