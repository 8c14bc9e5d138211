"""What is wrong with a class a day, as far as its table tells by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from audiosession.errors import DefinitionError, near_miss
from audiosession.project.catalogue.daily import DECIDED, WEEKDAYS, DailyClass, DailyTheme
from audiosession.value_words import KeyPath
from audiosession.voices.registry import engines
from audiosession.writing.wanted import CHOICES

ReadsChoice = Callable[[str, Any], object]
"""Reads a value of a choice, and raises a DefinitionError where it can't be."""


class DailyFault(NamedTuple):
    """One fault: where it is in the file, what it is, and what helps."""

    keys: KeyPath
    message: str
    hint: str = ""


def zone_named(name: str) -> tzinfo:
    """Return the zone called `name`.

    Raises:
        DefinitionError: There is none.
    """
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = available_timezones()
        hint = near_miss(name, known) if known else "this machine knows no zones: pip install tzdata"
        raise DefinitionError(f'no zone is called "{name}"', hint=hint) from None


def daily_faults(tables: Sequence[DailyClass], asked: ReadsChoice) -> Iterator[DailyFault]:
    """Yield all that is wrong in the tables ``[[daily]]`` of a catalogue; `asked` knows the choices of a build."""
    names: dict[str, int] = {}
    for number, table in enumerate(tables):
        at: KeyPath = ("daily", number)
        if names.setdefault(table.name, number) != number:
            yield DailyFault(
                (*at, "name"), f'two classes a day are called "{table.name}"', "give each a name of its own"
            )
        try:
            zone_named(table.zone)
        except DefinitionError as error:
            yield DailyFault((*at, "zone"), error.message, error.hint)
        yield from _length_faults(table, at)
        yield from _theme_faults(table, at, table.languages or (), asked)
        for day in WEEKDAYS:
            if (theme := table.theme(day)) is not None:
                yield from _theme_faults(theme, (*at, day), table.languages or (), asked)


def voice_faults(spec: str) -> Iterator[tuple[str, str]]:
    """Yield message and hint where no engine is called as a voice names it; whether it is ready is no fault here."""
    engine, known = spec.strip().partition(":")[0], ["auto", *engines()]
    if engine not in known:
        yield f'there is no voice "{engine}"', near_miss(engine, known)


def _length_faults(table: DailyClass, at: KeyPath) -> Iterator[DailyFault]:
    without = [day for day in WEEKDAYS if table.on(day).length is None]
    if len(without) == len(WEEKDAYS):
        yield DailyFault(at, 'daily lacks "length"', 'write length = "15m"')
    elif without:
        yield DailyFault(at, f'there is no "length" on {without[0]}', 'write length = "15m" for all days')


def _theme_faults(theme: DailyTheme, at: KeyPath, languages: Sequence[str], asked: ReadsChoice) -> Iterator[DailyFault]:
    for key in ("title", "voice"):
        yield from _language_faults(getattr(theme, key) or {}, (*at, key), languages)
    for spec in (theme.voice or {}).values():
        for message, hint in voice_faults(spec):
            yield DailyFault((*at, "voice"), message, hint)
    for name, value in theme.choices.items():
        if name in DECIDED:
            yield DailyFault((*at, "choices"), f'"{name}" is none of its choices', DECIDED[name])
            continue
        try:
            asked(name, value)
        except DefinitionError as error:
            meant = near_miss(name, [one for one in CHOICES if one not in DECIDED])
            yield DailyFault((*at, "choices"), error.message, error.hint if name in CHOICES else meant)


def _language_faults(told: Mapping[str, str], at: KeyPath, languages: Sequence[str]) -> Iterator[DailyFault]:
    named = [tag for tag in told if tag]
    strange = [tag for tag in named if tag not in languages]
    for tag in strange:
        hint = near_miss(tag, languages, 'write languages = ["en"]')
        yield DailyFault(at, f'"{tag}" is none of its languages', hint)
    if named and not strange and (lacking := [tag for tag in languages if tag not in told]):
        yield DailyFault(at, f'lacks "{lacking[0]}"', "write it for each of its languages, or one text for all")
