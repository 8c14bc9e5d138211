"""Reps for a length: as near to what is usual for each exercise as a class of that length lets them be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiosession.writing.sequencing.entries import ClassEntry, ClassPart, Duty, Frame, reach, usual_of

_NEAR = 0.985
"""A class is usually this share of its length, so that its rests stretch a little and nothing is left unsaid."""

_MOST_QUIET = 0.5
"""No more of a class than this is spent on arriving and coming down."""


def fitted(entries: Sequence[ClassEntry], frame: Frame) -> tuple[ClassEntry, ...]:
    """Return `entries` with such reps that the class usually lasts a little less than it should, as near as can be.

    The exercise that has changed least by its range changes next. Work comes first; then what warms up gets longer,
    and rests do, which never get so short that the last part is.
    """
    found = list(entries)
    apart = _NEAR * frame.length - reach(entries, frame).usual
    for parts in ((ClassPart.WORK,), (ClassPart.WORK, ClassPart.WARM_UP), tuple(ClassPart)):
        while (index := _next(found, frame, parts, apart)) is not None:
            step = 1 if apart > 0 else -1
            apart -= step * found[index].offer.duration.rep
            found[index] = replace(found[index], reps=found[index].reps + step)
    return tuple(found)


def _next(entries: Sequence[ClassEntry], frame: Frame, parts: Sequence[ClassPart], apart: float) -> int | None:
    """Return which of `entries` changes next, `apart` milliseconds from the length; None where that helps no more."""
    step = 1 if apart > 0 else -1
    free = [
        index
        for index, one in enumerate(entries)
        if one.part in parts
        and one.offer.least <= one.reps + step <= one.offer.most
        and 0 < one.offer.duration.rep < 2 * abs(apart)
        and (_may_grow if step > 0 else _may_shrink)(entries, index, frame)
    ]
    return min(free, key=lambda index: _changed(entries[index]), default=None)


def _may_grow(entries: Sequence[ClassEntry], index: int, frame: Frame) -> bool:
    """Tell whether what is quiet leaves enough of the class to work, with one rep more; else work grows alone."""
    one = entries[index]
    if one.part is ClassPart.WORK or not one.offer.is_quiet:
        return True
    quiet = [other for other in entries if other.offer.is_quiet and other.part is not ClassPart.WORK]
    return usual_of(quiet) + one.offer.duration.rep <= _MOST_QUIET * frame.length


def _may_shrink(entries: Sequence[ClassEntry], index: int, frame: Frame) -> bool:
    """Tell whether what warms up, or lets one come down, is still long enough with one rep less."""
    part, rep = entries[index].part, entries[index].offer.duration.rep
    if part is ClassPart.WORK:
        return True
    around = frame.opening.usual if part is ClassPart.WARM_UP else frame.closing.usual
    return around + usual_of(one for one in entries if one.part is part) - rep >= frame.edge


def _changed(entry: ClassEntry) -> float:
    """Return how far the reps are from what is usual, by their range; a quiet practice may grow at ease."""
    offer = entry.offer
    weight = 2.0 if entry.duty is Duty.ARRIVE else 1.0
    return weight * abs(entry.reps - offer.usual) / max(1, offer.most - offer.least)
