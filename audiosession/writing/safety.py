"""What keeps a class safe: warm-ups before what asks for them, and nothing that a person wants to spare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from audiosession.errors import DefinitionError, Fault, FaultsError
from audiosession.units import Ms
from audiosession.writing.cues import BreathCue, PauseCue, SayCue, Section, SoundCue
from audiosession.writing.exercise import Exercise
from audiosession.writing.plan import Plan, PlannedExercise
from audiosession.writing.values import Condition

MOST_SILENCE_S = 45
"""A silence over this length is announced, and never dead: music or tones go on."""


class Silence(NamedTuple):
    """A stretch without a word: its usual length in seconds, what is said before it, and whether one breathes in it."""

    seconds: int
    after: str
    breathes: bool


def longest_silence(section: Section, count: Ms) -> Silence:
    """Return the longest stretch without a word in a section, as it usually lasts."""
    longest = Silence(0, "", False)
    silent, after, breathes = 0, "", False
    for cue in section.cues:
        if isinstance(cue, SoundCue):  # a bell is no word, and announces nothing
            continue
        if isinstance(cue, PauseCue):
            silent += cue.usual
        elif isinstance(cue, BreathCue) and not cue.forms:
            silent += cue.counts * (section.count or count)
            breathes = True
        else:
            silent, breathes = 0, False
            after = cue.text if isinstance(cue, SayCue) else ""
        longest = max(longest, Silence(silent // 1000, after, breathes), key=lambda one: one.seconds)
    return longest


def refuse_cold(plan: Plan) -> None:
    """Refuse a class that has exercises before the warm-ups they ask for.

    Raises:
        FaultsError: All such exercises, with what is missing.
    """
    faults = [
        Fault(
            message=f"{exercise.name} comes before its warm-ups: {read_out(missing)}",
            hint=f"put {read_out(missing)} before {exercise.name}",
        )
        for exercise, missing in missing_warm_ups([item.exercise for item in plan.exercises])
    ]
    if faults:
        raise FaultsError(faults)


def read_out(names: Sequence[str]) -> str:
    """Return `names` as one reads them out.

    >>> read_out(["saw", "swan", "spine-twist"])
    'saw, swan and spine-twist'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


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
