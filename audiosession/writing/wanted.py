"""What a person may want of a build: one row for each choice, from which every face makes its options and forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar

from audiosession.naming import file_slug
from audiosession.spelling import composed
from audiosession.units import Ms
from audiosession.writing.values import (
    CONDITIONS,
    LEVELS,
    PACES,
    Condition,
    Detail,
    Level,
    Pace,
    Side,
    Tones,
    read_conditions,
    read_detail,
    read_length,
    read_level,
    read_music_level,
    read_pace,
    read_side,
    read_tones,
    read_words_per_minute,
)
from audiosession.writing.words.tags import read_language_tag

Asked = TypeVar("Asked")
Value = TypeVar("Value")


class Wanted(TypedDict, total=False):
    """What is asked for, as a person writes it. What is not there, or None, is as the project's defaults have it."""

    language: str | None
    pace: str | None
    reps: int | None
    detail: str | None
    length: str | None
    side: str | None
    level: str | None
    avoid: str | None
    seed: int | None
    voice: str | None
    any_voice: bool
    fill: str | None
    count_voice: str | None
    music: str | None
    music_level_db: float | None
    tones: str | bool | None
    words_per_minute: int | None
    strict: bool
    count_in: bool


class Choice(NamedTuple, Generic[Asked, Value]):
    """One choice: what it does, how it is written, and what its value stands for.

    Args:
        help: What it does, in one line.
        read: Returns the value that something written stands for; raises a DefinitionError where there is none.
        written: How it is written, as usage lines show it; empty for what is on or off.
        values: All that may be written, or that the parts of what is written may be, where that is a list.
        label: Returns what tells the files of a build with this value from the usual ones; None where nothing does.
        off: What is written for none of it, where that is to be had by ``--no-NAME`` too.
    """

    help: str
    read: Callable[[Asked], Value]
    written: str = ""
    values: tuple[str, ...] = ()
    label: Callable[[Value], str] | None = None
    off: str = ""


def _as_it_is(value: Value) -> Value:
    return value


def _slug(value: object) -> str:
    return file_slug(str(value))


def _voice_label(spec: str) -> str:
    """Return how files are told apart by their voice, and nothing of where it lies on somebody's disk.

    >>> _voice_label("piper:/home/ada/en_US-joe-medium.onnx"), _voice_label("command:/opt/my-tts --out {wav}")
    ('piper-en-us-joe-medium', 'command-my-tts-out-wav')
    """
    engine, _, argument = spec.strip().partition(":")
    paths = argument.split() if engine == "command" else [argument]
    names = [PurePosixPath(path.replace("\\", "/")).name.removesuffix(".onnx") for path in paths]
    return file_slug(" ".join([engine, *names]))


def _length_label(length: Ms) -> str:
    minutes, seconds = divmod(length // 1000, 60)
    return f"{minutes}m{seconds}s" if seconds else f"{minutes}m"


def _music_label(music: str | None) -> str:
    return "no-music" if music is None else file_slug(re.sub(r"^.*[/\\]|\.\w+$", "", music))


def _music_level_label(level_db: float) -> str:
    return f"music{'-' if level_db < 0 else '-plus-'}{abs(level_db):g}db"


def _read_music(text: str) -> str | None:
    return None if text == "none" else composed(text)


LANGUAGE = Choice[str, str](
    help="What is said: en, de, es, …; list languages tells how complete each is.",
    written="TAG",
    read=read_language_tag,
    label=_as_it_is,
)
PACE = Choice[str, Pace](
    help="What one count takes: 1.3, 1.0, 0.8 s, or 0.5 to 2.5.",
    written="|".join((*PACES, "SECONDS")),
    values=tuple(PACES),
    read=read_pace,
    label=lambda pace: pace.name,
)
REPS = Choice[int, int](help="Repetitions, within the exercise's own range.", written="N", read=_as_it_is, label=_slug)
DETAIL = Choice[str, Detail](
    help="How much is said as the reps go on.",
    written="|".join(Detail),
    values=tuple(Detail),
    read=read_detail,
    label=_slug,
)
LENGTH = Choice[str, Ms](
    help="Exactly this long: rests give way, breath never.",
    written="12m|12:30",
    read=read_length,
    label=_length_label,
)
SIDE = Choice[str, Side](
    help="Practise on one side alone.", written="|".join(Side), values=tuple(Side), read=read_side, label=_slug
)
LEVEL = Choice[str, Level](
    help="The form of each exercise that is not harder.",
    written="|".join(LEVELS),
    values=LEVELS,
    read=read_level,
    label=_slug,
)
AVOID = Choice[str, tuple[Condition, ...]](
    help=f"Leave out or swap what strains: {', '.join(CONDITIONS)}.",
    written="WHAT,…",
    values=CONDITIONS,
    read=read_conditions,
    label=lambda conditions: "without-" + "-".join(conditions),
)
SEED = Choice[int, int](
    help="Pick among equal wordings; the same N, the same class.",
    written="N",
    read=_as_it_is,
    label=lambda seed: f"seed{seed}",
)
VOICE = Choice[str, str](
    help="auto, espeak[:LANG], gtts[:LANG[:TLD]], …", written="SPEC", read=composed, label=_voice_label
)
ANY_VOICE = Choice[bool, bool](help="Let a voice of another language speak.", read=_as_it_is)
FILL = Choice[str, str](help="The voice for lines that are not recorded.", written="SPEC", read=composed)
COUNT_VOICE = Choice[str, str | None](
    help="A second voice for counts and call-outs, or none.",
    written="SPEC|none",
    read=lambda text: None if text == "none" else composed(text),
    label=lambda spec: "one-voice" if spec is None else f"counts-{_voice_label(spec)}",
)
MUSIC = Choice[str, str | None](
    help="The bed under the voice.", written="NAME|PATH|none", read=_read_music, label=_music_label
)
MUSIC_LEVEL_DB = Choice[float, float](
    help="How much louder the music is than usual, -20 to +6.",
    written="DB",
    read=read_music_level,
    label=_music_level_label,
)
TONES = Choice[str | bool, Tones](
    help="Tones that guide breath and pulses.",
    written="|".join(Tones),
    values=tuple(Tones),
    read=read_tones,
    label={Tones.OFF: "no-tones", Tones.SOFT: "soft-tones", Tones.CLEAR: "tones"}.__getitem__,
    off=str(Tones.OFF),
)
WORDS_PER_MINUTE = Choice[int, int](
    help="How fast the voice speaks, if its tempo can be set, 60 to 260.",
    written="N",
    read=read_words_per_minute,
    label=lambda words: f"{words}wpm",
)
STRICT = Choice[bool, bool](
    help="Refuse a line that fits its breath in no form; it is left unsaid else.", read=_as_it_is
)
COUNT_IN = Choice[bool, bool](
    help="Three counts, spoken at the pace, before a first breath.",
    read=_as_it_is,
    label=lambda wanted: "count-in" if wanted else "",
)

CHOICES: Mapping[str, Choice[Any, Any]] = {
    "language": LANGUAGE,
    "pace": PACE,
    "reps": REPS,
    "detail": DETAIL,
    "length": LENGTH,
    "side": SIDE,
    "level": LEVEL,
    "avoid": AVOID,
    "seed": SEED,
    "voice": VOICE,
    "any_voice": ANY_VOICE,
    "fill": FILL,
    "count_voice": COUNT_VOICE,
    "music": MUSIC,
    "music_level_db": MUSIC_LEVEL_DB,
    "tones": TONES,
    "words_per_minute": WORDS_PER_MINUTE,
    "strict": STRICT,
    "count_in": COUNT_IN,
}
"""The row of every choice, by its name in `Wanted`, `writing.choices.Choices` and the options of the command line."""
