"""What is wanted of a class, as an address or a job says it, by the names that all faces have: ``?pace=slow``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_type_hints

from audiosession.errors import DefinitionError
from audiosession.studio.offers import CHOICES, Wanted

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.studio.studio import Studio

_LONGEST = 500


def wanted_of(asked: Mapping[str, object]) -> Wanted:
    """Return the choices among what was asked for; what is empty is as usual, and what is no choice is not for us.

    Raises:
        DefinitionError: A choice that has to be a number is none, or one is no plain value, or leads to a file.
    """
    found: Wanted = {}
    for name, kinds in get_type_hints(Wanted).items():
        value = asked.get(name)
        if value is None:
            continue
        if not isinstance(value, str | int | float) or len(text := str(value).strip()) > _LONGEST:
            raise DefinitionError(f"{name} is no choice that can be read")
        if name == "music" and ("/" in text or "\\" in text):
            raise DefinitionError("music is called by its name here", hint="take the song in under Music first")
        if text:
            found[name] = _reader(str(kinds))(name, text)  # type: ignore[literal-required]
    return found


def _reader(kinds: str) -> Callable[[str, str], Any]:
    if "str" in kinds:
        return _text
    return _flag if "bool" in kinds else _whole if "int" in kinds else _number


def _text(_: str, text: str) -> str:
    return text


def _flag(_: str, text: str) -> bool:
    return text.lower() in ("1", "true", "yes", "on")


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise DefinitionError(f"{name} is a whole number, not “{text[:40]}”") from None


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise DefinitionError(f"{name} is a number, not “{text[:40]}”") from None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How one choice is shown.

    Args:
        label: What it is called.
        values: What there is to choose, told by the studio where the row has no list: pairs of value and words.
        words: Words for values of the row.
        is_free: Whether something else may be written as well.
        unit: What stands behind a number.
        bounds: The least, the most and the step of a number.
        is_rare: Whether it stands behind the others, as few people need it.
        kept: The key of a class's file that holds it for good, empty where none does.
        hint: What may be written, where that is not plain from the values.
    """

    label: str
    values: Callable[[Studio], Iterable[tuple[str, str]]] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    is_free: bool = False
    unit: str = ""
    bounds: tuple[float, float, float] | None = None
    is_rare: bool = False
    kept: str = ""
    hint: str = ""


def _paces(studio: Studio) -> Iterator[tuple[str, str]]:
    for row in studio.lists.of("paces"):
        yield row.name, f"{row.name}, {row.summary}"


def _beds(studio: Studio) -> Iterator[tuple[str, str]]:
    for row in studio.lists.of("music"):
        yield row.name, str(getattr(row, "title", row.name))


def _voices(studio: Studio) -> Iterator[tuple[str, str]]:
    for row in studio.lists.of("voices"):
        yield row.name, row.summary


_DETAILS = {"fade": "fades with reps", "full": "all of it", "cues": "short cues"}

SHOWN: Mapping[str, Shown] = {
    "pace": Shown(label="Pace", values=_paces, is_free=True, hint="or seconds a count, 0.5 to 2.5"),
    "length": Shown(label="Length", is_free=True, kept="length", hint="such as 15m or 12:30"),
    "voice": Shown(label="Voice", values=_voices, is_free=True),
    "words_per_minute": Shown(label="Words", unit="a minute", bounds=(60, 260, 5), kept="words_per_minute"),
    "music": Shown(label="Music", values=_beds, is_free=True),
    "music_level_db": Shown(label="Music level", unit="dB", bounds=(-20, 6, 1), kept="music_level_db"),
    "tones": Shown(label="Tones"),
    "detail": Shown(label="Detail", is_rare=True, words=_DETAILS),
    "level": Shown(label="Level", is_rare=True, kept="level"),
    "language": Shown(label="Language", is_rare=True, kept="language"),
    "side": Shown(label="Side", is_rare=True, words={"left": "left alone", "right": "right alone"}),
}
"""What the page of a class offers, in order; everything else can be asked for in its address too."""


def choice_rows(studio: Studio) -> list[Json]:
    """Return the choices as JSON values."""
    return [_row(studio, name, shown) for name, shown in SHOWN.items()]


def _row(studio: Studio, name: str, shown: Shown) -> Json:
    row = CHOICES[name]
    told = list(shown.values(studio)) if shown.values else [(one, shown.words.get(one, one)) for one in row.values]
    return {
        "name": name,
        "label": shown.label,
        "help": row.help,
        "values": [[value, words] for value, words in told],
        "free": shown.is_free,
        "rare": shown.is_rare,
        "unit": shown.unit,
        "bounds": list(shown.bounds) if shown.bounds else None,
        "kept": shown.kept,
        "hint": shown.hint,
    }
