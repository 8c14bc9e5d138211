"""The plan: reps within an exercise's range, and sides where there are any."""

from __future__ import annotations

import pytest
from support.starter_content import exercise

from audiosession.errors import DefinitionError
from audiosession.writing.exercise import Exercise, Reps
from audiosession.writing.phases.rep import Sides
from audiosession.writing.plan import Plan, PlannedExercise, check_reps, one_sided, plan_exercise, refuse_no_sides
from audiosession.writing.values import Side

SIDELESS = exercise("swan")
SIDED = exercise("saw")


def repeated(*, least: int, most: int) -> Exercise:
    reps = Reps(min=least, max=most, default=least, reason="more would tire the neck")
    return SIDELESS.model_copy(update={"reps": reps})


def test_every_number_of_reps_within_the_range_is_taken_and_none_beside_it() -> None:
    some = repeated(least=2, most=4)

    assert [check_reps(some, reps) for reps in (None, 2, 3, 4)] == [2, 2, 3, 4]
    for reps in (1, 5):
        with pytest.raises(DefinitionError) as caught:
            check_reps(some, reps)
        assert caught.value.hint == "choose from 2 to 4"


def test_the_reason_for_a_range_is_told_to_who_wants_more_and_not_to_who_wants_less() -> None:
    some = repeated(least=2, most=4)

    with pytest.raises(DefinitionError, match="5 reps of Swan: more would tire the neck"):
        check_reps(some, 5)
    with pytest.raises(DefinitionError) as caught:
        check_reps(some, 1)
    assert caught.value.message == "1 reps of Swan"


def test_where_there_is_nothing_to_choose_no_choice_is_offered() -> None:
    for reps in (2, 4):
        with pytest.raises(DefinitionError) as caught:
            check_reps(repeated(least=3, most=3), reps)
        assert caught.value.hint == "leave the reps out: it is always done 3 times"


def test_without_a_reason_none_is_told() -> None:
    some = SIDELESS.model_copy(update={"reps": Reps(min=1, max=4, default=2)})

    with pytest.raises(DefinitionError) as caught:
        check_reps(some, 5)
    assert caught.value.message == "5 reps of Swan"


def test_an_exercise_on_its_own_is_no_class_and_must_be_done() -> None:
    plan = plan_exercise(SIDED, reps=3, side=Side.LEFT)

    assert not plan.is_class
    assert [(item.reps, item.side, item.optional) for item in plan.exercises] == [(3, Side.LEFT, False)]
    assert (plan.name, plan.title, plan.length) == ("saw", "Saw", None)


def test_one_side_is_chosen_where_any_exercise_has_sides() -> None:
    items = tuple(PlannedExercise(exercise=one, reps=1) for one in (SIDELESS, SIDED))
    plan = one_sided(Plan(name="a", title="A", exercises=items), Side.RIGHT)

    assert [item.side for item in plan.exercises] == [Side.RIGHT, Side.RIGHT]


def test_a_side_is_refused_where_nothing_has_one() -> None:
    assert SIDELESS.sides is Sides.NONE

    for exercises in ([SIDELESS], [SIDELESS, SIDELESS]):
        with pytest.raises(DefinitionError, match="Swan has no sides to choose from"):
            refuse_no_sides(exercises, "Swan")
    refuse_no_sides([SIDELESS, SIDED], "Both")
    with pytest.raises(DefinitionError):
        plan_exercise(SIDELESS, side=Side.LEFT)
