"""What keeps a class safe: warm-ups before what asks for them, and nothing that a person wants to spare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiosession.errors import DefinitionError
from audiosession.units import Ms
from audiosession.writing.cues import BreathCue, PauseCue, Section
from audiosession.writing.exercise import Exercise
from audiosession.writing.plan import Plan, PlannedExercise
from audiosession.writing.values import Condition

MOST_SILENCE_S = 45
"""A silence over this length is announced, and never dead: music or tones go on."""


def unannounced(section: Section, count: Ms) -> int:
    """Return the length in seconds of the longest stretch without a word in a section, as it usually lasts."""
    longest = silent = 0
    for cue in section.cues:
        if isinstance(cue, PauseCue):
            silent += cue.usual
        elif isinstance(cue, BreathCue) and not cue.forms:
            silent += cue.counts * (section.count or count)
        else:
            silent = 0
        longest = max(longest, silent)
    return longest // 1000


def refuse_cold(plan: Plan) -> None:
    """Refuse a class that has an exercise before the warm-ups it asks for.

    Raises:
        DefinitionError: The first such exercise, with what is missing.
    """
    for exercise, missing in missing_warm_ups([item.exercise for item in plan.exercises]):
        wanted = " and ".join(missing)
        raise DefinitionError(
            f"{exercise.name} comes before its warm-ups: {wanted}", hint=f"put {wanted} before {exercise.name}"
        )


def missing_warm_ups(exercises: Sequence[Exercise]) -> list[tuple[Exercise, tuple[str, ...]]]:
    """Return each exercise that comes before warm-ups it asks for, with their names."""
    done: set[str] = set()
    found = []
    for exercise in exercises:
        missing = tuple(name for name in exercise.warm_ups if name not in done)
        if missing:
            found.append((exercise, missing))
        done.add(exercise.name)
    return found


def spare(plan: Plan, avoid: Sequence[Condition], known: Mapping[str, Exercise]) -> tuple[Plan, tuple[str, ...]]:
    """Return `plan` without what somebody who spares `avoid` should not do, and what was changed, line by line.

    An exercise gives way to the one that it names in its place, if that is kind enough and not in the class already;
    else it is left out. What has lost a warm-up it asks for is left out too.

    Raises:
        DefinitionError: Nothing is left.
    """
    kept: list[PlannedExercise] = []
    changed: list[str] = []
    spared = ", ".join(avoid)
    planned = {item.exercise.name for item in plan.exercises if not _unkind(item.exercise, avoid)}
    for item in plan.exercises:
        if not _unkind(item.exercise, avoid):
            kept.append(item)
            continue
        other = _in_its_place(item.exercise, avoid, known)
        if other is not None and other.name not in planned:
            planned.add(other.name)
            kept.append(replace(item, exercise=other, reps=other.reps.default, transition=()))
            changed.append(f"{other.title} in the place of {item.exercise.title}, to spare {spared}")
        else:
            changed.append(f"{item.exercise.title} left out, to spare {spared}")
    while cold := missing_warm_ups([item.exercise for item in kept]) if changed else []:
        exercise, missing = cold[0]
        kept = [item for item in kept if item.exercise is not exercise]
        changed.append(f"{exercise.title} left out: without {' and '.join(missing)} nothing warms up for it")
    if not kept:
        raise DefinitionError(
            f"nothing of {plan.title} is left for somebody who spares {spared}",
            hint="choose another class, or ask a teacher who can see you",
        )
    title = plan.title if plan.is_class else kept[0].exercise.title
    return replace(plan, title=title, exercises=tuple(kept)), tuple(changed)


def _unkind(exercise: Exercise, avoid: Sequence[Condition]) -> bool:
    return any(condition in exercise.avoid for condition in avoid)


def _in_its_place(
    exercise: Exercise, avoid: Sequence[Condition], known: Mapping[str, Exercise], depth: int = 5
) -> Exercise | None:
    """Return the nearest exercise in the chain of places that is kind enough."""
    other = known.get(exercise.instead or "")
    if other is None or depth == 0:
        return None
    return _in_its_place(other, avoid, known, depth - 1) if _unkind(other, avoid) else other
