"""Publishing to a folder: what is decided once stands, what changes changes, and nothing is lost."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from support.built_classes import SHOW, build, make_project, picture

from audiosession.cli.remedies import hint_of
from audiosession.errors import Act, AudioSessionError, FaultsError, NotFoundError, PublishError, Remedy
from audiosession.feed.live import read_live
from audiosession.project.project import Project, starter_folder
from audiosession.publishing.decide import Wishes, episodes
from audiosession.publishing.own_notes import notes_path
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "studio", "saw", "swan")


def put(project: Project, *names: str, now: datetime = NOW, to: Path | None = None, **wishes: object) -> Published:
    return publish(project, names or ALL, Destination(to=str(to) if to else None), Wishes(**wishes), now)  # type: ignore[arg-type]


def items(folder: Path) -> list[etree._Element]:
    return etree.parse(folder / "feed.xml").findall("channel/item")


def titles(folder: Path) -> list[str]:
    return [item.findtext("title") or "" for item in items(folder)]


def test_every_file_that_the_feed_and_the_pages_name_is_there(project: Project) -> None:
    put(project)
    site = project.output
    texts = [(site / "feed.xml").read_text(), *((path.read_text()) for path in site.rglob("*.html"))]
    named = {part for text in texts for part in text.replace("../", "").split('"') if part.startswith(FOLDERS)}
    named |= {part.split("classes/")[1] for part in texts[0].split('"') if part.startswith("https://adas.studio/")}

    assert len(named) > 20
    assert [name for name in named if not (site / name.partition("#")[0]).is_file()] == []
    for item in items(site):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        assert (site / enclosure.get("url", "").split("classes/")[1]).stat().st_size == int(enclosure.get("length", ""))


FOLDERS = ("media/", "art/", "episodes/", "assets/")


def test_publishing_again_changes_no_byte(project: Project) -> None:
    put(project)
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.output.rglob("*") if path.is_file()
    }

    again = put(project, now=NOW + timedelta(days=3))

    assert {one.outcome for one in again.files} == {"there", "same"}
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.output.rglob("*") if path.is_file()}
    assert after == before


def test_guid_and_date_outlive_a_new_title_a_new_sound_and_a_new_host(project: Project, tmp_path: Path) -> None:
    put(project)
    first = {item.findtext("guid"): item.findtext("pubDate") for item in items(project.output)}

    build(project, "swan", title="Swan, slowly", tone_hz=500)
    moved = publish(
        project,
        ALL,
        Destination(to=str(tmp_path / "new"), base_url="https://elsewhere.net/a"),
        Wishes(),
        NOW + timedelta(9),
    )

    assert {item.findtext("guid"): item.findtext("pubDate") for item in items(tmp_path / "new")} == first
    assert "Swan, slowly" in titles(tmp_path / "new")
    assert [notice.remedy for notice in moved.notices] == [Remedy(act=Act.PUBLISH_AS_NEW, to="swan")]


def test_a_rebuilt_sound_gets_a_new_file_and_the_old_one_stays(project: Project) -> None:
    put(project)
    old = set((project.output / "media").glob("swan-*.mp3"))
    build(project, "swan", tone_hz=500)
    put(project)

    assert len(old) == 1
    assert old < set((project.output / "media").glob("swan-*.mp3"))


def test_as_new_gives_a_new_guid_and_takes_the_old_one_out(project: Project) -> None:
    put(project)
    old = {item.findtext("guid") for item in items(project.output)}
    build(project, "swan", tone_hz=500)
    put(project, "swan", as_new=True, now=NOW + timedelta(days=1))

    new = {item.findtext("guid") for item in items(project.output)}
    assert len(new) == 2
    assert len(new & old) == 1


def test_a_future_date_is_scheduled_until_a_publish_after_it(project: Project) -> None:
    put(project, "saw", date=NOW + timedelta(days=1))
    assert titles(project.output) == []
    assert [row.state for row in episodes(project, NOW)] == ["scheduled", "not published"]

    put(project, "saw", now=NOW + timedelta(days=2))
    assert titles(project.output) == ["Saw"]
    assert items(project.output)[0].findtext("pubDate") == "Mon, 23 Nov 2026 09:00:00 +0000"


def test_wishes_are_kept_by_the_next_publish(project: Project, tmp_path: Path) -> None:
    notes = tmp_path / "words.txt"
    notes.write_text("Bring a towel.\n\n- calm <b>\n- slow", encoding="utf-8")
    publish(
        project, ["swan"], Destination(), Wishes(title="Swan & you", season=2, number=7, trailer=True, notes=notes), NOW
    )
    put(project)

    [swan] = [item for item in items(project.output) if item.findtext("title") == "Swan & you"]
    assert (swan.findtext(f"{ITUNES}season"), swan.findtext(f"{ITUNES}episode")) == ("2", "7")
    assert swan.findtext(f"{ITUNES}episodeType") == "trailer"
    long = swan.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert "<p>Bring a towel.</p>" in long
    assert "<li>calm &lt;b&gt;</li>" in long


def test_unpublish_takes_one_out_for_ever_and_keeps_its_guid_retired(project: Project) -> None:
    put(project)
    guid = next(item.findtext("guid") for item in items(project.output) if item.findtext("title") == "Swan")
    unpublish(project, "swan", Destination(), NOW)

    assert titles(project.output) == ["Saw"]
    assert "taken out" in (project.output / "episodes" / "swan.html").read_text()
    put(project)
    assert titles(project.output) == ["Saw"]
    put(project, "swan")
    assert sorted(titles(project.output)) == ["Saw", "Swan"]
    assert guid not in {item.findtext("guid") for item in items(project.output)}
    with pytest.raises(NotFoundError, match="no published episode"):
        unpublish(project, "sawn", Destination(), NOW)


def test_a_rehearsal_says_all_and_writes_nothing(project: Project) -> None:
    before = sorted(project.root.rglob("*"))
    said = publish(project, ALL, Destination(rehearsal=True), Wishes(), NOW)

    assert sorted(project.root.rglob("*")) == before
    assert sum(one.outcome == "put" for one in said.files) == 23
    assert [row.state for row in said.episodes] == ["new", "new"]


def test_episodes_of_another_checkout_stay_in_the_feed(project: Project, tmp_path: Path) -> None:
    """The second project knows nothing of the first one's facts; the same class is the same episode to both."""
    site = tmp_path / "site"
    other = make_project(tmp_path / "other", "swan", "teaser")
    put(project, to=site)
    put(other, to=site, now=NOW + timedelta(days=1))
    put(project, to=site, now=NOW + timedelta(days=2))

    assert sorted(titles(site)) == ["Saw", "Swan", "Teaser"]
    dates = {item.findtext("title"): (item.findtext("pubDate") or "")[:16] for item in items(site)}
    assert dates == {"Saw": "Sun, 22 Nov 2026", "Swan": "Sun, 22 Nov 2026", "Teaser": "Mon, 23 Nov 2026"}
    assert json.loads((other.scripts / "feed.json").read_text())["episodes"]["swan"]["date"] == "2026-11-22T09:00:00Z"
    page = (site / "index.html").read_text()
    assert all(f"episodes/{name}.html" in page for name in ("saw", "swan", "teaser"))


def test_another_show_is_never_written_over(project: Project, tmp_path: Path) -> None:
    put(project, to=tmp_path / "site")
    other = make_project(tmp_path / "other", "saw", show=SHOW.replace("adas.studio/classes", "adas.studio/other"))

    with pytest.raises(PublishError, match="holds another show"):
        put(other, to=tmp_path / "site")
    assert sorted(titles(tmp_path / "site")) == ["Saw", "Swan"]


def test_an_episode_that_stays_at_the_address_of_a_trial_is_named(project: Project) -> None:
    publish(project, ALL, Destination(base_url="http://127.0.0.1:8000"), Wishes(), NOW)
    assert put(project, "saw").warnings == (
        "Swan: still at another address than https://adas.studio/classes; publish without names to bring all here",
    )
    assert put(project).warnings == ()
    assert "127.0.0.1" not in (project.output / "feed.xml").read_text()


def damage_sound(project: Project) -> None:
    mp3 = project.output / "swan.mp3"
    mp3.write_bytes(mp3.read_bytes()[:-1000])


def damage_facts(project: Project) -> None:
    (project.scripts / "feed.json").write_text('{"schema": "audiosession/feed/1", "guid": 3}', encoding="utf-8")


def damage_cover(project: Project) -> None:
    (project.root / "cover.jpg").write_bytes(picture(side=500))


def damage_session(project: Project) -> None:
    (project.output / "swan.session.json").write_text("{", encoding="utf-8")


def damage_newer(project: Project) -> None:
    (project.output / "swan.session.json").write_text('{"schema": "audiosession/session/9"}', encoding="utf-8")


def damage_base_url(project: Project) -> None:
    (project.scripts / "show.toml").write_text(SHOW.replace("base_url", "# base_url"), encoding="utf-8")


def damage_format(project: Project) -> None:
    session = project.output / "swan.session.json"
    session.write_text(session.read_text().replace("swan.mp3", "swan.flac"), encoding="utf-8")


def damage_vtt(project: Project) -> None:
    (project.output / "swan.vtt").unlink()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (damage_sound, r"swan\.mp3: is not the file that was built"),
        (damage_facts, r"feed\.json: guid"),
        (damage_cover, r"cover\.jpg: is 500 pixels wide"),
        (damage_session, r"swan\.session\.json: is no session file"),
        (damage_newer, r"has the schema audiosession/session/9"),
        (damage_base_url, r"has no base_url"),
        (damage_vtt, r"swan\.vtt: can't be read"),
        (damage_format, r"swan\.flac: is no MP3"),
    ],
)
def test_what_is_broken_stops_a_publish_before_anything_is_put(project: Project, damage: object, says: str) -> None:
    damage(project)  # type: ignore[operator]
    with pytest.raises(AudioSessionError, match=says) as raised:
        put(project, "saw", "swan")
    assert hint_of(raised.value)
    assert not (project.output / "feed.xml").exists()


def test_all_faults_of_the_show_are_said_at_once(project: Project) -> None:
    (project.scripts / "show.toml").write_text(
        '[show]\ntitle = "x"\ndescripton = "y"\nemail = "nobody"\ncategory = "Fitnes"\n', encoding="utf-8"
    )
    with pytest.raises(FaultsError) as raised:
        put(project)
    said = [str(fault).rpartition("show.toml:")[2] for fault in raised.value.faults]
    assert len(said) == 4
    assert any(line.startswith('3: unknown key "descripton"') for line in said)
    assert any(line.startswith('4: "nobody" is no e-mail address') for line in said)


def test_a_show_that_no_directory_takes_is_not_put_out(project: Project) -> None:
    (project.scripts / "show.toml").write_text(SHOW.replace('"en-gb"', '"en-gb"\ntype = "serial"'), encoding="utf-8")
    with pytest.raises(PublishError, match="a serial show needs a number for each episode"):
        put(project)
    assert not (project.output / "feed.xml").exists()


def test_what_is_advice_to_others_is_law_for_our_own_feed(project: Project) -> None:
    """A licence of one's own, without its address, is taken by every directory, and understood by no app."""
    (project.scripts / "show.toml").write_text(SHOW.replace('"CC-BY-4.0"', '"My licence"'), encoding="utf-8")
    with pytest.raises(PublishError, match=r"is no SPDX name in lower case and has no url \[license\]"):
        put(project)
    assert not (project.output / "feed.xml").exists()


def test_show_notes_hold_the_chapters_as_podcast_apps_look_for_them(project: Project) -> None:
    put(project)
    item = read_live((project.output / "feed.xml").read_bytes()).episodes.popitem()[1].item

    for tag in ("description", "{http://purl.org/rss/1.0/modules/content/}encoded"):
        found = re.findall(r"<p>(\d\d:\d\d:\d\d) (.*?)</p>", item.findtext(tag) or "")
        assert found == [("00:00:00", "Set-up"), ("00:00:01", "Left side"), ("00:00:02", "Right side")]
    marks = item.iter("{http://podlove.org/simple-chapters}chapter")
    assert [(one.get("start"), one.get("title")) for one in marks] == [
        ("00:00:00.000", "Set-up"), ("00:00:01.000", "Left side"), ("00:00:02.000", "Right side"),
    ]  # fmt: skip


def test_notes_that_another_file_would_hide_are_refused(project: Project, tmp_path: Path) -> None:
    page, words = notes_path(project, "swan", ".html"), tmp_path / "words.txt"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("<p>Mine.</p>", "utf-8")
    words.write_text("Others.", "utf-8")

    with pytest.raises(PublishError, match="counts before plain text") as raised:
        put(project, "swan", notes=words)

    assert raised.value.path == page
    assert page.read_text("utf-8") == "<p>Mine.</p>"


def test_a_title_for_several_classes_is_refused(project: Project) -> None:
    with pytest.raises(PublishError, match="a title is for one class, and 2 are meant"):
        put(project, title="Both")


def test_a_class_that_was_not_built_is_named_with_the_near_miss(project: Project) -> None:
    with pytest.raises(NotFoundError) as raised:
        put(project, "swann")
    assert raised.value.hint == 'did you mean "swan"?'


def test_the_facts_are_small_and_readable(project: Project) -> None:
    put(project)
    facts = json.loads((project.scripts / "feed.json").read_text())
    assert sorted(facts) == ["episodes", "guid", "retired", "schema", "withdrawn"]
    assert sorted(facts["episodes"]["swan"]) == ["date", "guid", "kind", "sound"]


def test_the_show_that_new_writes_can_be_published_once_it_has_an_address(tmp_path: Path) -> None:
    """Every line of it, the commented ones too, is one that the show takes."""
    text = (starter_folder() / "scripts" / "new" / "show.toml").read_text(encoding="utf-8")
    shown = re.sub(r"^# (?=\w+ = |\[\[)", "", text, flags=re.M)
    project = make_project(tmp_path / "studio", "saw", show=shown)

    here = Destination(base_url="http://127.0.0.1:8000")
    publish(project, ["saw"], here, Wishes(number=1), NOW)
    assert titles(project.output) == ["Saw"]
    with pytest.raises(PublishError, match="has no base_url"):
        put(make_project(tmp_path / "other", "saw", show=text))
