"""What a person chooses for a build: declared once, with defaults, and read by the command line and show.toml alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from pydantic import Field, model_validator

from audiosession.definitions import Model
from audiosession.plan import Detail, Pace, read_pace


class Defaults(Model):
    """What holds where nobody chooses: the table ``[defaults]`` of show.toml, and without it these values."""

    pace: str | float = "steady"
    detail: Detail = Detail.FADE
    voice: str = "auto"
    music: str = "still-water"
    tones: bool = True
    artist: str = Field(default="audiosession", min_length=1, max_length=200)
    album: str = Field(default="Audio classes", min_length=1, max_length=200)

    @model_validator(mode="after")
    def _pace_exists(self) -> Defaults:
        from audiosession.errors import DefinitionError

        try:
            read_pace(str(self.pace))
        except DefinitionError as error:
            raise ValueError(f"{error.message}; {error.hint}") from None
        return self


@dataclass(frozen=True, kw_only=True)
class Choices:
    """One build's choices. `reps` is None for each exercise's own; `music` is None for no bed."""

    pace: Pace
    detail: Detail
    voice: str
    music: str | None
    tones: bool
    reps: int | None = None
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
    strict: bool = False,
    fill: str | None = None,
) -> Choices:
    """Return the choices, the defaults where an argument is None; ``music="none"`` is no bed.

    Raises:
        DefinitionError: No such pace.
    """
    bed = defaults.music if music is None else music
    return Choices(
        pace=read_pace(str(defaults.pace) if pace is None else pace),
        detail=defaults.detail if detail is None else Detail(detail),
        voice=defaults.voice if voice is None else voice,
        music=None if bed == "none" else bed,
        tones=defaults.tones if tones is None else tones,
        reps=reps,
        strict=strict,
        fill=fill or "",
    )


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
        case "music", str():
            return file_slug(re.sub(r"^.*[/\\]|\.\w+$", "", chosen))
    return file_slug(str(chosen))


def file_slug(text: str) -> str:
    """Return `text` as a part of a file's name: lower-case letters, digits, points and hyphens."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.") or "x"
