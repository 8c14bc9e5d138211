"""A publish that changes nothing makes nothing and reads no sound; whatever an episode hangs on is noticed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.built_classes import SHOW, build, make_project, picture
from support.counted_calls import counted_calls

from audiosession.errors import PublishError
from audiosession.feed.places.folder import Folder
from audiosession.feed.places.target import Upload
from audiosession.files.blobs import BlobStore
from audiosession.project.project import Project
from audiosession.project.stores import published_store
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DRAWN = SHOW.replace('cover = "cover.jpg"\n', 'colour = "clay"\nmotif = "hills"\n')


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    return make_project(tmp_path / "studio", "saw", "swan")


def put(project: Project, *, rehearsal: bool = False) -> Published:
    return publish(project, ALL, Destination(rehearsal=rehearsal), Wishes(), NOW)


def changed(published: Published) -> set[str]:
    return {one.key for one in published.files if one.outcome in ("put", "replaced")}


def out(project: Project) -> dict[str, bytes]:
    """Return all that stands at the host."""
    places = ("media", "art", "assets", "episodes", "feed.xml", "index.html")
    paths = [path for place in places for path in (project.output / place, *(project.output / place).rglob("*"))]
    return {str(path.relative_to(project.output)): path.read_bytes() for path in paths if path.is_file()}


def test_an_unchanged_show_is_published_without_a_byte_of_sound_read(project: Project) -> None:
    put(project)
    time.sleep(2.1)  # what was just written is hashed once more, and remembered
    put(project)

    with counted_calls() as calls:
        again = put(project)

    assert not changed(again)
    assert {row.state for row in again.episodes} == {"same"}
    opened = [path for event, path in calls if event == "open"]
    assert not [path for path in opened if path.endswith((".mp3", ".vtt", ".srt", ".chapters.json", "saw.jpg"))]
    assert [path for path in opened if path.endswith(".session.json")]  # the hook hears: their heads are read


def test_what_the_host_lost_is_made_and_put_again(project: Project) -> None:
    put(project)
    before = out(project)
    for place in ("media", "art", "episodes", "feed.xml"):
        path = project.output / place
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    put(project)

    assert out(project) == before


def test_what_is_remembered_comes_to_what_is_made_anew(project: Project) -> None:
    put(project)
    remembered = put(project)
    before = out(project)
    shutil.rmtree(project.cache)
    anew = put(project)

    assert anew == remembered
    assert out(project) == before


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b'{"episode": {}}'])
def test_what_is_remembered_wrongly_is_made_anew(project: Project, damage: bytes) -> None:
    put(project)
    store = published_store(project)
    for stored in store.blobs():
        store.put(stored.address, damage)

    assert not changed(put(project))


CHANGES: dict[str, tuple[Callable[[Project], object], tuple[str, ...]]] = {
    "the notes": (
        lambda project: _write(project.scripts / "notes" / "swan.txt", "Slowly."),
        ("episodes/swan.html", "feed.xml"),
    ),
    "a template": (
        lambda project: _write(project.scripts / "templates/site/episode.html.j2", "<p>{{ entry.title }}</p>"),
        ("episodes/saw.html", "episodes/swan.html"),
    ),
    "the style": (
        lambda project: _write(project.scripts / "templates/site/site.css", "p { color: red }"),
        ("assets/", "episodes/saw.html", "episodes/swan.html", "index.html"),
    ),
    "the licence": (
        lambda project: _write(project.scripts / "show.toml", SHOW.replace("CC-BY-4.0", "CC0-1.0")),
        ("episodes/saw.html", "episodes/swan.html", "feed.xml", "index.html"),
    ),
    "the captions": (
        lambda project: _write(project.output / "swan.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nIn."),
        ("episodes/swan.html", "feed.xml", "media/swan-"),
    ),
    "the chapters": (
        lambda project: _write(project.output / "swan.chapters.json", '{"version": "1.2.0", "chapters": []}'),
        ("feed.xml", "media/swan-"),
    ),
    "the cover": (
        lambda project: (project.scripts / "covers" / "swan.jpg").write_bytes(picture(1_500)),
        ("art/swan-", "episodes/swan.html", "feed.xml", "index.html"),
    ),
    "the sound": (
        lambda project: build(project, "swan", tone_hz=330),
        ("episodes/swan.html", "feed.xml", "media/swan-"),
    ),
    "what is said": (
        lambda project: build(project, "swan", description="Another purpose."),
        ("episodes/swan.html", "feed.xml", "index.html"),
    ),
}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_an_episode_hangs_on_is_noticed(project: Project, what: str) -> None:
    put(project)
    change, wanted = CHANGES[what]
    change(project)

    found = changed(put(project))

    assert found
    assert {next((start for start in wanted if key.startswith(start)), key) for key in found} == set(wanted)
    assert not changed(put(project))


def test_a_sound_that_was_damaged_is_refused_whatever_is_remembered(project: Project) -> None:
    put(project)
    time.sleep(2.1)
    put(project)
    sound = project.output / "swan.mp3"
    content = sound.read_bytes()
    sound.write_bytes(bytes([content[0] ^ 1]) + content[1:])

    with pytest.raises(PublishError, match="is not the file that was built"):
        put(project)


def test_bytes_that_are_not_what_was_promised_never_stand_at_a_host(tmp_path: Path) -> None:
    (tmp_path / "sound").write_bytes(b"something else")
    upload = Upload(key="media/a.mp3", content=tmp_path / "sound", sha256="0" * 64)

    with pytest.raises(PublishError, match=r"media/a\.mp3 is not what it was when the publish began"):
        Folder(tmp_path / "host").put_media(upload)

    assert not [path for path in (tmp_path / "host").rglob("*") if path.is_file()]


def test_a_rehearsal_draws_no_cover_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    project = make_project(tmp_path / "studio", "swan", show=DRAWN)
    (project.scripts / "covers" / "swan.jpg").unlink()

    said = put(project, rehearsal=True)

    covers = {one.key: one.size for one in said.files if one.key.startswith("art/")}
    assert covers == {f"art/{stem}-…{end}": None for stem in ("cover", "swan") for end in (".jpg", "-600.jpg")}
    assert {one.outcome for one in said.files if one.key.startswith("art/")} == {"put"}
    assert [row.state for row in said.episodes] == ["new"]
    assert not (tmp_path / "cache").exists()
    assert not out(project)


@pytest.mark.peers  # draws two covers of 3,000 pixels
def test_a_rehearsal_knows_covers_that_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    project = make_project(tmp_path / "studio", "swan", show=DRAWN)
    (project.scripts / "covers" / "swan.jpg").unlink()
    put(project)

    said = put(project, rehearsal=True)

    assert not changed(said)
    assert all(one.size for one in said.files)


def test_what_is_remembered_stands_in_the_caches(project: Project) -> None:
    put(project)

    kept = BlobStore(project.cache / "covers", kind="published").blobs()
    assert len(kept) >= 3  # two episodes, and what was checked of them
