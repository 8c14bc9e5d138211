"""The solver: lines first, then reps, then exercises; and never more than it takes."""

from __future__ import annotations

import pytest

from audiosession.errors import DefinitionError
from audiosession.timing.length import Flex, Solution, Span, solve
from audiosession.units import Ms


def span(least: int, usual: int, most: int) -> Span:
    return Span(least=least, usual=usual, most=most)


def exercise(*, optional: bool = False, first_line: int = 0) -> Flex:
    """Return a minute of exercise: five reps of 6 s, from 2 to 8 of them, and two lines of 4 s to leave out."""
    lines = tuple((first_line + n, span(4_000, 4_000, 4_000)) for n in range(2))
    whole = span(55_000, 60_000, 80_000)
    return Flex(whole=whole, lines=lines, rep=Ms(6_000), reps=5, least_reps=2, most_reps=8, optional=optional)


def test_rests_alone_reach_what_they_can() -> None:
    for length in (55_000, 60_000, 80_000):
        assert solve([exercise()], length) == Solution(without=frozenset(), reps=(5,), present=(True,))


def test_lines_go_before_reps_do_and_the_last_line_first() -> None:
    assert solve([exercise()], 52_000).without == {1}
    assert solve([exercise()], 48_000).without == {0, 1}
    assert solve([exercise()], 48_000).reps == (5,)
    assert solve([exercise()], 46_000).reps == (4,)


def test_each_exercise_gives_up_its_last_line_before_any_gives_up_its_first() -> None:
    two = [exercise(), exercise(first_line=2)]

    assert solve(two, 103_000).without == {1, 3}


def test_reps_are_shared_out_over_the_exercises() -> None:
    three = [exercise(first_line=2 * n) for n in range(3)]

    assert solve(three, 3 * 80_000 + 3 * 6_000).reps == (6, 6, 6)
    assert solve(three, 3 * 80_000 + 1_000).reps == (6, 5, 5)


def test_an_optional_exercise_goes_last_of_all() -> None:
    two = [exercise(), exercise(optional=True, first_line=2)]

    assert solve(two, 58_500).present == (True, True)
    assert solve(two, 50_000).present == (True, False)


@pytest.mark.parametrize("length", [10_000, 200_000])
def test_what_nothing_can_reach_is_refused_with_the_shortest_and_the_longest(length: int) -> None:
    with pytest.raises(DefinitionError, match=r"from 0:29 to 1:38"):
        solve([exercise()], length)


def test_every_length_within_the_range_of_forty_exercises_is_reached() -> None:
    parts = [exercise(optional=n % 3 == 0, first_line=2 * n) for n in range(40)]

    for length in range(26 * 29_000, 40 * 98_000, 61_007):
        solution = solve(parts, length)
        assert all(2 <= reps <= 8 for reps in solution.reps)
