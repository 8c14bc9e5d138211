"""The catalogue as a person writes it: which classes in which variants and formats, and which anew each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from audiosession.definitions import Model
from audiosession.formats import FORMATS, USUAL
from audiosession.project.catalogue.daily import DailyClass
from audiosession.writing.wanted import CHOICES

UNCHOSEN = "usual"
"""What stands on an axis for a choice that nobody makes: as the class or the project has it."""
OF_CLASSES = "class"
"""What a rule calls the names of classes, beside the axes."""

AxisValue: TypeAlias = str | int | float | bool


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _one_or_more(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of what `_listed` takes: one such item, or a list of them."""
    return {"anyOf": [dict(item), {"type": "array", "items": dict(item), "minItems": 1}]}


_VALUE: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}


def _tables_of(keys: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON Schema of a table that has these keys, each with what it says: a value each, or a list."""
    each = {"type": [*_VALUE["type"], "array"], "items": dict(_VALUE), "minItems": 1}
    properties = {key: {"description": says, **each} for key, says in keys.items()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


_AXES = {name: choice.help for name, choice in CHOICES.items()}
_MATCHED = {OF_CLASSES: "Names of classes; * stands for any letters.", **_AXES}

Axis = Annotated[tuple[AxisValue, ...], BeforeValidator(_listed), Field(min_length=1)]
VariantRule: TypeAlias = dict[str, Axis]


class CatalogueClasses(Model):
    """Classes that are kept built in the same variants."""

    names: Annotated[
        tuple[str, ...], BeforeValidator(_listed), Field(min_length=1), WithJsonSchema(_one_or_more({"type": "string"}))
    ] = ("*",)
    """Exercises, classes and breaths by name; with `*` in it all of the project's own classes that are called so."""
    axes: Annotated[dict[str, Axis], WithJsonSchema(_tables_of(_AXES))] = Field({})
    """What is chosen: each option of `build` with the values that it takes in turn. Every value of one is built with
    every value of the others; `usual` stands for what the class has where nobody chooses."""
    only: Annotated[tuple[VariantRule, ...], WithJsonSchema({"type": "array", "items": _tables_of(_MATCHED)})] = ()
    """Build only what one of these tables matches: `{ pace = "slow", language = ["en", "de"] }`; `class` matches the
    name."""
    without: Annotated[
        tuple[VariantRule, ...], Field(alias="except"), WithJsonSchema({"type": "array", "items": _tables_of(_MATCHED)})
    ] = ()
    """Leave out what one of these tables matches."""
    formats: Annotated[
        tuple[str, ...],
        BeforeValidator(_listed),
        Field(min_length=1),
        WithJsonSchema(_one_or_more({"enum": list(FORMATS)})),
    ] = (USUAL.name,)
    """The kinds of files; a feed carries MP3s."""


class VoicePrice(Model):
    """What a voice costs that is paid by the character; nobody knows it but you."""

    voice: Annotated[str, Field(min_length=1, max_length=200)]
    """An engine such as `openai`, or a voice as it is chosen; `*` stands for any letters. The first that matches
    holds."""
    per_million: Annotated[float, Field(ge=0, le=1_000_000)]
    """The price of a million characters."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    """What it is in, such as `EUR`."""
    as_of: date | None = None
    """The day on which you looked it up; it is told beside the sum."""


class Catalogue(Model):
    """What a publisher keeps built: scripts/catalogue.toml."""

    classes: Annotated[tuple[CatalogueClasses, ...], Field(min_length=1)] = ()
    """Classes and their variants, a table for those that have the same: `[[classes]]`."""
    daily: Annotated[tuple[DailyClass, ...], Field(min_length=1)] = ()
    """Classes that are put together anew each day: `[[daily]]`."""
    prices: tuple[VoicePrice, ...] = ()
    """What voices cost that are paid by the character, for `catalogue plan`: `[[prices]]`."""
