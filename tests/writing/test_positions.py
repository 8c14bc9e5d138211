"""Ways from position to position: what they take follows from how far up and down they go."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
from support.starter_content import english, exercise

from audiosession.writing.exercise import Position
from audiosession.writing.positions import changes, lies, restless, way

WAYS = english().language.ways
LYING, UP = ("prone", "supine", "side-lying"), ("standing",)
LOW = ("seated", "kneeling", "all-fours", "plank", "reverse-plank", "side-sitting")
LEVELS: tuple[tuple[Position, ...], ...] = (LYING, LOW, UP)
ALL: tuple[Position, ...] = get_args(Position)


def takes_s(before: Position, after: Position) -> float:
    return way(before, after, WAYS)[0].rest.usual


def test_every_position_lies_on_one_of_three_levels() -> None:
    assert sorted(position for level in LEVELS for position in level) == sorted(ALL)


def test_ways_between_the_same_levels_take_the_same_time() -> None:
    for before, after in product(LEVELS, LEVELS):
        assert len({takes_s(a, b) for a in before for b in after if a != b}) <= 1


def test_a_way_takes_longer_the_further_it_goes_and_longer_up_than_down() -> None:
    turning, rising, falling = takes_s("prone", "supine"), takes_s("prone", "seated"), takes_s("seated", "prone")

    assert 4 <= turning < falling < rising <= 15
    # Two steps of one kind: beyond the time to turn, each takes as long as the other.
    assert takes_s("prone", "standing") - turning == pytest.approx(2 * (rising - turning))
    assert takes_s("standing", "prone") - turning == pytest.approx(2 * (falling - turning))
    assert takes_s("seated", "kneeling") == turning


@pytest.mark.parametrize(("before", "after"), [pair for pair in product(ALL, ALL) if len(set(pair)) == 2])
def test_the_time_for_a_way_gives_up_a_third_at_most_and_is_never_a_silence(before: Position, after: Position) -> None:
    (said,) = way(before, after, WAYS)

    assert said.rest.usual * 2 / 3 <= said.rest.least < said.rest.usual
    assert said.rest.least == round(said.rest.least, 1)
    assert said.rest.least * 10 == pytest.approx(said.rest.usual * 7, abs=0.5)
    assert said.rest.usual <= said.rest.most == 12, "what is longer is announced"
    assert len(said.say) > 10


@pytest.mark.parametrize(("minutes", "most"), [(0.5, 3), (10.0, 3), (10.1, 6), (25.0, 9), (80.0, 24)])
def test_three_changes_in_ten_minutes_are_quiet_and_more_are_not(minutes: float, most: int) -> None:
    assert restless(most, minutes) == ""
    assert restless(most + 1, minutes) == f"{most + 1} changes of position; 3 in ten minutes keep a class quiet"


def test_a_change_is_from_where_one_ends_to_where_the_next_begins() -> None:
    swan, kick, saw = (exercise(name) for name in ("swan", "single-leg-kick", "saw"))

    assert (swan.end_position, kick.position, saw.end_position) == ("kneeling", "prone", "seated")
    assert [changes([swan]), changes([swan, kick]), changes([saw, saw, swan, kick])] == [0, 1, 2]


@pytest.mark.parametrize("position", ALL)
def test_where_the_position_stays_nothing_is_said(position: Position) -> None:
    assert way(position, position, WAYS) == ()


def test_who_lies_is_known() -> None:
    assert [name for name in get_args(Position) if lies(name)] == ["supine", "prone", "side-lying"]
