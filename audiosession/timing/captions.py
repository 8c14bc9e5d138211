"""Captions: what is said, and when, as WebVTT (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import html
from collections.abc import Iterable

from audiosession.timing.timeline import Clip
from audiosession.units import Ms


def webvtt(speech: Iterable[Clip], *, language: str = "en") -> str:
    """Return the captions of `speech`, whose clips are in order and do not overlap."""
    blocks = [f"WEBVTT\nLanguage: {language}"]
    blocks += [
        f"{number}\n{timestamp(clip.start)} --> {timestamp(clip.end)}\n{html.escape(clip.text, quote=False)}"
        for number, clip in enumerate(speech, 1)
    ]
    return "\n\n".join(blocks) + "\n"


def timestamp(position: Ms) -> str:
    """Return `position` as WebVTT writes it.

    >>> timestamp(Ms(3_725_042))
    '01:02:05.042'
    """
    minutes, rest = divmod(position, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
