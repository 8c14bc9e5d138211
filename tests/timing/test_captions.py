"""Captions: what is said and when, as any reader of WebVTT finds it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.timing.captions import timestamp, webvtt
from audiosession.timing.timeline import Clip, Kind
from audiosession.units import Ms

CUE = re.compile(r"(\d+)\n([\d:.]+) --> ([\d:.]+)\n(.*)")
LINES = st.lists(st.tuples(st.integers(1, 5_000), st.integers(0, 9_000), st.text("abc é&<>-.'\"", min_size=1)))


def said(text: str, start: int, end: int) -> Clip:
    return Clip(kind=Kind.SPEECH, start=Ms(start), end=Ms(end), text=text)


def ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(1000 * float(seconds))


@given(LINES)
def test_every_line_is_found_again_with_its_time_and_its_words(lines: list[tuple[int, int, str]]) -> None:
    clips, at = [], 0
    for length, rest, text in lines:
        clips.append(said(text, at + rest, at + rest + length))
        at += rest + length

    head, *cues = webvtt(clips).rstrip("\n").split("\n\n")

    assert head == "WEBVTT\nLanguage: en"
    found = [CUE.fullmatch(cue) for cue in cues]
    assert [(int(cue[1]), ms(cue[2]), ms(cue[3]), html.unescape(cue[4])) for cue in found if cue] == [
        (number, clip.start, clip.end, clip.text) for number, clip in enumerate(clips, 1)
    ]


def test_what_would_read_as_markup_is_escaped_and_quotes_stay() -> None:
    text = webvtt([said("Knees & <hips>, “so” --> 'there'.", 0, 1_000)])

    assert text.splitlines()[-1] == "Knees &amp; &lt;hips&gt;, “so” --&gt; 'there'."


def test_the_language_is_told() -> None:
    assert webvtt([], language="de-at") == "WEBVTT\nLanguage: de-at\n"


@pytest.mark.parametrize(
    ("position", "text"),
    [(0, "00:00:00.000"), (999, "00:00:00.999"), (59_999, "00:00:59.999"), (60_000, "00:01:00.000"),
     (3_600_000, "01:00:00.000"), (359_999_999, "99:59:59.999")],
)  # fmt: skip
def test_a_time_has_hours_and_milliseconds(position: int, text: str) -> None:
    assert timestamp(Ms(position)) == text
