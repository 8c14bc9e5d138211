"""Options of the choices: what the shell completes, and what a command gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.main import get_command

from audiosession.cli.app import app

COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def completed(command: str, name: str, incomplete: str) -> list[str]:
    [parameter] = [one for one in COMMANDS[command].params if one.name == name]
    with COMMANDS[command].make_context(command, ["saw"]) as context:
        return [item.value for item in parameter.shell_complete(context, incomplete)]


@pytest.mark.parametrize(
    ("name", "incomplete", "words"),
    [
        ("pace", "s", ["slow", "steady"]),
        ("detail", "", ["fade", "full", "cues"]),
        ("side", "l", ["left"]),
        ("avoid", "kn", ["knees"]),
        ("avoid", "knees,w", ["knees,wrists"]),
        ("music", "still", ["still-water"]),
        ("music", "non", ["none"]),
        ("targets", "single-leg-k", ["single-leg-kick"]),
        ("targets", "back-body-s", ["back-body-short"]),
    ],
)
def test_the_shell_completes_what_a_choice_can_be(name: str, incomplete: str, words: list[str]) -> None:
    assert completed("build", name, incomplete) == words


def test_a_command_may_take_a_few_choices_alone() -> None:
    names = {one.name for one in COMMANDS["recording-list"].params}

    assert names == {"target", "language", "reps", "detail", "output", "as_json"}
