"""The calendar of a show: which episodes it has, read back by a parser of others, and held against RFC 5545."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from audiosession.errors import PublishError
from audiosession.feed.calendars.calendar import daily_entries, refuse_without_calendars, write_calendar
from audiosession.feed.entry import Entry
from audiosession.feed.rss import Channel
from audiosession.feed.show import Show

LONG = "Rücken; Hüften, Schultern\\ und ein langer Titel, der über die Zeile hinausgeht: 呼吸と姿勢のクラス " + "é" * 60


def entry(day: int, *, slug: str = "", title: str = "Morning", language: str = "en") -> Entry:
    name = slug or f"morning-2026-11-{day:02}"
    return Entry(
        guid=f"9e8b37c6-714f-548a-ba95-0000000000{day:02}",
        title=title,
        page=f"https://example.org/classes/episodes/{name}.html",
        cover=None,
        audio=f"https://example.org/classes/media/{name}.mp3",
        published=datetime(2026, 11, day, 6, 30, tzinfo=timezone(timedelta(hours=1))),
        duration_s=900 + day,
        summary_html="",
        language=language,
    )


def channel(title: str = "Breath & Line, daily") -> Channel:
    show = Show.model_validate({"title": title, "description": "Slow.", "author": "Ada", "email": "ada@adas.studio"})
    home = "https://example.org/classes/index.html"
    return Channel(show=show, guid="g", feed_url="https://example.org/classes/feed.xml", home=home, cover="")


def unfolded(content: bytes) -> list[str]:
    """Return the content lines of an iCalendar stream by the letter of RFC 5545, 3.1."""
    return content.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8").split("\r\n")


def test_an_event_tells_when_how_long_what_and_where() -> None:
    calendar = Calendar.from_ical(write_calendar(channel(), [entry(27, title="Morgens", language="de")]))
    [event] = calendar.walk("VEVENT")

    assert calendar["x-wr-calname"] == calendar["name"] == "Breath & Line, daily"
    assert event["uid"] == "9e8b37c6-714f-548a-ba95-000000000027"
    assert event["dtstart"].dt == event["dtstamp"].dt == datetime(2026, 11, 27, 5, 30, tzinfo=UTC)
    assert event["duration"].dt == timedelta(seconds=927)
    assert (event["summary"], event["summary"].params["LANGUAGE"]) == ("Morgens", "de")
    assert event["url"] == "https://example.org/classes/episodes/morning-2026-11-27.html"


def test_the_same_feed_makes_the_same_bytes() -> None:
    days = [entry(25), entry(27)]

    assert write_calendar(channel(), days) == write_calendar(channel(), days)


def test_lines_are_folded_at_75_octets_and_end_in_crlf_and_no_letter_is_cut() -> None:
    content = write_calendar(channel(LONG[:200]), [entry(27, title=LONG)])
    lines = content.split(b"\r\n")

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert [one["summary"] for one in Calendar.from_ical(content).walk("VEVENT")] == [LONG]


def test_every_line_is_one_of_the_grammar_and_each_component_has_what_it_needs() -> None:
    content = write_calendar(channel(LONG[:200]), [entry(25), entry(27, title=LONG)])
    lines = unfolded(content)
    value = r'(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)'
    line = re.compile(rf"[A-Z0-9-]+(?:;[A-Z0-9-]+={value}(?:,{value})*)*:[^\x00-\x08\x0a-\x1f]*")
    names = [one.partition(":")[0].partition(";")[0] for one in lines]

    assert lines[-1] == ""
    assert all(line.fullmatch(one) for one in lines[:-1])
    assert (lines[0], names.count("VERSION"), names.count("PRODID")) == ("BEGIN:VCALENDAR", 1, 1)
    assert [names.count(name) for name in ("UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY")] == [2] * 5
    assert "DTEND" not in names
    [told] = [one for one in lines if one.startswith("SUMMARY") and "Hüften" in one]
    assert "Rücken\\; Hüften\\, Schultern\\\\ und" in told


def test_only_classes_a_day_are_in_it_the_oldest_first() -> None:
    others = [
        entry(1, slug="saw"),
        entry(2, slug="morning-2026-11"),
        entry(3, slug="evening-2026-11-03"),
        entry(4, slug="good-morning-2026-11-04"),
    ]
    days = [entry(27), entry(25), entry(26, slug="morning-2026-11-26-pt-br")]

    assert daily_entries([*others, *days], ["morning"]) == [days[1], days[2], days[0]]
    assert daily_entries(days, []) == []
    assert daily_entries(days, ["mor.ing"]) == []


def test_a_calendar_of_nothing_can_be_read() -> None:
    assert Calendar.from_ical(write_calendar(channel(), [])).walk("VEVENT") == []


def test_without_the_package_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)

    with pytest.raises(PublishError) as caught:
        refuse_without_calendars()

    assert "audiosession[calendar]" in caught.value.hint
