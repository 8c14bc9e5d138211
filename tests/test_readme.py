"""The README keeps its word: its Python runs, its table is the parser's, every command stands in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from audiosession.cli.app import app
from audiosession.definitions import read_definition
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.cues import parse
from audiosession.writing.directions import DIRECTIONS
from audiosession.writing.exercise import Exercise

README = Path(__file__).parents[1] / "README.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text("utf-8"), re.S)


def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "my-classes" / "scripts" / "exercises").mkdir(parents=True)

    for block in blocks("python"):
        if "open_project" in block:
            exec(compile(block, str(README), "exec"), {})

    assert "[class Single Leg Kick]" in capsys.readouterr().out
    assert list((tmp_path / "my-classes" / "output").glob("*.mp3"))


def test_the_exercise_of_the_readme_is_one() -> None:
    text = next(block for block in blocks("toml") if "Standing Breath" in block)

    assert tomllib.loads(text)
    assert read_definition(text, "README.md", Exercise, name="standing-breath").reps.max == 8


def test_the_directions_of_the_readme_are_those_of_the_parser() -> None:
    table = re.search(r"<!-- directions -->\n(.*)<!-- /directions -->", README.read_text("utf-8"), re.S)
    rows = ["| direction | meaning |", "| --- | --- |"]
    rows += [f"| `{d.example.replace('|', chr(92) + '|')}` | {d.meaning} |" for d in DIRECTIONS]

    assert table is not None
    assert table[1].strip().splitlines() == rows


def test_every_example_of_a_direction_is_read() -> None:
    text = "\n".join(direction.example for direction in DIRECTIONS)

    assert parse(text, "examples").title == "Single Leg Kick"


def test_every_command_has_help_and_stands_in_the_readme() -> None:
    text = README.read_text("utf-8")

    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help
        assert re.search(rf"\| `{name}[ `]", text), name


def test_the_class_of_the_readme_is_one() -> None:
    text = next(block for block in blocks("toml") if "Back Body" in block)

    assert len(read_definition(text, "README.md", ClassDefinition, name="back-body").exercises) == 2
