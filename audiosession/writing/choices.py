"""What a person chooses for a build: declared once, with defaults, and read by the command line and show.toml alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar, get_args

from pydantic import Field, model_validator

from audiosession.definitions import Model
from audiosession.errors import DefinitionError, near_miss
from audiosession.units import Ms
from audiosession.writing.exercise import Condition, Side
from audiosession.writing.plan import Detail, Pace, read_pace

MAX_LENGTH = Ms(6 * 3_600_000)
E = TypeVar("E", bound=StrEnum)


class Defaults(Model):
    """What holds where nobody chooses: the table ``[defaults]`` of show.toml, and without it these values."""

    pace: str | float = "steady"
    """What one count takes: `slow` (1.3 s), `steady` (1.0 s), `brisk` (0.8 s), or seconds from 0.5 to 2.5."""
    detail: Detail = Detail.FADE
    """How much is said: `fade` from sentences to counts, `full` sentences, or short `cues`."""
    voice: str = "auto"
    """Who speaks; `audiosession voices` lists the engines."""
    music: str = "still-water"
    """The bed under the voice, by name, or `none`."""
    tones: bool = True
    """Whether soft tones guide breath and pulses."""
    artist: str = Field(default="audiosession", min_length=1, max_length=200)
    """Who made it, in the tags of the sound file."""
    album: str = Field(default="Audio classes", min_length=1, max_length=200)
    """What it belongs to, in the tags of the sound file."""

    @model_validator(mode="after")
    def _pace_exists(self) -> Defaults:
        try:
            read_pace(str(self.pace))
        except DefinitionError as error:
            raise ValueError(f"{error.message}; {error.hint}") from None
        return self


@dataclass(frozen=True, kw_only=True)
class Choices:
    """One build's choices.

    `reps` is None for each exercise's own, `music` for no bed, `length` for as long as it takes, `side` for both,
    `seed` for the first of equal wordings.
    """

    pace: Pace
    detail: Detail
    voice: str
    music: str | None
    tones: bool
    reps: int | None = None
    length: Ms | None = None
    side: Side | None = None
    avoid: tuple[Condition, ...] = ()
    seed: int | None = None
    strict: bool = False
    fill: str = ""
    """The voice for lines that the instructor has not recorded."""


def choose(
    defaults: Defaults,
    *,
    pace: str | None = None,
    reps: int | None = None,
    detail: str | None = None,
    voice: str | None = None,
    music: str | None = None,
    tones: bool | None = None,
    length: str | None = None,
    side: str | None = None,
    avoid: str | None = None,
    seed: int | None = None,
    strict: bool = False,
    fill: str | None = None,
) -> Choices:
    """Return the choices, the defaults where an argument is None; ``music="none"`` is no bed.

    Raises:
        DefinitionError: No such pace, detail, length, side or condition.
    """
    bed = defaults.music if music is None else music
    return Choices(
        pace=read_pace(str(defaults.pace) if pace is None else pace),
        detail=defaults.detail if detail is None else _member(Detail, detail, "detail"),
        voice=defaults.voice if voice is None else voice,
        music=None if bed == "none" else bed,
        tones=defaults.tones if tones is None else tones,
        reps=reps,
        length=None if length is None else read_length(length),
        side=None if side is None else _member(Side, side, "side"),
        avoid=read_conditions(avoid or ""),
        seed=seed,
        strict=strict,
        fill=fill or "",
    )


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
        raise DefinitionError(f'no length is written "{text}"', hint="write it like 12m, 12m30s or 12:30")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = Ms(((hours * 60 + minutes) * 60 + seconds) * 1000)
    if not 0 < total <= MAX_LENGTH:
        raise DefinitionError(f"a length of {text}", hint="up to six hours")
    return total


def read_conditions(text: str) -> tuple[Condition, ...]:
    """Return what `text`, parted by commas, asks to be spared, each once, in the order that definitions know.

    Raises:
        DefinitionError: Something in it is no condition.
    """
    names = {name.strip() for name in text.split(",") if name.strip()}
    known: tuple[Condition, ...] = get_args(Condition)
    for name in sorted(names):
        if name not in known:
            raise DefinitionError(f'nothing that can be avoided is called "{name}"', hint=near_miss(name, known))
    return tuple(name for name in known if name in names)


def _member(kind: type[E], text: str, name: str) -> E:
    try:
        return kind(text)
    except ValueError:
        hint = near_miss(text, [str(one) for one in kind])
        raise DefinitionError(f'no {name} is called "{text}"', hint=hint) from None


def variant(choices: Choices, defaults: Defaults) -> str:
    """Return what tells this build's files from the default ones: ``slow-3``; empty where nothing differs.

    >>> variant(choose(Defaults(), pace="slow", reps=3), Defaults())
    'slow-3'
    """
    usual = choose(defaults)
    parts = []
    for field in fields(Choices):
        chosen = getattr(choices, field.name)
        if field.name not in ("strict", "fill") and chosen != getattr(usual, field.name):
            parts.append(_label(field.name, chosen))
    return "-".join(parts)


def _label(name: str, chosen: object) -> str:
    match name, chosen:
        case "pace", Pace():
            return chosen.name
        case "tones", bool():
            return "tones" if chosen else "no-tones"
        case "music", None:
            return "no-music"
        case "length", int():
            minutes, seconds = divmod(chosen // 1000, 60)
            return f"{minutes}m{seconds}s" if seconds else f"{minutes}m"
        case "avoid", tuple():
            return "without-" + "-".join(chosen)
        case "seed", int():
            return f"seed{chosen}"
        case "music", str():
            return file_slug(re.sub(r"^.*[/\\]|\.\w+$", "", chosen))
    return file_slug(str(chosen))


def file_slug(text: str) -> str:
    """Return `text` as a part of a file's name: lower-case letters, digits, points and hyphens."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.") or "x"
