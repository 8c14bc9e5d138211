"""On a terminal `publish` asks what is to become an episode; the terminal is a real one."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.built_classes import build, make_project

from audiosession.cli.choosing import chosen_of
from audiosession.project.project import Project
from audiosession.studio.studio import Studio

if sys.platform == "win32":
    pytest.skip("terminals are others there", allow_module_level=True)

import pty

pytestmark = pytest.mark.slow

TAKE_TERMINAL = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "audiosession", *sys.argv[1:]])
"""
"""Makes a terminal one's own, so that Ctrl-C typed there arrives, and then is the command.

A shell has what it starts in the background ignore Ctrl-C, and so would all that this starts in turn.
"""
ASKED = b"[none]:"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "studio", "saw", "swan", "teaser")


class Terminal:
    """A command at a terminal of its own."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._here, there = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "dumb"}
        self._command = subprocess.Popen(
            [sys.executable, "-c", TAKE_TERMINAL, *words],
            stdin=there,
            stdout=there,
            stderr=there,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        os.close(there)
        self.said = b""

    def wait_for(self, words: bytes, times: int = 1) -> None:
        """Read until `words` were said so many times."""
        end = time.monotonic() + 60
        while self.said.count(words) < times:
            assert time.monotonic() < end, self.said
            assert self._read(), self.said

    def type(self, text: str) -> None:
        os.write(self._here, text.encode())

    def leave(self, *, pressing: str = "") -> tuple[int, list[str]]:
        """Return the exit code and all lines that were said, `pressing` a key again every 5 s until it is over."""
        end, again = time.monotonic() + 60, time.monotonic() + 5
        while self._read():
            assert time.monotonic() < end, self.said
            if pressing and time.monotonic() > again:
                self.type(pressing)
                again += 5
        os.close(self._here)
        return self._command.wait(60), self.said.decode().replace("\r", "").splitlines()

    def _read(self) -> bool:
        ready, _, _ = select.select([self._here], [], [], 1)
        try:
            got = os.read(self._here, 4096) if ready else b""
        except OSError:  # so Linux says that nobody writes any more
            return False
        self.said += got
        return bool(got) or self._command.poll() is None


def put(project: Project, *names: str) -> None:
    Studio(project).publish(names)


def published(project: Project) -> set[str]:
    facts = project.scripts / "feed.json"
    return set(json.loads(facts.read_text("utf-8"))["episodes"]) if facts.exists() else set()


def answered(project: Project, *answers: str, words: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    terminal = Terminal(project.root, "publish", *words)
    for number, answer in enumerate(answers, 1):
        terminal.wait_for(ASKED, number)
        terminal.type(answer)
    return terminal.leave()


def test_what_would_be_new_is_listed_beside_what_is_known_and_some_are_chosen(project: Project) -> None:
    put(project, "swan")
    build(project, "morning.4m", title="Morning", seconds=63.0)

    code, said = answered(project, "2\n")

    assert code == 0
    assert [line.split() for line in said if re.match(r" +\d  ", line)] == [
        ["1", "morning.4m", "1:03", "Morning"],
        ["2", "saw", "0:03", "Saw"],
        ["3", "teaser", "0:03", "Teaser"],
    ]
    assert "Episodes already, to be brought up to date: swan" in said
    assert "new       saw" in said
    assert "as before swan" in said
    assert published(project) == {"swan", "saw"}


@pytest.mark.parametrize("answer", ["\n", "none\n", "\x04"])
def test_an_empty_answer_publishes_nothing(project: Project, answer: str) -> None:
    code, said = answered(project, answer)

    assert (code, said[-1]) == (0, "nothing was published")
    assert published(project) == set()
    assert not (project.output / "feed.xml").exists()


def test_an_empty_answer_still_brings_up_to_date_what_is_known(project: Project) -> None:
    put(project, "swan")
    build(project, "swan", title="Swan, slowly")

    _, said = answered(project, "\n")

    assert "changed   swan" in said
    assert published(project) == {"swan"}


def test_ctrl_c_publishes_nothing(project: Project) -> None:
    terminal = Terminal(project.root, "publish")
    terminal.wait_for(ASKED)
    terminal.type("\x03")
    # Python may miss one that comes when it has asked, and does not read yet; a person presses it again.
    code, said = terminal.leave(pressing="\x03")

    assert code == 130
    assert said[-1].endswith("stopped; nothing that was there before has changed")
    assert published(project) == set()


def test_all_takes_all_and_nothing_is_asked_when_nothing_is_new(project: Project) -> None:
    answered(project, "all\n")
    assert published(project) == {"saw", "swan", "teaser"}

    code, said = Terminal(project.root, "publish").leave()
    assert (code, said[0]) == (0, "as before saw, swan, teaser")


def test_an_answer_that_means_nothing_is_asked_again(project: Project) -> None:
    _, said = answered(project, "swna\n", "4\n", "swan, 1\n")

    assert 'nothing in the list is "swna": did you mean "swan"?' in said
    assert 'nothing in the list is "4": the list goes from 1 to 3' in said
    assert published(project) == {"saw", "swan"}


def test_a_show_that_can_not_go_out_is_told_before_anything_is_asked(project: Project) -> None:
    show = project.scripts / "show.toml"
    show.write_text(show.read_text("utf-8").replace("ada@adas.studio", "you@example.com"), encoding="utf-8")

    code, said = Terminal(project.root, "publish").leave()

    assert code == 1
    assert said[0].startswith('error: scripts/show.toml:5: email "you@example.com"')
    assert len(said) == 2


@pytest.mark.parametrize("words", [("--json",), ("--season", "2"), ("swan", "--dry-run"), ("--all", "--dry-run")])
def test_nobody_is_asked_who_said_what_is_meant_or_is_a_program(project: Project, words: tuple[str, ...]) -> None:
    _, said = Terminal(project.root, "publish", *words).leave()

    assert not any(ASKED.decode() in line for line in said)


def test_a_dry_run_asks_and_changes_nothing(project: Project) -> None:
    _, said = answered(project, "all\n", words=("--dry-run",))

    assert said[-1] == "nothing was written"
    assert published(project) == set()


NAMES = ["1", "all", "saw", "swan"]


@pytest.mark.parametrize(
    ("answer", "names", "chosen"),
    [
        ("", NAMES, []),
        ("no", NAMES, []),
        ("yes", NAMES, NAMES),
        ("ALL", ["saw", "swan"], ["saw", "swan"]),
        ("swan saw", NAMES, ["saw", "swan"]),
        ("3,4", NAMES, ["saw", "swan"]),
        ("3 , saw", NAMES, ["saw"]),
        ("all", NAMES, ["all"]),
        ("4 all", NAMES, ["all", "swan"]),
        ("0", ["saw"], None),
        ("saw none", ["saw"], None),
    ],
)
def test_an_answer_is_read_as_it_is_meant(answer: str, names: list[str], chosen: list[str] | None) -> None:
    assert chosen_of(answer, names) == chosen
