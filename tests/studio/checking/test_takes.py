"""Takes that were chosen: those that can't be heard, and those that nobody says, are told with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from tone_voice import ToneVoice

from audiosession.studio.results import CheckReport
from audiosession.studio.studio import Studio, open_studio

pytestmark = [pytest.mark.usefixtures("few_definitions"), pytest.mark.slow]

TAKES = """\
[[take]]
text = "Turn left."
voice = "tone"
number = 2
[[take]]
text = "turn RIGHT."
recording = "turn.wav"
[[take]]
text = "Nobody says this."
voice = "piper"
number = 2
"""


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beds_at_hand: Path) -> Studio:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "scripts/takes").mkdir()
    (tmp_path / "scripts/show.toml").write_text('[defaults]\nvoice = "tone:varied"\n', encoding="utf-8")
    (tmp_path / "scripts/takes.toml").write_text(TAKES, encoding="utf-8")
    record(tmp_path / "scripts/takes/turn.wav", "Turn.")
    return open_studio(tmp_path)


def record(path: Path, text: str) -> None:
    ToneVoice().speak(text).export(path, format="wav").close()


def told(report: CheckReport) -> tuple[list[str], list[str]]:
    """Return the faults and warnings about takes, each with the last part of its place."""
    faults, warnings = (
        [f"{Path(one.path).name}:{one.line} {one.message}" for one in found if one.path and "takes" in str(one.path)]
        for found in (report.faults, report.warnings)
    )
    return faults, warnings


def test_takes_of_which_all_is_well_but_one_that_nobody_says(studio: Studio) -> None:
    assert told(studio.check()) == ([], ["takes.toml:8 no exercise or class says “Nobody says this.”"])
    assert told(studio.check(["saw"])) == ([], [])


def test_a_voice_that_has_no_such_take_a_recording_that_is_gone_and_one_that_nobody_hears(studio: Studio) -> None:
    show = studio.project.scripts / "show.toml"
    show.write_text(show.read_text().replace(":varied", ""), encoding="utf-8")
    record(studio.project.scripts / "takes/other.wav", "Other.")

    faults, warnings = told(studio.check())

    assert faults == ["takes.toml:1 tone:en says a line in the same way each time: there is no take 2"]
    assert "other.wav:0 is not heard: no line has it" in warnings
    (studio.project.scripts / "takes/turn.wav").unlink()
    assert told(studio.check())[0] == ['takes.toml:7 the recording "turn.wav" is not there']


def test_a_recording_that_can_not_be_heard_is_told_by_its_name_once(studio: Studio) -> None:
    (studio.project.scripts / "takes/turn.wav").write_text("no sound")

    faults, _ = told(studio.check())

    assert len(faults) == 1
    assert faults[0].startswith("turn.wav:0 ")


EXERCISE = """
title = "Turn"
position = "seated"
level = "beginner"
sides = "alternate"
purpose = ["A turn."]
caution = [{ say = "Stop if it hurts." }]
set_up = ["Sit down."]
phase = [
    { breath = "inhale", side = "left", counts = 2, bare = "Left." },
    { breath = "exhale", side = "left", counts = 2 },
]
"""


def test_a_recording_that_is_too_long_for_its_breath_is_told(studio: Studio) -> None:
    def unsaid() -> set[str]:
        warnings = studio.check(["turn"]).warnings
        return {one.message for one in warnings if "would be left unsaid" in one.message}

    (studio.project.scripts / "exercises/turn.toml").write_text(EXERCISE, encoding="utf-8")
    assert unsaid() == set()
    (studio.project.scripts / "takes.toml").write_text(TAKES.replace("turn RIGHT.", "left."), encoding="utf-8")
    record(studio.project.scripts / "takes/turn.wav", "A turn that goes on and on, far beyond its breath, and more.")

    assert unsaid() == {"“Left.” would be left unsaid: by an estimate it does not fit its breath"}
