"""What a person chooses for a build: what holds where nobody chooses, and what is chosen in the end."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Annotated, Unpack

from pydantic import BeforeValidator, Field, WithJsonSchema

from audiosession.definitions import Model
from audiosession.errors import DefinitionError
from audiosession.units import Ms
from audiosession.value_words import RefusedError
from audiosession.writing.sounds.ring import SoundName
from audiosession.writing.values import (
    PACE_SCHEMA,
    TONES_SCHEMA,
    Condition,
    Detail,
    Level,
    Loudness,
    Pace,
    Side,
    Tones,
    WordsPerMinute,
    read_pace,
    read_tones,
)
from audiosession.writing.wanted import (
    ANY_VOICE,
    AVOID,
    CHOICES,
    COUNT_IN,
    COUNT_VOICE,
    DETAIL,
    FILL,
    LANGUAGE,
    LENGTH,
    LEVEL,
    MUSIC,
    MUSIC_LEVEL_DB,
    PACE,
    REPS,
    SEED,
    SIDE,
    STRICT,
    TONES,
    VOICE,
    WORDS_PER_MINUTE,
    Asked,
    Choice,
    Value,
    Wanted,
)
from audiosession.writing.words.tags import Tag


def _pace_as_written(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RefusedError("pace is a word or a number of seconds", "write slow, steady, brisk, or 0.5 to 2.5")
    try:
        read_pace(str(value))
    except DefinitionError as error:
        raise RefusedError(error.message, error.hint) from None
    return value


def _tones_as_meant(value: object) -> Tones:
    if not isinstance(value, str | bool):
        raise RefusedError("tones is off, soft or clear", "or true, which is clear, or false, which is off")
    try:
        return read_tones(value)
    except DefinitionError as error:
        raise RefusedError(error.message, error.hint) from None


class Defaults(Model):
    """What holds where nobody chooses: the table ``[defaults]`` of show.toml, and without it these values."""

    pace: Annotated[str | float, BeforeValidator(_pace_as_written), WithJsonSchema(PACE_SCHEMA)] = "steady"
    """What one count takes: `slow` (1.3 s), `steady` (1.0 s), `brisk` (0.8 s), or seconds from 0.5 to 2.5."""
    detail: Detail = Detail.FADE
    """How much is said: `fade` from sentences to counts, `full` sentences, or short `cues`."""
    voice: str = "auto"
    """Who speaks; `audiosession voices` lists the engines."""
    count_voice: str | None = None
    """A second voice, which says counts, call-outs and what stands behind `[voice 2]`; where none is named, the first
    says all."""
    music: str = "still-water"
    """The bed under the voice, by name, or `none`."""
    tones: Annotated[Tones, BeforeValidator(_tones_as_meant), WithJsonSchema(TONES_SCHEMA)] = Tones.CLEAR
    """How far the tones that guide breath and pulses stand out: `off`, `soft` or `clear`, as `false` and `true` are."""
    language: Tag = "en"
    """What is said, where a class says nothing else: `scripts/languages/` has the words, the voice has to speak it."""
    words_per_minute: WordsPerMinute | None = None
    """How fast any voice speaks whose tempo can be set; where nothing is written, as the language's file says: 140 in
    English, and 125 where all that is practised is breath."""
    loudness: Loudness = Loudness.SPEECH
    """What stands at −16 LUFS: the `speech` of each class, so that all sound equally loud, or the `programme`, music
    and silences too, for a host that measures it."""
    intro: SoundName | None = None
    """A sound before each class, by its name in `music/sounds`; the music begins after it."""
    outro: SoundName | None = None
    """A sound behind each class, when its music is gone; a class that fades out has none."""
    artist: str = Field(default="audiosession", min_length=1, max_length=200)
    """Who made it, in the tags of the sound file."""
    album: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """What it belongs to, in the tags of the sound file; where nothing is said, what the language's file says."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """One build's choices, of which `writing.wanted` tells what each does.

    `reps` is None for each exercise's own, `music` for no bed, `length` for as long as it takes, `side` for both,
    `words_per_minute` for as many as the class has, `level` for each exercise as it is, `seed` for the first of equal
    wordings. The order is that of labels in the names of files.
    """

    language: str | None = None
    """What is said; as the class has it, or the project, where None."""
    pace: Pace
    detail: Detail
    voice: str
    music: str | None
    tones: Tones
    reps: int | None = None
    length: Ms | None = None
    side: Side | None = None
    words_per_minute: int | None = None
    level: Level | None = None
    avoid: tuple[Condition, ...] = ()
    seed: int | None = None
    strict: bool = False
    count_in: bool = False
    any_voice: bool = False
    fill: str = ""
    """The voice for lines that the instructor has not recorded."""
    count_voice: str | None = None
    """The second voice, for counts, call-outs and lines of its own; None where one voice says all."""
    music_level_db: float = 0.0
    """How much louder the music is than the house mixes it; softer, if below 0."""


def choose(defaults: Defaults, **wanted: Unpack[Wanted]) -> Choices:
    """Return what is `wanted`, the defaults where nothing is; ``music="none"`` is no bed.

    Raises:
        DefinitionError: No such pace, detail, length, side, level or condition.
    """
    return Choices(
        language=_read(LANGUAGE, wanted.get("language")),
        pace=PACE.read(_given(wanted.get("pace"), str(defaults.pace))),
        detail=DETAIL.read(_given(wanted.get("detail"), defaults.detail)),
        voice=VOICE.read(_given(wanted.get("voice"), defaults.voice)),
        music=MUSIC.read(_given(wanted.get("music"), defaults.music)),
        tones=TONES.read(defaults.tones if (tones := wanted.get("tones")) is None else tones),
        reps=_read(REPS, wanted.get("reps")),
        length=_read(LENGTH, wanted.get("length")),
        side=_read(SIDE, wanted.get("side")),
        words_per_minute=_read(WORDS_PER_MINUTE, wanted.get("words_per_minute")),
        level=_read(LEVEL, wanted.get("level")),
        avoid=AVOID.read(wanted.get("avoid") or ""),
        seed=_read(SEED, wanted.get("seed")),
        strict=STRICT.read(wanted.get("strict", False)),
        count_in=COUNT_IN.read(wanted.get("count_in") or False),
        any_voice=ANY_VOICE.read(wanted.get("any_voice") or False),
        fill=FILL.read(wanted.get("fill") or ""),
        count_voice=COUNT_VOICE.read(_given(wanted.get("count_voice"), defaults.count_voice or "none")),
        music_level_db=MUSIC_LEVEL_DB.read(wanted.get("music_level_db") or 0.0),
    )


def _given(asked: Asked | None, usual: Asked) -> Asked:
    return usual if asked is None else asked


def _read(choice: Choice[Asked, Value], asked: Asked | None) -> Value | None:
    return None if asked is None else choice.read(asked)


def variant(choices: Choices, defaults: Defaults) -> str:
    """Return what tells this build's files from the default ones: ``slow-3``; empty where nothing differs.

    >>> variant(choose(Defaults(), pace="slow", reps=3), Defaults())
    'slow-3'
    """
    usual = choose(defaults, language=defaults.language)
    choices = replace(choices, language=choices.language or defaults.language)
    parts = []
    for field in fields(Choices):
        label, chosen = CHOICES[field.name].label, getattr(choices, field.name)
        if label is not None and chosen != getattr(usual, field.name):
            parts.append(label(chosen))
    return "-".join(parts)
