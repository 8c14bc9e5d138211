"""The class definition: an opening, exercises in order with the ways into them, a closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import BeforeValidator, Field, Strict

from audiosession.definitions import Model
from audiosession.errors import DefinitionError, near_miss
from audiosession.units import Ms
from audiosession.writing.exercise import Exercise, Level, Name, Say, Spoken
from audiosession.writing.plan import Plan, PlannedExercise, check_reps, refuse_no_sides
from audiosession.writing.positions import way
from audiosession.writing.safety import refuse_cold
from audiosession.writing.values import Detail, Side, read_length, read_pace


def _pace_text(value: object) -> object:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


def _length(value: object) -> object:
    """Read a length as a choice is read; an error of ours becomes one of the model's."""
    try:
        return read_length(value) if isinstance(value, str) else value
    except DefinitionError as error:
        raise ValueError(f"{error.message}; {error.hint}") from None


class ClassExercise(Model):
    """One exercise in its place; what is None is the exercise's own, or the whole class's."""

    use: Name
    section: str = ""
    reps: Annotated[int, Strict(), Field(ge=1, le=100)] | None = None
    pace: Annotated[str, BeforeValidator(_pace_text)] | None = None
    detail: Detail | None = None
    music: Name | None = None
    side: Side | None = None
    optional: bool = False
    transition: tuple[Say, ...] = ()


class ClassDefinition(Model):
    """A class as an instructor writes it down; `length` holds where nobody asks for another."""

    name: Name
    title: Spoken
    description: str = Field(default="", max_length=2_000)
    level: Level | None = None
    length: Annotated[Ms, BeforeValidator(_length)] | None = None
    opening: Annotated[tuple[Say, ...], Field(min_length=1)]
    exercises: Annotated[tuple[ClassExercise, ...], Field(min_length=1, max_length=200, alias="exercise")]
    closing: Annotated[tuple[Say, ...], Field(min_length=1)]


def plan_class(definition: ClassDefinition, exercises: Mapping[str, Exercise], *, detail: Detail) -> Plan:
    """Return the plan of a class.

    Args:
        definition: The class.
        exercises: At least the exercises it uses, by name.
        detail: How much is said where an exercise has no detail of its own.

    Raises:
        DefinitionError: An exercise that does not exist or comes before its warm-ups, or reps or a pace that can't be.
    """
    items: list[PlannedExercise] = []
    for entry in definition.exercises:
        if entry.use not in exercises:
            raise DefinitionError(f'no exercise is called "{entry.use}"', hint=near_miss(entry.use, exercises))
        follows = items[-1].exercise.name if items else ""
        items.append(plan_entry(entry, exercises[entry.use], detail=detail, follows=follows))
    plan = Plan(
        name=definition.name,
        title=definition.title,
        description=definition.description,
        length=definition.length,
        exercises=tuple(items),
        is_class=True,
        opening=definition.opening,
        closing=definition.closing,
    )
    refuse_cold(plan)
    return plan


def plan_entry(entry: ClassExercise, exercise: Exercise, *, detail: Detail, follows: str = "") -> PlannedExercise:
    """Return `exercise` in the place that `entry` gives it, after the exercise called `follows`.

    Raises:
        DefinitionError: Reps, a pace or a side that can't be.
    """
    if entry.side is not None:
        refuse_no_sides([exercise], exercise.title)
    return PlannedExercise(
        exercise=exercise,
        reps=check_reps(exercise, entry.reps),
        detail=entry.detail or detail,
        count=read_pace(entry.pace).count if entry.pace else None,
        music=entry.music,
        section=entry.section,
        side=entry.side,
        transition=entry.transition,
        follows=follows,
        optional=entry.optional,
    )


def with_ways(plan: Plan) -> Plan:
    """Return `plan` with something said, and given its time, wherever a position changes.

    What the class says on the way into an exercise holds as long as that follows the exercise it was written after.
    """
    items: list[PlannedExercise] = []
    for item in plan.exercises:
        before = items[-1].exercise if items else None
        written = item.transition and item.follows == (before.name if before else "")
        ways = item.transition if written or before is None else way(before.position, item.exercise.position)
        items.append(replace(item, transition=ways))
    return replace(plan, exercises=tuple(items))
