"""The guide to classes a day: its catalogue can be read, its workflow is YAML that runs commands that there are."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest
import yaml
from support.documents import blocks
from typer.main import get_command

from audiosession.cli.app import app
from audiosession.project.catalogue.found import catalogue_in
from audiosession.studio.daily.dates import read_day

GUIDE = "audiosession/guide/daily.md"


def options_of(words: list[str]) -> set[str]:
    """Return the options of the command that `words` begin with."""
    command = get_command(app)
    for word in words:
        command = command.commands[word]  # type: ignore[attr-defined]
    return {name for parameter in command.params for name in parameter.opts}


def test_the_catalogue_in_the_guide_is_one_with_themes() -> None:
    [text] = blocks(GUIDE, "toml")
    [table] = catalogue_in(text, Path("catalogue.toml")).catalogue.daily

    assert table.on("monday").focus == ("back",)
    assert table.on("sunday").length == 25 * 60_000
    assert table.on("tuesday").focus == ()


def test_the_workflow_is_yaml_whose_steps_run_commands_that_there_are() -> None:
    [text] = blocks(GUIDE, "yaml")
    workflow = yaml.safe_load(text)
    steps = workflow["jobs"]["publish"]["steps"]
    [line] = [step["run"] for step in steps if step.get("run", "").startswith("audiosession")]
    words = shlex.split(line.replace('${DATE:+--date "$DATE"}', "--date 2026-12-01"))

    assert workflow[True]["schedule"] == [{"cron": "15 4 * * *"}]  # YAML 1.1 reads "on" so
    assert words[:3] == ["audiosession", "catalogue", "daily"]
    assert {word for word in words if word.startswith("--")} <= options_of(words[1:3])
    assert read_day(words[-1]) == date(2026, 12, 1)
    assert all("uses" in step or "run" in step for step in steps)


@pytest.mark.parametrize("extra", ["calendar", "s3", "voice"])
def test_what_the_workflow_installs_are_extras_that_there_are(extra: str) -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]

    assert extra in blocks(GUIDE, "yaml")[0]
    assert extra in project["optional-dependencies"]
