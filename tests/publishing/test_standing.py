"""How classes stand to the feeds that are out: there, taken out, decided, new; and the calendar that goes with them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from support.built_classes import SHOW, make_project

from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.ready import Destination
from audiosession.publishing.standing import Standing, standing

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
ONE, TWO = "morning-2026-11-26", "morning-2026-11-27"
DAILY = '[[daily]]\nname = "morning"\nlength = "9m"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    made = make_project(tmp_path / "project", ONE, TWO, "saw", show=SHOW)
    (made.scripts / "catalogue.toml").write_text(DAILY, encoding="utf-8")
    return made


def put(project: Project, *names: str, to: Path | None = None, date: datetime | None = None) -> None:
    publish(project, names, Destination(to=str(to) if to else None), Wishes(date=date), NOW)


def stands(project: Project, *names: str, to: Path | None = None) -> list[Standing]:
    return list(standing(project, Destination(to=str(to) if to else None), names).values())


def events(project: Project, file: str = "calendar.ics") -> list[str]:
    calendar = Calendar.from_ical((project.output / file).read_bytes())
    return [str(event["url"]).rpartition("/")[2] for event in calendar.walk("VEVENT")]


def test_the_feed_of_the_place_is_asked_and_not_what_is_built_here(project: Project, tmp_path: Path) -> None:
    put(project, ONE, to=tmp_path / "away")

    assert stands(project, ONE, TWO, to=tmp_path / "away") == [Standing.OUT, Standing.NEW]
    assert stands(project, ONE, TWO) == [Standing.DECIDED, Standing.NEW]
    (project.scripts / "feed.json").unlink()
    assert stands(project, ONE, to=tmp_path / "away") == [Standing.OUT]


def test_what_is_scheduled_is_decided_and_what_was_taken_out_is_gone(project: Project) -> None:
    put(project, ONE, date=NOW.replace(hour=18))
    put(project, TWO)
    unpublish(project, TWO, Destination(), NOW)

    assert stands(project, ONE, TWO, "saw") == [Standing.DECIDED, Standing.GONE, Standing.NEW]


def test_a_class_in_the_show_of_another_language_is_out_too(project: Project) -> None:
    text = SHOW.replace('"en-gb"', '"de"').replace("[[show.person]]", '[show.en]\ntitle = "Days"\n[[show.person]]')
    (project.scripts / "show.toml").write_text(text, encoding="utf-8")
    put(project, ONE)

    assert (project.output / "feed.en.xml").exists()
    assert stands(project, ONE) == [Standing.OUT]
    assert events(project, "calendar.en.ics") == [f"{ONE}.html"]
    assert 'href="calendar.en.ics"' in (project.output / "index.en.html").read_text("utf-8")


def test_the_calendar_is_put_with_the_feed_and_the_page_leads_to_it(project: Project) -> None:
    put(project, TWO, "saw")
    put(project, ONE)

    assert events(project) in ([f"{ONE}.html", f"{TWO}.html"], [f"{TWO}.html", f"{ONE}.html"])
    assert '<a class="button" href="calendar.ics" type="text/calendar">Calendar</a>' in (
        project.output / "index.html"
    ).read_text("utf-8")


def test_a_publish_that_changes_nothing_leaves_the_calendar_alone(project: Project) -> None:
    put(project, ONE)
    written = (project.output / "calendar.ics").stat().st_mtime_ns

    out = publish(project, (), Destination(), Wishes(), NOW.replace(hour=20))

    assert (project.output / "calendar.ics").stat().st_mtime_ns == written
    assert {one.key: one.outcome for one in out.files}["calendar.ics"] == "same"


def test_a_show_without_a_class_a_day_has_no_calendar(project: Project) -> None:
    put(project, "saw")

    assert not (project.output / "calendar.ics").exists()
    assert "calendar" not in (project.output / "index.html").read_text("utf-8")


def test_the_last_class_a_day_that_is_taken_out_leaves_the_calendar_too(project: Project) -> None:
    put(project, ONE)

    unpublish(project, ONE, Destination(), NOW)

    assert events(project) == []


def test_a_rehearsal_tells_of_the_calendar_and_writes_none(project: Project) -> None:
    out = publish(project, [ONE], Destination(rehearsal=True), Wishes(), NOW)

    assert {one.key: one.outcome for one in out.files}["calendar.ics"] == "put"
    assert not (project.output / "calendar.ics").exists()
