"""The routes that a class may take: its few positions in their order, and which exercises find their place on one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, product

from audiosession.digests import digest_of
from audiosession.writing.exercise import Position
from audiosession.writing.positions import lies, steps
from audiosession.writing.sequencing.offers import Offer, Offers
from audiosession.writing.sequencing.wish import Wish

Route = tuple[Position, ...]
MOST_CHANGES = 3
"""More changes of position make a class restless."""
_ARRIVE_IN: tuple[Position, ...] = ("seated", "supine")
_PER_EXTRA_STEP, _PER_RETURN, _PER_CHANGE, _CHANCE = 1.0, 0.8, 0.25, 1.2
"""What a route costs: steps beyond one at a time, positions that one comes back to, changes; and how much chance."""


@dataclass(frozen=True, kw_only=True)
class Placeable:
    """A route with the exercises that can stand on it: the block of each, as work and in the form that warms up.

    All that an exercise asks for stands in a block before its own, or in the same.
    """

    route: Route
    work: dict[str, int]
    warming: dict[str, int]
    cost: float = 0.0


def placeable(offers: Offers) -> list[Placeable]:
    """Return all routes on which something can be done."""
    found = [_placed(route, offers) for route in _possible(offers)]
    return [one for one in found if one.work]


def routes(places: Iterable[Placeable], offers: Offers, wish: Wish) -> list[Placeable]:
    """Return `places` with those first that suit `wish` best; chance has its part by the seed."""
    found = [replace(one, cost=_cost(one.route, wish) + _lack(one.work, offers, wish)) for one in places]
    return sorted(found, key=lambda one: (one.cost, one.route))


@lru_cache(maxsize=1 << 14)
def drawn(seed: int, *key: object) -> float:
    """Return a number from 0 to 1 that hangs on `seed` and `key` alone.

    >>> drawn(7, "a") == drawn(7, "a") != drawn(8, "a")
    True
    """
    return int(digest_of(" ".join(map(str, (seed, *key))))[:8], 16) / 0xFFFFFFFF


def may_rest(position: Position) -> bool:
    """Tell whether one can come to rest in `position`: lying, or sitting."""
    return lies(position) or position == "seated"


def _possible(offers: Offers) -> Iterator[Route]:
    quiet = {one.exercise.position for one in offers.quiet.values()}
    work = sorted({one.exercise.position for one in (*offers.work.values(), *offers.gentle.values())})
    begins = [one for one in _ARRIVE_IN if one in quiet] or [*work]
    ends = [one for one in sorted(quiet) if may_rest(one)] or [*work]
    for n_between in range(MOST_CHANGES):
        for first, last in product(begins, ends):
            if n_between == 0 and first == last:
                yield (first,)
            for between in product(work, repeat=n_between):
                route: Route = (first, *between, last)
                if all(a != b for a, b in pairwise(route)):
                    yield route


def _placed(route: Route, offers: Offers) -> Placeable:
    warming: dict[str, int] = {}
    for name in {**offers.quiet, **offers.gentle, **offers.work}:
        _place_warming(name, route, offers, warming)
    work: dict[str, int] = {}
    for name, offer in offers.work.items():
        if name not in offers.known and (at := _block(offer, route, warming)) >= 0:
            work[name] = at
    return Placeable(
        route=route,
        work=work,
        warming={name: at for name, at in warming.items() if at >= 0},
    )


def _place_warming(name: str, route: Route, offers: Offers, found: dict[str, int]) -> int:
    """Find the block in which the exercise called `name` warms up, with all that it asks for itself; -1 is none."""
    if name not in found:
        offer = offers.warming(name)
        if offer is None:
            return found.setdefault(name, -1)
        for needed in offer.needs:
            _place_warming(needed, route, offers, found)
        found[name] = _block(offer, route, found)
    return found[name]


def _block(offer: Offer, route: Route, warming: dict[str, int]) -> int:
    """Return the first block of `route` in which `offer` can stand behind its warm-ups; -1 where there is none."""
    after = [warming[name] for name in offer.needs]
    if min(after, default=0) < 0:
        return -1
    earliest = max(after, default=0)
    return next((at for at, one in enumerate(route) if at >= earliest and one == offer.exercise.position), -1)


def _cost(route: Route, wish: Wish) -> float:
    extra = sum(steps(a, b) - 1 for a, b in pairwise(route))
    returns = len(route) - len(set(route))
    chance = _CHANCE * drawn(wish.seed, "route", *route)
    return _PER_EXTRA_STEP * extra + _PER_RETURN * returns + _PER_CHANGE * len(route) + chance


def _lack(work: dict[str, int], offers: Offers, wish: Wish) -> float:
    """Return how far the exercises on a route fall short of a class of the wished length, and of its focus."""
    lasts = {name: offers.work[name].usual_ms(offers.work[name].usual) for name in work}
    wanted = wish.length / 2
    lack = max(0.0, 1 - sum(lasts.values()) / wanted)
    if wish.focus:
        fit = sum(ms for name, ms in lasts.items() if set(offers.work[name].exercise.focus) & set(wish.focus))
        lack += max(0.0, 1 - fit / (wanted / 2))
    return 3 * lack
