"""How long each rest is where a class must last a given time: its exercises share the time, then the rests of each.

An exercise's share hangs on its breath, its rests and how many lines it has, each taken to be as long as most lines of
the class: not on how they are worded. So whoever words a line otherwise finds the difference given back inside the same
exercise, as far as its rests can, and all others where they were, to the sample.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from audiosession.timing.pieces import Block, Piece, Start, Stretch

_STEP_MS = 500
"""How long most lines are is told in steps of this, so that it rarely moves."""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What one exercise takes, in milliseconds: its words and breaths, its rests, and what its share hangs on."""

    fixed: int
    rests: tuple[Stretch, ...]
    weight: int

    @property
    def least(self) -> int:
        return self.fixed + sum(rest.least for rest in self.rests)

    @property
    def usual(self) -> int:
        return self.fixed + sum(rest.usual for rest in self.rests)

    @property
    def most(self) -> int:
        return self.fixed + sum(rest.most for rest in self.rests)


def rest_lengths(items: Sequence[Piece], length: float) -> list[float]:
    """Return how long each rest among `items` is, in milliseconds, where all of them together last `length`.

    Args:
        items: A class in order.
        length: Within what the rests can do.
    """
    parts = _parts(items)
    return [rest for part, share in zip(parts, _shared(parts, length), strict=True) for rest in _fitted(part, share)]


def _parts(items: Sequence[Piece]) -> list[_Part]:
    """Return `items` by exercise; what belongs to none is one by itself, before, between and behind them."""
    found: list[list[Piece]] = [[]]
    before: str | None = None
    for item in items:
        if isinstance(item, Start) and before not in (None, item.exercise):
            found.append([])
        before = item.exercise if isinstance(item, Start) else before
        found[-1].append(item)
    a_line = _usual_line(items)
    return [_part(part, a_line) for part in found]


def _part(items: Sequence[Piece], a_line: int) -> _Part:
    blocks = [item for item in items if isinstance(item, Block)]
    rests = tuple(item for item in items if isinstance(item, Stretch))
    counted = sum(block.length if "breath" in block.tracks else a_line for block in blocks)
    return _Part(
        fixed=sum(block.length for block in blocks),
        rests=rests,
        weight=max(1, counted + sum(rest.usual for rest in rests)),
    )


def _usual_line(items: Sequence[Piece]) -> int:
    """Return how long most lines at leisure are, in milliseconds."""
    lines = [item.length for item in items if isinstance(item, Block) and "breath" not in item.tracks]
    return _STEP_MS * round(statistics.median(lines) / _STEP_MS) if lines else 0


def _shared(parts: Sequence[_Part], length: float) -> list[float]:
    """Return how long each part is to be: all by their weights, but for those that can't be so short, or so long."""
    shares = [0.0] * len(parts)
    free, left = list(range(len(parts))), float(length)
    while free:
        scale = left / sum(parts[index].weight for index in free)
        bound = {index: _within(parts[index], scale * parts[index].weight) for index in free}
        over = sum(bound[index] - scale * parts[index].weight for index in free)
        # Those that must be longer than their share take from all others, or those that can't be so long give to them:
        # whichever is more is settled, and the others share again.
        settled = [
            index
            for index in free
            if (bound[index] > scale * parts[index].weight if over > 0 else bound[index] < scale * parts[index].weight)
        ]
        if not settled:
            for index in free:
                shares[index] = bound[index]
            break
        for index in settled:
            shares[index] = bound[index]
            left -= bound[index]
        free = [index for index in free if index not in settled]
    return shares


def _within(part: _Part, share: float) -> float:
    return min(max(share, part.least), part.most)


def _fitted(part: _Part, length: float) -> list[float]:
    """Return the rests of a part that makes it `length` long; stretching, those at ease go first as far as they may."""
    if length >= part.usual:
        return _stretched(part.rests, length - part.usual)
    share = (part.usual - length) / (part.usual - part.least)
    return [rest.usual - share * (rest.usual - rest.least) for rest in part.rests]


def _stretched(rests: Sequence[Stretch], by: float) -> list[float]:
    """Return how long `rests` are where they stretch `by` more than is usual: first those at ease, as far as they may.

    Within each kind all stretch by the same share of what they may.
    """
    shares = {}
    for at_ease in (True, False):
        room = sum(rest.most - rest.usual for rest in rests if rest.at_ease is at_ease)
        shares[at_ease] = min(1.0, by / room) if room else 0.0
        by = max(0.0, by - room)
    return [rest.usual + shares[rest.at_ease] * (rest.most - rest.usual) for rest in rests]
