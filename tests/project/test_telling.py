"""What a session tells of voices and beds: where they lie in the project, nothing of the machine, no key."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.beds.bed import Bed
from audiosession.errors import NotFoundError
from audiosession.project.beds import FoundBed
from audiosession.project.project import Project, project_around
from audiosession.project.telling import bed_again, told_bed, told_voice, voice_again


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    root = tmp_path / "project"
    (root / "scripts").mkdir(parents=True)
    (root / "takes").mkdir()
    (root / "takes/own.onnx").write_bytes(b"")
    monkeypatch.chdir(root / "takes")
    return Project(root)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("", ""),
        ("auto", "auto"),
        (" espeak:en-us+f3 ", "espeak:en-us+f3"),
        ("gtts:en:co.uk", "gtts:en:co.uk"),
        ("recorded:.", "recorded:takes"),
        ("recorded:{root}/takes", "recorded:takes"),
        ("recorded:{root}/takes+espeak:en-us+f3", "recorded:takes+espeak:en-us+f3"),
        ("recorded:../../elsewhere/mine", "recorded:mine"),
        ("piper:en_US-lessac-medium", "piper:en_US-lessac-medium"),
        ("piper:own.onnx", "piper:takes/own.onnx"),
        ("piper:/models/theirs.onnx", "piper:theirs.onnx"),
        ("command:flite:slt", "command:flite:slt"),
        ("command:say:Bad News", "command:say:Bad News"),
        ("command:my-tts", "command:my-tts"),
        ("command:/opt/bin/my-tts", "command:my-tts"),
        ("command:my-tts --key s3cr3t --url https://host {text}", "command:my-tts …"),
        ("command:'/opt/my-tts' {wav}", "command:my-tts …"),
        ("theirs:/home/ada/voice.bin", "theirs:voice.bin"),
    ],
)
def test_a_voice_is_told_without_the_machine(project: Project, spec: str, told: str) -> None:
    assert told_voice(project, spec.replace("{root}", str(project.root))) == told


def test_what_is_told_is_told_again_of_what_is_found(project: Project) -> None:
    for told in ("auto", "espeak:en-us", "recorded:takes", "piper:takes/own.onnx", "command:flite:slt"):
        assert told_voice(project, voice_again(project, told, "auto")) == told


def test_what_is_not_told_may_be_the_voice_of_the_project(project: Project) -> None:
    usual = "command:my-tts --key s3cr3t {text}"

    assert voice_again(project, "command:my-tts …", usual) == usual
    assert voice_again(project, "recorded:theirs", "recorded:/srv/theirs") == "recorded:/srv/theirs"
    with pytest.raises(NotFoundError, match="the voice that it was built with, command:my-tts …, is not in"):
        voice_again(project, "command:my-tts …", "auto")


def test_a_bed_is_told_by_its_name_or_where_it_lies(project: Project) -> None:
    listed = FoundBed(name="still-water", path=project.root / "music/still-water.ogg", bed=Bed(file="still-water.ogg"))
    beside = FoundBed(name="rain.wav", path=Path("rain.wav"), bed=Bed(file="rain.wav"))

    assert told_bed(project, listed) == bed_again(project, "still-water") == "still-water"
    assert told_bed(project, beside) == "takes/rain.wav"
    with pytest.raises(NotFoundError, match=r"the music that it was built with, takes/rain\.wav, is not in"):
        bed_again(project, "takes/rain.wav")
    Path("rain.wav").write_bytes(b"")
    assert bed_again(project, "takes/rain.wav") == str(project.root / "takes/rain.wav")


def test_a_built_class_lies_in_the_project_around_it(project: Project, tmp_path: Path) -> None:
    assert project_around(Path("../output/saw.mp3")) == project
    assert project_around(tmp_path / "plain/output/saw.mp3") == Project(tmp_path / "plain")
    assert project_around(tmp_path / "plain/saw.mp3") is None
