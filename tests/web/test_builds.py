"""The page of what is built: asked for, made, heard, taken along; by HTTP, as a script of somebody asks too."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.open_studio import Opened, opened

pytestmark = pytest.mark.slow

NOD = """\
title = "Nod"
position = "seated"
level = "beginner"
reps = { default = 2, max = 4, reason = "a short one for tests" }
purpose = ["This is a nod."]

[[caution]]
say = "If your neck hurts, stop."

[[set_up]]
say = "Sit."

[[phase]]
breath = "inhale"
counts = 3
full = "Up."

[[phase]]
breath = "exhale"
counts = 3
full = "Down."
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("builds")) as studio:
        (studio.project / "scripts" / "exercises" / "nod.toml").write_text(NOD, "utf-8")
        yield studio


@pytest.fixture
def asking(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


def done(client: httpx.Client, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Have something done, and return its job once it is over."""
    answer = client.post("/api/jobs", json={"kind": kind, "title": "a job", "asked": asked})
    assert answer.status_code == 200, answer.text
    number = answer.json()["id"]
    for _ in range(600):
        job = next(one for one in client.get("/api/jobs").json()["jobs"] if one["id"] == number)
        if job["state"] not in ("waiting", "running"):
            return dict(job)
        time.sleep(0.05)
    raise AssertionError(f"{kind} does not end")


def test_a_class_is_built_and_heard_and_taken_along(asking: httpx.Client, studio: Opened) -> None:
    job = done(asking, "build", {"name": "nod", "wanted": {"pace": "brisk"}})
    assert job["state"] == "done", str(job)
    assert job["result"]["path"] == "nod.brisk.mp3"
    assert "session" not in job["result"], "all moments of a long class are no news"

    built = {one["name"]: one for one in asking.get("/api/built").json()["built"]}
    row = built["nod.brisk.mp3"]
    assert (row["source"], row["format"], row["whole"], row["pace"]) == ("nod", "mp3", True, "brisk")
    assert set(row["beside"]) == {"captions", "chapters", "session"}

    sound = asking.get("/api/files/nod.brisk.mp3", headers={"Range": "bytes=0-2"})
    assert (sound.status_code, sound.content) == (206, b"ID3")
    taken = asking.get("/api/files/nod.brisk.mp3?download")
    assert taken.content == (studio.project / "output" / "nod.brisk.mp3").read_bytes()
    assert taken.headers["content-disposition"].startswith("attachment")
    assert asking.get("/api/files/nod.brisk.vtt").text.startswith("WEBVTT")


def test_a_file_says_whether_it_is_as_it_would_be_now(asking: httpx.Client, studio: Opened) -> None:
    assert done(asking, "build", {"name": "nod"})["state"] == "done"
    assert asking.get("/api/built/nod.mp3/changed").json() == {"changed": []}

    path = studio.project / "scripts" / "exercises" / "nod.toml"
    path.write_text(NOD.replace("Down.", "And down."), "utf-8")
    (why,) = asking.get("/api/built/nod.mp3/changed").json()["changed"]
    assert "has changed" in why
    path.write_text(NOD, "utf-8")


def test_stems_come_beside_the_file(asking: httpx.Client) -> None:
    assert done(asking, "build", {"name": "nod"})["state"] == "done"
    job = done(asking, "stems", {"name": "nod"})

    assert "nod.stems/voice.wav" in job["result"]["files"]
    assert asking.get("/api/files/nod.stems/voice.wav", headers={"Range": "bytes=0-3"}).content == b"RIFF"


@pytest.mark.parametrize(
    "name", ["../scripts/show.toml", "..%2fscripts%2fshow.toml", "/etc/passwd", "feed.json", ".env"]
)
def test_nothing_but_what_a_build_wrote_is_handed_out(asking: httpx.Client, studio: Opened, name: str) -> None:
    (studio.project / "output" / ".env").write_text("secret")

    answer = asking.get(f"/api/files/{name}")
    assert answer.status_code == 404
    assert "secret" not in answer.text
    assert "[show]" not in answer.text


@pytest.mark.skipif(sys.platform == "win32", reason="links are not for everybody there")
@pytest.mark.parametrize("name", ["evil.js", "evil.html", "voice.wav"])
def test_what_somebody_puts_beside_the_stems_is_not_handed_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "project").mkdir()
    with opened(tmp_path / "project") as studio, studio.client() as client:
        (studio.project / "scripts" / "exercises" / "nod.toml").write_text(NOD, "utf-8")
        assert done(client, "build", {"name": "nod"})["state"] == "done"
        (tmp_path / "secret").write_text("secret")
        stems = studio.project / "output" / "nod.stems"
        stems.mkdir()
        (stems / name).symlink_to(tmp_path / "secret")

        answer = client.get(f"/api/files/nod.stems/{name}")
        assert (answer.status_code, "secret" in answer.text) == (404, False)


def test_what_can_not_be_built_says_why_at_its_place(asking: httpx.Client, studio: Opened) -> None:
    path = studio.project / "scripts" / "exercises" / "bad.toml"
    path.write_text(NOD.replace('breath = "exhale"', 'breath = "exale"'), "utf-8")
    job = done(asking, "build", {"name": "bad"})
    path.unlink()

    assert job["state"] == "failed"
    assert job["error"]["path"] == "scripts/exercises/bad.toml"
    assert job["error"]["line"] == 19
    assert "exhale" in job["error"]["hint"]
    assert str(studio.project) not in str(job)


@pytest.mark.parametrize(
    "asked",
    [{"kind": "rm", "asked": {}}, {"kind": "build"}, {"kind": ["build"], "asked": {}}, {"kind": "build", "asked": 3}],
)
def test_what_is_no_job_is_refused(asking: httpx.Client, asked: dict[str, Any]) -> None:
    assert asking.post("/api/jobs", json=asked).status_code == 422


def test_a_job_that_lacks_what_it_needs_fails_and_the_queue_goes_on(asking: httpx.Client) -> None:
    assert done(asking, "build", {})["state"] == "failed"
    assert done(asking, "build", {"name": 3})["state"] == "failed"
    for name in ("../other.txt", "/etc/passwd", "scripts/../../x.txt", "..\\x.txt"):
        assert "out of the project" in done(asking, "build", {"name": name})["error"]["message"]
    assert done(asking, "build", {"name": "nod", "wanted": {"music": "/etc/passwd"}})["state"] == "failed"
    assert done(asking, "build", {"name": "nod", "wanted": {"reps": "many"}})["state"] == "failed"
    assert done(asking, "build", {"name": "nod"})["state"] == "done"


def test_a_session_that_is_broken_is_told_and_the_others_are_listed(asking: httpx.Client, studio: Opened) -> None:
    assert done(asking, "build", {"name": "nod"})["state"] == "done"
    path = studio.project / "output" / "torn.session.json"
    path.write_text('{"schema": "audio')
    rows = {one["name"]: one for one in asking.get("/api/built").json()["built"]}
    path.unlink()

    assert rows["torn"]["fault"]
    assert not rows["torn"]["whole"]
    assert rows["nod.mp3"]["whole"]


def test_what_can_be_built_is_offered_by_its_title(asking: httpx.Client) -> None:
    page = asking.get("/builds").text
    state = json.loads(page.partition('<script type="application/json" id="state">')[2].partition("</script>")[0])

    offered = {one["name"]: (one["kind"], one["title"]) for one in state["targets"]}
    assert offered["nod"] == ("exercise", "Nod")
    assert offered["back-body"] == ("class", "Back Body")


def test_stems_are_those_of_the_pace_that_was_built(asking: httpx.Client) -> None:
    job = done(asking, "stems", {"name": "nod", "wanted": {"pace": "brisk"}})

    assert "nod.brisk.stems/voice.wav" in job["result"]["files"]


def test_the_output_of_a_new_project_is_empty(tmp_path: Path) -> None:
    with opened(tmp_path) as studio, studio.client() as client:
        assert client.get("/api/built").json() == {"built": []}
        assert "Nothing" not in client.get("/builds").text  # the page is drawn by its module
