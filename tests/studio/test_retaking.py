"""The takes of one line: another is spoken, all are kept, one is chosen, and a recording may stand in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tone_voice import ToneVoice

from audiosession import Studio, as_json, open_studio
from audiosession.codecs.decode import decode
from audiosession.errors import CodecError, NotFoundError, OutputError, VoiceError
from audiosession.studio.results import LineTakes
from audiosession.studio.retaking import find_line

TEXT = "[class Kicks]\nLie down.\n[exhale 4 left] Kick left.\n[exhale 4 right] Kick right.\nLie still.\n"
VOICE = "tone:varied"


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "kicks.txt").write_text(TEXT, encoding="utf-8")
    return open_studio(tmp_path)


def rows(studio: Studio) -> str:
    path = studio.project.scripts / "takes.toml"
    return path.read_text("utf-8") if path.exists() else ""


def heard(told: LineTakes) -> dict[int | str, bool]:
    return {one.number or one.recording: one.is_chosen for one in told.takes}


def record(path: Path, level: float = 0.1) -> Path:
    ToneVoice(level=level).speak("A kick of my own.").export(path, format="wav").close()
    return path


def test_another_take_is_spoken_chosen_and_told_beside_the_others(studio: Studio) -> None:
    first = studio.voices.retake("kicks.txt", "kick left", voice=VOICE)
    second = studio.voices.retake("kicks.txt", "Kick left.", voice=VOICE)

    assert (first.text, first.voice, first.new) == ("Kick left.", "tone:varied", 2)
    assert heard(first) == {1: False, 2: True}
    assert heard(second) == {1: False, 2: False, 3: True}
    lengths = [one.duration for one in second.takes]
    assert lengths == sorted(lengths)
    assert lengths[2] - lengths[0] == pytest.approx(200, abs=35)
    assert rows(studio) == '[[take]]\nvoice = "tone:varied"\ntext = "Kick left."\nnumber = 3\n'


def test_an_earlier_take_is_chosen_again_and_the_usual_one_leaves_no_row(studio: Studio) -> None:
    for _ in range(2):
        studio.voices.retake("kicks.txt", "kick left", voice=VOICE)

    assert heard(studio.voices.choose_take("kicks.txt", "kick left", 2, voice=VOICE)) == {1: False, 2: True, 3: False}
    assert "number = 2" in rows(studio)
    assert heard(studio.voices.choose_take("kicks.txt", "kick left", 1, voice=VOICE)) == {1: True, 2: False, 3: False}
    assert rows(studio) == ""
    assert studio.voices.retake("kicks.txt", "kick left", voice=VOICE).new == 4


def test_to_look_at_the_takes_speaks_and_changes_nothing(studio: Studio) -> None:
    told = studio.voices.takes("kicks.txt", "kick left", voice=VOICE)

    assert told.takes == ()
    assert rows(studio) == ""


def test_the_take_that_is_chosen_is_written_to_be_heard(studio: Studio, tmp_path: Path) -> None:
    told = studio.voices.retake("kicks.txt", "kick left", tmp_path / "take.wav", voice=VOICE)

    assert told.path == tmp_path / "take.wav"
    assert len(decode(tmp_path / "take.wav", channels=1)) / 48 == told.takes[-1].duration
    with pytest.raises(OutputError, match="is no name for"):
        studio.voices.takes("kicks.txt", "kick left", tmp_path / "take.mp3", voice=VOICE)


def test_a_recording_stands_for_the_line_and_is_copied_into_the_project(studio: Studio, tmp_path: Path) -> None:
    studio.voices.retake("kicks.txt", "kick left", voice=VOICE)
    told = studio.voices.choose_take("kicks.txt", "kick left", record(tmp_path / "own.wav"), voice=VOICE)

    assert heard(told) == {1: False, 2: False, "own.wav": True}
    assert rows(studio).strip() == '[[take]]\ntext = "Kick left."\nrecording = "own.wav"'
    assert (studio.project.scripts / "takes/own.wav").read_bytes() == (tmp_path / "own.wav").read_bytes()
    assert as_json(told)["takes"][-1]["recording"] == "own.wav"  # type: ignore[call-overload, index]
    back = studio.voices.choose_take("kicks.txt", "kick left", 1, voice=VOICE)
    assert heard(back) == {1: True, 2: False}
    assert 'recording = "own.wav"' in rows(studio), "whoever else speaks, the recording stands"


def test_a_recording_goes_before_a_row_that_names_more_voices(studio: Studio, tmp_path: Path) -> None:
    (studio.project.scripts / "takes.toml").write_text('[[take]]\ntext = "Kick left."\nvoice = "tone"\nnumber = 2\n')

    told = studio.voices.choose_take("kicks.txt", "kick left", record(tmp_path / "own.wav"), voice=VOICE)

    assert heard(told) == {"own.wav": True}


def test_another_recording_of_that_name_is_not_written_over(studio: Studio, tmp_path: Path) -> None:
    studio.voices.choose_take("kicks.txt", "kick left", record(tmp_path / "own.wav"), voice=VOICE)

    with pytest.raises(OutputError, match="is there already, and another recording"):
        studio.voices.choose_take("kicks.txt", "kick right", record(tmp_path / "own.wav", level=0.2), voice=VOICE)


def test_what_is_no_recording_changes_nothing(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "own.wav").write_text("no sound")

    with pytest.raises(CodecError, match=r"own\.wav"):
        studio.voices.choose_take("kicks.txt", "kick left", tmp_path / "own.wav", voice=VOICE)
    assert rows(studio) == ""
    assert not (studio.project.scripts / "takes").exists()


def test_a_voice_without_chance_has_no_other_take(studio: Studio) -> None:
    with pytest.raises(VoiceError, match="tone:en says a line in the same way each time"):
        studio.voices.retake("kicks.txt", "kick left", voice="tone")
    with pytest.raises(VoiceError, match="there is no take 0 of a line"):
        studio.voices.choose_take("kicks.txt", "kick left", 0, voice=VOICE)
    assert rows(studio) == ""


def test_where_nobody_has_a_project_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    with pytest.raises(NotFoundError, match="no project here to write to"):
        open_studio(tmp_path).voices.retake("spine-twist", "Turn left.", voice=VOICE)
    assert not (tmp_path / "scripts").exists()


def test_a_line_is_found_by_what_no_other_holds() -> None:
    lines = ("Lie down.", "Kick left.", "Kick right.", "Kick", "Don\u2019t hold.")

    assert [find_line(lines, one) for one in ("lie  down.", "LEFT", "kick", "don't")] == [
        "Lie down.", "Kick left.", "Kick", "Don\u2019t hold."
    ]  # fmt: skip
    with pytest.raises(NotFoundError, match=r"“ick” is in 3 lines: “Kick left\.”, “Kick right\.”, “Kick”"):
        find_line(lines, "ick")
    with pytest.raises(NotFoundError, match=r"nothing that is said holds “Kock left\.") as caught:
        find_line(lines, "Kock left.")
    assert caught.value.hint == 'did you mean "Kick left."?'
    with pytest.raises(NotFoundError):
        find_line(lines, "")
