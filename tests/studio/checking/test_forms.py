"""Each form of an exercise is checked as a whole one, and told of where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession import open_studio
from audiosession.definitions import locate
from audiosession.errors import DefinitionError
from audiosession.studio.studio import Studio

SWAY = """\
title = "Sway"
position = "standing"
level = "intermediate"
purpose = ["It is a start."]
caution = [{ say = "Stop if it hurts." }]
set_up = ["Stand tall."]
reps = { default = 3, max = 6 }
phase = [{ breath = "inhale", counts = 3, bare = "In." }, { breath = "exhale", counts = 3, bare = "Out." }]
release = ["Rest."]
"""
ONE = 'title = "One"\nlevel = "beginner"\n[[exercise]]\nuse = "sway"\n'


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    for kind in ("exercises", "classes"):
        (tmp_path / "scripts" / kind).mkdir(parents=True)
    return open_studio(tmp_path)


def write(studio: Studio, text: str) -> Path:
    path = studio.project.scripts / "exercises" / "sway.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_form_names_and_says_is_looked_at(studio: Studio) -> None:
    said = '[[easier.phase]]\nbreath = "inhale"\ncounts = 1\nbare = "A long and winding sentence that never ends."\n'
    text = SWAY + '[easier]\nwarm_ups = ["swayy"]\n' + said + '[[easier.phase]]\nbreath = "exhale"\ncounts = 3\n'
    write(studio, text)
    report = studio.check(["sway"])

    assert [(fault.line, fault.message) for fault in report.faults] == [
        (locate(text, ("easier", "warm_ups")), 'warm_ups names an exercise "swayy" that does not exist')
    ]
    assert [warning.line for warning in report.warnings] == [locate(text, ("easier", "phase", 0, "bare"))]
    assert "would be left unsaid" in report.warnings[0].message


def test_a_silence_of_a_form_is_told_where_that_is_written(studio: Studio) -> None:
    text = SWAY + '[harder]\nphase = [{ breath = "free", seconds = 60 }]\n'
    write(studio, text)
    (fault,) = studio.check(["sway"]).faults

    assert "without a word, and nothing announces it" in fault.message


def test_a_line_that_fits_no_breath_is_named_in_the_form_that_says_it(studio: Studio) -> None:
    wordy = "A long and winding sentence that never ends at all."
    text = f'{SWAY}[[easier.phase]]\nbreath = "inhale"\ncounts = 2\nbare = "{wordy}"\n'
    path = write(studio, text + '[[easier.phase]]\nbreath = "exhale"\ncounts = 3\n')
    (note, *_) = studio.rehearse("sway", level="beginner", voice="tone").notes

    assert (note.path, note.line) == (path, locate(text, ("easier", "phase", 0, "bare")))
    assert studio.rehearse("sway", voice="tone").notes == ()


def test_a_class_asks_for_forms_and_says_where_there_is_none(studio: Studio) -> None:
    (studio.project.scripts / "classes" / "one.toml").write_text(ONE, encoding="utf-8")
    write(studio, SWAY)
    told = "Sway is intermediate: it has no form that is beginner"
    assert told in studio.rehearse("one").changes
    assert told in studio.rehearse("sway", level="beginner").changes
    assert studio.rehearse("sway").changes == ()

    write(studio, SWAY + '[easier]\nset_up = ["Sit tall."]\nreps = { default = 2, max = 2 }\n')
    assert studio.rehearse("one").changes == ()
    assert "\nSit tall.\n" in studio.narrate("one")
    assert "\nStand tall.\n" in studio.narrate("one", level="advanced")
    with pytest.raises(DefinitionError, match="3 reps of Sway"):
        studio.narrate("sway", reps=3, level="beginner")


def test_lists_and_plans_tell_the_levels(studio: Studio) -> None:
    write(studio, SWAY + '[easier]\nset_up = ["Sit tall."]\n')
    (row,) = (one for one in studio.lists.exercises() if one.name == "sway")

    assert row.forms == ("beginner", "intermediate")
    assert studio.plan("sway", level="beginner").exercises[0].exercise.level == "beginner"


def test_the_files_of_a_form_have_its_level_in_their_name_and_session(studio: Studio) -> None:
    write(studio, SWAY.replace("default = 3", "default = 1") + "[easier]\nreps = 1\n")
    built = studio.build("sway", level="beginner", music="none", voice="tone")

    assert built.path.name == "sway.tone-no-music-beginner.mp3"
    assert built.session.settings.level == "beginner"
