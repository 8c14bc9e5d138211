"""The page of the show: nothing is published that nobody named, the pages are seen before, and taken out again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.built_classes import SHOW, build
from support.open_studio import Opened, opened

from audiosession.project.project import Project

pytestmark = pytest.mark.slow

WHOLE = SHOW.replace('cover = "cover.jpg"\n', "") + '\n[defaults]\nvoice = "tone"\nmusic = "none"\n'


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Opened]:
    with opened(tmp_path / "show-of-ada", show=WHOLE) as studio:
        for name in ("swan", "saw"):
            build(Project(studio.project), name)
        yield studio


@pytest.fixture
def asking(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


def published(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    """Publish through the queue, and return the job once it is over."""
    answer = client.post("/api/jobs", json={"kind": "publish", "title": "publish", "asked": asked})
    number = answer.json()["id"]
    for _ in range(400):
        job = next(one for one in client.get("/api/jobs").json()["jobs"] if one["id"] == number)
        if job["state"] not in ("waiting", "running"):
            return dict(job)
        time.sleep(0.05)
    raise AssertionError("publishing does not end")


def test_what_would_change_is_seen_and_nothing_is_put(asking: httpx.Client, tmp_path: Path) -> None:
    told = asking.post("/api/publish/rehearse", json={"names": ["swan"], "to": str(tmp_path / "host")}).json()

    assert [(one["name"], one["state"]) for one in told["episodes"]] == [("swan", "new")]
    assert not (tmp_path / "host").exists()


@pytest.mark.parametrize("names", [None, [], "swan", [1], {"swan": True}])
def test_nothing_is_meant_unless_it_is_named(asking: httpx.Client, studio: Opened, names: Any) -> None:
    assert asking.post("/api/publish/rehearse", json={"names": names}).status_code == 422
    assert asking.post("/api/publish/pages", json={"names": names}).status_code == 422
    assert published(asking, names=names)["state"] == "failed"
    assert not (studio.project / "output" / "feed.xml").exists()


def test_the_classes_that_are_chosen_go_out_and_come_in_again(asking: httpx.Client, tmp_path: Path) -> None:
    host = tmp_path / "host"
    job = published(asking, names=["swan"], to=str(host))
    assert job["state"] == "done", str(job)
    assert "Swan" in (host / "feed.xml").read_text("utf-8")
    assert "saw" not in (host / "feed.xml").read_text("utf-8")
    states = {one["name"]: one["state"] for one in asking.get("/api/publish").json()["episodes"]}
    assert states == {"swan": "published", "saw": "not published"}

    told = asking.post("/api/unpublish", json={"name": "swan", "to": str(host)}).json()
    assert told["episodes"][0]["state"] == "gone"
    assert "<item>" not in (host / "feed.xml").read_text("utf-8")


def test_what_is_said_of_one_episode_is_told_in_the_feed(asking: httpx.Client, tmp_path: Path) -> None:
    wishes = {"title": "A Swan at Dawn", "season": 2, "number": 7, "trailer": False}
    job = published(asking, names=["swan"], to=str(tmp_path / "host"), **wishes)
    feed = (tmp_path / "host" / "feed.xml").read_text("utf-8")

    assert job["state"] == "done", str(job)
    assert "A Swan at Dawn" in feed
    assert "<itunes:season>2</itunes:season>" in feed
    assert published(asking, names=["swan"], season="two")["state"] == "failed"
    assert published(asking, names=["swan"], date="someday")["state"] == "failed"


def test_notes_of_ones_own_are_kept_shown_and_undone(asking: httpx.Client, studio: Opened, tmp_path: Path) -> None:
    before = asking.get("/api/publish/notes/swan").json()
    assert (before["text"], before["version"]) == ("", "")
    asked = {"text": "Breathe well.", "version": before["version"]}
    told = asking.put("/api/publish/notes/swan", json=asked).json()

    assert (told["path"], told["text"]) == ("scripts/notes/swan.txt", "Breathe well.\n")
    assert told["journal"]["undo"] == "swan: notes"
    assert published(asking, names=["swan"], to=str(tmp_path / "host"))["state"] == "done"
    assert "Breathe well." in (tmp_path / "host" / "feed.xml").read_text("utf-8")
    asking.post("/api/undo")
    assert not (studio.project / "scripts" / "notes" / "swan.txt").exists()


def test_notes_are_written_where_they_stand_and_never_over_those_of_another(
    asking: httpx.Client, studio: Opened
) -> None:
    page = studio.project / "scripts" / "notes" / "swan.html"
    page.parent.mkdir()
    page.write_text("<p>Hers.</p>\n", "utf-8")
    answer = asking.put("/api/publish/notes/swan", json={"text": "Mine.", "version": ""})
    assert (answer.status_code, answer.json()["error"]["theirs"]["text"]) == (409, "<p>Hers.</p>\n")

    known = asking.get("/api/publish/notes/swan").json()["version"]
    told = asking.put("/api/publish/notes/swan", json={"text": "<p>Both.</p>", "version": known}).json()
    assert page.read_text("utf-8") == "<p>Both.</p>\n"
    gone = asking.put("/api/publish/notes/swan", json={"text": " ", "version": told["version"]}).json()
    assert (gone["version"], page.exists()) == ("", False)


@pytest.mark.parametrize("name", ["nobody", "..%2fshow", "..", ".env"])
def test_only_what_is_built_has_notes(asking: httpx.Client, studio: Opened, name: str) -> None:
    answer = asking.put(f"/api/publish/notes/{name}", json={"text": "Mine.", "version": ""})

    assert answer.status_code in (404, 405)
    assert not (studio.project / "scripts" / "notes").exists()


def test_the_pages_are_seen_as_they_would_be(asking: httpx.Client, studio: Opened) -> None:
    pages = asking.post("/api/publish/pages", json={"names": ["swan"]}).json()["pages"]

    site = f"/site/{studio.desk.look}"
    assert f"{site}/index.html" in pages
    page = asking.get(f"{site}/episodes/swan.html")
    assert page.headers["content-type"].startswith("text/html")
    assert "Swan" in page.text
    sound = next(key for key in studio.desk.seen if key.endswith(".mp3"))
    assert asking.get(f"{site}/{sound}", headers={"Range": "bytes=0-2"}).content == b"ID3"
    picture = next(key for key in studio.desk.seen if key.endswith("-600.jpg"))
    assert asking.get(f"{site}/{picture}").content[:2] == b"\xff\xd8"
    assert not (studio.project / "scripts" / "feed.json").exists()
    assert asking.get(f"{site}/../scripts/show.toml").status_code == 404
    assert asking.get(f"{site}/scripts/show.toml").status_code == 404


def test_the_cover_is_that_of_the_show_even_while_something_else_lacks(asking: httpx.Client, studio: Opened) -> None:
    whole = asking.get("/api/cover").content
    (studio.project / "scripts" / "show.toml").write_text('[show]\ntitle = "Ada"\n', "utf-8")

    assert whole[:2] == b"\xff\xd8"
    assert asking.get("/api/cover").content[:2] == b"\xff\xd8"
    fault = asking.get("/api/publish").json()["fault"]
    assert fault["path"] == "scripts/show.toml"
    assert len(fault["faults"]) > 1


def test_pages_that_are_looked_at_may_ask_the_studio_nothing(asking: httpx.Client, studio: Opened) -> None:
    asking.post("/api/publish/pages", json={"names": ["swan"]})
    policy = asking.get(f"/site/{studio.desk.look}/index.html").headers["content-security-policy"]

    assert "connect-src" not in policy
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "form-action 'none'" in policy
