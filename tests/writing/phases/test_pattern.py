"""A breath pattern in one line: how it is read, what is good, and what a mistake is answered with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.errors import DefinitionError
from audiosession.writing.phases.pattern import read_pattern

seconds = st.integers(10, 90).map(lambda tenths: f"{tenths / 10:g}")


@pytest.mark.parametrize(
    ("text", "parts", "rounds"),
    [
        ("4-7-8x4", {"inhale": 4000, "hold": 7000, "exhale": 8000}, 4),
        ("5-5x10m", {"inhale": 5000, "exhale": 5000}, 60),
        ("5.5-5.5x5m", {"inhale": 5500, "exhale": 5500}, 27),
        ("4-4-4-4", {"inhale": 4000, "hold": 4000, "exhale": 4000, "wait": 4000}, 18),
        ("4-0-6-2x1", {"inhale": 4000, "exhale": 6000, "wait": 2000}, 1),
        ("5-5x0.1m", {"inhale": 5000, "exhale": 5000}, 1),
        ("Breath:4 - 6 × 3", {"inhale": 4000, "exhale": 6000}, 3),
    ],
)
def test_a_pattern_is_seconds_and_how_often(text: str, parts: dict[str, int], rounds: int) -> None:
    pattern = read_pattern(text)

    assert pattern.parts == parts
    assert pattern.rounds == rounds


@given(st.lists(seconds, min_size=2, max_size=4), st.sampled_from(["", "x3", "x40", "x7m", "x2.5m"]))
def test_what_is_written_of_a_pattern_is_read_as_the_same(numbers: list[str], times: str) -> None:
    pattern = read_pattern("-".join(numbers) + times)

    assert read_pattern(pattern.written) == read_pattern(pattern.target) == pattern


@given(st.lists(seconds, min_size=2, max_size=4), st.integers(1, 20))
def test_minutes_are_filled_with_whole_rounds_and_never_more(numbers: list[str], minutes: int) -> None:
    pattern = read_pattern("-".join(numbers) + f"x{minutes}m")

    assert pattern.rounds * pattern.cycle <= minutes * 60_000 < (pattern.rounds + 1) * pattern.cycle


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("breath:4-7-8-9-1", "5 numbers in a breath pattern", "two are in and out, three in, hold, out"),
        ("breath:x4", 'no breath pattern is written "breath:x4"', "such as 4-6, 4-7-8x4 or 5-5x10m"),
        ("breath:", 'no breath pattern is written "breath:"', "such as 4-6"),
        ("breath:4-7-8x0", "no round of a breath pattern", "such as x4, or leave it out"),
        ("breath:4-6x2.5", "2.5 rounds", "rounds are whole"),
        ("breath:4:7:8x4", "no breath pattern", "write 4-7-8x4"),
        ("breath:4 7 8", "no breath pattern", "write 4-7-8"),
        ("breath:5,5-5,5x5m", "no breath pattern", "write 5.5-5.5x5m"),
        ("breath:4-0", "a breath of no seconds", "such as 4-6"),
        ("breath:7", "1 number in a breath pattern", "two are in and out"),
    ],
)
def test_a_wrong_pattern_is_told_with_a_right_one(text: str, message: str, hint: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_pattern(text)

    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("400-1", "a breath cycle of 401 s; at most 20 s"),
        ("5-11", "a breath out of 11 s; at most 10 s"),
        ("4-9-4", "a breath held of 9 s; at most 8 s"),
        ("4-4-4-8.5", "a breath held of 8.5 s; at most 8 s"),
        ("0.8-2", "a breath in of 0.8 s; at least 1 s"),
    ],
)
def test_what_is_more_than_good_is_told(text: str, told: str) -> None:
    assert told in list(read_pattern(text).excesses())


def test_the_usual_patterns_are_good() -> None:
    for text in ("4-7-8x4", "5-5x10m", "4-4-4-4", "4-6", "5.5-5.5x5m", "4-8"):
        assert not list(read_pattern(text).excesses())
        assert read_pattern(text).excess_of_rounds() is None


def test_many_rounds_are_told_with_the_most() -> None:
    assert read_pattern("4-7-8x30m").excess_of_rounds() == (
        "94 rounds in 29.8 minutes; at most 100 and 10",
        "4-7-8x31",
    )
