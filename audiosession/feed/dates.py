"""Dates and lengths of episodes: those that feeds tell, and those that a person writes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from audiosession.errors import PublishError
from audiosession.feed.letters import fit_line

_FIRST_YEAR, _LAST_YEAR = 1900, 2999
"""RFC 5322 (3.3) knows no year before 1900; near the year 9999 a zone leads out of what a clock can tell."""
_LONGEST = 100
_DURATION = re.compile(r"([0-9]{1,6}(?::[0-9]{1,2}){0,2})(?:\.[0-9]{1,6})?")


def _of_this_age(date: datetime) -> datetime:
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        raise ValueError(f"a date in the year {date.year}; episodes are from {_FIRST_YEAR} to {_LAST_YEAR}")
    return date


EpisodeDate = Annotated[AwareDatetime, AfterValidator(_of_this_age)]
"""A moment that a feed can tell, with its zone."""


def read_date(text: str) -> datetime | None:
    """Return the moment that a feed of anybody tells (RFC 5322), in UTC where it has no zone; None where it tells none.

    A year or a zone that no clock knows is none: what is returned can be compared, told and moved to any zone.
    """
    if len(text) > _LONGEST:
        return None
    try:
        date = parsedate_to_datetime(text)
        return _of_this_age(date if date.tzinfo else date.replace(tzinfo=UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read_duration(text: str) -> int | None:
    """Return the seconds that an itunes:duration tells, None where it tells none.

    Apple takes different forms ("A Podcaster's Guide to RSS"), and feeds hold these:

    >>> [read_duration(text) for text in ("3723", "62:03", "1:02:03", "01:02:03.5", "an hour")]
    [3723, 3723, 3723, 3723, None]
    """
    found = _DURATION.fullmatch(text.strip())
    parts = [int(part) for part in found[1].split(":")] if found else []
    if not parts or any(part > 59 for part in parts[1:]):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    return seconds


def as_date(text: str, now: datetime) -> datetime:
    """Return the moment that a person wrote: ``now``, ``2026-12-01`` or ``2026-12-01T07:00+01:00``.

    Without a zone it is that of `now`; without a time it is midnight.

    Raises:
        PublishError: It is no date, or one that no episode can have.
    """
    if text == "now":
        return now
    hint = "write it like 2026-12-01 or 2026-12-01T07:00+01:00"
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        raise PublishError(f'"{fit_line(text)[:_LONGEST]}" is no date', hint=hint) from None
    try:
        return _of_this_age(date if date.tzinfo else date.replace(tzinfo=now.tzinfo)).replace(microsecond=0)
    except ValueError as error:
        raise PublishError(f'"{fit_line(text)}" is {error}', hint=hint) from None
