"""How much breath is asked for: cycles, breaths out and held ones, in seconds, however many phases they take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.units import Ms
from audiosession.writing.phases.cue import Breath
from audiosession.writing.phases.limits import BREATH_LIMITS, BreathLimits, Sized, longest_cycle, over, raised

KINDS = {"i": Breath.INHALE, "e": Breath.EXHALE, "h": Breath.HOLD, "f": Breath.FREE}
STRICT = BreathLimits(cycle=Ms(10), exhale=Ms(5), hold=Ms(3))


def phases(text: str) -> list[Sized]:
    """Return phases as ``i4 e6`` tells them, in milliseconds."""
    return [Sized(KINDS[one[0]], Ms(int(one[1:])), at) for at, one in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "goes_round", "longest"),
    [
        ("i4 e4 i3 e3", True, 8),
        ("i4 e4 i3 e3", False, 8),
        ("e4 i4", True, 8),
        ("e4 i4", False, 4),
        ("e2 i4 e3", True, 9),
        ("e2 i4 e3", False, 7),
        ("h2 i4 e4 h1", True, 11),
        ("i5 i5", True, 10),
        ("i3 f9 e3", True, 3),
        ("i3 f9 e3", False, 3),
        ("i3 e3 f9 i2 e2", True, 6),
        ("i3 e3 f9 i2 e2", False, 6),
        ("f9", True, 0),
        ("", True, 0),
    ],
)
def test_a_cycle_goes_from_one_breath_in_to_the_next_and_ends_where_the_breath_is_free(
    text: str, goes_round: bool, longest: int
) -> None:
    assert longest_cycle(phases(text), goes_round=goes_round) == longest


@pytest.mark.parametrize(
    ("text", "goes_round", "told"),
    [
        ("i4 e5", True, []),
        ("i4 e6", True, [("exhale", 1, 6)]),
        ("i1 e3 e3", True, [("exhale", 1, 6)]),
        ("e3 i1 e3", True, [("exhale", 2, 6)]),
        ("e3 i1 e3", False, []),
        ("i1 h2 h2 e1", True, [("hold", 1, 4)]),
        ("h2 i1 e1 h2", True, [("hold", 3, 4)]),
        ("h2 i1 e1 h2", False, []),
        ("i7 e4", True, [("cycle", 0, 11)]),
        ("i5 h4 e6", True, [("cycle", 0, 15), ("exhale", 2, 6), ("hold", 1, 4)]),
        ("f600", True, []),
        ("e6", True, [("exhale", 0, 6)]),
    ],
)
def test_what_goes_beyond_a_limit_is_told_where_it_begins(
    text: str, goes_round: bool, told: list[tuple[str, int, int]]
) -> None:
    found = over(phases(text), STRICT, goes_round=goes_round)

    assert [(one.what, one.place, one.length) for one in found] == told


def test_what_is_beyond_is_said_in_seconds() -> None:
    limits = BREATH_LIMITS["beginner"]
    found = over([Sized(Breath.INHALE, Ms(9_500), 0), Sized(Breath.EXHALE, Ms(10_600), 1)], limits, goes_round=True)

    assert [one.told for one in found] == [
        "a breath cycle of 20.1 s; at most 20 s",
        "a breath out of 10.6 s; at most 10 s",
    ]
    held = over([Sized(Breath.HOLD, Ms(5_001), 0)], limits, goes_round=True)
    assert [one.told for one in held] == ["a breath held of 5.001 s; at most 5 s"]


def test_a_held_breath_is_bounded_by_level_and_all_else_is_the_same_for_all() -> None:
    assert [limits.hold for limits in BREATH_LIMITS.values()] == [5_000, 8_000, 10_000]
    assert {(limits.cycle, limits.exhale) for limits in BREATH_LIMITS.values()} == {(20_000, 10_000)}


def test_a_limit_is_raised_by_itself() -> None:
    higher = raised(BREATH_LIMITS["beginner"], exhale=12.5, hold=None)

    assert higher == replace(BREATH_LIMITS["beginner"], exhale=Ms(12_500))


@given(st.lists(st.tuples(st.sampled_from(list(Breath)), st.integers(1, 9)), min_size=1, max_size=8), st.integers(0, 7))
def test_what_goes_round_has_the_same_longest_cycle_wherever_it_begins(
    written: list[tuple[Breath, int]], turn: int
) -> None:
    whole = [Sized(breath, Ms(length), at) for at, (breath, length) in enumerate(written)]
    turned = whole[turn % len(whole) :] + whole[: turn % len(whole)]

    assert longest_cycle(turned) == longest_cycle(whole)
    assert {one.what: one.length for one in over(turned, STRICT, goes_round=True)} == {
        one.what: one.length for one in over(whole, STRICT, goes_round=True)
    }


@given(st.lists(st.tuples(st.sampled_from(list(Breath)), st.integers(1, 9)), max_size=8), st.integers(1, 4))
def test_a_slower_pace_makes_nothing_shorter(written: list[tuple[Breath, int]], times: int) -> None:
    quick, slow = (
        [Sized(breath, Ms(factor * length), at) for at, (breath, length) in enumerate(written)] for factor in (1, times)
    )

    assert longest_cycle(slow) == times * longest_cycle(quick)
    assert {one.what for one in over(quick, STRICT, goes_round=True)} <= {
        one.what for one in over(slow, STRICT, goes_round=True)
    }
