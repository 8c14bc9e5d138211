"""The order of exercises in a class: position by position, warm-ups first, bends answered, load followed by rest."""

from __future__ import annotations

from collections.abc import Sequence

from audiosession.writing.exercise import Exercise
from audiosession.writing.safety import missing_warm_ups
from audiosession.writing.sequencing.entries import ClassEntry, Duty
from audiosession.writing.sequencing.routes import drawn
from audiosession.writing.sequencing.rules import MOST_IN_A_ROW, answers, longest_row, rests_after

_STAGE = {Duty.ARRIVE: 0, Duty.WARM_UP: 1, Duty.WORK: 1, Duty.REST: 2}


def ordered(entries: Sequence[ClassEntry], seed: int, turn: int) -> tuple[ClassEntry, ...] | None:
    """Return `entries` in their order; None where some would come cold, or too many of one kind in a row."""
    found: list[ClassEntry] = []
    for block in sorted({one.block for one in entries}):
        left = [one for one in entries if one.block == block]
        while left:
            best = _next(left, found, seed, turn)
            if best is None:
                return None
            found.append(best)
            left.remove(best)
    exercises = [one.offer.exercise for one in found]
    good = longest_row(exercises) <= MOST_IN_A_ROW and not missing_warm_ups(exercises)
    return tuple(found) if good else None


def _next(left: Sequence[ClassEntry], found: Sequence[ClassEntry], seed: int, turn: int) -> ClassEntry | None:
    """Return which of `left` comes next; None where each waits for another."""
    waiting = {one.name for one in left}
    ready = [one for one in left if not waiting.intersection(one.offer.exercise.warm_ups)]
    if not ready:
        return None
    stage = min(_STAGE[one.duty] for one in ready)
    before = [one.offer.exercise for one in found[-MOST_IN_A_ROW:]]
    asked = {name for one in left for name in one.offer.needs}
    warming = any(one.warms_gently for one in ready) and all(one.duty is not Duty.WORK for one in found)
    return min(
        (one for one in ready if _STAGE[one.duty] == stage),
        key=lambda one: (
            longest_row([*before, one.offer.exercise]) > MOST_IN_A_ROW,
            warming and not one.warms_gently,
            one.name not in asked and one.duty is Duty.WORK and bool(asked & {other.name for other in ready}),
            _unlike(before, one.offer.exercise),
            one.offer.exercise.end_position != one.offer.exercise.position,
            drawn(seed, turn, "order", one.name),
        ),
    )


def _unlike(before: Sequence[Exercise], exercise: Exercise) -> int:
    """Return how little `exercise` suits the one before it: least where it answers, or lets one rest."""
    if not before:
        return 0
    last = before[-1]
    if answers(last, exercise) or rests_after(last, exercise):
        return 0
    same = last.spine == exercise.spine and exercise.spine in ("flexion", "extension")
    return 2 if same else 1
