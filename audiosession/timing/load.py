"""How long a body is held under load in one go: from the first loaded rest or phase to the last in a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from audiosession.units import Ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.phases.limits import BREATH_LIMITS


class Stay(NamedTuple):
    """A rest or a phase where it lies, of an exercise, and whether the body is held under load in it."""

    exercise: str
    loaded: bool
    start: Ms
    end: Ms


class Held(NamedTuple):
    """A stretch in which the body is held under load, by the exercise that it begins in."""

    exercise: str
    start: Ms
    end: Ms

    @property
    def length(self) -> Ms:
        """How long it lasts."""
        return Ms(self.end - self.start)


def held_over(parts: Iterable[Stay]) -> list[Held]:
    """Return the stretches of load in `parts`, rests and phases in their order; what is said between counts.

    >>> held_over([Stay("plank", loaded, Ms(start), Ms(start + 4_000)) for loaded, start in
    ...            [(False, 0), (True, 5_000), (True, 12_000), (False, 16_000)]])
    [Held(exercise='plank', start=5000, end=16000)]
    """
    found: list[Held] = []
    holds = False
    for part in parts:
        if part.loaded:
            begun = found.pop() if holds else Held(part.exercise, part.start, part.end)
            found.append(begun._replace(end=part.end))
        holds = part.loaded
    return found


def beyond_held(held: Iterable[Held], exercises: Mapping[str, Exercise]) -> list[tuple[Held, str]]:
    """Return what of `held` goes beyond its limit, each with what a person reads of it.

    The limit is that of the exercise, of `exercises` by name; of others it is what the advanced may be asked for.
    """
    beyond = []
    for one in held:
        exercise = exercises.get(one.exercise)
        most = (exercise.limits if exercise else BREATH_LIMITS["advanced"]).held
        if one.length > most:
            title = exercise.title if exercise else one.exercise or "a position"
            said = f"{title} is held under load for {-(-one.length // 1000)} s in one go; at most {most / 1000:g} s"
            beyond.append((one, said))
    return beyond
