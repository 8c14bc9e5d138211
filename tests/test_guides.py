"""The guides lead where they say: their narration is read, their Python runs, ten minutes make a class."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from support.documents import blocks

from audiosession.cli.app import run
from audiosession.writing.text.directions import DIRECTIONS
from audiosession.writing.text.reading import parse


def test_every_example_of_a_direction_is_read() -> None:
    text = "\n".join(direction.example for direction in DIRECTIONS)

    assert parse(text, "examples").title == "Single Leg Kick"


def test_the_narration_in_the_guide_is_one() -> None:
    [text] = blocks("audiosession/guide/narration.md", "text")

    assert [section.title for section in parse(text, "narration.md").sections] == ["Arrive", "Close"]


@pytest.mark.peers
def test_the_python_in_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "my-classes" / "scripts" / "exercises").mkdir(parents=True)
    first, second = blocks("audiosession/guide/python.md", "python")

    exec(compile(first, "python.md", "exec"), {})
    assert "[class Single Leg Kick]" in capsys.readouterr().out
    assert list((tmp_path / "my-classes" / "output").glob("*.mp3"))

    exec(compile(second, "python.md", "exec"), {})
    assert [capsys.readouterr().out] == blocks("audiosession/guide/python.md", "text")


def test_the_first_class_is_checked_written_and_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    follow_first_class(
        tmp_path, monkeypatch, lambda words: words[0] not in ("build", "publish") or "--dry-run" in words
    )

    said = capfd.readouterr().out
    assert said.count("no faults") == 2
    assert "Last one. In, left arm." in said
    assert "Move: Side Reach" in said


@pytest.mark.peers
def test_ten_minutes_lead_to_a_class_and_a_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    follow_first_class(tmp_path, monkeypatch, lambda words: True)

    said = capfd.readouterr().out
    assert "output/side-reach.2.mp3" in said
    assert "  length   4:00," in said
    assert {path.name for path in Path("output").glob("*.mp3")} == {"side-reach.2.mp3", "morning.mp3", "morning.4m.mp3"}
    assert Path("output/feed.xml").exists()


def follow_first_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: Callable[[list[str]], bool]) -> None:
    """Do what the guide says, line by line, as far as a command is `wanted`; nothing is served."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    guide = "audiosession/guide/first-class.md"
    for line in (line for block in blocks(guide, "console") for line in block.splitlines()):
        words = shlex.split(line)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            _write_as_told(*blocks(guide, "toml"))
        elif words[1] != "serve" and wanted(words[1:]):
            run_whole(*words[1:])


def _write_as_told(voice: str, bend: str, morning: str) -> None:
    show = Path("scripts/show.toml")
    show.write_text(show.read_text(encoding="utf-8").replace('voice = "auto"', voice.strip()), encoding="utf-8")
    Path("scripts/exercises/side-reach.toml").write_text(bend, encoding="utf-8")
    Path("scripts/classes/morning.toml").write_text(morning, encoding="utf-8")


def run_whole(*words: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(list(words))
    assert left.value.code == 0
