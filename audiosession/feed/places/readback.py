"""Read what was put through its public address, as a podcast app will."""

from __future__ import annotations

import time
from collections.abc import Callable

import requests

from audiosession.errors import PublishError
from audiosession.feed.places.target import Upload
from audiosession.feed.xml_text import FEED_BYTES
from audiosession.files.fetching import Asker, Question, TooLongError, ask, why_not
from audiosession.files.web import StandingError

_WITHIN_S = 30.0
_TRIES = 3
_PART = 100


def read_back(url: str, upload: Upload, session: Asker) -> list[str]:
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
            fault, warnings = _reason(error), []
        if not fault:
            return warnings
    hint = "check base_url, and that everybody may read the place; then publish again: what is there stays"
    raise PublishError(f"{url} {fault}", hint=hint)


def _looked(url: str, upload: Upload, session: Asker) -> tuple[str, list[str]]:
    head = ask(Question(url=url, method="HEAD", most_bytes=0, within_s=_WITHIN_S, stays=True), session)
    if head.status != 200:
        return f"answers {head.status}", []
    if (length := head.headers.get("Content-Length")) != str(upload.size):
        return f"has {length} bytes, not {upload.size}", []
    if not same_type(sent := head.headers.get("Content-Type", ""), upload.type):
        return f'is served as "{sent}", not "{upload.type}"', []
    part = {"Range": f"bytes=0-{_PART - 1}", "Origin": "https://example.org"}
    asked = Question(url=url, headers=part, most_bytes=_PART, within_s=_WITHIN_S, read_if=(206,))
    try:
        got = ask(asked, session)
    except TooLongError:
        return "gives more than the byte range that it is asked for", []
    if got.status != 206:
        return f"gives no byte range (it answers {got.status})", []
    if got.content != upload.read_start(_PART):
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


def public_copy(url: str, is_right: Callable[[bytes], bool], session: Asker) -> bool:
    """Tell whether the document at `url` becomes what it should be within a few seconds."""
    for attempt in range(_TRIES):
        time.sleep(0.4 * attempt)
        try:
            got = ask(
                Question(url=url, headers={"Cache-Control": "no-cache"}, most_bytes=FEED_BYTES, within_s=_WITHIN_S),
                session,
            )
            if got.status == 200 and is_right(got.content):
                return True
        except requests.RequestException:
            continue
    return False


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, StandingError) or not error.args or not isinstance(error, requests.ConnectionError):
        return why_not(error)
    return f"can't be reached: {str(error.args[0]).split('Caused by')[-1][:120]}"
