"""What is told of a class beside what is said in it."""

from __future__ import annotations

from dataclasses import replace

from support.records import FOLDER

from audiosession.project.library import read_exercise
from audiosession.project.project import Project
from audiosession.writing.exercise import Exercise, Safety
from audiosession.writing.phases.limits import BREATH_LIMITS
from audiosession.writing.plan import Plan, PlannedExercise, about, plan_exercise

PROJECT = Project(FOLDER / "project")


def exercise(name: str) -> Exercise:
    return read_exercise(PROJECT, name)


def class_of(*names: str, description: str = "") -> Plan:
    items = tuple(PlannedExercise(exercise=exercise(name), reps=2) for name in names)
    return Plan(name="one", title="One", exercises=items, is_class=True, description=description)


def test_an_exercise_tells_its_purpose_its_position_its_cautions_and_its_reps() -> None:
    told = about(plan_exercise(exercise("heel-beat"), reps=4))

    assert told.description == "Something for the backs of the legs. It wakes them up."
    assert told.position == "prone"
    assert told.cautions == ("Stop if your knees pinch.",)
    assert told.reps == 4


def test_a_class_tells_its_own_description_and_no_reps() -> None:
    told = about(class_of("tall-reach", "heel-beat", description="For tired legs."))

    assert (told.description, told.reps) == ("For tired legs.", None)


def test_a_class_without_a_description_tells_what_its_first_exercise_is_for() -> None:
    assert about(class_of("slow-roll", "tall-reach")).description == "A roll, bone by bone."


def test_every_position_and_every_caution_is_told_once_in_the_order_of_the_class() -> None:
    told = about(class_of("tall-reach", "heel-beat", "tall-reach", "slow-roll", "heel-beat"))

    assert told.position == "standing, prone, supine"
    assert told.cautions == ("Go gently.", "Stop if your knees pinch.", "Go slowly.")


def test_why_a_limit_is_raised_is_told_with_the_cautions_where_it_is_raised() -> None:
    reason, most = "Only for who has practised it.", BREATH_LIMITS[exercise("heel-beat").level].exhale / 1000
    raised, lower = (
        exercise("heel-beat").model_copy(update={"safety": Safety(exhale=most + more, reason=reason)})
        for more in (0.5, -0.5)
    )

    assert about(plan_exercise(raised)).cautions == ("Stop if your knees pinch.", reason)
    assert about(plan_exercise(lower)).cautions == ("Stop if your knees pinch.",)


def test_nothing_of_it_depends_on_how_the_class_is_done() -> None:
    plan = class_of("tall-reach", "heel-beat")
    slower = replace(plan, exercises=tuple(replace(item, reps=3, music="sea") for item in plan.exercises), seed=9)

    assert about(slower) == about(plan)
