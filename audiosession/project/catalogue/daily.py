"""A class a day as a person writes it: what is wished of it, on which weekday otherwise, and where it goes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, Strict, WithJsonSchema

from audiosession.definitions import Model
from audiosession.units import Ms
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError, value_shown
from audiosession.writing.exercise import Name
from audiosession.writing.sequencing.wish import LONGEST, SHORTEST, length_text
from audiosession.writing.values import CONDITIONS, FOCUSES, LENGTH_SCHEMA, Condition, Focus, Length, Level
from audiosession.writing.wanted import CHOICES
from audiosession.writing.words.tags import Tag

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The tables of themes, in the order of `datetime.date.weekday`."""
DECIDED: Mapping[str, str] = {
    "length": "the length stands beside it: length",
    "level": "the level stands beside it: level",
    "avoid": "what is spared stands beside it: avoid",
    "language": "the languages stand beside it: languages",
    "voice": "the voices stand beside it: voice",
    "seed": "the date is the seed",
}
"""Options of `build` that a class a day is not asked for among its choices, and where each stands instead."""
_CHOSEN = {name: choice for name, choice in CHOICES.items() if name not in DECIDED}
_MOST_DAYS = 60
_TIME = r"([01]\d|2[0-3]):[0-5]\d"


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _one_or_more(item: Mapping[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [dict(item), {"type": "array", "items": dict(item), "minItems": 1}]})


def _by_language(value: object) -> object:
    return {"": value} if isinstance(value, str) else value


def _wished(length: Ms) -> Ms:
    if not SHORTEST <= length <= LONGEST:
        raise RefusedError(f"a class of {length_text(length)} from a wish", "from 5m to 90m")
    return length


def _time(value: object) -> object:
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if not isinstance(value, str) or not re.fullmatch(_TIME, value):
        raise RefusedError(f"{value_shown(value)} is no time of day", 'write it like "06:00"')
    return value


_TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
_CHOICE: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}

ByLanguage = Annotated[
    dict[str, Annotated[str, Field(min_length=1)]],
    BeforeValidator(_by_language),
    Called("a text, or a table with a text for each language", "texts"),
    WithJsonSchema({"anyOf": [dict(_TEXT), {"type": "object", "additionalProperties": dict(_TEXT)}]}),
]
"""One text for all languages, whose key is empty, or one for each by its tag."""
_Foci = Annotated[tuple[Focus, ...], BeforeValidator(_listed), _one_or_more({"enum": list(FOCUSES)})]
_Conditions = Annotated[tuple[Condition, ...], BeforeValidator(_listed), _one_or_more({"enum": list(CONDITIONS)})]
_Names = Annotated[tuple[str, ...], BeforeValidator(_listed), _one_or_more({"type": "string"})]
_Chosen = Annotated[
    dict[str, str | int | float | bool],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"description": choice.help, **_CHOICE} for name, choice in _CHOSEN.items()},
        }
    ),
]


class DailyTheme(Model):
    """What is wished of a class, and how it is built; on a weekday, in place of what holds on all others."""

    called: ClassVar[Called] = Called("a table", "tables", '{ focus = "back" }')

    title: ByLanguage | None = None
    """What it is called, a text or one for each language: `{ en = "Morning", de = "Am Morgen" }`. `{date}` in it is the
    day as the language writes it. Where nothing is said, its length and focus with the day."""
    length: Annotated[Length, AfterValidator(_wished), WithJsonSchema(LENGTH_SCHEMA)] | None = None
    """How long it lasts, `5m` to `90m`; needed for every day."""
    level: Level | None = None
    """For whom it is; `beginner` where nothing is said."""
    focus: _Foci = ()
    """What at least half of its work is for, such as `back`."""
    avoid: _Conditions = ()
    """Nothing that strains these, such as `wrists`."""
    unlike: _Names = ()
    """Classes whose exercises are not to come again."""
    voice: ByLanguage | None = None
    """Who speaks, a voice or one for each language: `{ en = "espeak:en-gb", de = "espeak:de" }`; where nothing is said,
    as the project has it."""
    choices: _Chosen = Field({})
    """Other options of `build`, written as there with `_` for `-`: `{ pace = "slow", music = "none" }`."""


class DailyClass(DailyTheme):
    """A class that is put together anew each day."""

    called: ClassVar[Called] = Called("a table [[daily]]", "tables [[daily]]", '{ name = "morning", length = "15m" }')

    name: Name
    """What its files are called, with the date behind it: `morning-2026-12-01`."""
    languages: (
        Annotated[tuple[Tag, ...], BeforeValidator(_listed), Field(min_length=1), _one_or_more({"type": "string"})]
        | None
    ) = None
    """The languages that it is made in, a class each of the same exercises; the project's where nothing is said. Files
    of all but the first have the tag behind the date."""
    nothing_twice_within: Annotated[int, Strict(), Field(ge=1, le=_MOST_DAYS)] = 7
    """Within so many days no two have the same exercises in the same order."""
    at: Annotated[str, BeforeValidator(_time), WithJsonSchema({"type": "string", "pattern": f"^{_TIME}$"})] = "00:00"
    """The time of day from which it stands in the feed."""
    zone: Annotated[str, Field(min_length=1, max_length=60)] = "UTC"
    """The zone whose days and times these are, such as `Europe/Berlin`."""
    to: Annotated[str, Field(min_length=1)] | None = None
    """Where it is published: a folder, seen from the project, or `s3://BUCKET/PREFIX`; the output folder where nothing
    is said."""
    base_url: Annotated[str, Field(min_length=1)] | None = None
    """The public address of that place, if it is not the one in show.toml."""
    monday: DailyTheme | None = None
    """What is otherwise on Mondays: `[daily.monday]` below the table."""
    tuesday: DailyTheme | None = None
    """The same on Tuesdays."""
    wednesday: DailyTheme | None = None
    """The same on Wednesdays."""
    thursday: DailyTheme | None = None
    """The same on Thursdays."""
    friday: DailyTheme | None = None
    """The same on Fridays."""
    saturday: DailyTheme | None = None
    """The same on Saturdays."""
    sunday: DailyTheme | None = None
    """The same on Sundays."""

    def theme(self, weekday: str) -> DailyTheme | None:
        """Return what is otherwise on a weekday, one of `WEEKDAYS`."""
        found = getattr(self, weekday)
        return found if isinstance(found, DailyTheme) else None

    def on(self, weekday: str) -> DailyTheme:
        """Return what holds on a weekday: its theme, key by key, before what holds on all days; choices one by one."""
        theme = self.theme(weekday)
        usual = {name: getattr(self, name) for name in DailyTheme.model_fields}
        if theme is not None:
            usual |= {name: getattr(theme, name) for name in theme.model_fields_set}
            usual["choices"] = {**self.choices, **theme.choices}
        return DailyTheme.model_construct(**usual)
