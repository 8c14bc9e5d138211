"""Absurd dates of others are survived, those of ours are refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from audiosession.errors import PublishError
from audiosession.feed.dates import EpisodeDate, as_date, read_date

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sun, 22 Nov 2026 09:00:00 +0000", NOW),
        ("22 Nov 2026 10:00 +0100", NOW),
        ("Sun, 22 Nov 2026 09:00:00 GMT", NOW),
        ("Sun, 22 Nov 2026 09:00:00 -0000", NOW),
        ("Sun, 22 Nov 2026 09:00:00", NOW),
        ("Mon, 01 Jan 1900 00:00:00 +0000", datetime(1900, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_of_a_feed_is_read(text: str, date: datetime) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "today", "Mon, 01 Jan 0001 00:00:00 +9999", "Mon, 01 Jan 1066 00:00:00 +1200",
        "Fri, 31 Dec 9999 23:59:59 -2359", "Fri, 31 Dec 1899 23:59:59 +0000", "22 Nov 2026 09:00 +9999", "9" * 5_000,
        "22 Nov 99999999999999999999 09:00 +0000", "22 Nov 2026 99:99:99 +0000", "22 Nov 2026 09:00 +" + "9" * 70,
        "-1 Nov 2026 09:00", ",,,", "Mon,", "2026-11-22", ": : : :", "+",
    ],
)  # fmt: skip
def test_what_no_clock_knows_is_no_date_of_a_feed(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize("zone", ["", "Z", "+12:00", "-12:00"])
@pytest.mark.parametrize("year", ["0001", "1899", "9999", "3000"])
def test_a_person_is_told_which_years_there_are(year: str, zone: str) -> None:
    with pytest.raises(PublishError, match="from 1900 to 2999") as caught:
        as_date(f"{year}-06-01T00:00{zone}", NOW)

    assert "2026" in caught.value.hint
    with pytest.raises(ValidationError, match="from 1900"):
        TypeAdapter(EpisodeDate).validate_python(f"{year}-06-01T00:00{zone or 'Z'}")


@pytest.mark.parametrize("text", ["", "1", "9" * 5_000, "99999-01-01", "2026-13-01", "2026-01-01T00:00+99:99", "a\nb"])
def test_what_a_person_writes_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(PublishError, match="is no date") as caught:
        as_date(text, NOW)

    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 200
