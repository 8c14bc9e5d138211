"""Lines that are not heard as usual: other takes and own recordings, spoken, placed, and told in the session."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.whole_builds import build
from tone_voice import ToneVoice, VariedToneVoice

from audiosession.building.gather import Inputs, gather
from audiosession.building.place import rehearse
from audiosession.building.speak import Speaker, Spoken
from audiosession.cli.summary import say_built
from audiosession.errors import CodecError, FaultsError, VoiceError
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.writing.choices import Defaults, choose

TEXT = "[class Kicks]\n[section Set-up]\nLie down.\n[exhale 4 left] Kick left.\n[exhale 4 right] Kick right.\nRest.\n"
SECOND = '[[take]]\ntext = "kick  LEFT."\nvoice = "tone:varied"\nnumber = 3\n'
RECORDED = '[[take]]\ntext = "Rest."\nrecording = "rest.wav"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    (tmp_path / "scripts" / "takes").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "kicks.txt").write_text(TEXT, encoding="utf-8")
    ToneVoice(lead_in_s=0.4).speak("A rest.").export(tmp_path / "scripts/takes/rest.wav", format="wav").close()
    return Project(tmp_path)


def take(project: Project, *rows: str) -> None:
    (project.scripts / "takes.toml").write_text("\n".join(rows), encoding="utf-8")


def inputs(project: Project, voice: str = "tone:varied") -> Inputs:
    return gather(project, "kicks.txt", choose(Defaults(voice=voice, music="none")))


def spoken(project: Project, voice: str = "tone:varied") -> Spoken:
    order = inputs(project, voice)
    return Speaker(project, order, unwatched).speak(order.written.narration.lines())


def test_another_take_and_a_recording_are_heard_in_place_of_a_line(project: Project) -> None:
    usual = spoken(project).takes
    take(project, SECOND, RECORDED)

    now = spoken(project)

    assert {line for line in usual if now.takes[line] != usual[line]} == {"Kick left.", "Rest."}
    assert now.takes["Kick left."].duration - usual["Kick left."].duration == pytest.approx(200, abs=35)
    assert now.takes["Rest."].duration == pytest.approx(7 * 60, abs=20)
    assert {line: row.way for line, row in now.otherwise.items()} == {
        "Kick left.": 3, "Rest.": project.scripts / "takes/rest.wav"
    }  # fmt: skip
    assert now.name == "tone:varied"


def test_a_number_is_for_its_voice_and_a_recording_for_whoever_speaks(project: Project) -> None:
    take(project, SECOND, RECORDED)

    assert set(spoken(project, "tone").otherwise) == {"Rest."}


def test_a_voice_that_has_no_other_take_is_refused_where_it_is_told(project: Project) -> None:
    take(project, RECORDED, SECOND.replace("tone:varied", "tone"))

    with pytest.raises(VoiceError, match=r"takes\.toml:5: tone:en says a line in the same way each time"):
        spoken(project, "tone")


def test_a_recording_that_is_not_there_is_told_with_its_line(project: Project) -> None:
    take(project, SECOND, RECORDED.replace("rest", "gone"))

    with pytest.raises(FaultsError, match=r'takes\.toml:8: the recording "gone\.wav" is not there'):
        spoken(project)


def test_a_recording_that_is_no_sound_is_told_by_its_name(project: Project) -> None:
    take(project, RECORDED)
    (project.scripts / "takes/rest.wav").write_text("no sound")

    with pytest.raises(CodecError, match=r"takes/rest\.wav"):
        spoken(project)


def test_a_rehearsal_reckons_with_the_length_of_a_recording_that_was_never_heard(project: Project) -> None:
    order = inputs(project)
    without = rehearse(project, order)
    take(project, RECORDED)
    order = inputs(project)

    with_it = rehearse(project, order)

    assert with_it.n_guessed == without.n_guessed - 1
    said = next(clip for clip in with_it.timeline.track("voice") if clip.text == "Rest.")
    assert said.length == pytest.approx(7 * 60, abs=20)


def test_the_session_tells_takes_and_recordings_and_no_place_on_the_disk(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    choices = choose(Defaults(voice="tone:varied", music="none"))
    take(project, SECOND, RECORDED)

    built = build(project, "kicks.txt", choices)

    told = {e.text: (e.take, e.recording) for e in built.session.events if e.kind == "speech"}
    assert told == {
        "Lie down.": (None, None), "Kick left.": (3, None), "Kick right.": (None, None), "Rest.": (None, True)
    }  # fmt: skip
    content = (project.output / "kicks.tone-varied-no-music.session.json").read_text("utf-8")
    assert "rest.wav" not in content
    assert str(project.root) not in content
    say_built(built)
    assert "takes    “Kick left.” take 3; “Rest.” own recording\n" in capsys.readouterr().out


def test_a_class_is_up_to_date_until_a_take_of_its_own_lines_or_a_recording_changes(project: Project) -> None:
    choices = choose(Defaults(voice="tone:varied", music="none"))
    assert not build(project, "kicks.txt", choices).unchanged
    take(project, SECOND.replace("kick  LEFT.", "Some other line."))
    assert build(project, "kicks.txt", choices).unchanged

    take(project, RECORDED)
    assert not build(project, "kicks.txt", choices).unchanged
    assert build(project, "kicks.txt", choices).unchanged
    VariedToneVoice().speak("A longer rest.").export(project.scripts / "takes/rest.wav", format="wav").close()
    assert not build(project, "kicks.txt", choices).unchanged


def test_what_was_chosen_says_nothing_in_a_class_without_such_lines(project: Project) -> None:
    plain = inputs(project).made_from
    take(project, SECOND.replace("kick  LEFT.", "Some other line."))

    assert inputs(project).made_from == plain
    take(project, RECORDED)
    assert set(inputs(project).made_from) - set(plain) == {"takes.toml"}
