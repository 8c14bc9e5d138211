"""The plan of a class: which exercises, how often, how fast, with how many words and over which bed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audiosession.errors import DefinitionError, near_miss
from audiosession.units import Ms, to_ms
from audiosession.writing.directions import MAX_COUNT_S, MIN_COUNT_S
from audiosession.writing.exercise import Exercise, Say, Side, Sides

PACES: dict[str, float] = {"slow": 1.3, "steady": 1.0, "brisk": 0.8}
"""Seconds that one count takes, by name."""


class Detail(StrEnum):
    """How much is said as the reps go on."""

    FADE = "fade"
    """Full sentences first, then short cues, then counts."""
    FULL = "full"
    CUES = "cues"
    """Short cues throughout, and besides them only the set-up, the cautions and the way out."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """A pace as it was asked for, and what one count takes."""

    name: str
    count: Ms


def read_pace(text: str) -> Pace:
    """Return the pace that `text` names: ``slow``, ``steady``, ``brisk`` or seconds from 0.5 to 2.5.

    Raises:
        DefinitionError: No such pace.
    """
    if text in PACES:
        return Pace(name=text, count=to_ms(PACES[text]))
    try:
        seconds = float(text)
    except ValueError:
        hint = near_miss(text, PACES) if not re.match(r"[\d.,]", text) else 'write seconds with a point: "0.95"'
        raise DefinitionError(f'no pace is called "{text}"', hint=hint) from None
    if not (math.isfinite(seconds) and MIN_COUNT_S <= seconds <= MAX_COUNT_S):
        raise DefinitionError(
            f"a count of {text} s", hint=f"from {MIN_COUNT_S} to {MAX_COUNT_S} s, or {', '.join(PACES)}"
        )
    named = next((name for name, value in PACES.items() if value == seconds), f"{to_ms(seconds) / 1000:g}")
    return Pace(name=named, count=to_ms(seconds))


@dataclass(frozen=True, kw_only=True)
class PlannedExercise:
    """An exercise in its place in a class. What is None is as in the whole class.

    `side` is the one side that works, both where None; `first` the one that begins. `follows` names the exercise that
    `transition` was written to come after.
    """

    exercise: Exercise
    reps: int
    detail: Detail = Detail.FADE
    count: Ms | None = None
    music: str | None = None
    section: str = ""
    side: Side | None = None
    first: Side | None = None
    transition: tuple[Say, ...] = ()
    follows: str = ""
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A class before a word of it is written."""

    name: str
    title: str
    exercises: tuple[PlannedExercise, ...]
    is_class: bool = False
    description: str = ""
    opening: tuple[Say, ...] = ()
    closing: tuple[Say, ...] = ()
    seed: int | None = None
    length: Ms | None = None


def plan_exercise(
    exercise: Exercise, *, reps: int | None = None, detail: Detail = Detail.FADE, side: Side | None = None
) -> Plan:
    """Return the plan of one exercise on its own.

    Raises:
        DefinitionError: `reps` is outside the exercise's range, or it has no sides to choose from.
    """
    if side is not None:
        refuse_no_sides([exercise], exercise.title)
    item = PlannedExercise(exercise=exercise, reps=check_reps(exercise, reps), detail=detail, side=side)
    return Plan(name=exercise.name, title=exercise.title, exercises=(item,))


def check_reps(exercise: Exercise, reps: int | None) -> int:
    """Return `reps`, the exercise's default where None.

    Raises:
        DefinitionError: `reps` is outside the exercise's range; the message gives the exercise's own reason.
    """
    limits = exercise.reps
    if reps is None:
        return limits.default
    if not limits.min <= reps <= limits.max:
        reason = f": {limits.reason}" if limits.reason and reps > limits.max else ""
        raise DefinitionError(
            f"{reps} reps of {exercise.title}{reason}", hint=f"choose from {limits.min} to {limits.max}"
        )
    return reps


def one_sided(plan: Plan, side: Side) -> Plan:
    """Return `plan` for practice on one side alone; an exercise in it that has no sides stays as it is.

    Raises:
        DefinitionError: None of its exercises has sides.
    """
    refuse_no_sides([item.exercise for item in plan.exercises], plan.title)
    return replace(plan, exercises=tuple(replace(item, side=side) for item in plan.exercises))


def refuse_no_sides(exercises: Sequence[Exercise], title: str) -> None:
    """Refuse to choose a side where none of `exercises` has sides; `title` names them.

    Raises:
        DefinitionError: None has.
    """
    if all(exercise.sides is Sides.NONE for exercise in exercises):
        raise DefinitionError(f"{title} has no sides to choose from", hint="leave the side out")
