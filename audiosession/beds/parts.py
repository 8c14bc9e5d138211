"""The parts of a bed: where each lies in its recording, and what of them is heard when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from audiosession.timing.rounds import Round, round_of
from audiosession.units import Ms


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Where the parts of a recording begin and the last one ends, in milliseconds.

    Each rises out of nothing and falls to nothing, and the next begins `overlap` before it ends: they are summed there.
    """

    edges: tuple[int, ...]
    overlap: int

    def __post_init__(self) -> None:
        shortest = min(end - start for start, end in pairwise(self.edges))
        if shortest < 2 * self.overlap or shortest <= self.overlap:
            raise ValueError(f"a part of {shortest} ms, parts overlap by {self.overlap} ms")

    @cached_property
    def round(self) -> Round:
        """The order in which they follow one another."""
        return round_of(tuple(Ms(end - start - self.overlap) for start, end in pairwise(self.edges)))

    def sounding(self, first: int, n: int, unit: int = 1) -> Iterator[tuple[slice, slice]]:
        """Yield what is heard in a stretch of the round, part by part: where in the stretch, where in the recording.

        The stretch is `n` long and begins at `first`, be it before 0; both are counted in so many to a millisecond as
        `unit` says. Wherever parts overlap, two of them sound.
        """
        begun = bisect_right(self.round.starts, first // unit % self.round.length) - 1
        turns, n_places = first // (self.round.length * unit), len(self.round.parts)
        place = turns * n_places + begun - 1  # the one before may still sound
        while (start := self._start(place) * unit) < first + n:
            recorded, end = (edge * unit for edge in self._edges(place))
            heard_from, heard_to = max(first, start), min(first + n, start + end - recorded)
            if heard_from < heard_to:
                there = recorded - start
                yield slice(heard_from - first, heard_to - first), slice(heard_from + there, heard_to + there)
            place += 1

    def _start(self, place: int) -> int:
        turns, at = divmod(place, len(self.round.parts))
        return turns * self.round.length + self.round.starts[at]

    def _edges(self, place: int) -> tuple[int, int]:
        part = self.round.parts[place % len(self.round.parts)]
        return self.edges[part], self.edges[part + 1]
