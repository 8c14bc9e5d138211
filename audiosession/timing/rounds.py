"""The round that the parts of a bed make, and where in it an exercise begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

from audiosession.digests import digest_of
from audiosession.units import Ms

Join: TypeAlias = tuple[Ms, tuple[int, int]]
"""When a part follows another, and which two these are."""
_FORGOTTEN = Ms(600_000)
"""After so long two parts may follow each other again."""
_LOTTERY = 376
"""A part of every draw: by this number the classes that come with us begin everywhere where chance would have them.

Any other keeps the same rules. But a bed that has to move on moves elsewhere at another pace, so that variants share
less: without a number Back Body at the slow pace makes 73 % of its windows behind the steady one, with this one 40.
"""
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

    def joins(self, place: int, anchor: Ms, start: Ms, end: Ms) -> Iterator[Join]:
        """Yield when a part follows another between `start` and `end`, where the round is at `place` at `anchor`.

        All are positions on the timeline. Where one part is all that there is, nothing follows.
        """
        begun = anchor - self.starts[place]
        turns = range((start - begun) // self.length, (end - begun) // self.length + 1) if self.length else ()
        for turn in turns:
            for at, part in enumerate(self.parts):
                when = Ms(begun + turn * self.length + self.starts[at])
                if start < when < end:
                    yield when, (self.parts[at - 1], part)

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

    def places(self, bed: str, exercise: str, before: Sequence[int] = ()) -> Iterator[int]:
        """Yield the places of its round at which a bed may begin for an exercise, the best first.

        They are drawn by chance that is always the same. Where the same bed began at the places `before` for the
        exercises before it, the latest first, the best is the next place that begins with another part than the latest,
        and is so far from the last three that what they play is over, as a rule, before it comes again.
        """
        played = self.rounds.get(bed, Round())
        n_places = len(played.parts)
        drawn = int(digest_of(f"bed {_LOTTERY} {self.seed} {exercise} {bed}")[:16], 16) % n_places
        around = [(drawn + more) % n_places for more in range(n_places)]
        other = [one for one in around if not before or played.parts[one] != played.parts[before[0]]] or around
        yield from sorted(other, key=lambda one: -min(1.0, _apart(one, before[: len(_APART)], n_places)))


@dataclass(frozen=True, kw_only=True)
class Play:
    """One bed playing for one exercise, from `start` to `end`; at `anchor` a part of it begins.

    One that `goes_on` is where the same bed was before it, with the anchor that it had there.
    """

    bed: str
    exercise: str
    anchor: Ms
    start: Ms
    end: Ms
    goes_on: bool = False


def begins(loops: Loops, plays: Sequence[Play]) -> list[Ms]:
    """Return how far into its round the bed of each of `plays` is at its anchor; the plays of a class, in order.

    It begins at the best place of those at which no two parts follow each other that did within the last ten minutes.
    Where there is none, it goes on where it was left off, and so do as many before it as that needs: a round in which
    nothing is passed over is longer than ten minutes. Where that doesn't help either, it begins where fewest do.
    """
    found: dict[int, Ms] = {}
    for bed in {play.bed for play in plays}:
        own = [index for index, play in enumerate(plays) if play.bed == bed]
        played = loops.rounds.get(bed, Round())
        turned = _Turned(played, tuple(plays[index] for index in own))
        for index, place in zip(own, turned.places(loops), strict=True):
            found[index] = played.starts[place]
    return [found[index] for index in range(len(plays))]


@dataclass(frozen=True)
class _Turned:
    """One bed in all that it plays for."""

    played: Round
    plays: tuple[Play, ...]

    def places(self, loops: Loops) -> list[int]:
        """Return the place of the round at which it begins for each."""
        chosen: list[int] = []
        for index, play in enumerate(self.plays):
            if index and play.goes_on:
                chosen.append(chosen[-1])
                continue
            before = [place for one, place in zip(self.plays, chosen, strict=False) if not one.goes_on]
            best = list(loops.places(play.bed, play.exercise, before[::-1]))
            heard = self._heard(chosen)
            fresh = next((place for place in best if not self._again(heard, index, place)), None)
            if fresh is not None:
                chosen.append(fresh)
            else:
                fewest = min(best, key=lambda place: self._again(heard, index, place))
                chosen = self._gone_on(chosen) or [*chosen, fewest]
        return chosen

    def _gone_on(self, chosen: Sequence[int]) -> list[int]:
        """Return `chosen` and one more, the fewest of the last of them going on where those before left off.

        Nothing where two parts follow each other again even so.
        """
        for first in range(len(chosen), 0, -1):
            going, again = list(chosen[:first]), 0
            for index in range(first, len(chosen) + 1):
                place = going[-1] if self.plays[index].goes_on else self._left_off(index, going[-1])
                again += self._again(self._heard(going), index, place)
                going.append(place)
            if not again:
                return going
        return []

    def _left_off(self, index: int, before: int) -> int:
        """Return the first place that plays nothing of what was heard up to the start of a play."""
        last, play = self.plays[index - 1], self.plays[index]
        heard = self.played.starts[before] + last.end - last.anchor
        least = (heard + play.anchor - play.start) % max(1, self.played.length)
        return next((place for place, start in enumerate(self.played.starts) if start >= least), 0)

    def _heard(self, chosen: Sequence[int]) -> list[Join]:
        """Return which parts followed each other in the plays that are `chosen`, as far as that is not forgotten."""
        if len(chosen) == len(self.plays):
            return []
        since = self.plays[len(chosen)].start - _FORGOTTEN
        joins = (join for play, at in zip(self.plays, chosen, strict=False) for join in self._joins(play, at))
        return [join for join in joins if join[0] > since]

    def _again(self, heard: Sequence[Join], index: int, place: int) -> int:
        """Return how many parts would follow each other within ten minutes again, were a play to begin at `place`."""
        return sum(
            any(pair == other and when - at < _FORGOTTEN for at, other in heard)
            for when, pair in self._joins(self.plays[index], place)
        )

    def _joins(self, play: Play, place: int) -> Iterator[Join]:
        return self.played.joins(place, play.anchor, play.start, play.end)


def _apart(place: int, before: Sequence[int], n_places: int) -> float:
    """Return how far `place` is from all `before`: 1 where each is as far as its share of the round, either way."""
    shares = zip(before, _APART, strict=False)
    near = (min((place - one) % n_places, (one - place) % n_places) / max(1, n_places // part) for one, part in shares)
    return min(near, default=1.0)
