"""What the library offers for a wish: the forms that may be done, with all that they ask for."""

from __future__ import annotations

from typing import Any

import pytest
from support.starter_content import english, exercises

from audiosession.definitions import read_definition
from audiosession.units import Ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import harder_by
from audiosession.writing.positions import steps
from audiosession.writing.sequencing.duration import duration
from audiosession.writing.sequencing.offers import Offers, offers
from audiosession.writing.sequencing.routes import MOST_CHANGES, drawn, placeable, routes
from audiosession.writing.sequencing.wish import Wish, read_wish
from audiosession.writing.values import LEVELS, Level

TEXT = """
title = "Mine"
position = "supine"
level = "{level}"
spine = "flexion"
warm_ups = {warm_ups}
purpose = ["It does you good."]
caution = ["If it hurts, stop."]
set_up = ["Lie down."]
reps = 5
phase = [{{ breath = "inhale", counts = 2, bare = "In." }}, {{ breath = "exhale", counts = 2, bare = "Out." }}]
"""
WISH = Wish(length=Ms(1_500_000), level="intermediate")


def mine(name: str, *warm_ups: str, level: str = "beginner") -> Exercise:
    text = TEXT.format(level=level, warm_ups=[*warm_ups]).replace(
        '"If it hurts, stop."', '{ say = "If it hurts, stop." }'
    )
    return read_definition(text, name, Exercise, name=name)


def offered(*library: Exercise, wish: Wish = WISH, known: tuple[str, ...] = ()) -> Offers:
    def lasting(one: Exercise) -> Any:
        return duration(one, english(), Ms(1_000), lambda line: Ms(75 * len(line)))

    return offers(library, wish, known, Ms(1_000), lasting)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("avoid", ["", "neck", "lower-back,knees"])
def test_nothing_is_offered_that_is_too_hard_or_a_strain(level: Level, avoid: str) -> None:
    wish = read_wish(length="25m", level=level, avoid=avoid)
    found = offered(*exercises(), wish=wish)
    forms = [one.exercise for of in (found.work, found.gentle, found.quiet) for one in of.values()]

    assert forms
    assert all(harder_by(one.level, level) <= 0 for one in forms)
    assert not any(set(one.avoid) & set(wish.avoid) for one in forms)


def test_nobody_moves_to_a_chair_and_back_in_the_midst_of_a_class() -> None:
    curl, rolls = mine("curl"), mine("rolls").model_copy(update={"equipment": "a chair"})
    breath = mine("calm").model_copy(update={"equipment": "a chair", "focus": ("breath",)})

    found = offered(curl, rolls, breath)
    assert ([*found.work], [*found.quiet]) == (["curl"], ["calm"])
    assert [*offered(rolls, breath).work] == ["rolls"]


def test_what_an_exercise_asks_for_comes_with_all_that_this_asks_for() -> None:
    found = offered(mine("a"), mine("b", "a"), mine("c", "b"))

    assert found.work["c"].needs == ("a", "b")


@pytest.mark.parametrize(
    "library",
    [
        [mine("a", "nobody")],
        [mine("a", "b"), mine("b", "a")],
        [mine("a", "a")],
        [mine("a", "b"), mine("b", level="advanced")],
        [mine("a", "b"), mine("b", "c"), mine("c", level="advanced")],
    ],
)
def test_what_can_never_be_warm_is_not_offered(library: list[Exercise]) -> None:
    found = offered(*library)

    assert "a" not in found.work
    assert "a" not in found.gentle
    assert found.cold >= 1 or found.too_hard >= 1


def test_reps_stay_within_what_the_exercise_and_its_minutes_allow() -> None:
    for of in (offered(*exercises()).work, offered(*exercises()).quiet):
        for one in of.values():
            limits = one.exercise.reps
            assert limits.min <= one.least <= one.usual <= one.most <= limits.max
            if one.exercise.most_minutes:
                assert one.most * one.duration.rep <= 60_000 * one.exercise.most_minutes


def test_a_gentler_form_says_for_whom_it_is() -> None:
    found = offered(*exercises())

    for name, one in found.gentle.items():
        whole = next(each for each in exercises() if each.name == name)
        assert whole.for_level(one.level or WISH.level) == one.exercise


def test_every_route_has_few_changes_and_places_warm_ups_first() -> None:
    found = offered(*exercises())
    places = placeable(found)

    assert places
    for place in places:
        assert len(place.route) <= MOST_CHANGES + 1
        assert all(steps(a, b) > 0 for a, b in zip(place.route, place.route[1:], strict=False))
        for name, block in place.work.items():
            assert place.route[block] == found.work[name].exercise.position
            assert all(place.warming[one] <= block for one in found.work[name].needs)


def test_a_seed_has_its_part_in_which_route_comes_first() -> None:
    found = offered(*exercises())
    places = placeable(found)
    firsts = {
        routes(places, found, Wish(length=Ms(1_500_000), level="intermediate", seed=n))[0].route for n in range(20)
    }

    assert len(firsts) > 1


def test_chance_is_even() -> None:
    drawn_ones = [drawn(1, "x", n) for n in range(2_000)]

    assert 0 <= min(drawn_ones) < max(drawn_ones) <= 1
    assert sum(drawn_ones) / 2_000 == pytest.approx(0.5, abs=0.03)  # four of its standard deviations


def test_what_other_classes_have_is_no_work() -> None:
    found = offered(*exercises(), known=("saw", "spine-twist"))

    assert all(not {"saw", "spine-twist"} & place.work.keys() for place in placeable(found))
