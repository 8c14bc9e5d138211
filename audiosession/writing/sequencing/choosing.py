"""A class chosen: many tries on many routes, the best of them by the rules, and what of the wish could not be met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiosession.writing.levels import harder_by
from audiosession.writing.sequencing.entries import EDGE_SHARE, ClassEntry, ClassPart, Duty, Frame, reach, usual_of
from audiosession.writing.sequencing.filling import BALANCE, BOTH, Setting, tried
from audiosession.writing.sequencing.fitting import fitted
from audiosession.writing.sequencing.offers import Offers
from audiosession.writing.sequencing.routes import Placeable, routes
from audiosession.writing.sequencing.rules import MOST_APART, answers, for_focus, imbalance, rests_after
from audiosession.writing.sequencing.wish import Wish

_ROUTES, _FEW_ROUTES, _TURNS = 14, 8, 2
"""How many routes are tried, how many where it is only asked whether there is a class, and how often each."""
_ROUTE, _LENGTH, _REPS, _EASIER, _PAIRS, _ALONE, _FEW, _QUIET = 0.4, 6.0, 1.5, 0.5, 0.5, 1.0, 1.5, 8.0
"""How much counts against a class: its route, a length other than wished, unusual reps, work that is easier, neighbours
that are alike, that nothing lets one arrive, or warms one up, that there is little work, and much that is quiet."""
_LEAST_USUAL, _MOST_USUAL = 0.9, 1.2
"""Between which shares of its length a class usually lasts: rests that stretch on and on are no class."""
_MUCH_QUIET = 0.33
"""No more of a class than this is spent on arriving and resting, if it can be helped."""
_SPARE = 0.03
"""By so much of its length a class can be shorter and longer than wished: voices differ."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The exercises of a class in their places, and on which route."""

    entries: tuple[ClassEntry, ...]
    place: Placeable


def chosen(offers: Offers, places: Sequence[Placeable], wish: Wish, frame: Frame) -> Chosen | None:
    """Return the best class that the tries on `places` came to; None where none can be as long as it should be.

    Tries that keep to focus and balance go first; others come only where none of these succeeds, the focus giving way
    before the balance.
    """
    found = routes(places, offers, wish)[:_ROUTES]
    for kept in (BOTH, frozenset({BALANCE}), frozenset[str]()):
        tries = list(_tries(offers, wish, frame, found, kept))
        if tries:
            return min(tries, key=lambda one: _faults(one, wish, frame))
    return None


def can_be(offers: Offers, places: Sequence[Placeable], wish: Wish, frame: Frame) -> bool:
    """Tell whether `chosen` finds a class, however little it keeps to focus and balance."""
    found = routes(places, offers, wish)[:_FEW_ROUTES]
    return any(True for _ in _tries(offers, wish, frame, found, frozenset()))


def _tries(
    offers: Offers, wish: Wish, frame: Frame, places: Sequence[Placeable], kept: frozenset[str]
) -> Iterator[Chosen]:
    for place in places:
        for turn in range(_TURNS):
            setting = Setting(offers=offers, wish=wish, frame=frame, place=place, turn=turn, kept=kept)
            entries = tried(setting)
            if entries is not None and can_last(entries := fitted(entries, frame), frame):
                yield Chosen(entries=entries, place=place)


def can_last(entries: Sequence[ClassEntry], frame: Frame) -> bool:
    """Tell whether a class of `entries` can be as long as it should be, with something to spare on both sides.

    Its edges are long enough then, too.
    """
    span, length = reach(entries, frame), frame.length
    down = usual_of(one for one in entries if one.part is ClassPart.REST) + frame.closing.usual
    bounded = (1 + _SPARE) * span.least <= length <= (1 - _SPARE) * span.most
    return bounded and _LEAST_USUAL * length <= span.usual <= _MOST_USUAL * length and down >= EDGE_SHARE * length


def _faults(chosen_class: Chosen, wish: Wish, frame: Frame) -> float:
    """Return how much speaks against a class, the less the better."""
    entries = chosen_class.entries
    exercises = [one.offer.exercise for one in entries]
    work = [one.offer.exercise for one in entries if one.part is ClassPart.WORK]
    apart = abs(reach(entries, frame).usual - frame.length) / frame.length
    unusual = [abs(one.reps - one.offer.usual) / max(1, one.offer.most - one.offer.least) for one in entries]
    quiet = usual_of(one for one in entries if one.duty in (Duty.ARRIVE, Duty.REST))
    easier = [max(0, harder_by(wish.level, one.level)) for one in work]
    alike = [a.spine == b.spine and not answers(a, b) and not rests_after(a, b) for a, b in pairwise(exercises)]
    return (
        10 * max(0, imbalance([one.offer for one in entries]) - MOST_APART)
        + 20 * max(0.0, 0.5 - for_focus(work, wish.focus))
        + _LENGTH * max(0.0, apart - 0.03)
        + _REPS * sum(unusual) / len(unusual)
        + _EASIER * sum(easier) / len(easier)
        + _PAIRS * sum(alike) / len(alike or [0])
        + _ALONE * (not any(one.duty is Duty.ARRIVE for one in entries))
        + _ALONE * (not any(one.duty is Duty.WARM_UP and one.part is ClassPart.WARM_UP for one in entries))
        + _FEW / len(work)
        + _QUIET * max(0.0, quiet / frame.length - _MUCH_QUIET)
        + _ROUTE * chosen_class.place.cost
    )
