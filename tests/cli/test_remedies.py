"""Every remedy has its words on the command line, and every command in them exists."""

from __future__ import annotations

import re

import pytest
from typer.main import get_command

from audiosession.cli.app import app
from audiosession.cli.remedies import hint_of, worded
from audiosession.errors import Act, AudioSessionError, Remedy


@pytest.mark.parametrize("act", list(Act))
def test_a_remedy_is_worded_with_commands_that_there_are(act: Act) -> None:
    words = worded(Remedy(act=act, to="saw"))

    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert all(name in commands for name in re.findall(r"audiosession ([a-z-]+)", words))
    assert "{" not in words


def test_hint_and_remedy_are_told_in_one_line() -> None:
    error = AudioSessionError("busy", hint="wait a while", remedy=Remedy(act=Act.CHOOSE_VOICE, to="espeak"))

    assert hint_of(error) == "wait a while, or build with --voice espeak"
    assert hint_of(AudioSessionError("busy")) == ""
