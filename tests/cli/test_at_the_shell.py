"""What a person meets at the shell besides errors: Ctrl-C, names with spaces, JSON for scripts."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
from pathlib import Path

import pytest
from support.stoppable import stoppable

from audiosession.cli.app import run

pytestmark = pytest.mark.slow


def test_ctrl_c_says_that_nothing_has_changed_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    command = stoppable("build", "box-breathing", "--voice", "espeak", "--format", "wav")
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as building:
        assert building.stderr is not None
        assert building.stderr.readline().startswith("speaking")
        building.send_signal(signal.SIGINT)
        said = building.stderr.read()

    assert building.returncode == 130
    assert said.endswith("stopped; nothing that was there before has changed\n")
    assert not list(tmp_path.rglob("*.partial"))
    assert not list(tmp_path.glob("output/*"))


def test_the_way_into_a_new_project_can_be_pasted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "meine Übungen"

    run_whole("new", str(folder))

    way = next(line for line in capfd.readouterr().out.splitlines() if line.startswith("cd "))
    assert shlex.split(way) == ["cd", str(folder)]


def test_narrate_says_that_a_length_is_made_when_a_class_is_built(capfd: pytest.CaptureFixture[str]) -> None:
    run_whole("narrate", "saw", "--length", "3m")

    told = capfd.readouterr()
    assert told.out.startswith("[class Saw]")
    assert "build FILE --length 3m makes it that long" in told.err


def test_the_summary_names_a_pace_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "my.txt").write_text("[inhale 4] In.\n[exhale 4] Out.\n", encoding="utf-8")

    for pace in ("1.05", "slow"):
        run_whole("build", "my.txt", "--voice", "tone", "--music", "none", "--format", "wav", "--pace", pace)

    said = [line.split() for line in capfd.readouterr().out.splitlines() if line.startswith("  pace")]
    assert [" ".join(line) for line in said] == [
        "pace 1.05 s a count, detail fade",
        "pace slow, 1.3 s a count, detail fade",
    ]


def test_check_tells_scripts_every_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "scripts/exercises/mine.toml").write_text("title = \n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SystemExit) as left:
        run(["check", "mine", "--json"])

    told = json.loads(capfd.readouterr().out)
    assert left.value.code == 1
    assert [(fault["path"], fault["line"]) for fault in told["faults"]] == [("scripts/exercises/mine.toml", 1)]
    assert told["warnings"] == []


def run_whole(*arguments: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(list(arguments))
    assert left.value.code == 0
