"""A spot of a class is found by its time, by the name of what is done there, and by the rep."""

from __future__ import annotations

import pytest

from audiosession.errors import DefinitionError
from audiosession.timing.spots import find_spot
from audiosession.timing.timeline import Clip, Kind, Timeline, TimelineSection, Track
from audiosession.units import Ms


def section(title: str, exercise: str, start: int, end: int) -> TimelineSection:
    return TimelineSection(title=title, exercise=exercise, start=Ms(start), end=Ms(end))


def breath(start: int, exercise: str, rep: int) -> Clip:
    return Clip(kind=Kind.INHALE, start=Ms(start), end=Ms(start + 2_000), exercise=exercise, rep=rep, counts=2)


CLASS = Timeline(
    length=Ms(60_000),
    tracks=(
        Track(name="breath", clips=(breath(12_000, "saw", 1), breath(16_000, "saw", 2), breath(32_000, "swan", 1))),
    ),
    sections=(
        section("Welcome", "", 0, 9_000),
        section("Part 2: Saw", "saw", 9_000, 11_500),
        section("Repetitions", "saw", 11_500, 24_000),
        section("Swan", "swan", 24_000, 50_000),
        section("Repetitions", "swan", 50_000, 60_000),
    ),
)


@pytest.mark.parametrize(
    ("at", "position"),
    [
        ("0", 0),
        ("90", 90_000),
        ("12.5", 12_500),
        ("12.5s", 12_500),
        ("0:00", 0),
        ("2:30", 150_000),
        ("2:30.25", 150_250),
        ("1:02:03", 3_723_000),
        ("90:00", 5_400_000),
        ("saw", 9_000),
        ("SWAN ", 24_000),
        ("Part 2: Saw", 9_000),
        ("repetitions", 11_500),
        ("saw:2", 16_000),
        ("saw : 1", 12_000),
        ("Part 2: Saw:2", 16_000),
        ("swan:1", 32_000),
    ],
)
def test_a_spot_is_a_time_or_a_name(at: str, position: int) -> None:
    assert find_spot(CLASS, at) == position


@pytest.mark.parametrize(
    ("at", "message", "hint"),
    [
        ("swann", 'nothing in the class is called "swann"', 'did you mean "Swan"?'),
        ("2:75", 'nothing in the class is called "2:75"', "write a time like 2:30, an exercise or a section"),
        ("-3", 'nothing in the class is called "-3"', "write a time like 2:30, an exercise or a section"),
        ("", 'nothing in the class is called ""', "write a time like 2:30, an exercise or a section"),
        ("saw:3", '"saw" has no rep 3', "it has 2 reps"),
        ("Welcome:1", '"Welcome" has no rep 1', "it has no reps"),
    ],
)
def test_what_is_no_spot_is_told_with_what_would_be_one(at: str, message: str, hint: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        find_spot(CLASS, at)

    assert (caught.value.message, caught.value.hint) == (message, hint)
