"""The README is short, and what it shows works; every command has help, and a row in the guide."""

from __future__ import annotations

from support.command_reference import commands
from support.documents import ROOT, blocks, read, section

from audiosession.definitions import read_definition
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise

LINES = [line for block in blocks("README.md", "bash") for line in block.splitlines()]


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(read("README.md").splitlines()) <= 150


def test_the_exercise_of_the_readme_is_one() -> None:
    [text] = [block for block in blocks("README.md", "toml") if "Standing Breath" in block]

    assert read_definition(text, "README.md", Exercise, name="standing-breath").reps.max == 8


def test_the_class_of_the_readme_is_one() -> None:
    [text] = [block for block in blocks("README.md", "toml") if "Back Body" in block]

    assert len(read_definition(text, "README.md", ClassDefinition, name="back-body").exercises) == 2


def test_its_lines_work_in_every_shell() -> None:
    assert not [line for line in LINES if "&&" in line or "#" in line or line.endswith("\\")]


def test_its_way_to_test_is_the_one_of_ci() -> None:
    steps = (ROOT / ".ci" / "run").read_text("utf-8")

    assert LINES[-2:] == ['pip install -e ".[dev]"', 'pytest -n 2 -m "not peers and not slow"']
    assert 'install --quiet --disable-pip-version-check -e ".[dev]"' in steps
    assert LINES[-1] in steps.splitlines()


def test_every_command_has_help_and_stands_in_the_guide() -> None:
    table = section("audiosession/guide/commands.md", "commands")

    for name, command in commands().items():
        assert command.help
        assert f"| `{name}" in table, name
