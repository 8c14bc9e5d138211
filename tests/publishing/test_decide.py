"""What is decided about episodes, as lists show it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from support.built_classes import build, make_project

from audiosession.project.project import Project
from audiosession.publishing.decide import KnownEpisode, Wishes, episodes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL
from audiosession.studio.as_json import as_json
from audiosession.studio.listing import Lists

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "studio", "saw", "swan")


def test_a_row_says_all_that_is_decided(project: Project) -> None:
    publish(project, ["swan"], Destination(), Wishes(title="Slow swan", season=2, number=7, trailer=True), NOW)
    first, second = episodes(project, NOW)

    assert first.guid
    assert first == KnownEpisode(
        name="swan", title="Slow swan", state="published", built=True, date=NOW, season=2, number=7, kind="trailer",
        guid=first.guid,
    )  # fmt: skip
    assert second == KnownEpisode(name="saw", title="Saw", state="not published", built=True)


def test_a_new_episode_is_of_the_season_that_its_class_names_unless_another_is_wished(project: Project) -> None:
    for name in ("saw", "swan"):
        path = project.output / f"{name}.session.json"
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "season": 4}), "utf-8")
    publish(project, ["swan"], Destination(), Wishes(season=2), NOW)
    publish(project, ["saw"], Destination(), Wishes(), NOW)

    assert {row.name: row.season for row in episodes(project, NOW)} == {"swan": 2, "saw": 4}


def test_the_newest_comes_first_whatever_its_zone(project: Project) -> None:
    east = timezone(timedelta(hours=9))
    publish(project, ["saw"], Destination(), Wishes(date=datetime(2026, 11, 22, 9, tzinfo=east)), NOW)
    publish(project, ["swan"], Destination(), Wishes(date=datetime(2026, 11, 22, 8, tzinfo=UTC)), NOW)
    build(project, "teaser")

    assert [row.name for row in episodes(project, NOW)] == ["swan", "saw", "teaser"]
    rows = as_json(Lists(project).episodes())
    assert [(row["name"], row["date"]) for row in rows] == [
        ("swan", "2026-11-22T08:00:00+00:00"), ("saw", "2026-11-22T09:00:00+09:00"), ("teaser", None),
    ]  # fmt: skip


def test_a_class_decided_in_a_rehearsal_is_not_decided(project: Project) -> None:
    said = publish(project, ALL, Destination(rehearsal=True), Wishes(), NOW)
    assert [row.state for row in said.episodes] == ["new", "new"]
    assert {row.state for row in episodes(project, NOW)} == {"not published"}
