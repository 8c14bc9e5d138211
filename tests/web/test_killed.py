"""A studio that is killed in the middle of a build: the next one offers to go on, and makes what was missing alone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from audiosession.studio.studio import open_studio

pytestmark = pytest.mark.peers
SHOW = '[defaults]\nvoice = "espeak"\nmusic = "still-water"\n'
_RUN = "from audiosession.cli.app import run\nrun(['studio', '--no-browser', '--port', '0'])\n"


@contextmanager
def studio_process(project: Path, cache: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Lend a studio in a process of its own, and a client that may ask it."""
    environment = {**os.environ, "AUDIOSESSION_CACHE": str(cache), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", _RUN]
    process = subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"(http://\S+)/\?token=(\S+)", process.stdout.readline())
    assert found is not None
    try:
        with httpx.Client(base_url=found[1], headers={"Authorization": f"Bearer {found[2]}"}, timeout=60) as client:
            yield process, client
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def job_of(client: httpx.Client) -> dict[str, Any]:
    (job,) = client.get("/api/jobs").json()["jobs"]
    return dict(job)


def wait_for(client: httpx.Client, is_so: Any) -> dict[str, Any]:
    for _ in range(4_000):
        if is_so(job := job_of(client)):
            return job
        time.sleep(0.03)
    raise AssertionError(job_of(client))


def is_among_its_windows(job: dict[str, Any]) -> bool:
    """Tell whether a few windows are made and most are not: seconds of work are left, however late this is asked."""
    progress = job["progress"] or {}
    assert job["state"] in ("waiting", "running"), job
    return progress.get("stage") in ("mixing", "encoding") and 6 <= progress["done"] < progress["total"] - 6


def test_a_build_that_was_killed_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, cache = tmp_path / "day", tmp_path / "cache"
    project.mkdir()
    open_studio(project).new(project)
    (project / "scripts" / "show.toml").write_text(SHOW, "utf-8")
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(cache))
    open_studio(project).live(
        "back-body"
    ).speak()  # so that all windows are made in one go, and it is killed among them
    with studio_process(project, cache) as (process, client):
        client.post("/api/jobs", json={"kind": "build", "title": "Back Body", "asked": {"name": "back-body"}})
        at = wait_for(client, is_among_its_windows)
        n_stored = max(0, at["progress"]["done"] - (os.cpu_count() or 1))  # each core has one in work at most
        n_lacking = at["progress"]["total"] - n_stored
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not (project / "output" / "back-body.mp3").exists()

    with studio_process(project, cache) as (_, client):
        left = job_of(client)
        assert (left["state"], left["title"]) == ("interrupted", "Back Body")
        client.post(f"/api/jobs/{left['id']}/go-on")
        done = wait_for(client, lambda job: job["state"] in ("done", "failed"))
        assert done["state"] == "done", str(done)
        assert done["result"]["windows"]["made"] <= n_lacking
        assert client.get("/api/built").json()["built"][0]["whole"]
        assert client.get("/api/built/back-body.mp3/changed").json() == {"changed": []}
    left_over = {path.suffix for path in (project / "output").glob(".*") if path.name != ".gitkeep"}
    assert left_over <= {".partial"}, "what was written in that moment, until it is swept"


def test_a_save_that_was_killed_left_what_was_answered_or_what_was_being_written(tmp_path: Path) -> None:
    project = tmp_path / "day"
    project.mkdir()
    open_studio(project).new(project)
    path = project / "scripts" / "exercises" / "my-first-exercise.toml"
    text = path.read_text("utf-8")
    with studio_process(project, tmp_path / "cache") as (process, client):
        version = client.get("/api/texts/exercise/my-first-exercise").json()["version"]
        written: list[str] = []
        killer = threading.Timer(1.0, process.kill)
        with suppress(httpx.TransportError):
            for number in range(10_000):
                if number == 5:
                    killer.start()
                written.append(f"{text}# {number} " + "x" * 200_000 + "\n")
                asked = {"text": written[-1], "version": version}
                version = client.put("/api/texts/exercise/my-first-exercise", json=asked).json()["version"]
        killer.join()
    assert 5 < len(written) < 10_000
    assert path.read_text("utf-8") in written[-2:]

    with studio_process(project, tmp_path / "cache") as (_, client):
        told = client.get("/api/texts/exercise/my-first-exercise").json()
        asked = {"text": text, "version": told["version"]}
        assert client.put("/api/texts/exercise/my-first-exercise", json=asked).status_code == 200
    assert path.read_text("utf-8") == text


def test_a_studio_that_is_interrupted_says_that_nothing_is_lost_and_no_more(tmp_path: Path) -> None:
    project = tmp_path / "day"
    project.mkdir()
    open_studio(project).new(project)
    (project / "scripts" / "show.toml").write_text(SHOW, "utf-8")
    code = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n" + _RUN
    environment = {**os.environ, "AUDIOSESSION_CACHE": str(tmp_path / "cache"), "PYTHONUNBUFFERED": "1"}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code], cwd=project, env=environment, **pipes) as process:
        assert process.stdout is not None
        found = re.search(r"(http://\S+)/\?token=(\S+)", process.stdout.readline())
        assert found is not None
        headers = {"Authorization": f"Bearer {found[2]}"}
        with (
            httpx.Client(base_url=found[1], headers=headers, timeout=60) as client,
            client.stream("GET", "/api/classes/back-body/sound?from=0") as sound,
            client.stream("GET", "/api/events") as events,
        ):
            next(sound.iter_bytes())
            next(events.iter_lines())
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "all that was written is in the project" in out
    assert err == ""
