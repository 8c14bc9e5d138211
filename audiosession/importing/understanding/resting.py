"""A rest: a place to lie or sit in for minutes, where nothing is done again and again, and what is felt in it."""

from __future__ import annotations

from collections.abc import Sequence

from audiosession.importing.book import Book
from audiosession.importing.understanding.numbers import length_in
from audiosession.importing.understanding.reading import ReadSentence, Sense

_LEAST_S = 180
"""Who stays for three minutes rests; a pose that is held for a minute or two is work."""
_LEAST_MOVING = 2
"""So many breaths that move make a rep."""
_LOADED = ("plank", "reverse-plank", "standing")
_DOING = ("", "steps", "set_up", "reps")
"""Headings below which a rest is told."""
_FELT = (Sense.TIP, Sense.PHASE)
_BESIDE = (Sense.HOLD, Sense.PREPARATION, Sense.RELEASE, Sense.NONE)
_WAY_IN = (Sense.SET_UP, Sense.INTO_PLACE)


def with_rest(rows: Sequence[ReadSentence], by_rules: Sequence[ReadSentence], book: Book) -> list[ReadSentence]:
    """Return `rows`; where they tell of a rest, its way in as set-up, and what is done or felt in it as practice.

    That stands below the heading of the way in, or of how long it lasts. `by_rules` are the same sentences before what
    was learned was weighed, which knows nothing of rests: what one lets be in one is no way in.
    """
    lasts = _lasting(rows, book)
    if not lasts or not _is_rest(rows, book):
        return list(rows)
    begun = next((n for n, one in enumerate(rows) if one.role in _WAY_IN), len(rows))
    ends = next((n for n, one in enumerate(rows) if n > begun and one.role is Sense.RELEASE), len(rows))
    below = {one.sentence.above for one in rows if one.role in _WAY_IN or one.number in lasts}
    return [
        _in_rest(one, by_rules[n].role) if begun <= n < ends and one.sentence.above in below else one
        for n, one in enumerate(rows)
    ]


def _in_rest(one: ReadSentence, by_rules: Sense) -> ReadSentence:
    if one.heading not in _DOING:
        return one
    if one.role in _FELT or (one.role is Sense.SET_UP and by_rules is Sense.TIP):
        return one.is_of(Sense.PRACTICE)
    return one.is_of(Sense.SET_UP) if one.role is Sense.PREPARATION else one


def _lasting(rows: Sequence[ReadSentence], book: Book) -> set[int]:
    """Return which sentences say that somebody stays for minutes."""
    told = (one for one in rows if one.role in (*_FELT, *_BESIDE) and one.heading in _DOING)
    lengths = ((one.number, length_in(one.plain, book, "minutes")) for one in told)
    return {number for number, length in lengths if length is not None and length.most >= _LEAST_S}


def _is_rest(rows: Sequence[ReadSentence], book: Book) -> bool:
    """Tell whether a place bears the body, and nothing moves in it on breaths or is counted."""
    moving = [one for one in rows if one.role is Sense.PHASE and one.moves]
    placed = {hit.key for one in rows if one.role is Sense.SET_UP for hit in book.found_positions.find(one.plain)}
    counted = any(one.role is Sense.REPS for one in rows)
    return bool(placed) and not (placed & set(_LOADED) or counted) and len(moving) < _LEAST_MOVING
