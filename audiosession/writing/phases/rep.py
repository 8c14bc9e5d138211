"""One rep: the phases of an exercise in the order they are breathed, on both sides and both ways round."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from audiosession.units import Ms
from audiosession.writing.mirroring import Mirror
from audiosession.writing.phases.limits import Sized
from audiosession.writing.phases.phase import Phase, faced, mirrored
from audiosession.writing.values import Side


class Sides(StrEnum):
    """How an exercise that is written for one side comes to both."""

    NONE = "none"
    ALTERNATE = "alternate"
    """Both sides within each rep, the second a mirror of the first."""
    IN_TURN = "in-turn"
    """All reps on one side, then all reps on the other."""


class Reverse(StrEnum):
    """How an exercise that can be reversed is done both ways: forward and back, round one way and the other."""

    NONE = "none"
    ALTERNATE = "alternate"
    """Both ways within each rep, the second in the words of the other way."""
    IN_TURN = "in-turn"
    """All reps one way, then all reps the other."""


class RepPhase(NamedTuple):
    """A phase in its place in a rep: where it is written, which time it comes where it comes round, which way."""

    phase: Phase
    place: int
    round: int | None = None
    reversed: bool = False


def one_rep(
    phases: Sequence[Phase],
    sides: Sides,
    first: Side | None = None,
    reverse: Reverse = Reverse.NONE,
    *,
    back: bool = False,
    mirror: Mirror | None = None,
) -> tuple[RepPhase, ...]:
    """Return `phases` as they are breathed in one rep.

    A rep of an exercise whose sides alternate holds its sided phases twice, the second time mirrored; one whose ways
    do holds all that twice, the second time reversed, with what stands between reps at its end alone.

    Args:
        phases: As they are written.
        sides: How they come to both sides.
        first: The side that works first; as written where None.
        reverse: How they go both ways.
        back: Whether this rep goes the way back, or begins with it.
        mirror: What makes words of one side those of the other; without it the mirrored phases have none.
    """
    rep = _on_sides(phases, sides, first, mirror)
    if reverse is Reverse.NONE:
        return rep
    there = _one_way(rep, back=back)
    if reverse is Reverse.IN_TURN:
        return there
    return (*(one for one in there if not one.phase.between), *_one_way(rep, back=not back))


def _one_way(rep: Sequence[RepPhase], *, back: bool) -> tuple[RepPhase, ...]:
    return tuple(
        one._replace(phase=faced(one.phase, back=back), reversed=back and not one.phase.between) for one in rep
    )


def _on_sides(phases: Sequence[Phase], sides: Sides, first: Side | None, mirror: Mirror | None) -> tuple[RepPhase, ...]:
    def other(one: RepPhase) -> RepPhase:
        return one._replace(phase=mirrored(one.phase, mirror))

    rep = tuple(come_round(phases))
    written = next((phase.side for phase in phases if phase.side), None)
    if written is None or sides is Sides.NONE:
        return rep
    first = first or written
    facing = rep if first is written else tuple(map(other, rep))
    if sides is Sides.IN_TURN:
        return facing
    opened = next(i for i, one in enumerate(facing) if one.phase.side)
    closed = max(i for i, one in enumerate(facing) if one.phase.side) + 1
    return facing[:closed] + tuple(map(other, facing[opened:closed])) + facing[closed:]


def come_round(phases: Sequence[Phase]) -> list[RepPhase]:
    """Return `phases` as often as each comes within a rep: neighbours that come equally often come round together.

    >>> down, up = (Phase(breath=breath, counts=2, times=2) for breath in ("inhale", "exhale"))
    >>> [(str(one.phase.breath), one.round) for one in come_round((down, up))]
    [('inhale', 1), ('exhale', 1), ('inhale', 2), ('exhale', 2)]
    """
    found: list[RepPhase] = []
    at = 0
    while at < len(phases):
        times, end = phases[at].times, at + 1
        while end < len(phases) and phases[end].times == times:
            end += 1
        rounds = range(1, times + 1) if times > 1 else [None]
        found += [RepPhase(phases[place], place, number) for number in rounds for place in range(at, end)]
        at = end
    return found


def sized(rep: Sequence[RepPhase], count: Ms, number: int = 1) -> list[Sized]:
    """Return rep `number` as limits see it, where one count takes `count`."""
    return [Sized(one.phase.breath, one.phase.length(count, number), one.place) for one in rep]


def n_lengths(phases: Sequence[Phase]) -> int:
    """Return after how many reps they are all of one length: 1 where no phase has a length for each rep."""
    return max((phase.n_lengths for phase in phases), default=1)
