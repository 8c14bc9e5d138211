"""What keeps a class safe: warm-ups before what asks for them, and nothing that a person wants to spare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from audiosession.errors import DefinitionError, Fault, FaultsError
from audiosession.units import Ms
from audiosession.writing.cues import Cue, Narration, PauseCue, SayCue, Section
from audiosession.writing.exercise import Exercise
from audiosession.writing.phases.cue import Breath, PhaseCue, written_form
from audiosession.writing.phases.limits import BREATH_LIMITS, Sized, over
from audiosession.writing.plan import Plan, PlannedExercise
from audiosession.writing.sounds.cue import SoundCue
from audiosession.writing.values import Condition

MOST_SILENCE_S = 45
"""A silence over this length is announced, and never dead: music or tones go on."""


class Silence(NamedTuple):
    """A stretch without a word: its usual length in seconds, what is said before it, and whether one breathes in it."""

    seconds: int
    after: str
    breathes: bool


def longest_silence(section: Section, count: Ms) -> Silence:
    """Return the longest stretch without a word in a section that nothing announces, as it usually lasts.

    A line that says that a silence follows holds up to the next line that is said at leisure.
    """
    longest = Silence(0, "", False)
    silent, after, breathes, announced = 0, "", False, False
    for cue in section.cues:
        if isinstance(cue, SayCue):
            silent, breathes, after, announced = 0, False, cue.text, cue.silence
        for length, words in _stretches(cue, section.count or count):
            silent += length
            breathes = breathes or isinstance(cue, PhaseCue)
            if not announced:
                longest = max(longest, Silence(silent // 1000, after, breathes), key=lambda one: one.seconds)
            if words:
                silent, after = 0, words
    return longest


def _stretches(cue: Cue, count: Ms) -> Iterator[tuple[int, str]]:
    """Yield the silences of a cue, each with the words that end it; the last one goes on into the next cue.

    A breath with a word in it is not silent at all; a free phase may be long.
    """
    if isinstance(cue, PauseCue):
        yield cue.usual, ""
    elif isinstance(cue, PhaseCue) and cue.breath is not Breath.FREE and (cue.forms or cue.count):
        yield 0, written_form(cue.forms[0]) if cue.forms else cue.count[0]
    elif isinstance(cue, PhaseCue):
        length, at = cue.length(count), 0
        said = [((beat - 1) * cue.beat(count), text) for beat, text in (cue.forms or ((),))[0]]
        called = [(call.start(length), call.forms[0]) for call in cue.calls if call.forms]
        for start, text in sorted([*said, *called]):
            yield max(0, start - at), text
            at = start
        yield max(0, length - at), ""


def beyond_limits(narration: Narration, count: Ms) -> Iterator[tuple[int, str]]:
    """Yield what of a narration made by hand asks for more breath than anybody should be asked for, with its line.

    A sound between two breaths holds nothing up, unless it is waited for.

    Args:
        narration: The narration.
        count: What one count takes where a section has no pace of its own.
    """
    for section in narration.sections:
        unbroken = [cue for cue in section.cues if not isinstance(cue, SoundCue) or cue.waits]
        for whole, cues in groupby(unbroken, key=lambda cue: isinstance(cue, PhaseCue)):
            if whole:
                phases = [
                    Sized(cue.breath, cue.length(section.count or count), cue.line)
                    for cue in cues
                    if isinstance(cue, PhaseCue)
                ]
                yield from ((one.place, one.told) for one in over(phases, BREATH_LIMITS["advanced"], goes_round=False))


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
    else it is left out. What of a class has lost a warm-up it asks for is left out too; an exercise on its own tells
    what should have come before it.

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
        other = _in_its_place(item, avoid, known)
        if other is not None and other.name not in planned:
            planned.add(other.name)
            kept.append(replace(item, exercise=other, reps=other.reps.default, transition=()))
            changed.append(f"{other.title} in the place of {item.exercise.title}, to spare {spared}")
        else:
            changed.append(f"{item.exercise.title} left out, to spare {spared}")
    while cold := missing_warm_ups([item.exercise for item in kept]) if changed and plan.is_class else []:
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
    item: PlannedExercise, avoid: Sequence[Condition], known: Mapping[str, Exercise], depth: int = 5
) -> Exercise | None:
    """Return the nearest exercise in the chain of places that is kind enough, in its form for the level asked of it."""
    other = known.get(item.exercise.instead or "")
    if other is None or depth == 0:
        return None
    form = other.for_level(item.level)
    return _in_its_place(replace(item, exercise=form), avoid, known, depth - 1) if _unkind(form, avoid) else form
