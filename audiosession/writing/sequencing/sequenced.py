"""From a library and a wish to a class: what is offered, what is chosen, how it is written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from audiosession.errors import DefinitionError
from audiosession.units import Ms, Span, to_ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import ClassWords, LanguageWords
from audiosession.writing.levels import harder_by
from audiosession.writing.sequencing.choosing import can_be, chosen
from audiosession.writing.sequencing.class_text import class_text, class_title, closing, opening
from audiosession.writing.sequencing.duration import LengthOf, duration
from audiosession.writing.sequencing.entries import ClassEntry, Frame, reach
from audiosession.writing.sequencing.offers import Offers, offers
from audiosession.writing.sequencing.reasons import reasons, unmet
from audiosession.writing.sequencing.routes import Placeable, placeable
from audiosession.writing.sequencing.wish import LONGEST, SHORTEST, Wish, length_text
from audiosession.writing.spoken import Say
from audiosession.writing.values import LEVELS

_A_MINUTE = Ms(60_000)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What a class is put together from: all exercises, those that it should not have as work, the words, the tempo.

    `edges` is what music adds around the words, in milliseconds; `count` what one count takes; `lasts` tells how long
    lines last.
    """

    library: tuple[Exercise, ...] = field(repr=False)
    known: frozenset[str] = frozenset()
    words: LanguageWords = field(repr=False)
    own: ClassWords = field(repr=False)
    count: Ms
    lasts: LengthOf = field(repr=False)
    edges: Ms = Ms(0)


@dataclass(frozen=True, kw_only=True)
class Sequenced:
    """A class put together from a wish: its exercises, why each stands there, and what of the wish is not met.

    `span` is how long it lasts by an estimate, whatever may give.
    """

    wish: Wish
    title: str
    entries: tuple[ClassEntry, ...]
    reasons: tuple[tuple[str, ...], ...]
    unmet: tuple[str, ...]
    span: Span


def sequence(shelf: Shelf, wish: Wish, aim: Ms | None = None) -> Sequenced:
    """Return the class that `wish` asks for, from what stands on the `shelf`; the same wish, the same class.

    Args:
        shelf: What it may be put together from.
        wish: What is wished for.
        aim: The length to put it together for, where it was found to last otherwise than was thought.

    Raises:
        DefinitionError: No class can be like that; the message tells what the library has for the wish.
    """
    made = sequence_if_any(shelf, wish, aim)
    if made is None:
        raise why_none(shelf, wish)
    return made


def why_none(shelf: Shelf, wish: Wish) -> DefinitionError:
    """Return why there is no class for a wish, which takes longer than to find that there is none."""
    offered = _offered(shelf, wish)
    if not offered.work:
        return DefinitionError(_nothing(offered, shelf, wish), hint=_wider(wish, offered))
    return _out_of_reach(shelf, wish, offered, placeable(offered))


def sequence_if_any(shelf: Shelf, wish: Wish, aim: Ms | None = None) -> Sequenced | None:
    """Return the class that `sequence` does; None where no class can be like that."""
    offered = _offered(shelf, wish)
    if not offered.work:
        return None
    found = chosen(offered, placeable(offered), wish, _frame(shelf, wish, aim or wish.length))
    if found is None:
        return None
    entries = found.entries
    return Sequenced(
        wish=wish,
        title=class_title(wish, shelf.own),
        entries=entries,
        reasons=tuple(reasons(entries, at, wish) for at in range(len(entries))),
        unmet=unmet(entries, offered, wish),
        span=reach(entries, _frame(shelf, wish, wish.length)),
    )


def sequence_text(made: Sequenced, shelf: Shelf, *, explain: bool) -> str:
    """Return the class file of what was `made`, with the reasons as comments where somebody asks to `explain` it."""
    why = made.reasons if explain else ()
    return class_text(made.wish, made.entries, shelf.words, shelf.own, why, made.unmet)


def _offered(shelf: Shelf, wish: Wish) -> Offers:
    return offers(
        shelf.library,
        wish,
        shelf.known,
        shelf.count,
        lambda one: duration(one, shelf.words, shelf.count, shelf.lasts),
    )


def _frame(shelf: Shelf, wish: Wish, length: Ms) -> Frame:
    """Return what surrounds the exercises of a class that is `length` long; it ends lying down."""
    before, after = opening(wish, (), shelf.words, shelf.own), closing("supine", shelf.words)
    music = Span(least=shelf.edges, usual=shelf.edges, most=shelf.edges)
    return Frame(
        length=length,
        opening=sum((_said(one, shelf.lasts) for one in before), music),
        closing=sum((_said(one, shelf.lasts) for one in after), Span()),
    )


def _said(line: Say, lasts: LengthOf) -> Span:
    said, rest = lasts(line.say), line.rest
    return Span(
        least=said + to_ms(rest.least), usual=said + to_ms(rest.usual), most=said + to_ms(rest.most)
    )  # fmt: skip


def _nothing(offered: Offers, shelf: Shelf, wish: Wish) -> str:
    """Return why there is nothing to work on."""
    counted = {
        f"harder than {wish.level}": offered.too_hard,
        "a strain for what is spared": offered.unkind,
        "without a warm-up that can be done": offered.cold,
    }
    told = [f"{number} {'are' if number > 1 else 'is'} {why}" for why, number in counted.items() if number]
    return ", ".join([f"nothing in the library is work for this wish: of {len(shelf.library)} exercises", *told])


def _wider(wish: Wish, offered: Offers) -> str:
    """Return what would let the library offer more."""
    ways = ["avoid less"] if wish.avoid and offered.unkind else []
    ways += ["choose a harder level"] if harder_by(LEVELS[-1], wish.level) > 0 and offered.too_hard else []
    ways += ["name fewer classes that it should be unlike"] if wish.unlike else []
    return ", or ".join([*ways, "write more exercises"])


def _out_of_reach(shelf: Shelf, wish: Wish, offered: Offers, places: Sequence[Placeable]) -> DefinitionError:
    """Return that no class can be so long, or so short, and how long one can be."""
    asked = wish.length // _A_MINUTE

    def is_possible(minutes: int) -> bool:
        length = Ms(minutes * _A_MINUTE)
        return can_be(offered, places, replace(wish, length=length), _frame(shelf, wish, length))

    longest = _furthest(is_possible, SHORTEST // _A_MINUTE, asked)
    if longest:
        said = f"the library has {longest} minutes for this wish, not {length_text(wish.length)}"
        return DefinitionError(said, hint=f"wish for {longest}m, or {_wider(wish, offered)}")
    shortest = next((one for one in range(asked + 1, min(asked + 16, LONGEST // _A_MINUTE)) if is_possible(one)), 0)
    if shortest:
        said = f"a class for this wish takes {shortest} minutes at the least, not {length_text(wish.length)}"
        return DefinitionError(said, hint=f"wish for {shortest}m")
    said = f"no class of {length_text(wish.length)} for this wish keeps the rules of warming up and coming down"
    return DefinitionError(said, hint=_wider(wish, offered))


def _furthest(is_possible: Callable[[int], bool], low: int, high: int) -> int:
    """Return the highest whole number from `low` to `high` that `is_possible` is thought to hold for; 0 if for none."""
    best = 0
    while low <= high:
        middle = (low + high) // 2
        if is_possible(middle):
            best, low = middle, middle + 1
        else:
            high = middle - 1
    return best
