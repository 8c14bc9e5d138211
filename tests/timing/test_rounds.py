"""Parts in a round: no two in the same order twice, and where in it an exercise begins."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiosession.timing.rounds import Join, Loops, Play, Round, begins, round_of
from audiosession.units import Ms

pytestmark = pytest.mark.slow

SEVEN = round_of((Ms(24_000),) * 7)


@pytest.mark.parametrize("n_parts", range(3, 14))
def test_each_part_follows_every_other_one_once_and_none_follows_itself(n_parts: int) -> None:
    parts = round_of((Ms(1_000),) * n_parts).parts

    followed = set(pairwise((*parts, parts[0])))
    assert len(parts) == len(followed) == n_parts * (n_parts - 1)
    assert followed == {(one, other) for one in range(n_parts) for other in range(n_parts) if one != other}


def test_parts_of_any_length_lie_flush() -> None:
    steps = (Ms(20_000), Ms(31_000), Ms(25_500))
    played = round_of(steps)

    assert played.starts[0] == 0
    assert [end - start for start, end in pairwise((*played.starts, played.length))] == [
        steps[part] for part in played.parts
    ]


def test_of_seven_parts_none_comes_again_before_two_others() -> None:
    twice = SEVEN.parts * 2

    assert all(len(set(twice[at : at + 3])) == 3 for at in range(len(SEVEN.parts)))


def test_the_order_of_parts_is_the_one_that_windows_were_made_of() -> None:
    """Another order is another loop: then raise `loop` in audiosession/versions.py."""
    assert SEVEN.parts == (
        0, 1, 6, 4, 1, 2, 3, 4, 5, 6, 0, 2, 1, 3,
        5, 4, 6, 2, 0, 3, 1, 5, 2, 4, 0, 6, 3, 2,
        5, 1, 4, 3, 0, 5, 3, 6, 1, 0, 4, 2, 6, 5,
    )  # fmt: skip


def test_a_bed_of_one_part_begins_at_its_beginning() -> None:
    loops = Loops(rounds={"sea": Round()})

    assert ("sea" in loops, "song" in loops) == (True, False)
    for bed in ("sea", "song"):
        assert list(loops.places(bed, "swan", [0])) == [0]
        assert begins(loops, [play(bed, "swan", 0, 9_000)]) == [0]


def test_where_a_bed_begins_hangs_on_the_seed_the_exercise_and_the_bed_and_on_nothing_else() -> None:
    def drawn(exercise: str = "swan", bed: str = "sea", seed: int | None = None) -> int:
        return next(Loops(rounds={"sea": SEVEN, "air": SEVEN}, seed=seed).places(bed, exercise))

    # Drawn once and kept: a place of 42 that moved would make every window anew.
    assert [drawn(), drawn("saw"), drawn(bed="air"), drawn(seed=0)] == [29, 26, 5, 12]
    assert {drawn(f"exercise-{number}") for number in range(500)} == set(range(42))


@pytest.mark.parametrize("n_parts", [3, 4, 7, 13])
def test_an_exercise_begins_with_another_part_than_the_one_before_it_and_far_from_it(n_parts: int) -> None:
    played = round_of((Ms(24_000),) * n_parts)
    loops, n_places = Loops(rounds={"sea": played}), len(played.parts)
    free = {name: next(loops.places("sea", name)) for name in map(str, range(60))}

    for name, drawn in free.items():
        for before in range(n_places):
            place = next(loops.places("sea", name, [before]))
            assert near(place, before, n_places) >= n_places // 3
            assert played.parts[place] != played.parts[before]
            if near(drawn, before, n_places) >= n_places // 3:
                assert place == drawn or played.parts[drawn] == played.parts[before]


def near(one: int, other: int, n_places: int) -> int:
    return min((one - other) % n_places, (other - one) % n_places)


def test_of_four_exercises_in_a_row_each_has_a_stretch_of_the_round_to_itself() -> None:
    """Seven parts of some 25 s: a stretch of six places is two and a half minutes, and four of them go on for ten."""
    loops = Loops(rounds={"sea": SEVEN})
    least = 42
    for seed in range(200):
        places: list[int] = []
        for number in range(8):
            places.insert(0, next(loops.places("sea", f"{seed} {number}", places)))
        least = min(least, *(near(places[at], places[at + back], 42) for at in range(5) for back in (1, 2, 3)))

    assert least >= 6


def play(bed: str, exercise: str, start: int, end: int, *, anchor: int = 500, goes_on: bool = False) -> Play:
    return Play(bed=bed, exercise=exercise, anchor=Ms(anchor), start=Ms(start), end=Ms(end), goes_on=goes_on)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(60_000, 700_000), min_size=1, max_size=12), st.integers(0, 99))
def test_within_ten_minutes_no_two_parts_follow_each_other_twice(lengths: list[int], seed: int) -> None:
    """A class of any exercises of a minute or more, each of which comes in 3 s before the one before it is gone."""
    plays, at = list[Play](), 0
    for number, length in enumerate(lengths):
        plays.append(play("sea", f"{number}", max(0, at - 3_000), at + length, anchor=at + 40_000))
        at += length

    heard = list[Join]()
    for one, begun in zip(plays, begins(Loops(rounds={"sea": SEVEN}, seed=seed), plays), strict=True):
        heard += SEVEN.joins(SEVEN.starts.index(begun), one.anchor, one.start, one.end)
    for (when, pair), (later, same) in combinations(sorted(heard), 2):
        assert pair != same or later - when >= 600_000


def test_what_one_bed_played_keeps_no_other_from_anything() -> None:
    loops = Loops(rounds={"sea": SEVEN, "air": SEVEN})
    sea = [play("sea", f"{number}", 200_000 * number, 200_000 * (number + 1)) for number in range(4)]
    air = [play("air", "rest", 200_000, 400_000)]

    assert [one for one, of in zip(begins(loops, [sea[0], *air, *sea[1:]]), "sasss", strict=True) if of == "s"] == (
        begins(loops, sea)
    )


def test_a_bed_that_goes_on_at_another_level_is_where_it_was_and_takes_no_place_of_its_own() -> None:
    loops = Loops(rounds={"sea": SEVEN})
    first, third = play("sea", "saw", 0, 90_000), play("sea", "swan", 90_000, 200_000)
    halves = [play("sea", "saw", 0, 50_000), play("sea", "saw", 50_000, 90_000, goes_on=True)]

    whole, after = begins(loops, [first, third])
    assert begins(loops, [*halves, third]) == [whole, whole, after]


def test_joins_are_told_where_they_are_heard() -> None:
    played = round_of((Ms(10_000),) * 3)

    assert [when for when, _ in played.joins(2, Ms(5_000), Ms(0), Ms(30_000))] == [5_000, 15_000, 25_000]
    parts = played.parts
    assert [pair for _, pair in played.joins(2, Ms(5_000), Ms(0), Ms(30_000))] == [
        (parts[1], parts[2]), (parts[2], parts[3]), (parts[3], parts[4])
    ]  # fmt: skip
    assert list(Round().joins(0, Ms(0), Ms(0), Ms(30_000))) == []
