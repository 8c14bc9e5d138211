"""What holds on a date: the theme of its weekday, the day and the moment of a zone, names, the lot."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audiosession.errors import DefinitionError
from audiosession.project.catalogue.found import catalogue_in
from audiosession.studio.daily.dates import DailyDate, on_date, read_day

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
TABLE = """\
[[daily]]
name = "morning"
length = "15m"
focus = ["back", "hips"]
languages = ["en", "de"]
voice = { en = "espeak:en-gb", de = "espeak:de" }
choices = { pace = "slow", tones = "off" }
zone = "Europe/Berlin"
at = "06:30"
[daily.monday]
length = "20m"
focus = "legs"
title = "Legs, {date}"
choices = { tones = "soft" }
"""


def on(day: date | None, *, now: datetime = datetime(2026, 11, 27, 12, tzinfo=UTC), text: str = TABLE) -> DailyDate:
    [table] = catalogue_in(text, Path("catalogue.toml")).catalogue.daily
    return on_date(table, 0, day, now, "en")


def test_a_weekday_with_a_theme_has_what_that_says_and_else_what_holds_on_all_days() -> None:
    usual, monday = on(FRIDAY), on(MONDAY)

    assert (usual.wish(0).length, usual.wish(0).focus) == (900_000, ("back", "hips"))
    assert (monday.wish(0).length, monday.wish(0).focus) == (1_200_000, ("legs",))
    assert (usual.title("de"), monday.title("de")) == ("", "Legs, {date}")
    assert usual.wanted("en")["pace"] == monday.wanted("en")["pace"] == "slow"
    assert (usual.wanted("en")["tones"], monday.wanted("en")["tones"]) == ("off", "soft")


def test_a_fault_of_the_wish_is_told_where_the_day_is_wished() -> None:
    assert (on(FRIDAY).at, on(MONDAY).at) == (("daily", 0), ("daily", 0, "monday"))


def test_each_language_has_its_voice_and_its_files() -> None:
    day = on(FRIDAY)

    assert [day.slug(tag) for tag in day.languages] == ["morning-2026-11-27", "morning-2026-11-27-de"]
    assert [day.wanted(tag)["voice"] for tag in day.languages] == ["espeak:en-gb", "espeak:de"]


def test_today_is_the_day_of_its_zone() -> None:
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)

    assert on(None, now=late).date == date(2026, 11, 28)
    assert on(None, now=late, text='[[daily]]\nname = "m"\nlength = "9m"\n').date == FRIDAY


def test_it_stands_in_the_feed_from_its_time_in_its_zone_on() -> None:
    summer = on(date(2026, 7, 1)).moment

    assert on(FRIDAY).moment.astimezone(UTC) == datetime(2026, 11, 27, 5, 30, tzinfo=UTC)
    assert summer.astimezone(UTC) == datetime(2026, 7, 1, 4, 30, tzinfo=UTC)


def test_the_lot_hangs_on_the_name_and_what_it_is_drawn_for_alone() -> None:
    other = on(FRIDAY, text=TABLE.replace('"morning"', '"evening"'))

    assert on(FRIDAY).lot("x", 1) == on(MONDAY).lot("x", 1) == 304_580_781
    assert other.lot("x", 1) != on(FRIDAY).lot("x", 1)
    assert len({on(FRIDAY).wish(attempt).seed for attempt in range(50)}) == 50


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "27.11.2026", "", "0001-01-01"])
def test_what_is_no_day_is_refused_and_told_how_one_is_written(text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_day(text)

    assert "2026-12-01" in caught.value.hint
