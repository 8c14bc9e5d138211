"""What is said in a class, in the forms that podcast apps read: SubRip, Podcasting 2.0 JSON, and WebVTT of anybody."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence

from audiosession.errors import PublishError
from audiosession.feed.letters import fit_text
from audiosession.session import Event, Session
from audiosession.timing.telling.captions import Caption, captions
from audiosession.timing.timeline import BREATHS
from audiosession.units import Ms, to_ms

_TIME = r"(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIMING = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[^<>]*>")

_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
"""A character that no alphabet counts up to; `html.unescape` would take the number at its word."""


def spoken_parts(events: Iterable[Event]) -> list[Caption]:
    """Return what is said among the `events` of a class, each take at its own time."""
    said = ((event, fit_text(event.text).strip()) for event in events if event.kind == "speech")
    return [Caption(start=to_ms(event.start), end=to_ms(event.end), text=words) for event, words in said if words]


def session_captions(session: Session) -> list[Caption]:
    """Return the captions of a built class, in the words and at the times of its WebVTT file."""
    phases = [(to_ms(one.start), to_ms(one.end)) for one in session.events if one.kind in BREATHS]
    end, language = to_ms(session.audio.duration), session.settings.language
    return captions(spoken_parts(session.events), phases, end=end, language=language)


def read_vtt(text: str) -> list[Caption]:
    """Return the cues of a WebVTT file without their tags and settings; notes and styles are left out.

    Raises:
        PublishError: It does not begin with WEBVTT.
    """
    if not text.removeprefix("\ufeff").startswith("WEBVTT"):
        raise PublishError("is no WebVTT file")
    lines = []
    for block in re.split(r"\n{2,}", fit_text(text)):
        rows = block.strip("\n").split("\n")
        timed = next((number for number, row in enumerate(rows[:2]) if _TIMING.match(row)), None)
        if timed is None:
            continue
        found = _TIMING.match(rows[timed])
        words = html.unescape(_LONG_NUMBER.sub("", _TAG.sub("", "\n".join(rows[timed + 1 :])))).strip()
        if found and words:
            numbers = [int(part or 0) for part in found.groups()]
            lines.append(Caption(start=_ms(numbers[:4]), end=_ms(numbers[4:]), text=words))
    return lines


def _ms(numbers: list[int]) -> Ms:
    hours, minutes, seconds, thousandths = numbers
    return Ms(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)


def subrip(lines: Sequence[Caption]) -> str:
    """Return `lines` as SubRip.

    >>> print(subrip([Caption(start=Ms(1_500), end=Ms(2_000), text="Inhale.")]))
    1
    00:00:01,500 --> 00:00:02,000
    Inhale.
    <BLANKLINE>
    """
    blocks = (
        f"{number}\n{_srt_time(line.start)} --> {_srt_time(line.end)}\n{line.text}\n"
        for number, line in enumerate(lines, 1)
    )
    return "\n".join(blocks)


def _srt_time(position: Ms) -> str:
    seconds, thousandths = divmod(position, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{thousandths:03}"


def transcript_json(lines: Sequence[Caption]) -> str:
    """Return `lines` as a JSON transcript (Podcasting 2.0, "transcripts.md", version 1.0.0).

    Its segments may be as short as a word, so it tells each spoken part at its own time, where captions join them.
    """
    segments = [
        {"startTime": line.start / 1000, "endTime": line.end / 1000, "body": line.text.replace("\n", " ")}
        for line in lines
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"
