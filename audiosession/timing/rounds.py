"""The round that the parts of a bed make, and where in it an exercise begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from audiosession.digests import digest_of
from audiosession.units import Ms

_LOTTERY = 376
"""By this number no two parts follow each other again within ten minutes of any class that comes with the program."""
_APART = (3, 4, 4)
"""What part of a round lies between where an exercise begins and where each of the three before it did."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """What a bed plays until it comes back to its beginning: the part at each place, when it starts, how long all is.

    A bed that merely loops is a round of one place. A round has no end: it goes round for ever.
    """

    parts: tuple[int, ...] = (0,)
    starts: tuple[Ms, ...] = (Ms(0),)
    length: Ms = Ms(0)

    @property
    def n_parts(self) -> int:
        """How many parts it is made of."""
        return max(self.parts) + 1


@lru_cache(maxsize=32)
def round_of(steps: tuple[Ms, ...]) -> Round:
    """Return the round of parts of which each is followed by the next after its of `steps`.

    Each of *n* parts follows every other one once, so that no two come in the same order again within *n* (*n* - 1).
    """
    parts = _walk(len(steps))
    *starts, length = accumulate((steps[part] for part in parts), initial=0)
    return Round(parts=parts, starts=tuple(map(Ms, starts)), length=Ms(length))


def _walk(n_parts: int) -> tuple[int, ...]:
    """Return a closed way that goes from each part to each other one once: an Eulerian circuit, by Hierholzer's method.

    Of the ways on, the one to the part that was heard longest ago is taken, so that few parts come again soon.
    """
    ways = {part: {other for other in range(n_parts) if other != part} for part in range(n_parts)}
    walk, at = _trail(0, ways), 0
    while at < len(walk):
        if ways[walk[at]]:
            walk[at : at + 1] = _trail(walk[at], ways)
        at += 1
    return tuple(walk[:-1])


def _trail(start: int, ways: dict[int, set[int]]) -> list[int]:
    """Return a way from `start` that ends where there is none on, which is there; the `ways` that it takes are gone."""
    trail, heard = [start], dict[int, int]()
    while left := ways[trail[-1]]:
        heard[trail[-1]] = len(trail)
        left.remove(following := min(left, key=lambda part: (heard.get(part, 0), part)))
        trail.append(following)
    return trail


@dataclass(frozen=True, kw_only=True)
class Loops:
    """The beds of a class that are made to loop, each with its round, and the seed that is drawn from."""

    rounds: Mapping[str, Round] = field(default_factory=dict)
    seed: int | None = None

    def __contains__(self, bed: str) -> bool:
        return bed in self.rounds

    def begin(self, bed: str, place: int) -> Ms:
        """Return how far into its round a bed is at `place`; a bed that is not made to loop is at its beginning."""
        return self.rounds.get(bed, Round()).starts[place]

    def drawn_place(self, bed: str, exercise: str, before: Sequence[int] = ()) -> int:
        """Return the place of its round at which a bed begins for an exercise, drawn by chance that is always the same.

        Where the same bed began at the places `before` for the exercises before it, the latest first, it is the next
        place that begins with another part than the latest, and is so far from the last three that what they play is
        over, as a rule, before it comes again; or the farthest, where none is. It hangs on nothing else, so that an
        exercise has its place at any pace and length of the class.
        """
        played = self.rounds.get(bed, Round())
        n_places = len(played.parts)
        drawn = int(digest_of(f"bed {_LOTTERY} {self.seed} {exercise} {bed}")[:16], 16) % n_places
        around = [(drawn + more) % n_places for more in range(n_places)]
        other = [one for one in around if not before or played.parts[one] != played.parts[before[0]]] or around
        return max(other, key=lambda one: min(1.0, _apart(one, before[: len(_APART)], n_places)))


def _apart(place: int, before: Sequence[int], n_places: int) -> float:
    """Return how far `place` is from all `before`: 1 where each is as far as its share of the round, either way."""
    shares = zip(before, _APART, strict=False)
    near = (min((place - one) % n_places, (one - place) % n_places) / max(1, n_places // part) for one, part in shares)
    return min(near, default=1.0)
