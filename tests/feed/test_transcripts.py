"""One transcript in three forms says the same at the same times."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.errors import PublishError
from audiosession.feed.transcripts import read_vtt, session_captions, spoken_parts, subrip, transcript_json
from audiosession.session import Event, Session
from audiosession.timing.telling.captions import Caption, timeline_captions, webvtt
from audiosession.timing.timeline import Clip, Kind, Timeline, Track, to_events
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


def session_of(clips: list[Clip], length: Ms) -> Session:
    return Session.model_validate(
        {
            "schema": "audiosession/session/1", "slug": "a", "title": "A",
            "settings": {"pace": "steady", "seconds_per_count": 1.0, "reps": 1, "detail": "fade", "voice": "tone",
                         "music": None, "tones": True, "language": "en"},
            "audio": {"file": "a.mp3", "bytes": 1, "sha256": "", "duration": length / 1000},
            "events": to_events(clips),
        }
    )  # fmt: skip


PHASES = st.lists(st.tuples(st.lists(LINES, max_size=3), st.integers(1, 9_999)), max_size=5)


@given(PHASES)
def test_the_session_of_a_class_has_the_captions_of_its_webvtt(phases: list[tuple[list[str], int]]) -> None:
    voice, breath, at = [], [], 0
    for texts, length in phases:
        step = length // (len(texts) + 1)
        for number, text in enumerate(texts):
            start = at + number * step
            voice.append(Clip(kind=Kind.SPEECH, start=Ms(start), end=Ms(start + step // 2), text=text))
        breath.append(Clip(kind=Kind.EXHALE, start=Ms(at), end=Ms(at + length), counts=1))
        at += length
    tracks = (Track(name="voice", clips=tuple(voice)), Track(name="breath", clips=tuple(breath)))
    timeline = Timeline(length=Ms(at + 500), tracks=tracks, sections=())

    lines = session_captions(session_of(timeline.clips(), timeline.length))

    assert lines == read_vtt(webvtt(timeline_captions(timeline)))


def test_json_tells_each_part_of_a_phase_at_its_own_time_where_captions_join_them() -> None:
    voice = [
        Clip(kind=Kind.SPEECH, start=Ms(1_000 * n), end=Ms(1_000 * n + 400), text=text)
        for n, text in enumerate(("Left", "kick", "lower."), 1)
    ]
    session = session_of([*voice, Clip(kind=Kind.EXHALE, start=Ms(1_000), end=Ms(4_000), counts=3)], Ms(9_000))

    rows = json.loads(transcript_json(spoken_parts(session.events)))["segments"]

    assert [line.text for line in session_captions(session)] == ["Left, kick, lower."]
    assert [(row["startTime"], row["endTime"], row["body"]) for row in rows] == [
        (1.0, 1.4, "Left"), (2.0, 2.4, "kick"), (3.0, 3.4, "lower."),
    ]  # fmt: skip


def test_what_is_not_said_is_no_part() -> None:
    breath = Event(kind="inhale", start=0.0, end=1.0, counts=1)
    assert spoken_parts([breath, Event(kind="speech", start=0.5, end=1.0, text=" ")]) == []
