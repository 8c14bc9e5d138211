"""Timelines go into session files and come back whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scheduling import schedule
from support.starter_content import class_narration, takes_of

from audiosession.timing.timeline import (
    BedSpan,
    Clip,
    Kind,
    Timeline,
    TimelineSection,
    Track,
    from_event,
    from_json,
    to_events,
    to_json,
)
from audiosession.units import Ms

MOMENTS = st.integers(0, 3 * 3_600_000).map(Ms)
SPANS = st.tuples(MOMENTS, MOMENTS).map(sorted)
TEXTS = st.text(max_size=20)


@st.composite
def clips(draw: st.DrawFn) -> Clip:
    start, end = draw(SPANS)
    return Clip(
        kind=draw(st.sampled_from(Kind)),
        start=start,
        end=end,
        text=draw(TEXTS),
        exercise=draw(TEXTS),
        rep=draw(st.none() | st.integers(0, 100)),
        side=draw(st.none() | st.sampled_from(["left", "right"])),
        counts=draw(st.none() | st.integers(0, 20)),
    )


@given(clips())
def test_an_event_stands_for_its_clip(clip: Clip) -> None:
    (row,) = to_events([clip])

    assert from_event(json.loads(json.dumps(row))) == clip


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    tracks = tuple(Track(name=name, clips=tuple(draw(st.lists(clips(), max_size=4)))) for name in ("voice", "breath"))
    (start, end), (bed_start, bed_end) = draw(SPANS), draw(SPANS)
    return Timeline(
        length=draw(MOMENTS),
        tracks=tracks,
        sections=(TimelineSection(title=draw(TEXTS), exercise=draw(TEXTS), start=start, end=end),),
        beds=(
            BedSpan(
                name="sea",
                start=bed_start,
                end=bed_end,
                fade_in=draw(MOMENTS),
                fade_out=draw(MOMENTS),
                anchor=draw(MOMENTS),
                begins=draw(MOMENTS),
            ),
        ),
    )


@given(timelines())
def test_a_timeline_comes_back_whole_from_json(timeline: Timeline) -> None:
    assert from_json(json.loads(json.dumps(to_json(timeline)))) == timeline


def test_a_real_class_comes_back_whole() -> None:
    narration = class_narration("back-body")
    timeline, _ = schedule(narration, takes_of(narration), count=Ms(950), music="still-water")

    assert from_json(json.loads(json.dumps(to_json(timeline)))) == timeline


def test_an_event_has_only_the_keys_that_apply() -> None:
    breath = Clip(kind=Kind.EXHALE, start=Ms(1_500), end=Ms(4_500), exercise="saw", rep=1, side="left", counts=3)

    assert to_events([breath]) == [
        {"kind": "exhale", "start": 1.5, "end": 4.5, "exercise": "saw", "rep": 1, "side": "left", "counts": 3}
    ]


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 4)])
def test_a_clip_that_ends_before_it_begins_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"a clip from {start} to {end} ms"):
        Clip(kind=Kind.PAUSE, start=Ms(start), end=Ms(end))


def test_clips_of_all_tracks_come_in_the_order_of_their_starts() -> None:
    late, early = (Clip(kind=Kind.SPEECH, start=Ms(at), end=Ms(at + 1)) for at in (5, 1))
    breath = Clip(kind=Kind.INHALE, start=Ms(5), end=Ms(9))
    timeline = Timeline(
        length=Ms(10),
        tracks=(Track(name="breath", clips=(breath,)), Track(name="voice", clips=(early, late))),
        sections=(),
    )

    assert timeline.clips() == [early, late, breath]
    assert timeline.track("bells") == ()


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 7), (7, 7), (3_000, 10_001)])
def test_a_clip_is_as_long_as_from_its_start_to_its_end(start: int, end: int) -> None:
    assert Clip(kind=Kind.PAUSE, start=Ms(start), end=Ms(end)).length == end - start
