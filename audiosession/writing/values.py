"""The values that choices can take, each read from what a person writes: paces, lengths, sides, conditions."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import BeforeValidator

from audiosession.errors import DefinitionError, near_miss
from audiosession.units import Ms, to_ms
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError

PACES: dict[str, float] = {"slow": 1.3, "steady": 1.0, "brisk": 0.8}
"""Seconds that one count takes, by name."""
MIN_COUNT_S, MAX_COUNT_S = 0.5, 2.5
"""How short and how long one count of a breath may be, in seconds."""
MAX_LENGTH = Ms(6 * 3_600_000)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """A pace as it was asked for, and what one count takes."""

    name: str
    count: Ms


class Detail(StrEnum):
    """How much is said as the reps go on."""

    FADE = "fade"
    """Full sentences first, then short cues, then counts."""
    FULL = "full"
    CUES = "cues"
    """Short cues throughout, and besides them only the set-up, the cautions and the way out."""


class Side(StrEnum):
    """The side of the body that works."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Loudness(StrEnum):
    """What stands at −16 LUFS, so that all classes of a show are equally loud."""

    SPEECH = "speech"
    """The voice alone; the programme falls where its music and its silences let it."""
    PROGRAMME = "programme"
    """All that sounds, as hosts measure it; the voice of a class with little speech is then louder than of others."""


Condition = Literal[
    "lower-back", "neck", "shoulders", "wrists", "knees", "hips", "pregnancy", "osteoporosis", "dizziness"
]
"""What a person may want to spare; `avoid` takes these words."""
CONDITIONS: tuple[Condition, ...] = get_args(Condition)


def read_pace(text: str) -> Pace:
    """Return the pace that `text` names: ``slow``, ``steady``, ``brisk`` or seconds from 0.5 to 2.5.

    Raises:
        DefinitionError: No such pace.
    """
    if text in PACES:
        return Pace(name=text, count=to_ms(PACES[text]))
    try:
        seconds = float(text)
    except ValueError:
        hint = near_miss(text, PACES)
        if number := re.fullmatch(r"(\d*)[.,](\d+)", text):
            hint = f"write seconds with a point: {number[1] or 0}.{number[2]}"
        elif re.match(r"[\d.,]", text):
            hint = "write seconds as a number alone, such as 0.95"
        raise DefinitionError(f'no pace is called "{text}"', hint=hint) from None
    if not (math.isfinite(seconds) and MIN_COUNT_S <= seconds <= MAX_COUNT_S):
        raise DefinitionError(
            f"a count of {text} s", hint=f"from {MIN_COUNT_S} to {MAX_COUNT_S} s, or {', '.join(PACES)}"
        )
    named = next((name for name, value in PACES.items() if value == seconds), f"{to_ms(seconds) / 1000:g}")
    return Pace(name=named, count=to_ms(seconds))


def read_length(text: str) -> Ms:
    """Return the length that `text` says: ``12m``, ``90s``, ``1h5m``, ``12:30``, ``1:05:00``.

    Raises:
        DefinitionError: It says none, or one over six hours.

    >>> read_length("12m"), read_length("12:30"), read_length("1h5m")
    (720000, 750000, 3900000)
    """
    parts = re.fullmatch(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?", text)
    clocks = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", text)
    found = clocks or (parts if parts and any(parts.groups()) else None)
    if found is None:
        raise no_length(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = Ms(((hours * 60 + minutes) * 60 + seconds) * 1000)
    if not 0 < total <= MAX_LENGTH:
        raise DefinitionError(
            f"a length of {text}", hint="up to six hours" if total else "write it like 12m, 12m30s or 12:30"
        )
    return total


def as_length(value: object) -> object:
    """Read a length in a file as a choice is read; an error of ours becomes one of the model's."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RefusedError("a length is a text", 'write it like length = "12m"')
    try:
        return read_length(str(value))
    except DefinitionError as error:
        hint = re.sub(r"\b\d[\dhms:]*\b", r'"\g<0>"', error.hint) if error.hint.startswith("write ") else error.hint
        raise RefusedError(error.message, hint) from None


Length = Annotated[Ms, BeforeValidator(as_length), Called("a length", "lengths")]
"""A length as a file says it."""


def no_length(text: str) -> DefinitionError:
    """Return what is wrong with `text` as a length, and how that was probably meant.

    >>> no_length("20").message, no_length("20 minutes").hint
    ('a length of 20: 20 what?', 'write 20m')
    """
    if number := re.fullmatch(r"\s*(\d{1,5})(?:[.,]0*)?\s*", text):
        return DefinitionError(
            f"a length of {number[1]}: {number[1]} what?", hint=f"write {number[1]}m or {number[1]}s"
        )
    parts = re.findall(r"(\d{1,5})\s*(h|m|s)(?:[a-z]*)\.?", text.lower())
    meant = "".join(f"{number}{unit}" for number, unit in parts)
    known = re.fullmatch(r"(?:\s*(?:and|,)?\s*\d{1,5}\s*(?:h|m|s)[a-z]*\.?)+\s*", text.lower())
    hint = f"write {meant}" if known and re.fullmatch(r"(\d+h)?(\d+m)?(\d+s)?", meant) else ""
    return DefinitionError(f'no length is written "{text}"', hint=hint or "write it like 12m, 12m30s or 12:30")


def read_conditions(text: str) -> tuple[Condition, ...]:
    """Return what `text`, parted by commas, asks to be spared, each once, in the order that definitions know.

    Raises:
        DefinitionError: Something in it is no condition.
    """
    names = {name.strip() for name in text.split(",") if name.strip()}
    for name in sorted(names):
        if name not in CONDITIONS:
            raise DefinitionError(f'nothing that can be avoided is called "{name}"', hint=near_miss(name, CONDITIONS))
    return tuple(name for name in CONDITIONS if name in names)


def read_detail(text: str) -> Detail:
    """Return the detail called `text`.

    Raises:
        DefinitionError: There is none.
    """
    return _member(Detail, text, "detail")


def read_side(text: str) -> Side:
    """Return the side called `text`.

    Raises:
        DefinitionError: There is none.
    """
    return _member(Side, text, "side")


def _member(kind: type[E], text: str, name: str) -> E:
    try:
        return kind(text)
    except ValueError:
        hint = near_miss(text, [str(one) for one in kind])
        raise DefinitionError(f'no {name} is called "{text}"', hint=hint) from None
