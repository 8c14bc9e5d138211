"""Ask a host within bounds: bytes, seconds in all, redirects. Whatever is read over HTTP comes through here.

A host may send for ever, a byte a minute, a small file that unpacks into a large one, or send us on in a circle. The
library's own limits hold for each piece that comes, so the whole is watched here, and the question is asked from a
thread that can be left: nothing else ends the search for a name, or a head of an answer that comes by drops.
"""

from __future__ import annotations

import http.client
import io
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import IO
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions

from audiosession.files.web import WebSession, reason

_PIECE = 1 << 16
_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_BROKEN = (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError, zlib.error)
"""What a broken answer makes of the libraries; a name that can't be looked up is a ValueError, too."""


class TooLongError(requests.RequestException):
    """An answer holds more bytes than it may."""


class TooLateError(requests.Timeout):
    """An answer was not whole in time."""


class UnfitError(requests.RequestException):
    """An answer that can't be what was asked for: sent on too often, or packed in a way that nobody asked for."""


class Asker(WebSession):
    """A session in which `ask` goes from address to address by itself, a step at a time."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: where there is a target, the library reads the whole body that stands before it."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a host is asked, and within which bounds.

    `most_bytes` holds for the answer as it is sent and as it is unpacked; `within_s` for all of it, from the search for
    the host's name to the last byte; `silent_s` for a time in which nothing comes. Of an answer whose status is not in
    `read_if` nothing but the head is read. `stays` forbids redirects: a key must not go to another host.
    """

    url: str
    most_bytes: int
    within_s: float
    silent_s: float = 20.0
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    read_if: tuple[int, ...] = (200,)
    stays: bool = False


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came; `size` is the length of the body, which is empty here where it went into a file."""

    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes = b""
    size: int = 0


def ask(question: Question, session: Asker | None = None, into: IO[bytes] | None = None) -> Reply:
    """Return what a host answers to `question`, its body in memory or, where `into` is given, in that file.

    Raises:
        requests.RequestException: There is no answer, or one that breaks off or goes beyond the bounds; see `why_not`.
    """
    got: list[Reply] = []
    failed: list[requests.RequestException] = []
    end = time.monotonic() + question.within_s

    def work() -> None:
        try:
            with Asker() if session is None else nullcontext(session) as asking:
                got.append(_asked(question, asking, into, end))
        except requests.RequestException as error:
            failed.append(error)
        except _BROKEN as error:
            failed.append(requests.ConnectionError(error))

    asking = threading.Thread(target=work, name="ask a host", daemon=True)
    asking.start()
    asking.join(question.within_s)
    if got:
        return got[0]
    raise failed[0] if failed else _too_late(question)


def why_not(error: requests.RequestException) -> str:
    """Return in words why there is no answer, to stand behind the name of what was asked."""
    if isinstance(error, TooLongError | TooLateError | UnfitError):
        return str(error)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return "is no address that can be fetched"
    return f"can't be fetched: {reason(error)}"


def _asked(question: Question, session: Asker, into: IO[bytes] | None, end: float) -> Reply:
    url = question.url
    for _ in range(_REDIRECTS + 1):
        with session.request(
            question.method,
            url,
            data=question.body,
            headers={"Accept-Encoding": "identity", **question.headers},
            timeout=min(question.silent_s, question.within_s),
            verify=None if session.verify is True else session.verify,  # else the environment's would come before it
            allow_redirects=False,
            stream=True,
        ) as response:
            there = response.headers.get("Location", "")
            if response.status_code not in _MOVED or not there or question.stays:
                return _read(question, response, into, end)
            url = urljoin(url, there)
        if urlsplit(url).scheme not in ("http", "https"):
            raise UnfitError("sends on to what is no web address")
    raise UnfitError(f"sends on from address to address, over {_REDIRECTS} times")


def _read(question: Question, response: requests.Response, into: IO[bytes] | None, end: float) -> Reply:
    head = Reply(status=response.status_code, reason=response.reason or "", headers=response.headers)
    if question.method == "HEAD" or response.status_code not in question.read_if:
        return head
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and (len(told) > 18 or int(told) > question.most_bytes):
        raise _too_long(question)
    unpack = _unpacker(response.headers.get("Content-Encoding", ""))
    kept = into or io.BytesIO()
    n_sent = size = 0
    for piece in _pieces(response):
        n_sent += len(piece)
        unpacked = unpack(piece, question.most_bytes + 1 - size)
        size += len(unpacked)
        if max(n_sent, size) > question.most_bytes:
            raise _too_long(question)
        if time.monotonic() > end:
            raise _too_late(question)
        kept.write(unpacked)
    if told.isdecimal() and n_sent < int(told):
        raise requests.ConnectionError(f"breaks off after {n_sent} of {told} bytes")
    content = kept.getvalue() if isinstance(kept, io.BytesIO) and into is None else b""
    return replace(head, content=content, size=size)


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """Yield the body as it is sent. `iter_content` would unpack, and take lines of any length between pieces."""
    while piece := response.raw.read(_PIECE, decode_content=False):
        yield piece


def _unpacker(packed: str) -> Callable[[bytes, int], bytes]:
    """Return what unpacks the next piece into so many bytes at the most; we ask for none, but hosts may pack."""
    name = packed.strip().lower()
    if name in ("", "identity"):
        return lambda piece, most: piece
    if name in ("gzip", "x-gzip", "deflate"):
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        return lambda piece, most: unpacker.decompress(piece, most)
    raise UnfitError(f"is packed as {name[:40]!r}, which nobody asked for")


def _too_long(question: Question) -> TooLongError:
    return TooLongError(f"is over {question.most_bytes / 1_000_000:g} MB, too long for what it is to be")


def _too_late(question: Question) -> TooLateError:
    return TooLateError(f"is not whole after {question.within_s:g} s")
