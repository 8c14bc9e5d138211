"""How much a body should be asked for: seconds of a breath, of a whole cycle, of a hold, at the pace there is.

The figures are careful ones, for people whom nobody sees. A definition may raise one with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from audiosession.units import Ms
from audiosession.writing.phases.cue import Breath


@dataclass(frozen=True, kw_only=True)
class BreathLimits:
    """The most that is asked for: of one breath in, hold and out together, of a breath out, of a held breath.

    `held` is how long a body is held under load in one go.
    """

    cycle: Ms = Ms(20_000)
    exhale: Ms = Ms(10_000)
    hold: Ms = Ms(10_000)
    held: Ms = Ms(120_000)


BREATH_LIMITS: Mapping[str, BreathLimits] = {
    "beginner": BreathLimits(hold=Ms(5_000), held=Ms(60_000)),
    "intermediate": BreathLimits(hold=Ms(8_000), held=Ms(90_000)),
    "advanced": BreathLimits(hold=Ms(10_000)),
}
"""By level."""
TOLD = {"cycle": "a breath cycle", "exhale": "a breath out", "hold": "a breath held", "held": "load held"}
"""What each limit is of, as people read it."""


class Sized(NamedTuple):
    """A phase as limits see it: what the breath does and for how long; `place` leads back to where it is written."""

    breath: Breath
    length: Ms
    place: int


@dataclass(frozen=True, kw_only=True)
class Excess:
    """What goes beyond a limit: a ``cycle``, an ``exhale`` or a ``hold``, where it begins and how long it is."""

    what: str
    place: int
    length: Ms
    most: Ms

    @property
    def told(self) -> str:
        """What a person reads of it."""
        return f"{TOLD[self.what]} of {self.length / 1000:g} s; at most {self.most / 1000:g} s"


def over(phases: Sequence[Sized], limits: BreathLimits, *, goes_round: bool) -> list[Excess]:
    """Return what of `phases`, one after the other, goes beyond `limits`: the first of each kind.

    `goes_round` where the last leads into the first, as reps follow one another. In a free phase everybody breathes, so
    that nothing goes on over it.
    """
    longest = {
        "cycle": _longest(_cycles(phases, goes_round)),
        "exhale": _longest(_runs(phases, Breath.EXHALE, goes_round)),
        "hold": _longest(_runs(phases, Breath.HOLD, goes_round)),
    }
    most = {"cycle": limits.cycle, "exhale": limits.exhale, "hold": limits.hold}
    return [
        Excess(what=what, place=place, length=length, most=most[what])
        for what, (length, place) in longest.items()
        if length > most[what]
    ]


def longest_cycle(phases: Sequence[Sized], *, goes_round: bool = True) -> Ms:
    """Return the longest breath cycle: from one breath in, over the next breath out, to the next one in.

    Where the breath never turns, all is one cycle.
    """
    return _longest(_cycles(phases, goes_round))[0]


def _longest(stretches: Iterable[Sequence[Sized]]) -> tuple[Ms, int]:
    found = [(Ms(sum(one.length for one in stretch)), stretch[0].place) for stretch in stretches if stretch]
    return max(found, key=lambda one: one[0], default=(Ms(0), 0))


def _runs(phases: Sequence[Sized], breath: Breath, goes_round: bool) -> Iterator[Sequence[Sized]]:
    """Yield the stretches in which the breath does one thing, however many phases they are."""
    turned = next((n for n, (a, b) in enumerate(pairwise(phases), 1) if a.breath is not b.breath), 0)
    in_turn = (*phases[turned:], *phases[:turned]) if goes_round else phases
    for kind, run in groupby(in_turn, key=lambda one: one.breath):
        if kind is breath:
            yield list(run)


def _cycles(phases: Sequence[Sized], goes_round: bool) -> Iterator[Sequence[Sized]]:
    free = next((n for n, one in enumerate(phases) if one.breath is Breath.FREE), None)
    if free is not None and goes_round:
        phases, goes_round = (*phases[free:], *phases[:free]), False
    for is_free, stretch in groupby(phases, key=lambda one: one.breath is Breath.FREE):
        if not is_free:
            yield from _turns(list(stretch), goes_round)


def _turns(phases: Sequence[Sized], goes_round: bool) -> Iterator[Sequence[Sized]]:
    """Yield the cycles of a stretch without free phases; the first and last may be parts of one."""
    turns, out = [], _breath_before(phases) is Breath.EXHALE if goes_round else False
    for number, one in enumerate(phases):
        if one.breath is Breath.INHALE and out:
            turns.append(number)
        out = one.breath is Breath.EXHALE if one.breath is not Breath.HOLD else out
    if not turns:
        yield phases
        return
    if goes_round:
        twice = (*phases, *phases)
        yield from (twice[start:end] for start, end in pairwise((*turns, turns[0] + len(phases))))
    else:
        yield from (phases[start:end] for start, end in pairwise((0, *turns, len(phases))))


def _breath_before(phases: Sequence[Sized]) -> Breath | None:
    """Return what the breath did last, before `phases` begin anew, held or not."""
    return next((one.breath for one in reversed(phases) if one.breath is not Breath.HOLD), None)


def raised(limits: BreathLimits, **more: float | None) -> BreathLimits:
    """Return `limits` with each figure, in seconds, that is given in place of its own."""
    return replace(limits, **{name: Ms(round(1000 * seconds)) for name, seconds in more.items() if seconds is not None})
