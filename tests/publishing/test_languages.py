"""Each language in its own show where show.toml says so, all in one where it does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from support.built_classes import SHOW, build, make_project
from support.toy_language import TAG, marked, write_language

from audiosession.errors import FaultsError, NotFoundError, PublishError
from audiosession.feed.checks.reader import check_feed
from audiosession.feed.episode import show_guid
from audiosession.feed.places.server import Host
from audiosession.progress import Progress
from audiosession.project.covers import class_covers
from audiosession.project.project import Project
from audiosession.project.settings import read_look, read_shows
from audiosession.publishing.decide import Wishes, episodes
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL, Meant
from audiosession.studio.checking.show import check_show

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OWN = f"""
[show.{TAG}]
title = "Kokos"
description = "Kakao."
"""
"""The same show in a language that nobody speaks."""


def speaking(project: Project, slug: str, language: str) -> None:
    """Put a built class in `language` into the output folder."""
    build(project, slug)
    path = project.output / f"{slug}.session.json"
    session = json.loads(path.read_text("utf-8"))
    session["settings"]["language"] = language
    path.write_text(json.dumps(session), "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "studio", "saw", show=SHOW + OWN)
    write_language(made, marked())
    speaking(made, f"saw.{TAG}", TAG)
    speaking(made, f"swan.{TAG}", f"{TAG}-at")
    return made


def put(project: Project, meant: Meant = ALL, *, now: datetime = NOW, **wishes: Any) -> Published:
    return publish(project, meant, Destination(), Wishes(**wishes), now)


def titles(project: Project, feed: str) -> list[str]:
    return sorted(item.findtext("title") or "" for item in etree.parse(project.output / feed).findall("channel/item"))


def facts(project: Project) -> Any:
    return json.loads((project.scripts / "feed.json").read_text("utf-8"))


def test_classes_in_a_language_with_a_show_of_its_own_are_in_that(project: Project) -> None:
    done = put(project)

    assert titles(project, "feed.xml") == ["Saw"]
    assert titles(project, f"feed.{TAG}.xml") == [f"Saw.{TAG.title()}", f"Swan.{TAG.title()}"]
    channel = etree.parse(project.output / f"feed.{TAG}.xml").find("channel")
    assert (channel.findtext("title"), channel.findtext("language")) == ("Kokos", TAG)
    assert channel.findtext("{*}author") == "Ada Müller"
    assert channel.findtext("link") == f"https://adas.studio/classes/index.{TAG}.html"
    told = [(one.language, one.feed_url.rpartition("/")[2]) for one in done.shows]
    assert told == [("en-gb", "feed.xml"), (TAG, f"feed.{TAG}.xml")]
    assert {row.name: row.state for row in done.episodes} == dict.fromkeys(("saw", f"saw.{TAG}", f"swan.{TAG}"), "new")
    assert len({one.key for one in done.files}) == len(done.files)


def test_each_show_has_its_own_page_and_leads_to_the_others(project: Project) -> None:
    put(project)
    base = "https://adas.studio/classes"
    for name, own, other, called in (
        ("index.html", "en-gb", TAG, "«language»"),
        (f"index.{TAG}.html", TAG, "en-gb", "English"),
    ):
        page = html.fromstring((project.output / name).read_bytes())
        home = {"en-gb": f"{base}/index.html", TAG: f"{base}/index.{TAG}.html"}
        assert page.get("lang") == own
        alternates = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@hreflang]")}
        assert alternates == home
        [link] = page.xpath("//nav[@class='languages']/a")
        assert (link.text, link.get("lang"), link.get("href")) == (called, other, home[other].rpartition("/")[2])
    page = html.fromstring((project.output / "episodes" / "saw.html").read_bytes())
    assert page.xpath("//header//a/@href") == ["../index.html"]
    [other] = (project.output / "episodes").glob("swan-*.html")
    page = html.fromstring(other.read_bytes())
    assert page.xpath("//header//a/@href") == [f"../index.{TAG}.html"]
    assert page.xpath("//link[@type='application/rss+xml']/@href") == [f"../feed.{TAG}.xml"]


def test_one_file_keeps_what_is_decided_about_each(project: Project) -> None:
    put(project)
    told = facts(project)

    assert list(told["episodes"]) == ["saw"]
    assert list(told["languages"][TAG]["episodes"]) == [f"saw.{TAG}", f"swan.{TAG}"]
    assert told["guid"] == show_guid("https://adas.studio/classes/feed.xml")
    assert told["languages"][TAG]["guid"] == show_guid(f"https://adas.studio/classes/feed.{TAG}.xml")
    assert {row.name: row.state for row in episodes(project, NOW)} == dict.fromkeys(
        ("saw", f"saw.{TAG}", f"swan.{TAG}"), "published"
    )


def test_publishing_again_changes_no_byte(project: Project) -> None:
    put(project)
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    at = (project.scripts / "feed.json").stat().st_mtime_ns

    again = put(project, now=NOW + timedelta(days=3))

    assert {one.outcome for one in again.files} == {"there", "same"}
    assert {path: path.read_bytes() for path in before} == before
    assert (project.scripts / "feed.json").stat().st_mtime_ns == at


def test_a_class_that_is_named_touches_its_own_show_alone(project: Project) -> None:
    put(project, ["saw"])
    assert not (project.output / f"feed.{TAG}.xml").exists()
    assert "languages" not in facts(project)
    feed = (project.output / "feed.xml").read_bytes()

    done = put(project, [f"swan.{TAG}"], title="Schwan")

    assert [one.language for one in done.shows] == [TAG]
    assert titles(project, f"feed.{TAG}.xml") == ["Schwan"]
    assert (project.output / "feed.xml").read_bytes() == feed
    with pytest.raises(PublishError, match="a title is for one class, and 2 are meant"):
        put(project, ["saw", f"swan.{TAG}"], title="Both")


def test_without_names_every_show_is_brought_up_to_date(project: Project) -> None:
    put(project, ["saw", f"swan.{TAG}"])
    build(project, "saw", title="Saw, slowly")

    done = put(project, ())

    assert {row.name: row.state for row in done.episodes} == {"saw": "changed", f"swan.{TAG}": "same"}
    assert done.left_out == (f"saw.{TAG}",)


def test_where_no_table_says_so_all_are_in_the_one_show(project: Project) -> None:
    (project.scripts / "show.toml").write_text(SHOW, encoding="utf-8")
    put(project)

    assert titles(project, "feed.xml") == ["Saw", f"Saw.{TAG.title()}", f"Swan.{TAG.title()}"]
    assert sorted(path.name for path in project.output.glob("*.xml")) == ["feed.xml"]
    assert sorted(path.name for path in project.output.glob("index*")) == ["index.html"]


def test_what_is_an_episode_already_stays_in_its_show_until_it_is_taken_out(project: Project) -> None:
    (project.scripts / "show.toml").write_text(SHOW, encoding="utf-8")
    put(project, [f"swan.{TAG}"])
    guid = facts(project)["episodes"][f"swan.{TAG}"]["guid"]
    (project.scripts / "show.toml").write_text(SHOW + OWN, encoding="utf-8")

    done = put(project)
    assert titles(project, "feed.xml") == ["Saw", f"Swan.{TAG.title()}"]
    assert titles(project, f"feed.{TAG}.xml") == [f"Saw.{TAG.title()}"]
    assert any(f"though their language has its own: swan.{TAG}" in one.message for one in done.notices)

    unpublish(project, f"swan.{TAG}", Destination(), NOW)
    assert put(project).left_out == ()
    assert titles(project, "feed.xml") == ["Saw"]
    assert titles(project, f"feed.{TAG}.xml") == [f"Saw.{TAG.title()}"]
    put(project, [f"swan.{TAG}"])
    assert titles(project, f"feed.{TAG}.xml") == [f"Saw.{TAG.title()}", f"Swan.{TAG.title()}"]
    assert facts(project)["languages"][TAG]["episodes"][f"swan.{TAG}"]["guid"] != guid
    assert put(project).notices == ()


def test_an_episode_is_taken_out_of_the_show_it_is_in(project: Project) -> None:
    put(project)
    unpublish(project, f"swan.{TAG}", Destination(), NOW)

    assert titles(project, "feed.xml") == ["Saw"]
    assert titles(project, f"feed.{TAG}.xml") == [f"Saw.{TAG.title()}"]
    [page] = (project.output / "episodes").glob("swan-*.html")
    assert "«gone»" in page.read_text("utf-8")
    assert facts(project)["languages"][TAG]["withdrawn"] == [f"swan.{TAG}"]
    with pytest.raises(NotFoundError, match="no published episode"):
        unpublish(project, f"swan.{TAG}", Destination(), NOW)


def test_a_rehearsal_of_several_shows_writes_nothing(project: Project) -> None:
    before = sorted(project.root.rglob("*"))
    done = publish(project, ALL, Destination(rehearsal=True), Wishes(), NOW)

    assert sorted(project.root.rglob("*")) == before
    assert [row.state for row in done.episodes] == ["new"] * 3
    assert [one.language for one in done.shows] == ["en-gb", TAG]


def test_what_one_show_lacks_stops_all_before_anything_is_put(project: Project) -> None:
    serial = f'{OWN}type = "serial"\n'
    (project.scripts / "show.toml").write_text(SHOW + serial, encoding="utf-8")
    with pytest.raises(PublishError, match="a serial show needs a number for each episode"):
        put(project)
    assert not list(project.output.glob("feed*.xml"))


def test_the_work_is_told_from_first_to_last_of_all_shows(project: Project) -> None:
    steps: list[Progress] = []
    publish(project, ALL, Destination(), Wishes(), NOW, steps.append)

    done = [step.done for step in steps]
    assert done == sorted(done)
    assert len({step.total for step in steps}) == 1
    assert done[-1] == steps[-1].total


@pytest.mark.parametrize(
    ("table", "faults"),
    [
        (f'[show.{TAG}]\ntitel = "x"\n', ['19: unknown key "titel"']),
        (f'[show.{TAG}]\nlanguage = "{TAG}"\n', [f'19: "language" stands in [show.{TAG}]']),
        ('[show.en]\ntitle = "x"\n', ["18: [show.en] is in the language of [show]"]),
        (f'[show.{TAG}]\ncategory = "Fitnes"\ncolour = "tied"\n', ['19: "Fitnes" is none', '20: no colour']),
        ('[show.qaaa]\ntitle = "x"\n', ['18: unknown key "qaaa"']),
        (f'[show.{TAG}]\n[[show.{TAG}.person]]\nrole = "host"\n', ["19: person 1 lacks"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_show_of_a_language_is_told_on_its_line(
    tmp_path: Path, table: str, faults: list[str]
) -> None:
    project = make_project(tmp_path / "studio", show=f"{SHOW}\n{table}")

    said = [str(fault).rpartition("show.toml:")[2] for fault in check_show(project)[0]]

    assert len(said) == len(faults), said
    assert [line for line, start in zip(said, faults, strict=True) if not line.startswith(start)] == []
    with pytest.raises(FaultsError):
        put(project)


def test_a_fault_of_the_show_is_told_once(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", show=SHOW.replace("ada@adas.studio", "nobody") + OWN + "explicit = 3\n")

    said = [str(fault).rpartition("show.toml:")[2] for fault in check_show(project)[0]]

    assert len(said) == 2
    assert said[0].startswith('5: "nobody" is no e-mail address')


def test_a_class_has_the_cover_of_its_language_s_show(project: Project) -> None:
    shows = read_shows(project)

    assert read_look(project).title == read_look(project, "fr").title == "Breath & Line"
    assert read_look(project, f"{TAG}-at") == shows[TAG].look
    assert shows[TAG].look.title == "Kokos"
    assert class_covers(project, shows[TAG].look).of("new", "New").subtitle == "Kokos"


def test_the_server_shows_each_feed(project: Project) -> None:
    put(project)
    with Host(project.output, port=0, quiet=True) as server:
        assert server.file_at(f"/feed.{TAG}.xml") == project.output / f"feed.{TAG}.xml"
        assert server.file_at(f"/index.{TAG}.html")
        assert server.file_at("/feed.../x.xml") is None
        assert server.file_at(f"/saw.{TAG}.session.json") is None


def test_each_feed_keeps_the_rules_of_directories(project: Project) -> None:
    put(project)
    for feed in ("feed.xml", f"feed.{TAG}.xml"):
        assert check_feed(str(project.output / feed), media=False).is_good
