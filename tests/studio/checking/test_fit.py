"""A line that fits its breath in no form is told before anything is spoken, by an estimate, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import Fault
from audiosession.studio.studio import open_studio

EXERCISE = """\
title = "Reach"
position = "seated"
level = "beginner"
reps = { default = 2, max = 6 }
sides = "SIDES"
[[purpose]]
say = "It lengthens your sides."
[[caution]]
say = "Stop if it hurts."
[[set_up]]
say = "Sit tall."
[ready]
say = "Ready."
[[phase]]
breath = "inhale"
counts = 3
full = "Breathe in."
bare = BARE
[[phase]]
breath = "exhale"
counts = 3
full = "Breathe out."
[[release]]
say = "Done."
"""
LONG = "Breathe in for as long as this sentence takes to be said, and then a little longer."
AT = EXERCISE.split("\n").index("bare = BARE") + 1
CLASS = """\
title = "Quick"
opening = ["Welcome."]
closing = ["Thank you."]
[[exercise]]
use = "reach"
pace = "PACE"
"""


def warned(folder: Path, bare: str, *, sides: str = "none", pace: str = "", narration: str = "") -> list[Fault]:
    exercises, classes = folder / "scripts" / "exercises", folder / "scripts" / "classes"
    exercises.mkdir(parents=True)
    classes.mkdir()
    text = EXERCISE.replace("BARE", bare).replace("SIDES", sides)
    if sides != "none":
        text = text.replace('counts = 3\nfull = "Breathe in."', 'counts = 3\nside = "left"\nfull = "Breathe in."')
    (exercises / "reach.toml").write_text(text)
    names = ["reach"]
    if pace:
        (classes / "quick.toml").write_text(CLASS.replace("PACE", pace))
        names.append("quick")
    if narration:
        (folder / "mine.txt").write_text(narration)
        names = [str(folder / "mine.txt")]
    report = open_studio(folder).check(names)
    assert report.faults == ()
    return [fault for fault in report.warnings if "unsaid" in fault.message]


def test_a_bare_form_that_can_t_fit_is_told_once_where_it_stands(tmp_path: Path) -> None:
    (told,) = warned(tmp_path, f'"{LONG}"')

    assert (told.path, told.line) == (tmp_path / "scripts/exercises/reach.toml", AT)
    assert f"“{LONG}” would be left unsaid" in told.message
    assert told.hint.startswith(f"shorten “{LONG}” by ")
    assert "or give the phase " in told.hint


def test_one_that_has_a_shorter_wording_in_another_turn_is_told_all_the_same(tmp_path: Path) -> None:
    (told,) = warned(tmp_path, f'["In.", "{LONG}"]')

    assert LONG in told.message


@pytest.mark.parametrize("bare", ['"In."', '"In / and / up."'])
def test_what_fits_is_not_told(tmp_path: Path, bare: str) -> None:
    assert warned(tmp_path, bare) == []


def test_a_line_of_one_side_is_told_once_though_both_sides_hear_it(tmp_path: Path) -> None:
    assert len(warned(tmp_path, f'"{LONG}"', sides="in-turn")) == 1


def test_a_quick_pace_in_a_class_is_told_in_the_class(tmp_path: Path) -> None:
    fits_at_one_second = "Breathe in, and lift up."

    (told,) = warned(tmp_path, f'"{fits_at_one_second}"', pace="0.5")

    assert (told.path, told.line) == (tmp_path / "scripts/classes/quick.toml", 6)


def test_a_narration_is_told_with_its_own_line(tmp_path: Path) -> None:
    (told,) = warned(tmp_path, '"In."', narration=f"Hello.\n\n[inhale 3] {LONG}\n")

    assert (told.path, told.line) == (tmp_path / "mine.txt", 3)
