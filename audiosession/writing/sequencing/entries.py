"""One exercise in its place in a class that is put together, and how long all of them last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audiosession.units import Ms, Span
from audiosession.writing.positions import changes
from audiosession.writing.sequencing.offers import Offer

EDGE_SHARE = 0.2
"""So much of a class at the least warms one up, and so much lets one come down."""
A_WAY = Span(least=7_000, usual=10_000, most=15_000)
"""About what the way from one position to another takes, words and all."""


class Duty(StrEnum):
    """Why an exercise stands in a class."""

    ARRIVE = "arrive"
    WARM_UP = "warm-up"
    WORK = "work"
    REST = "rest"


class ClassPart(StrEnum):
    """The part of a class that an exercise stands in."""

    WARM_UP = "warm-up"
    WORK = "work"
    REST = "rest"


@dataclass(frozen=True, kw_only=True)
class ClassEntry:
    """An exercise in its place: why it is there, in which block of one position, how often, in which part."""

    offer: Offer
    duty: Duty
    block: int
    reps: int
    part: ClassPart = ClassPart.WORK

    @property
    def name(self) -> str:
        """What the exercise is called."""
        return self.offer.name

    @property
    def usual_ms(self) -> int:
        """What it usually takes."""
        return self.offer.usual_ms(self.reps)

    @property
    def warms_gently(self) -> bool:
        """Whether it may stand in the part that warms up: nothing that is work, nothing that is held."""
        return self.duty in (Duty.ARRIVE, Duty.WARM_UP) and not self.offer.is_loaded


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What surrounds the exercises of a class: how long it is to be, and its opening and closing, music and all."""

    length: Ms
    opening: Span
    closing: Span

    @property
    def edge(self) -> float:
        """How long warming up and coming down are each at the least, in milliseconds, with a little to spare."""
        return (EDGE_SHARE + 0.01) * self.length


def reach(entries: Sequence[ClassEntry], frame: Frame) -> Span:
    """Return how long a class of `entries` is at the least, usually and at the most, whatever may give."""
    total = frame.opening + frame.closing
    for entry in entries:
        offer = entry.offer
        fewest, most = min(entry.reps, offer.exercise.reps.min), max(entry.reps, offer.most)
        lasts = offer.duration
        total += Span(
            least=lasts.at(fewest).least, usual=lasts.at(entry.reps).usual, most=lasts.at(most).most
        )  # fmt: skip
    for _ in range(n_ways(entries)):
        total += A_WAY
    return total


def usual_of(entries: Iterable[ClassEntry]) -> int:
    """Return what `entries` usually take, in milliseconds, without the ways between them."""
    return sum(one.usual_ms for one in entries)


def n_ways(entries: Sequence[ClassEntry]) -> int:
    """Return how often the position changes between `entries`, be it that one ends elsewhere than it began."""
    return changes([one.offer.exercise for one in entries])


def parted(entries: Sequence[ClassEntry]) -> tuple[ClassEntry, ...]:
    """Return `entries` with their parts: warm-ups up to the first that is none, rests from the first rest on."""
    found: list[ClassEntry] = []
    part = ClassPart.WARM_UP
    for entry in entries:
        if part is ClassPart.WARM_UP and not entry.warms_gently:
            part = ClassPart.WORK
        if entry.duty is Duty.REST:
            part = ClassPart.REST
        found.append(replace(entry, part=part))
    return tuple(found)
