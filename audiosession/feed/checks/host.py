"""Check how a host answers for the files of a feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

import requests

from audiosession.feed.places.readback import same_type
from audiosession.feed.rss import FEED_TYPE
from audiosession.feed.xml_text import FEED_BYTES
from audiosession.files.fetching import Asker, Question, ask, why_not

SMALL_BYTES = 16_000_000
"""How long artwork, a transcript and chapters may be."""
SOUND_BYTES = 512_000_000
"""How long a sound may be: nine hours at 128 kbit/s."""
_WITHIN_S = 30.0
_SOUND_WITHIN_S = 300.0
_SHARED = ("text/vtt", "application/x-subrip", "application/json", "application/json+chapters")


def fetch(url: str, session: Asker, most_bytes: int = SMALL_BYTES) -> tuple[bytes, str]:
    """Return what stands at `url`, and why it can't be had, empty if it can."""
    try:
        got = ask(Question(url=url, most_bytes=most_bytes, within_s=_WITHIN_S), session)
    except requests.RequestException as error:
        return b"", why_not(error)
    return got.content, "" if got.status == 200 else f"answers {got.status}"


def fetch_sound(url: str, session: Asker, into: IO[bytes]) -> str:
    """Write the sound at `url` into a file, and return why it can't be had, empty if it can."""
    question = Question(url=url, most_bytes=SOUND_BYTES, within_s=_SOUND_WITHIN_S)
    try:
        got = ask(question, session, into)
    except requests.RequestException as error:
        return why_not(error)
    return "" if got.status == 200 else f"answers {got.status}"


def check_feed_host(url: str, content: bytes, session: Asker) -> Iterator[tuple[str, str]]:
    """Yield rule and message for what is wrong with how the feed itself is served."""
    yield from check_file_host(url, FEED_TYPE, None, session, ranges=False)
    try:
        again = ask(Question(url=url, most_bytes=FEED_BYTES, within_s=_WITHIN_S), session)
        if again.content != content:
            yield "byte-stable", "two readings of the feed differ"
        if (packed := again.headers.get("Content-Encoding", "").strip().lower()) not in ("", "identity"):
            yield "packed", f"is sent packed as {packed[:20]}, for which nobody asked: what is in it was checked"
        tag = again.headers.get("ETag", "")
        if not tag:
            yield "host-etag", "the feed has no ETag"
            return
        known = ask(_head_of(url, {"If-None-Match": tag}), session)
        if known.status != 304:
            yield "host-etag", f"who has the feed is answered {known.status}, not 304"
    except requests.RequestException as error:
        yield "reachable", f"the feed, asked for again, {why_not(error)}"


def _head_of(url: str, headers: Mapping[str, str], method: str = "GET") -> Question:
    """Return the question for a file of whose answer only the head is read."""
    return Question(url=url, method=method, headers=headers, most_bytes=0, within_s=_WITHIN_S, read_if=())


def check_file_host(
    url: str, kind: str, size: int | None, session: Asker, *, ranges: bool
) -> Iterator[tuple[str, str]]:
    """Yield rule and message for what is wrong with how the file at `url` is served.

    `size` is its length in bytes, None where the host may make it anew each time; with `ranges` it has to give parts.
    """
    try:
        head = ask(_head_of(url, {}, "HEAD"), session)
        length = head.headers.get("Content-Length")
        if head.status != 200:
            yield "host-head", f"HEAD is answered {head.status}"
        elif size is not None and length != str(size):
            yield "host-length", f"HEAD says {length or 'nothing of'} bytes, GET gave {size}"
        part = ask(_head_of(url, {"Range": "bytes=1-2", "Origin": "https://example.org"}), session)
        if ranges and (part.status != 206 or part.headers.get("Content-Length") != "2"):
            yield "host-ranges", f"a byte range is answered {part.status}"
        if not same_type(sent := part.headers.get("Content-Type", ""), kind):
            yield "host-types", f'is served as "{sent}", not "{kind}"'
        if kind in _SHARED and part.headers.get("Access-Control-Allow-Origin") != "*":
            yield "host-cors", "is served without Access-Control-Allow-Origin: *"
    except requests.RequestException as error:
        yield "reachable", why_not(error)
