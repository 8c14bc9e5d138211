"""The values that choices can take, each read from what a person writes: paces, lengths, sides, conditions."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BeforeValidator, Field, Strict, WithJsonSchema

from audiosession.errors import DefinitionError, near_miss
from audiosession.units import Ms, to_ms
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError

PACES: dict[str, float] = {"slow": 1.3, "steady": 1.0, "brisk": 0.8}
"""Seconds that one count takes, by name."""
MIN_COUNT_S, MAX_COUNT_S = 0.5, 2.5
"""How short and how long one count of a breath may be, in seconds."""
MAX_PAUSE_S = 3_600
"""How long a rest may be, in seconds."""
MAX_LENGTH = Ms(6 * 3_600_000)
MIN_MUSIC_DB, MAX_MUSIC_DB = -20.0, 6.0
"""How much softer and louder than the house mixes it music may be made, in decibels."""
MusicLevel = Annotated[float, Field(ge=MIN_MUSIC_DB, le=MAX_MUSIC_DB)]
"""How much louder music is than the house mixes it, in decibels; softer, if below 0."""
SLOWEST_WORDS, QUICKEST_WORDS = 60, 260
USUAL_WORDS_PER_MINUTE = 140
"""The tempo of a voice where nobody says another: what people who move can follow."""
WordsPerMinute = Annotated[int, Strict(), Field(ge=SLOWEST_WORDS, le=QUICKEST_WORDS)]
"""How fast somebody speaks whole sentences, the rests in them included."""
E = TypeVar("E", bound=StrEnum)

PACE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": list(PACES)},
        {"type": "number", "minimum": MIN_COUNT_S, "maximum": MAX_COUNT_S},
        {"type": "string", "pattern": r"^\d*\.?\d+$"},
    ]
}
"""A pace in a file as editors are told of it."""
LENGTH_SCHEMA: dict[str, Any] = {
    "type": "string",
    "pattern": r"^((\d{1,3}h)?(\d{1,4}m)?\d{1,5}s|(\d{1,3}h)?\d{1,4}m|\d{1,3}h|(\d{1,2}:)?\d{1,3}:[0-5]\d)$",
}
"""A length in a file as editors are told of it; see `read_length`."""


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


class Tones(StrEnum):
    """How far guide tones stand out."""

    OFF = "off"
    SOFT = "soft"
    """Just over the music."""
    CLEAR = "clear"
    """Well over it, so that a breath is followed without looking for the tone."""

    @property
    def heard(self) -> bool:
        """Whether there are any."""
        return self is not Tones.OFF


TONES_SCHEMA: dict[str, Any] = {"enum": [*map(str, Tones), True, False]}
"""Guide tones in a file as editors are told of them."""


def read_tones(written: str | bool) -> Tones:
    """Return the guide tones that ``off``, ``soft`` and ``clear`` mean; ``true`` is clear, and ``false`` is off.

    >>> read_tones("soft"), read_tones(False)
    (<Tones.SOFT: 'soft'>, <Tones.OFF: 'off'>)

    Raises:
        DefinitionError: There are none.
    """
    text = str(written).strip().lower()
    known = {**{str(one): one for one in Tones}, "true": Tones.CLEAR, "false": Tones.OFF}
    if text not in known:
        raise DefinitionError(f'no guide tones are called "{written}"', hint=near_miss(text, [*Tones]))
    return known[text]


Condition = Literal[
    "lower-back",
    "neck",
    "shoulders",
    "wrists",
    "knees",
    "hips",
    "pregnancy",
    "diastasis",
    "osteoporosis",
    "recent-surgery",
    "heart",
    "blood-pressure",
    "eyes",
    "lungs",
    "dizziness",
    "anxiety",
]
"""What a person may want to spare; `avoid` takes these words."""
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
Focus = Literal[
    "back", "belly", "waist", "chest", "shoulders", "arms", "neck", "hips", "buttocks", "legs", "feet", "balance",
    "breath",
]  # fmt: skip
"""What an exercise works, and a class may be for."""
FOCUSES: tuple[Focus, ...] = get_args(Focus)
Level = Literal["beginner", "intermediate", "advanced"]
"""How hard something is, or for whom."""
LEVELS: tuple[Level, ...] = get_args(Level)
"""The easiest first."""


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


def usual_most(usual: float) -> float:
    """Return how far a rest stretches where nothing is said of it: to twice itself, one of a minute to two at most."""
    return min(2 * usual, 120.0 if usual <= 120 else MAX_PAUSE_S)


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


Length = Annotated[Ms, BeforeValidator(as_length), Called("a length", "lengths"), WithJsonSchema(LENGTH_SCHEMA)]
"""A length as a file says it."""


def read_words_per_minute(words: int) -> int:
    """Return how many `words` a minute a voice is to speak.

    Raises:
        DefinitionError: Nobody could follow, or wait for it.
    """
    if not SLOWEST_WORDS <= words <= QUICKEST_WORDS:
        hint = f"from {SLOWEST_WORDS} to {QUICKEST_WORDS}"
        raise DefinitionError(f"{words} words a minute", hint=hint)
    return words


def read_music_level(level_db: float) -> float:
    """Return `level_db`, how much louder than the house mixes it music is to be.

    Raises:
        DefinitionError: It is beyond what may be.
    """
    if not MIN_MUSIC_DB <= level_db <= MAX_MUSIC_DB:
        raise no_music_level(level_db)
    return float(level_db) + 0.0  # no minus before a zero


def no_music_level(level_db: float) -> DefinitionError:
    """Return that music can't be so much louder or softer than the house mixes it."""
    bounds = f"from {MIN_MUSIC_DB:g} to +{MAX_MUSIC_DB:g} dB; 0 is as the house mixes it"
    return DefinitionError(f"music at {level_db:+g} dB", hint=bounds)


def music_words(name: str | None, level_db: float) -> str:
    """Return what stands behind ``[music``: a bed, a level, or both; empty where all is as usual.

    >>> music_words("sea-waves", 0), music_words("My Song", -4.5), music_words(None, 3), music_words(None, 0)
    ('sea-waves', 'My Song at -4.5 dB', 'at +3 dB', '')
    """
    level = f"at {level_db:+g} dB" if level_db else ""
    return " ".join(filter(None, (name, level)))


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


def read_level(text: str) -> Level:
    """Return the level called `text`.

    Raises:
        DefinitionError: There is none.
    """
    for level in LEVELS:
        if text == level:
            return level
    raise DefinitionError(f'no level is called "{text}"', hint=near_miss(text, LEVELS))


def _member(kind: type[E], text: str, name: str) -> E:
    try:
        return kind(text)
    except ValueError:
        hint = near_miss(text, [str(one) for one in kind])
        raise DefinitionError(f'no {name} is called "{text}"', hint=hint) from None
