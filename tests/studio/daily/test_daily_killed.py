"""A class a day from a wish: killed at random it ends as one that nobody killed; on a real host it is put once."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from icalendar import Calendar
from support.built_classes import SHOW
from support.counting_proxy import counting_proxy
from support.s3_hosts import KEYS, make_bucket, moto

from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.studio.daily.daily import make_daily
from audiosession.studio.daily.order import DailyOrder

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows can't kill so"),
]
DEFAULTS = '[defaults]\nvoice = "espeak"\nmusic = "none"\ntones = false\n'
CATALOGUE = '[[daily]]\nname = "morning"\nlength = "9m"\nlanguages = ["en", "de"]\nnothing_twice_within = 1\n'
OWN = 'title = "Breath of the day"\n[[exercise]]\nuse = "box-breathing"\nreps = 2\n'
DAILY = [sys.executable, "-m", "audiosession", "catalogue", "daily", "--date", "2026-11-26"]
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
KILLS = 5


def project_in(folder: Path) -> Project:
    (folder / "scripts/classes").mkdir(parents=True)
    show = SHOW.replace('cover = "cover.jpg"\n', "") + DEFAULTS
    (folder / "scripts/show.toml").write_text(show, encoding="utf-8")
    (folder / "scripts/catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    return Project(folder)


def environment(project: Project) -> dict[str, str]:
    return {**os.environ, "AUDIOSESSION_CACHE": str(project.root / "cache")}


def finished(project: Project) -> list[str]:
    """Run the command to its end, and return what became of each language."""
    ran = subprocess.run(
        [*DAILY, "--json"], cwd=project.root, env=environment(project), capture_output=True, check=True
    )
    return [row["state"] for row in json.loads(ran.stdout)["classes"]]


def is_killed(project: Project, after_s: float) -> bool:
    """Begin, kill that after a while, and tell whether it was alive still."""
    with subprocess.Popen(
        DAILY, cwd=project.root, env=environment(project), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(after_s)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL


def digests(project: Project) -> dict[str, str]:
    files = [path for path in project.output.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {
        path.relative_to(project.output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_killed_again_and_again_it_ends_as_one_that_nobody_killed(tmp_path: Path) -> None:
    undisturbed, killed = project_in(tmp_path / "undisturbed"), project_in(tmp_path / "killed")
    assert finished(undisturbed) == ["published", "published"]
    draw = random.Random(7)

    n_killed = sum(is_killed(killed, draw.uniform(1, 9)) for _ in range(KILLS))
    ended = finished(killed)

    assert n_killed >= 2
    assert set(ended) <= {"published", "published already"}
    assert digests(killed) == digests(undisturbed)
    assert finished(killed) == ["published already", "published already"]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with moto() as url:
        make_bucket(url, "classes")
        yield url


def test_on_a_host_a_second_run_asks_for_the_feed_and_puts_nothing(
    tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    project = project_in(tmp_path / "project")
    (project.scripts / "classes/morning-2026-11-27.toml").write_text(OWN, encoding="utf-8")
    (project.scripts / "catalogue.toml").write_text('[[daily]]\nname = "morning"\nlength = "9m"\n', encoding="utf-8")
    with counting_proxy(host) as proxy:
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": proxy.url}.items():
            monkeypatch.setenv(name, value)
        order = DailyOrder(to="s3://classes/days", base_url=f"{host}/classes/days")
        first = make_daily(project, order, NOW, unwatched, lambda line: None)
        before = proxy.count
        again = make_daily(project, order, NOW, unwatched, lambda line: None)
        asked = proxy.count - before
    calendar = requests.get(f"{host}/classes/days/calendar.ics", timeout=10)

    assert [str(row.state) for row in first.rows] == ["published"]
    assert [str(row.state) for row in again.rows] == ["published already"]
    assert (again.published, asked) == ((), 1)
    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(calendar.content).walk("VEVENT")) == 1
