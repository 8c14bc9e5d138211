"""What the list of classes can be narrowed by: how long they are, their positions, season and language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiosession.writing.words.pages import PageWords
from audiosession.writing.words.places import filled

_BOUNDS_MIN = (5, 10, 15, 20, 30, 45, 60)
_LONGEST_NUMBER = 4


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What one class is told from others by: whole minutes, its season as it was written, the code of its language.

    `positions` are those that it goes through; what is none that we know is no choice.
    """

    minutes: int
    season: str
    language: str
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One way to narrow the list: what `key` of a class has to be, at most for minutes; `label` is read."""

    key: str
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ChipGroup:
    """Choices of which one holds at a time, and what they are called together."""

    label: str
    chips: tuple[Chip, ...]


def chip_groups(traits: Iterable[Traits], words: PageWords) -> tuple[ChipGroup, ...]:
    """Return what classes with such `traits` can be narrowed by; what would leave all of them is no choice.

    A language is called by its code: the browser knows the names of more than have words.
    """
    every, read = tuple(traits), words.index
    bounds = _parting([one.minutes for one in every])
    seasons = sorted({one.season for one in every if _is_number(one.season)}, key=int)
    codes = sorted({one.language for one in every})
    known = [set(one.positions) for one in every]
    parted = set().union(*known) - set(words.positions).intersection(*known)
    positions = [(name, word) for name, word in words.positions.items() if name in parted]
    groups = (
        (read.lengths, [("minutes", str(bound), filled(read.up_to, number=bound)) for bound in bounds]),
        (read.positions, [("positions", name, word) for name, word in positions]),
        (read.seasons, [("season", one, filled(read.season, number=one)) for one in _several(seasons)]),
        (read.languages, [("language", code, code) for code in _several(codes)]),
    )
    return tuple(
        ChipGroup(label=label, chips=tuple(Chip(key=key, value=value, label=said) for key, value, said in rows))
        for label, rows in groups
        if rows
    )


def _parting(minutes: Sequence[int]) -> list[int]:
    """Return the bounds that part `minutes`, each another way than the one before."""
    found, before = [], 0
    for bound in _BOUNDS_MIN:
        within = sum(one <= bound for one in minutes)
        if before < within < len(minutes):
            found.append(bound)
            before = within
    return found


def _several(values: Sequence[str]) -> Sequence[str]:
    return values if len(values) > 1 else ()


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= _LONGEST_NUMBER
