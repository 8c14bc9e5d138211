"""What holds on a date for a class a day: its theme, its moment, what its files are called, what is drawn by lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import cast

from audiosession.definitions import KeyPath
from audiosession.digests import digest_of
from audiosession.errors import DefinitionError
from audiosession.project.catalogue.daily import WEEKDAYS, DailyClass, DailyTheme
from audiosession.project.catalogue.daily_faults import zone_named
from audiosession.project.catalogue.found import asked
from audiosession.units import Ms
from audiosession.writing.sequencing.wish import SHORTEST, Wish
from audiosession.writing.values import LEVELS
from audiosession.writing.wanted import Wanted


@dataclass(frozen=True, kw_only=True)
class DailyDate:
    """A class a day on one date; `number` is where its table stands among those of the catalogue."""

    table: DailyClass
    number: int
    date: date
    languages: tuple[str, ...]
    theme: DailyTheme = field(repr=False)

    @property
    def weekday(self) -> str:
        """What the day is called in the catalogue."""
        return WEEKDAYS[self.date.weekday()]

    @property
    def moment(self) -> datetime:
        """The moment from which it stands in the feed."""
        return datetime.combine(self.date, time.fromisoformat(self.table.at), zone_named(self.table.zone))

    @property
    def at(self) -> KeyPath:
        """Where the catalogue tells what is wished on this day."""
        own = (self.weekday,) if self.table.theme(self.weekday) is not None else ()
        return ("daily", self.number, *own)

    def slug(self, language: str) -> str:
        """Return what the files of the class in one of its `languages` are called."""
        tail = "" if language == self.languages[0] else f"-{language}"
        return f"{self.table.name}-{self.date.isoformat()}{tail}"

    def lot(self, *of: object) -> int:
        """Return a number that follows from the name and from `of` alone, on every machine."""
        text = "/".join(str(part) for part in (self.table.name, *of))
        return int(digest_of(text)[:8], 16) >> 1

    def wish(self, attempt: int) -> Wish:
        """Return the wish of the day; each `attempt` may come to another class."""
        theme = self.theme
        return Wish(
            length=theme.length or Ms(SHORTEST),
            level=theme.level or LEVELS[0],
            focus=theme.focus,
            avoid=theme.avoid,
            unlike=theme.unlike,
            seed=self.lot(self.date.isoformat(), attempt),
        )

    def wanted(self, language: str) -> Wanted:
        """Return what is chosen for the build of the class in a `language`; the date decides among equal wordings."""
        chosen = {name: asked(name, value) for name, value in self.theme.choices.items()}
        wanted = {**chosen, "language": language, "seed": self.date.toordinal(), "voice": self._told("voice", language)}
        return cast(Wanted, {name: value for name, value in wanted.items() if value is not None})

    def title(self, language: str) -> str:
        """Return the title that the catalogue has for a `language`, empty where it has none."""
        return self._told("title", language) or ""

    def _told(self, key: str, language: str) -> str | None:
        told: Mapping[str, str] = getattr(self.theme, key) or {}
        return told.get(language) or told.get("")


def read_day(text: str) -> date:
    """Return the day that somebody wrote.

    Raises:
        DefinitionError: It is none.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise DefinitionError(f'"{text}" is no date', hint="write it like 2026-12-01") from None
    if not 1900 <= found.year <= 2999:
        raise DefinitionError(f"a class of the year {found.year}", hint="write the date like 2026-12-01")
    return found


def on_date(table: DailyClass, number: int, day: date | None, now: datetime, usual: str) -> DailyDate:
    """Return what holds for a class a day on `day`, or on that of `now` in its zone; `usual` is the usual language."""
    found = day or now.astimezone(zone_named(table.zone)).date()
    theme = table.on(WEEKDAYS[found.weekday()])
    return DailyDate(table=table, number=number, date=found, languages=table.languages or (usual,), theme=theme)
