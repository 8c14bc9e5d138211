"""The commands around publishing, as they are typed."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from support.built_classes import build, make_project
from support.stoppable import stoppable
from typer.testing import CliRunner, Result

from audiosession.cli.app import app
from audiosession.errors import AudioSessionError
from audiosession.project.project import Project

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "studio", "saw", "swan")
    monkeypatch.chdir(made.root)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_publish_says_what_became_of_each_class_and_where_the_feed_is(project: Project) -> None:
    lines = run("publish", "--all").stdout.splitlines()

    assert lines[0] == "new       saw, swan"
    assert re.fullmatch(r"23 files written to output \(0\.\d MB\), 0 as before", lines[1])
    assert lines[2:] == [
        "feed: https://adas.studio/classes/feed.xml",
        "page: https://adas.studio/classes/index.html",
    ]
    assert run("publish").stdout.splitlines()[0] == "as before saw, swan"
    rows = run("publish", "--verbose").stdout.splitlines()
    assert rows[:2] == ["as before saw", "as before swan"]


def test_publish_says_where_each_show_is_by_json_too(project: Project) -> None:
    show = project.scripts / "show.toml"
    show.write_text(show.read_text("utf-8") + '\n[show.qaa]\ntitle = "Kokos"\n', encoding="utf-8")
    session = project.output / "swan.session.json"
    session.write_text(session.read_text("utf-8").replace('"language": "en"', '"language": "qaa"'), encoding="utf-8")

    done = run("publish", "--all")

    assert done.stdout.splitlines()[2:] == [
        f"{what}: https://adas.studio/classes/{name}"
        for tag in ("", ".qaa")
        for what, name in (("feed", f"feed{tag}.xml"), ("page", f"index{tag}.html"))
    ]
    assert (
        "in qaa have English words beside those of the class (write [pages] in scripts/languages/qaa.toml)"
        in done.stderr
    )
    told = json.loads(run("publish", "--json").stdout)["shows"]
    assert [(one["language"], one["feed"].rpartition("/")[2]) for one in told] == [
        ("en-gb", "feed.xml"), ("qaa", "feed.qaa.xml"),
    ]  # fmt: skip


def test_a_dry_run_sums_up_and_writes_nothing(project: Project) -> None:
    said = run("publish", "swan", "--dry-run").stdout.splitlines()

    assert said[0] == "new       swan"
    assert re.fullmatch(r"dry run: 15 files would be written to output \(0\.\d MB\), 0 as before", said[1])
    assert said[-1] == "nothing was written"
    assert len(said) == 5
    assert not (project.output / "feed.xml").exists()


def test_a_dry_run_lists_every_file_for_who_asks(project: Project) -> None:
    said = run("publish", "swan", "--dry-run", "--verbose").stdout

    assert len(re.findall(r"^would put ", said, re.M)) == 15
    assert said.endswith("nothing was written\n")
    assert not (project.output / "feed.xml").exists()
    assert not (project.scripts / "feed.json").exists()


def test_json_is_for_programs(project: Project) -> None:
    table = json.loads(run("publish", "--all", "--json", "--season", "2").stdout)

    assert [row["state"] for row in table["episodes"]] == ["new", "new"]
    assert {row["outcome"] for row in table["files"]} == {"put"}
    gone = json.loads(run("unpublish", "swan", "--json").stdout)
    assert [row["state"] for row in gone["episodes"]] == ["gone"]


def test_a_date_schedules_and_a_later_publish_brings_it_in(project: Project) -> None:
    said = run("publish", "saw", "--date", "2099-01-01T07:00+01:00", "--number", "3", "--trailer").stdout
    assert said.startswith("scheduled saw  from 2099-01-01 07:00")
    assert "scheduled" in run("list", "episodes").stdout

    assert run("publish", "saw", "--at", "2099-01-02").stdout.startswith("new       saw")
    feed = (project.output / "feed.xml").read_text(encoding="utf-8")
    assert "<pubDate>Thu, 01 Jan 2099 07:00:00 +0100</pubDate>" in feed


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("publish", "--date", "soon"), '"soon" is no date'),
        (("publish", "--date", "2026-12-01"), "a date is for classes that are named"),
        (("publish", "--notes", "mine.txt"), "notes are for classes that are named"),
        (("publish",), "nothing that is built is an episode yet: saw, swan"),
        (("publish", "--json", "--dry-run"), "nothing that is built is an episode yet: saw, swan"),
        (("publish", "nothing"), "output: no built class"),
        (("publish", "--base-url", "example.org"), "is no web address"),
        (("publish", "--base-url", "https://example.org/a?b=1"), "has a query"),
        (("publish", "--to", "gs://bucket"), "is no place to publish to"),
        (("publish", "swam"), 'no built class is called "swam"'),
        (("unpublish", "swan"), 'no published episode is called "swan"'),
        (("check-feed", "nothing.xml"), "can't be read"),
        (("serve", "nowhere"), "is no folder"),
        (("publish", "--notes", "none.txt", "swan"), "can't be read"),
    ],
)
def test_what_cannot_be_is_said_in_a_line_with_a_hint(project: Project, words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert isinstance(result.exception, AudioSessionError)
    assert says in str(result.exception)


def test_where_nobody_can_answer_only_what_is_known_is_brought_up_to_date(project: Project) -> None:
    run("publish", "swan")
    build(project, "teaser")

    done = run("publish")

    assert done.stdout.splitlines()[0] == "as before swan"
    left_out = "note: left out, for nobody named them: saw, teaser"
    assert f"{left_out} (say which are meant: audiosession publish NAME…, or --all)" in done.stderr
    assert json.loads(run("publish", "--json", "--dry-run").stdout)["left_out"] == ["saw", "teaser"]
    assert "teaser" not in (project.output / "feed.xml").read_text(encoding="utf-8")


def test_names_and_all_can_not_be_meant_at_once(project: Project) -> None:
    assert run("publish", "swan", "--all").exit_code == 2


def test_serve_shows_the_folder_until_it_is_stopped(project: Project) -> None:
    run("publish", "--all")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = stoppable("serve", "--port", str(port), "--quiet")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=project.root, env=os.environ) as server:
        for _ in range(200):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        got = requests.get(f"http://127.0.0.1:{port}/feed.xml", timeout=5)
        server.send_signal(2)
        said = server.communicate(timeout=10)[0]

    assert got.headers["Content-Type"] == "application/rss+xml"
    assert said.startswith("serving ")
    assert said.endswith("stopped\n")


@pytest.mark.parametrize("command", ["publish", "unpublish", "serve", "check-feed"])
def test_help_is_there_at_once(command: str) -> None:
    """No heavy library is loaded to print it: lxml, Pillow, requests and boto3 take a second together."""
    code = (
        "import sys; from audiosession.cli.app import app\n"
        f"try: app(['{command}', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'lxml', 'PIL', 'requests', 'boto3', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Usage" in done.stdout
