"""The wish that a class is put together from: how long, how hard, for what, and what it should not have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from audiosession.errors import DefinitionError, near_miss
from audiosession.units import Ms
from audiosession.writing.values import (
    FOCUSES,
    LEVELS,
    Condition,
    Focus,
    Level,
    read_conditions,
    read_length,
    read_level,
)
from audiosession.writing.wanted import AVOID, LENGTH, LEVEL, SEED, Choice

SHORTEST, LONGEST = Ms(5 * 60_000), Ms(90 * 60_000)


class WishWanted(TypedDict, total=False):
    """A wish as a person writes it; what is not there, or None, is left to the rules. Only a `length` is needed."""

    length: str | None
    level: str | None
    focus: str | None
    avoid: str | None
    unlike: str | None
    seed: int | None
    title: str | None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants of a class, read: `unlike` are names of classes that it should share no work with.

    `language` is what its file says that it is spoken in; nothing where it is the project's.
    """

    length: Ms
    level: Level = LEVELS[0]
    focus: tuple[Focus, ...] = ()
    avoid: tuple[Condition, ...] = ()
    unlike: tuple[str, ...] = ()
    seed: int = 1
    title: str = ""
    language: str = ""


def read_focus(text: str) -> tuple[Focus, ...]:
    """Return what `text`, parted by commas, wants worked, each once, as it was written.

    Raises:
        DefinitionError: Something in it is nothing that exercises work.
    """
    names = dict.fromkeys(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in FOCUSES:
            raise DefinitionError(f'nothing that can be worked is called "{name}"', hint=near_miss(name, FOCUSES))
    return tuple(one for name in names for one in FOCUSES if one == name)


def read_wish(**wanted: Unpack[WishWanted]) -> Wish:
    """Return the wish that somebody wrote.

    Raises:
        DefinitionError: No length is told, or it is not from 5 to 90 minutes; no such level, focus or condition.
    """
    if not (length := wanted.get("length")):
        raise DefinitionError("how long is the class to be?", hint="a length such as 25m, from 5m to 90m")
    seed = wanted.get("seed")
    return Wish(
        length=_read_length(length),
        level=read_level(wanted.get("level") or LEVELS[0]),
        focus=read_focus(wanted.get("focus") or ""),
        avoid=read_conditions(wanted.get("avoid") or ""),
        unlike=_names(wanted.get("unlike") or ""),
        seed=1 if seed is None else seed,
        title=wanted.get("title") or "",
    )


def length_text(length: Ms) -> str:
    """Return `length` as a file says it.

    >>> length_text(Ms(25 * 60_000)), length_text(Ms(750_000))
    ('25m', '12m30s')
    """
    minutes, seconds = divmod(length // 1000, 60)
    return f"{minutes}m{seconds}s" if seconds else f"{minutes}m"


def wish_text(wish: Wish) -> str:
    """Return `wish` in one line, all of it that makes the class what it is.

    >>> wish_text(Wish(length=Ms(600_000), focus=("back",), seed=7))
    'length 10m; level beginner; focus back; seed 7'
    """
    told = {
        "length": length_text(wish.length),
        "level": wish.level,
        "focus": ", ".join(wish.focus),
        "avoid": ", ".join(wish.avoid),
        "unlike": ", ".join(wish.unlike),
        "seed": str(wish.seed),
    }
    return "; ".join(f"{name} {value}" for name, value in told.items() if value)


def _read_length(text: str) -> Ms:
    length = read_length(text)
    if not SHORTEST <= length <= LONGEST:
        raise DefinitionError(f"a class of {length_text(length)} from a wish", hint="from 5m to 90m")
    return length


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


WISHES: Mapping[str, Choice[Any, Any]] = {
    "length": LENGTH._replace(help="How long the class is to be, 5m to 90m."),
    "level": LEVEL._replace(help=f"For whom it is to be; {LEVELS[0]} where nothing is said."),
    "focus": Choice(
        help=f"What at least half of its work is for: {', '.join(FOCUSES)}.",
        written="WHAT,…",
        values=FOCUSES,
        read=read_focus,
    ),
    "avoid": AVOID._replace(help="Nothing that strains these; build tells them all."),
    "unlike": Choice(help="Classes whose exercises are not to come again.", written="CLASS,…", read=_names),
    "seed": SEED._replace(help="Which of many good classes; the same N, the same class."),
    "title": Choice(help="What it is called.", written="TEXT", read=str),
}
"""The row of every part of a wish, by its name in `WishWanted` and the options of the command line."""
