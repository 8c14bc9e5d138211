"""Which built classes a publish means: nothing becomes an episode that nobody asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.built_classes import build, make_project

from audiosession.errors import Act, NotFoundError, PublishError, Remedy
from audiosession.feed.facts import read_facts
from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish, to_publish, unpublish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL, Meant

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "studio", "saw", "swan", "teaser")


def put(project: Project, meant: Meant = (), wishes: Wishes | None = None) -> Published:
    return publish(project, meant, Destination(), wishes or Wishes(), NOW)


def names(published: Published) -> list[str]:
    return [row.name for row in published.episodes]


def test_without_names_the_first_publish_is_refused_and_nothing_is_decided(project: Project) -> None:
    with pytest.raises(PublishError, match="nothing that is built is an episode yet: saw, swan, teaser") as caught:
        put(project)

    assert caught.value.remedy == Remedy(act=Act.NAME_EPISODES)
    assert not (project.scripts / "feed.json").exists()
    assert not (project.output / "feed.xml").exists()


def test_without_names_what_is_known_is_brought_up_to_date_and_the_rest_is_named(project: Project) -> None:
    put(project, ["swan"])
    build(project, "swan", title="Swan, slowly")

    done = put(project)

    assert [(row.name, row.state) for row in done.episodes] == [("swan", "changed")]
    assert done.left_out == ("saw", "teaser")
    [notice] = [one for one in done.notices if one.remedy == Remedy(act=Act.NAME_EPISODES)]
    assert "saw, teaser" in notice.message
    assert set(read_facts(project.scripts / "feed.json").episodes) == {"swan"}


def test_what_is_scheduled_is_known(project: Project) -> None:
    put(project, ["saw"], Wishes(date=datetime(2027, 1, 1, tzinfo=UTC)))

    later = publish(project, (), Destination(), Wishes(), datetime(2027, 1, 2, tzinfo=UTC))

    assert [(row.name, row.state) for row in later.episodes] == [("saw", "new")]


def test_all_takes_everything_but_what_was_taken_out(project: Project) -> None:
    assert names(put(project, ALL)) == ["saw", "swan", "teaser"]
    unpublish(project, "swan", Destination(), NOW)

    assert names(put(project, ALL)) == ["saw", "teaser"]
    assert put(project).left_out == ()
    found = to_publish(project, Destination())
    assert ([one.slug for one in found.known], found.new) == (["saw", "teaser"], ())
    assert names(put(project, ["swan"])) == ["swan"]


def test_a_class_that_no_app_plays_is_not_offered(project: Project) -> None:
    session = project.output / "saw.session.json"
    session.write_text(session.read_text("utf-8").replace("saw.mp3", "saw.flac"), encoding="utf-8")

    assert [one.slug for one in to_publish(project, Destination()).new] == ["swan", "teaser"]


def test_where_nothing_is_built_that_is_told(tmp_path: Path) -> None:
    for meant in ((), ALL):
        with pytest.raises(PublishError, match="nothing is built yet"):
            put(make_project(tmp_path / str(bool(meant))), meant)


def test_a_name_that_was_not_built_is_refused(project: Project) -> None:
    with pytest.raises(NotFoundError):
        put(project, ["swam"])


@pytest.mark.parametrize("wish", [{"season": 2}, {"date": NOW}, {"trailer": True}, {"as_new": True}, {"title": "x"}])
def test_a_wish_wants_a_name(project: Project, wish: dict[str, object]) -> None:
    """It would move or rename every episode that there is."""
    put(project, ["swan"])
    before = (project.scripts / "feed.json").read_bytes()

    with pytest.raises(PublishError, match="for classes that are named"):
        put(project, (), Wishes(**wish))  # type: ignore[arg-type]
    assert (project.scripts / "feed.json").read_bytes() == before
