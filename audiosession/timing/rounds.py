"""The round that the parts of a bed make, and where in it an exercise begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from audiosession.digests import digest_of
from audiosession.units import Ms


@dataclass(frozen=True, kw_only=True)
class Round:
    """What a bed plays until it comes back to its beginning: the number of the part at each place, and its start.

    A bed that merely loops is a round of one place. A round has no end: it goes round for ever.
    """

    parts: tuple[int, ...] = (0,)
    starts: tuple[Ms, ...] = (Ms(0),)

    @property
    def n_parts(self) -> int:
        """How many parts it is made of."""
        return max(self.parts) + 1


@lru_cache(maxsize=32)
def round_of(steps: tuple[Ms, ...]) -> tuple[Round, Ms]:
    """Return the round of parts of which each is followed by the next after its of `steps`, and how long it is.

    Each of *n* parts follows every other one once, so that no two come in the same order again within *n* (*n* - 1).
    """
    parts = _walk(len(steps))
    *starts, length = accumulate((steps[part] for part in parts), initial=0)
    return Round(parts=parts, starts=tuple(map(Ms, starts))), Ms(length)


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

    def drawn_place(self, bed: str, exercise: str, before: int | None = None) -> int:
        """Return the place of its round at which a bed begins for an exercise, drawn by chance that is always the same.

        Where the same bed began at the place `before` for the exercise before, it is the next place that has another
        part and is as far from that, either way, as there are other parts.
        """
        played = self.rounds.get(bed, Round())
        n_places, apart = len(played.parts), played.n_parts - 1
        drawn = int(digest_of(f"bed {self.seed} {exercise} {bed}")[:16], 16) % n_places
        around = [(drawn + more) % n_places for more in range(n_places)]
        if before is None:
            return drawn
        far = (one for one in around if apart <= (one - before) % n_places <= n_places - apart)
        return next((one for one in far if played.parts[one] != played.parts[before]), drawn)
