"""Where definitions want sounds: read, refused, and written into the narration."""

from __future__ import annotations

import pytest
from support.starter_content import SCRIPTS, class_plan, english, exercise, templates

from audiosession.definitions import read_definition
from audiosession.errors import Fault, FaultsError
from audiosession.units import Ms
from audiosession.writing.classes import ClassDefinition, plan_class
from audiosession.writing.cues import Narration, SayCue
from audiosession.writing.exercise import Exercise
from audiosession.writing.narration import narrate
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.plan import Plan, plan_exercise
from audiosession.writing.safety import beyond_limits, longest_silence
from audiosession.writing.sounds.cue import SoundCue
from audiosession.writing.text.reading import parse
from audiosession.writing.text.written import narration_text
from audiosession.writing.values import Detail

SAW = (SCRIPTS / "exercises" / "saw.toml").read_text(encoding="utf-8")
CLASS = 'title = "T"\n[[exercise]]\nuse = "saw"\n[[exercise]]\nuse = "spine-twist"\n'
EVERYWHERE = """
[[sound]]
use = "bell"
at = "start"
[[sound]]
use = "my gong (2)"
at = "end"
rest = 4.0
[[sound]]
use = "bowl"
at = "change"
[[sound]]
use = "tick"
every = "5m"
"""


def class_of(text: str) -> ClassDefinition:
    return read_definition(text, "t.toml", ClassDefinition, name="t")


def planned(text: str) -> Plan:
    return plan_class(class_of(text), {name: exercise(name) for name in ("saw", "spine-twist")}, detail=Detail.FADE)


def written(plan: Plan) -> str:
    return narrate(plan, templates(), english())


def told(text: str) -> list[Fault]:
    with pytest.raises(FaultsError) as refused:
        class_of(text)
    return list(refused.value.faults)


def rung(narration: Narration) -> list[SoundCue]:
    return [cue for section in narration.sections for cue in section.cues if isinstance(cue, SoundCue)]


def test_a_class_has_its_sounds_at_both_ends_on_each_change_and_on_the_clock() -> None:
    text = written(planned(CLASS + EVERYWHERE))
    narration = parse(text, "t")

    found = rung(narration)
    assert [(cue.name, cue.every, cue.waits) for cue in found] == [
        ("tick", 300_000, False),
        ("bell", None, False),
        ("bowl", None, False),
        ("tick", 0, False),
        ("my gong (2)", None, True),
    ]
    first, second = narration.sections[0].cues, narration.sections[1].cues
    assert first[:2] == (found[0], found[1])
    assert second[0] == found[2]
    assert isinstance(second[2], SayCue)
    assert "[sound my gong (2) wait]\n[pause 4 from 2 to 8]" in text
    assert "[sound bowl]\n[pause 2.5 from 1 to 6]" in text


def test_the_sounds_of_a_start_stand_before_the_opening_words() -> None:
    text = written(planned('opening = ["Welcome."]\n' + CLASS + EVERYWHERE))

    wanted = "[section Welcome]\n[sound tick every 300]\n[sound bell]\n[pause 2.5 from 1 to 6]\nWelcome."
    assert wanted in text


def test_an_exercise_has_its_sounds_around_its_breaths() -> None:
    sounds = EVERYWHERE + '[[sound]]\nuse = "knock"\nat = "rep"\n'
    one = read_definition(SAW.replace("[[phase]]", sounds + "[[phase]]", 1), "saw.toml", Exercise, name="saw")
    narration = parse(written(plan_exercise(one, reps=3)), "saw")
    (reps,) = [section for section in narration.sections if section.title == "Repetitions"]

    names = [cue.name if isinstance(cue, SoundCue) else "breath" for cue in reps.cues if not hasattr(cue, "usual")]
    breaths = ["breath"] * sum(isinstance(cue, PhaseCue) for cue in reps.cues)
    assert [name for name in names if name != "breath"] == ["tick", "bell", "knock", "knock", "tick", "my gong (2)"]
    per_rep = len(breaths) // 3
    assert names[2 : 2 + per_rep] == breaths[:per_rep]
    assert names[2 + per_rep] == names[3 + 2 * per_rep] == "knock"
    assert names[-2:] == ["tick", "my gong (2)"]


def test_between_the_sides_that_work_in_turn_the_sound_of_a_change_is_heard() -> None:
    plain = (SCRIPTS / "exercises" / "saw.toml").read_text(encoding="utf-8")
    turned = plain.replace('sides = "alternate"', 'sides = "in-turn"') + EVERYWHERE
    text = written(plan_exercise(read_definition(turned, "saw.toml", Exercise, name="saw")))

    assert text.count("[sound bowl]") == 1
    assert "[sound bowl]\n[pause 2.5 from 1 to 6]\nNow the other side." in text


def test_a_practice_in_words_has_its_sounds_around_its_words() -> None:
    scan = (
        'title = "Scan"\nposition = "supine"\nlevel = "beginner"\npurpose = ["Rest."]\n'
        'set_up = ["Lie down."]\nrelease = ["Come back."]\npractice = ["Your feet.", "Your knees."]\n' + EVERYWHERE
    )
    text = written(plan_exercise(read_definition(scan, "scan.toml", Exercise, name="scan")))
    at = [
        text.index(one)
        for one in ("[section Practice]", "[sound tick every 300]", "[sound bell]", "Your feet.", "Your knees.",
                    "[sound tick off]", "[sound my gong (2)]", "Come back.")
    ]  # fmt: skip

    assert at == sorted(at)
    assert "[sound bowl]" not in text


def test_content_without_sounds_is_written_as_it_was() -> None:
    assert "[sound" not in written(class_plan("back-body"))


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        ('[[sound]]\nuse = "bell"', 7, "either at or every"),
        ('[[sound]]\nuse = "bell"\nat = "start"\nevery = "5m"', 7, "either at or every"),
        ('[[sound]]\nuse = "bell"\nat = "noon"', 8, "noon"),
        ('[[sound]]\nuse = "bell"\nevery = "5s"', 8, "every 5 s"),
        ('[[sound]]\nuse = "bell"\nevery = "2h"', 8, "every 7200 s"),
        ('[[sound]]\nuse = "bell"\nevery = "5"', 8, "5 what?"),
        ('[[sound]]\nuse = "a/b"\nat = "end"', 7, "no sound is called"),
        ('[[sound]]\nuse = "bell]"\nat = "end"', 7, "no sound is called"),
        ('[[sound]]\nuse = "bell"\nevery = "5m"\nrest = 2.0', 9, "holds nothing up"),
        ('[[sound]]\nuse = "bell"\nat = "rep"\nrest = 2.0', 9, "holds nothing up"),
        ('[[sound]]\nuse = "bell"\nat = "end"\n[[sound]]\nuse = "gong"\nat = "end"', 11, "another sound at the end"),
        ('[[sound]]\nuse = "bell"\nevery = "5m"\n[[sound]]\nuse = "bell"\nevery = "3m"', 11, "on the clock again"),
    ],
)
def test_a_sound_that_can_not_be_is_told_with_its_line(wrong: str, line: int, says: str) -> None:
    (fault,) = told(CLASS + wrong)

    assert fault.line == line
    assert says in fault.message


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        ('fade_out = "5s"\n', 1, "a fade of 5 s"),
        ('fade_out = "31m"\n', 1, "a fade of 1860 s"),
        ('fade_out = "5m"\nclosing = ["Bye."]\n', 2, "closing words"),
    ],
)
def test_an_ending_to_fall_asleep_in_has_its_bounds(wrong: str, line: int, says: str) -> None:
    (fault,) = told(wrong + CLASS)

    assert fault.line == line
    assert says in fault.message


def test_nothing_is_heard_at_the_end_of_a_class_that_fades() -> None:
    (fault,) = told('fade_out = "5m"\n' + CLASS + EVERYWHERE)
    assert "at the end of a class that fades" in fault.message

    plan = planned('fade_out = "5m"\n' + CLASS)
    assert plan.fade_out == Ms(300_000)
    assert "[section Close]" not in written(plan)


@pytest.mark.parametrize(
    "direction",
    [
        "[sound bell]",
        "[sound bell wait]",
        "[sound bell every 300]",
        "[sound bell every 22.5]",
        "[sound Große Glocke (2)]",
    ],
)
def test_a_sound_in_a_narration_is_read_and_written(direction: str) -> None:
    text = f"[class T]\n\n[section S]\nSit.\n{direction}\nRest.\n"
    narration = parse(text, "x")

    assert narration_text(narration) == text
    assert parse(narration_text(narration), "x") == narration
    assert list(narration.sounds().values()) == [5]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("[sound]", "can't read [sound]"),
        ("[sound bell] Rest.", "words behind [sound]"),
        ("[sound bell every 14]", "a sound every 14 s"),
        ("[sound bell every 3601]", "a sound every 3601 s"),
        ("[sound a/b]", "can't read"),
        ("[sound bell off]", "it is not heard"),
        ("[sound bell]\n[sound gong]", "right behind another"),
        ("[sound bell every 60]\n[sound bell off]\n[sound bell off]", "it is not heard"),
    ],
)
def test_a_sound_that_a_narration_can_not_have_is_told(lines: str, says: str) -> None:
    with pytest.raises(FaultsError) as refused:
        parse(f"Sit.\n{lines}\n", "x")
    (fault,) = refused.value.faults
    assert says in fault.message
    assert fault.line == 1 + len(lines.split("\n"))


def test_a_bell_announces_no_silence() -> None:
    (section,) = parse("Sit.\n[pause 30]\n[sound bell]\n[pause 30]\nRest.", "x", title="T").sections
    assert longest_silence(section, Ms(1_000)).seconds == 60


def test_a_sound_between_two_breaths_makes_no_breath_shorter_unless_it_is_waited_for() -> None:
    held = "Sit.\n[rep 1]\n[hold 6] Hold.\n{}\n[hold 6] Hold on.\n[exhale 4] Out.\n"
    found = [
        list(beyond_limits(parse(held.format(between), "x", title="T"), Ms(1_000)))
        for between in ("", "[sound bell]", "[sound bell every 60]", "[sound bell wait]")
    ]

    assert [[line for line, _ in one] for one in found] == [[3], [3], [3], []]
