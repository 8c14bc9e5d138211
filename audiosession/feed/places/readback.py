"""Read what was put through its public address, as a podcast app will."""

from __future__ import annotations

import time
from collections.abc import Callable

import requests

from audiosession.errors import PublishError
from audiosession.feed.places.target import Upload
from audiosession.files.web import StandingError, reason

_TIMEOUT_S = 20.0
_TRIES = 3
_PART = 100


def read_back(url: str, upload: Upload, session: requests.Session) -> list[str]:
    """Check that `upload` is whole at `url` and can be sought in; return warnings about its headers.

    Raises:
        PublishError: It is not there, of another length or type, or a range of it can't be had.
    """
    fault = ""
    for attempt in range(_TRIES):
        time.sleep(0.4 * attempt)
        try:
            fault, warnings = _looked(url, upload, session)
        except requests.RequestException as error:
            fault, warnings = f"can't be reached: {_reason(error)}", []
        if not fault:
            return warnings
    hint = "check base_url, and that everybody may read the place; then publish again: what is there stays"
    raise PublishError(f"{url} {fault}", hint=hint)


def _looked(url: str, upload: Upload, session: requests.Session) -> tuple[str, list[str]]:
    with session.head(url, timeout=_TIMEOUT_S, headers={"Accept-Encoding": "identity"}) as head:
        if head.status_code != 200:
            return f"answers {head.status_code}", []
        if (length := head.headers.get("Content-Length")) != str(upload.size):
            return f"has {length} bytes, not {upload.size}", []
        if not same_type(sent := head.headers.get("Content-Type", ""), upload.type):
            return f'is served as "{sent}", not "{upload.type}"', []
    part = {"Range": f"bytes=0-{_PART - 1}", "Accept-Encoding": "identity", "Origin": "https://example.org"}
    with session.get(url, timeout=_TIMEOUT_S, headers=part, stream=True) as got:
        if got.status_code != 206:
            return f"gives no byte range (it answers {got.status_code})", []
        if got.raw.read(_PART, decode_content=False) != upload.read_start(_PART):
            return "begins with other bytes than were put there", []
        shared = got.headers.get("Access-Control-Allow-Origin") == "*"
    if upload.type in _SHARED and not shared:
        return "", [
            "transcripts and chapters are served without Access-Control-Allow-Origin: *, so web players can't read "
            "them; set CORS on the host"
        ]
    return "", []


_SHARED = ("text/vtt", "application/x-subrip", "application/json", "application/json+chapters")


def same_type(sent: str, wanted: str) -> bool:
    """Tell whether two content types mean the same, whatever their parameters.

    >>> same_type("text/vtt; charset=utf-8", "text/vtt")
    True
    """
    return sent.partition(";")[0].strip().lower() == wanted.partition(";")[0].strip()


def public_copy(url: str, is_right: Callable[[bytes], bool], session: requests.Session) -> bool:
    """Tell whether the document at `url` becomes what it should be within a few seconds."""
    for attempt in range(_TRIES):
        time.sleep(0.4 * attempt)
        try:
            with session.get(url, timeout=_TIMEOUT_S, headers={"Cache-Control": "no-cache"}) as got:
                if got.status_code == 200 and is_right(got.content):
                    return True
        except requests.RequestException:
            continue
    return False


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, StandingError) or not error.args:
        return reason(error)
    return str(error.args[0]).split("Caused by")[-1][:120]
