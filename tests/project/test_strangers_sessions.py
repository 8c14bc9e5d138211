"""A session of a stranger names nothing outside the project, and no program to be run."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import NotFoundError
from audiosession.project.project import Project
from audiosession.project.telling import bed_again, text_again, voice_again

USUAL = "espeak"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "secret.txt").write_text("Hold.")
    (tmp_path / "voice.onnx").write_text("")
    root = tmp_path / "studio"
    (root / "texts").mkdir(parents=True)
    (root / "texts" / "own.txt").write_text("Hold.")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    return Project(root)


@pytest.mark.parametrize(
    "told", ["../secret.txt", "/etc/passwd", "texts/../../secret.txt", "out.txt", "", ".", "a\0b", "x" * 5_000]
)
def test_what_lies_outside_is_not_found(project: Project, told: str) -> None:
    for again in (text_again, bed_again):
        with pytest.raises(NotFoundError):
            again(project, told)
    assert text_again(project, "texts/own.txt") == str(project.root / "texts" / "own.txt")


@pytest.mark.parametrize(
    "told",
    ["command:rm -rf ~", "command:reboot", "command:/bin/sh -c x", "command: yes", "command:sh …", "recorded:..",
     "recorded:/", "piper:../voice.onnx", "piper:/x/voice.onnx"],
)  # fmt: skip
def test_a_program_or_a_folder_elsewhere_does_not_speak(project: Project, told: str) -> None:
    with pytest.raises(NotFoundError):
        voice_again(project, told, USUAL)


@pytest.mark.parametrize(
    "told",
    ["espeak:en-us", "gtts:en", "command:flite", "command:flite:slt", "command:say:Ava", "piper:en_US-joe-medium"],
)
def test_what_can_only_speak_speaks_again(project: Project, told: str) -> None:
    assert voice_again(project, told, USUAL) == told


def test_the_project_s_own_program_speaks_again(project: Project) -> None:
    assert voice_again(project, "command:hum …", "command:hum --loud") == "command:hum --loud"
