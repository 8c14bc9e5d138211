"""Check how a host answers for the files of a feed."""

from __future__ import annotations

from collections.abc import Iterator

import requests

from audiosession.feed.places.readback import same_type
from audiosession.feed.rss import FEED_TYPE
from audiosession.files.web import reason

_TIMEOUT_S = 20.0
_LARGEST = 2_000_000_000
_SHARED = ("text/vtt", "application/x-subrip", "application/json", "application/json+chapters")


def fetch(url: str, session: requests.Session) -> tuple[bytes, str]:
    """Return what stands at `url`, and why it can't be had, empty if it can."""
    try:
        with session.get(url, timeout=_TIMEOUT_S, stream=True, headers={"Accept-Encoding": "identity"}) as got:
            if got.status_code != 200:
                return b"", f"answers {got.status_code}"
            if int(got.headers.get("Content-Length", 0)) > _LARGEST:
                return b"", "is larger than 2 GB"
            return got.content, ""
    except (requests.RequestException, ValueError) as error:
        return b"", f"can't be fetched: {reason(error)}"


def check_feed_host(url: str, content: bytes, session: requests.Session) -> Iterator[tuple[str, str]]:
    """Yield rule and message for what is wrong with how the feed itself is served."""
    yield from check_file_host(url, FEED_TYPE, len(content), session, ranges=False)
    try:
        with session.get(url, timeout=_TIMEOUT_S) as again:
            tag = again.headers.get("ETag")
            if again.content != content:
                yield "byte-stable", "two readings of the feed differ"
        if not tag:
            yield "host-etag", "the feed has no ETag"
            return
        with session.get(url, timeout=_TIMEOUT_S, headers={"If-None-Match": tag}) as known:
            if known.status_code != 304:
                yield "host-etag", f"who has the feed is answered {known.status_code}, not 304"
    except requests.RequestException as error:
        yield "reachable", f"the feed can't be fetched again: {reason(error)}"


def check_file_host(
    url: str, kind: str, size: int, session: requests.Session, *, ranges: bool = True
) -> Iterator[tuple[str, str]]:
    """Yield rule and message for what is wrong with how the file at `url`, of `size` bytes, is served."""
    try:
        with session.head(url, timeout=_TIMEOUT_S, headers={"Accept-Encoding": "identity"}) as head:
            length = head.headers.get("Content-Length")
            if head.status_code != 200:
                yield "host-head", f"HEAD is answered {head.status_code}"
            elif length != str(size):
                yield "host-head", f"HEAD says {length} bytes, GET gave {size}"
        asked = {"Range": "bytes=1-2", "Origin": "https://example.org", "Accept-Encoding": "identity"}
        with session.get(url, timeout=_TIMEOUT_S, headers=asked, stream=True) as part:
            if ranges and (part.status_code != 206 or part.headers.get("Content-Length") != "2"):
                yield "host-ranges", f"a byte range is answered {part.status_code}"
            if not same_type(sent := part.headers.get("Content-Type", ""), kind):
                yield "host-types", f'is served as "{sent}", not "{kind}"'
            if kind in _SHARED and part.headers.get("Access-Control-Allow-Origin") != "*":
                yield "host-cors", "is served without Access-Control-Allow-Origin: *"
    except requests.RequestException as error:
        yield "reachable", f"can't be fetched: {reason(error)}"
