"""One breath has one tone, also where its side changes on the way."""

from __future__ import annotations

import pytest
from support.scheduling import schedule

from audiosession.timing.swells import one_a_breath
from audiosession.timing.timeline import Clip, Kind
from audiosession.units import Ms
from audiosession.writing.text.reading import parse


def tone(shape: str, start: int, end: int, side: str | None = None) -> Clip:
    return Clip(kind=Kind.TONE, start=Ms(start), end=Ms(end), text=shape, side=side)


def test_a_breath_that_goes_on_on_the_other_side_is_one() -> None:
    breath = [tone("fall", 0, 1_000, "left"), tone("tick", 500, 560, "left"), tone("fall", 1_000, 3_000, "right")]

    assert one_a_breath(breath) == (tone("fall", 0, 3_000), breath[1])


@pytest.mark.parametrize(
    "second",
    [
        tone("fall", 1_000, 2_000, "left"),
        tone("rise", 1_000, 2_000, "right"),
        tone("fall", 1_001, 2_000, "right"),
        tone("hold", 1_000, 1_200, "right"),
    ],
    ids=["same side", "other breath", "after a stop", "hold"],
)
def test_other_breaths_have_their_own(second: Clip) -> None:
    breaths = [tone("fall", 0, 1_000, "left"), second]

    assert one_a_breath(breaths) == tuple(breaths)


@pytest.mark.parametrize("written", ["[exhale 4 left switch 3]", "[exhale 2 left]\n[exhale 2 right]"])
def test_on_the_timeline_a_breath_over_both_sides_is_one_swell(written: str) -> None:
    timeline, _ = schedule(parse(f"[exercise saw]\n{written}\n[inhale 2 left]", "one.txt"), {}, count=Ms(1_000))

    first = timeline.track("breath")[0].start
    assert [(clip.text, clip.start - first, clip.length) for clip in timeline.track("tones")] == [
        ("fall", 0, 4_000),
        ("rise", 4_000, 2_000),
    ]
