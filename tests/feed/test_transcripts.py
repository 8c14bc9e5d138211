"""One transcript in three forms says the same at the same times."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.errors import PublishError
from audiosession.feed.transcripts import Caption, captions, read_vtt, subrip, transcript_json
from audiosession.session import Event
from audiosession.timing.captions import webvtt
from audiosession.timing.timeline import Clip, Kind, to_events
from audiosession.units import Ms

VTT = """\ufeffWEBVTT
Language: en

NOTE made by hand

STYLE
::cue { color: teal }

1
00:00:03.000 --> 00:00:08.080 align:start
<v Ada>Welcome. <b>Breathe</b> in &amp; out.</v>

00:09.080 --> 01:00:19.214
Two lines
of text

00:00:20.000 --> 00:00:21.000

"""


def test_what_is_spoken_is_read_and_nothing_else() -> None:
    assert read_vtt(VTT) == [
        Caption(start=Ms(3_000), end=Ms(8_080), text="Welcome. Breathe in & out."),
        Caption(start=Ms(9_080), end=Ms(3_619_214), text="Two lines\nof text"),
    ]


def test_subrip_has_commas_numbers_and_hours() -> None:
    assert subrip(read_vtt(VTT)) == (
        "1\n00:00:03,000 --> 00:00:08,080\nWelcome. Breathe in & out.\n"
        "\n2\n00:00:09,080 --> 01:00:19,214\nTwo lines\nof text\n"
    )


def test_json_has_seconds() -> None:
    table = json.loads(transcript_json(read_vtt(VTT)))
    assert table["version"] == "1.0.0"
    assert table["segments"][0] == {"startTime": 3.0, "endTime": 8.08, "body": "Welcome. Breathe in & out."}


def test_another_file_is_refused() -> None:
    with pytest.raises(PublishError, match="is no WebVTT file"):
        read_vtt("1\n00:00:03,000 --> 00:00:08,080\nWelcome.\n")


# A line as a definition may hold it: no control characters, neither empty nor padded.
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text
)


@given(st.lists(st.tuples(LINES, st.integers(0, 5_000), st.integers(1, 9_999)), max_size=5))
def test_the_events_of_a_class_say_what_its_webvtt_says(lines: list[tuple[str, int, int]]) -> None:
    clips, at = [], 0
    for text, pause, length in lines:
        clips.append(Clip(kind=Kind.SPEECH, start=Ms(at + pause), end=Ms(at + pause + length), text=text))
        at += pause + length
    events = [Event.model_validate(row) for row in to_events(clips)]

    assert captions(events) == read_vtt(webvtt(clips))


def test_what_is_not_said_is_no_caption() -> None:
    breath = Event(kind="inhale", start=0.0, end=1.0, counts=1)
    assert captions([breath, Event(kind="speech", start=0.5, end=1.0, text=" ")]) == []
