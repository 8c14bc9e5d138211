"""Sounds that are placed: those of the clock find their moments, and none rings on under the next but one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiosession.timing.timeline import Clip
from audiosession.units import Ms

CLEAR = Ms(5_000)
"""How far a sound of the clock keeps from one that is written there, and from where the clock ends."""
LET_GO = Ms(500)
"""How long a sound that is cut takes to fade: it goes under the next one, or with the class."""


@dataclass(frozen=True, kw_only=True)
class ClockRun:
    """A sound that is heard each `every` from `start` to `end`; `clip` begins at 0."""

    clip: Clip
    every: Ms
    start: Ms
    end: Ms


def rung(written: Sequence[Clip], clocks: Iterable[ClockRun], length: Ms) -> tuple[Clip, ...]:
    """Return all sounds of a class of `length`, in order.

    A sound of the clock lies on it to the millisecond, whatever is said there: it is soft beside speech. It is left out
    within `CLEAR` of another. No more than two sound at once: each is over `LET_GO` after the next has begun.
    """
    found = sorted(written, key=lambda clip: clip.start)
    for run in clocks:
        for at in range(run.start + run.every, run.end - CLEAR, run.every):
            if all(abs(at - clip.start) >= CLEAR for clip in found):
                found.append(replace(run.clip, start=Ms(at), end=Ms(at + run.clip.length)))
    found.sort(key=lambda clip: clip.start)
    cut = [replace(a, end=Ms(min(a.end, b.start + LET_GO))) for a, b in pairwise(found)]
    return tuple(replace(clip, end=Ms(min(clip.end, length))) for clip in (*cut, *found[-1:]))
