"""Write the classes a day of a show as an iCalendar file (RFC 5545), an event for each that is in the feed.

Coming days are no events: which class it will be hangs on the library of that day, and nobody knows that it will be
built. All follows from the feed alone, the time stamps too, so that the same feed makes the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from audiosession.errors import PublishError
from audiosession.feed.entry import Entry
from audiosession.feed.letters import fit_line
from audiosession.feed.rss import Channel

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//audiosession//classes a day//EN"
_INSTALL = 'pip install "audiosession[calendar]"'


def refuse_without_calendars() -> None:
    """Refuse to go on where calendars can't be written.

    Raises:
        PublishError: The package for it is not installed.
    """
    try:
        import icalendar  # noqa: F401
    except ImportError:
        raise PublishError("the calendar of the classes a day needs icalendar", hint=_INSTALL) from None


def daily_entries(entries: Iterable[Entry], names: Sequence[str]) -> list[Entry]:
    """Return those of `entries` that are classes a day called one of `names`, by their pages, the oldest first."""
    return sorted((one for one in entries if is_daily(one.page, names)), key=lambda one: one.age)


def is_daily(page: str, names: Sequence[str]) -> bool:
    """Tell whether `page`, an address or the key of a file, is that of a class a day called one of `names`.

    >>> is_daily("https://example.org/episodes/morning-2026-12-01-de.html", ["morning"])
    True
    """
    called = "|".join(re.escape(name) for name in names)
    page_name = unquote(urlsplit(page).path).rpartition("/")[2]
    return bool(names) and bool(re.fullmatch(rf"(?:{called})-\d{{4}}-\d\d-\d\d(?:-[a-z0-9-]+)?\.html", page_name))


def write_calendar(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Return the calendar of the show that `channel` tells of, with an event for each of `entries`.

    Raises:
        PublishError: The package for it is not installed.
    """
    refuse_without_calendars()
    from icalendar import Calendar

    calendar = Calendar()
    title = fit_line(channel.show.title)
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", title)  # RFC 7986; what follows is read by calendars that are older
    calendar.add("x-wr-calname", title)
    calendar.add("url", channel.home)
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    from icalendar import Event

    event, moment = Event(), entry.published.astimezone(UTC)
    language = {"LANGUAGE": entry.language} if entry.language else {}
    event.add("uid", fit_line(entry.guid))
    event.add("dtstamp", moment)
    event.add("dtstart", moment)
    event.add("duration", timedelta(seconds=entry.duration_s))
    event.add("summary", fit_line(entry.title), parameters=language)
    event.add("url", entry.page)
    event.add("transp", "TRANSPARENT")
    return event
