"""Narration text: every direction reads, everything written reads back the same, every fault has its line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.random_narrations import narrations
from support.starter_content import CLASSES, EXERCISES, class_narration, exercise_narration

from audiosession.errors import Fault, FaultsError
from audiosession.units import Ms
from audiosession.writing.cues import Cue, Narration, PauseCue, SayCue
from audiosession.writing.phases.cue import Breath, PhaseCue
from audiosession.writing.text.directions import DIRECTIONS, Direction
from audiosession.writing.text.reading import parse
from audiosession.writing.text.written import narration_text
from audiosession.writing.values import Side


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        parse(text, "my.txt")
    assert all(fault.path == "my.txt" for fault in caught.value.faults)
    return caught.value.faults


def only_cue(text: str) -> Cue:
    (section,) = parse(text, "my.txt").sections
    (cue,) = section.cues
    return cue


def above(direction: Direction) -> str:
    """Return what a direction wants to stand below."""
    return "[free 30s]\n" if direction.name == "call" else ""


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda direction: direction.name)
def test_each_direction_reads_its_own_example(direction: Direction) -> None:
    assert parse(f"{above(direction)}{direction.example}\nBreathe.", "my.txt").sections


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda direction: direction.name)
def test_a_direction_may_be_written_in_capitals_and_with_spaces(direction: Direction) -> None:
    name, rest = re.fullmatch(r"\[(\w+)([^\]]*\].*)", direction.example).groups()  # type: ignore[union-attr]

    begin = above(direction)
    loud, plain = (f"{begin}{line}\nBreathe." for line in (f"  [ {name.upper()}  {rest}", direction.example))
    assert parse(loud, "x") == parse(plain, "x")


def test_a_line_is_spoken() -> None:
    assert only_cue("# a remark\n\n  Sit tall.  \n") == SayCue(text="Sit tall.")
    assert only_cue("[optional] Sit tall.") == SayCue(text="Sit tall.", optional=True)


def test_a_pause_bends_as_far_as_it_says_or_from_half_to_double() -> None:
    (section,) = parse("A.\n[pause 2]\n[pause 1.5 from 1 to 9]\n[pause 100]", "x").sections
    assert section.cues[1:] == (
        PauseCue(least=Ms(1000), usual=Ms(2000), most=Ms(4000)),
        PauseCue(least=Ms(1000), usual=Ms(1500), most=Ms(9000)),
        PauseCue(least=Ms(50_000), usual=Ms(100_000), most=Ms(120_000)),
    )


def test_a_phase_has_counts_a_side_pulses_and_forms() -> None:
    assert only_cue("[exhale 3 left pulse 1 2] Left / - / lower. | Kick.") == PhaseCue(
        breath=Breath.EXHALE,
        counts=3,
        side=Side.LEFT,
        pulses=(1, 2),
        forms=(((1, "Left"), (3, "lower.")), ((1, "Kick."),)),
    )


def test_what_is_said_on_each_count_stands_in_the_brackets() -> None:
    assert only_cue("[free 3 pulse 2 count one / two / and three] Wait.") == PhaseCue(
        breath=Breath.FREE, counts=3, pulses=(2,), count=("one", "two", "and three"), forms=(((1, "Wait."),),)
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[inhale 2 count one / two / three]", "3 counts are said in a phase of 2"),
        ("[inhale 2 count one / ...]", "nothing to say"),
        ("[inhale 2 count]", "can't read [inhale 2 count]"),
    ],
)
def test_counts_that_can_t_be_said_are_refused(text: str, message: str) -> None:
    with pytest.raises(FaultsError) as caught:
        parse(text, "x")

    assert message in caught.value.faults[0].message


@pytest.mark.parametrize("words", ["", "|", "| |", "| | |", "-", "- / - | -", "/", "/ /"])
def test_a_phase_may_go_without_words(words: str) -> None:
    cue = only_cue(f"[hold 4] {words}")

    assert isinstance(cue, PhaseCue)
    assert cue.forms == ()


def test_a_bar_or_a_stroke_within_a_word_parts_nothing() -> None:
    assert only_cue("[inhale 4] in/out a|b / / two") == PhaseCue(
        breath=Breath.INHALE, counts=4, forms=(((1, "in/out a|b"), (3, "two")),)
    )


def test_reps_number_the_phases_below_them() -> None:
    (section,) = parse("[inhale 1]\n[rep 1]\n[inhale 2]\n[exhale 2]\n[rep 2]\n[inhale 3]", "x").sections

    assert [cue.rep for cue in section.cues if isinstance(cue, PhaseCue)] == [None, 1, 1, 2]


def test_bed_and_pace_hold_until_they_change_and_an_exercise_begins_without() -> None:
    narration = parse(
        "[exercise a]\n[section One]\n[music sea]\n[pace 1.2]\nA.\n[section Two]\nB.\n[exercise b]\nC.", "x", "T"
    )

    assert [(s.title, s.exercise, s.music, s.count) for s in narration.sections] == [
        ("One", "a", "sea", 1200),
        ("Two", "a", "sea", 1200),
        ("T", "b", None, None),
    ]


def test_what_comes_after_an_exercise_may_belong_to_none() -> None:
    narration = parse("[exercise a]\n[music sea]\nA.\n[exercise]\n[section Close]\nB.", "x", "T")

    assert [(s.title, s.exercise, s.music) for s in narration.sections] == [("T", "a", "sea"), ("Close", "", None)]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("[exale 3]", 'no direction is called "exale"', 'did you mean "exhale"?'),
        ("[inhale]", "can't read [inhale]", "write it like [inhale 4] Breathe in, grow long. | In."),
        ("[inhale four]", "can't read [inhale four]", "write it like"),
        ("[inhale 0]", "a phase of 0 counts", "from 1 to 20"),
        ("[exhale 21]", "a phase of 21 counts", "from 1 to 20"),
        ("[inhale 99999999999999999999]", "a phase of 99999999999999999999 counts", "from 1 to 20"),
        ("[inhale -3]", "can't read [inhale -3]", "write it like"),
        ("[exhale 3 pulse 4]", "pulses [4] outside 3 counts", "each from 1 to 3, rising"),
        ("[exhale 3 pulse 2 1]", "pulses [2, 1] outside 3 counts", "rising"),
        ("[exhale 3 middle]", "can't read", "write it like"),
        ("[exhale 2] a / b / c", 'more " / " than the phase has counts (2)', "one part a count"),
        ("[pause 2", 'a direction without its closing "]"', "[pause 2]"),
        ("[pause nan]", "can't read [pause nan]", "write it like"),
        ("[pause inf]", "can't read [pause inf]", "write it like"),
        ("[pause -1]", "can't read [pause -1]", "write it like"),
        ("[pause 0]", "a pause of 0 s", "above 0"),
        ("[pause 3601]", "a pause of 3601 s", "to 3600 s"),
        ("[pause 2 from 3 to 5]", "a pause of 2 s from 3 to 5 s", ""),
        ("[pause 2 from 1 to 4000]", "from 1 to 4000 s", "to 3600 s"),
        ("[pause 2] Rest.", "words behind [pause]", "a line of their own"),
        ("[optional]", "[optional] without a line", "write the line behind it"),
        ("[music ../etc]", "can't read [music ../etc]", "write it like"),
        ("[music]", "can't read [music]", "write it like [music sea-waves at -3 dB]"),
        ("[music My Song] Hello.", "words behind [music]", "a line of their own"),
        ("[exercise Single Leg Kick]", "can't read", "write it like [exercise single-leg-kick]"),
        ("[] x", "a direction without", ""),
        ("bell \x07", "a control character in the text", "UTF-8"),
        ("nothing \x00", "a control character in the text", "UTF-8"),
        ("x" * 2_001, "a line of 2,001 characters", ""),
    ],
)
def test_every_fault_is_told_with_its_line(line: str, message: str, hint: str) -> None:
    (fault,) = faults(f"Breathe.\n\n{line}\n[pause 1]\n")

    assert fault.line == 3
    assert message in fault.message
    assert hint in fault.hint


def test_what_is_told_of_a_long_line_has_three_hundred_characters() -> None:
    (long,) = faults(f"[{'x' * 400}]\n")
    (short,) = faults(f"[{'x' * 200}]\n")

    assert (len(long.message), long.message[-4:]) == (300, "x...")
    assert short.message == f'no direction is called "{"x" * 200}"'


@pytest.mark.parametrize("pace", ["0.1", "9", "0", "0.49", "2.501"])
def test_a_pace_has_its_limits(pace: str) -> None:
    (fault,) = faults(f"[pace {pace}]\nBreathe.\n")

    assert (fault.line, fault.hint) == (1, "from 0.5 to 2.5 s")
    assert fault.message == f"a count of {pace} s"


@pytest.mark.parametrize("line", ["[music sea]", "[pace 1.2]"])
def test_bed_and_pace_are_refused_in_mid_section(line: str) -> None:
    (fault,) = faults(f"[section A]\nBreathe.\n{line}\n")

    assert (fault.line, "within a section" in fault.message) == (3, True)


def test_a_class_is_named_before_all_else() -> None:
    (fault,) = faults("Breathe.\n[class Late]\n")

    assert (fault.line, fault.message) == (2, "[class …] comes first")


def test_all_faults_come_at_once() -> None:
    assert [fault.line for fault in faults("[exale 3]\nBreathe.\n[pause]\n[inhale 0]")] == [1, 3, 4]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark", "[class A]", "[section A]\n[pause 2]"])
def test_a_narration_that_says_nothing_is_refused(text: str) -> None:
    (fault,) = faults(text)

    assert "nothing to say" in fault.message


def test_an_endless_narration_is_refused() -> None:
    (fault,) = faults("Breathe.\n" * 50_001)

    assert "at most 50,000" in fault.message


def test_lines_are_listed_once_in_order() -> None:
    assert parse("A.\n[inhale 3] B. / c | A.\nA.", "x").lines() == ("A.", "B.", "c")


@settings(max_examples=25)
@given(narrations())
def test_what_is_written_reads_back_the_same(narration: Narration) -> None:
    assert parse(narration_text(narration), "x") == narration


@pytest.mark.parametrize("name", EXERCISES)
def test_each_exercise_reads_back_the_same(name: str) -> None:
    narration = exercise_narration(name)

    assert parse(narration_text(narration), "x") == narration


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_reads_back_the_same(name: str) -> None:
    narration = class_narration(name)

    assert parse(narration_text(narration), "x") == narration


@given(st.text(alphabet=st.sampled_from("[]/|-# \nabz019.:pulse"), max_size=120))
def test_any_text_is_a_narration_or_a_fault(text: str) -> None:
    try:
        narration = parse(text, "x")
    except FaultsError:
        return
    assert parse(narration_text(narration), "x").lines() == narration.lines()


@pytest.mark.parametrize("letter", "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e\u200b\u202e\ufeff")
def test_only_a_line_feed_ends_a_line_and_what_nobody_sees_is_told(letter: str) -> None:
    (fault,) = faults(f"Sit.\n[inhale 4] Breathe in{letter}slowly.\nRest.\n")

    assert fault.line == 2
    assert f"U+{ord(letter):04X}" in fault.message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    (fault,) = faults(end.join(["Sit.", "[pause 2]", "*Rest*."]))

    assert fault.line == 3


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("...", 'nothing to say in "..."'),
        ("[optional] —", 'nothing to say in "—"'),
        ("[inhale 4] In / … / up. | In.", 'nothing to say in "…"'),
        ("*Inhale* slowly.", "markup"),
        ('<break time="2s"/>Now rest.', "markup"),
        ("[exhale 4] Out. | _Out_.", "markup"),
        ("Now [pause 2] rest.", "markup"),
    ],
)
def test_what_can_not_be_said_is_told_with_its_line(line: str, message: str) -> None:
    (fault,) = faults(f"Sit.\n{line}\n")

    assert fault.line == 2
    assert message in fault.message


def test_a_silent_count_is_nothing_to_tell() -> None:
    assert parse("[exhale 3] Left / - / lower.", "x").lines() == ("Left", "lower.")


def test_lines_are_kept_in_nfc() -> None:
    narration = parse("[class U\u0308bung]\nFu\u0308r den Ru\u0308cken.", "x")

    assert (narration.title, narration.lines()) == ("Übung", ("Für den Rücken.",))


def test_what_is_written_is_tidy() -> None:
    text = narration_text(parse("[hold 4]\nRest.\n[exhale 2] -\n[pause 2]\n[optional] Rest.", "x"))

    assert [line for line in text.split("\n") if line != line.strip()] == []


@pytest.mark.parametrize(("pace", "count"), [("0.5", 500), ("2.5", 2_500), ("1", 1_000), ("1.234", 1_234)])
def test_a_pace_at_its_limits_is_one(pace: str, count: int) -> None:
    assert parse(f"[pace {pace}]\nBreathe.", "x").sections[0].count == count


@pytest.mark.parametrize(
    ("line", "music", "level_db"),
    [
        ("[music sea-waves]", "sea-waves", 0.0),
        ("[music My Song]", "My Song", 0.0),
        ("[music Müde Füße 👩‍🚀☀️ [live]]", "Müde Füße 👩‍🚀☀️ [live]", 0.0),
        ("[music Mu\u0308de]", "Müde", 0.0),
        ("[music My Song at -4.5 dB]", "My Song", -4.5),
        ("[ Music  Look at me  at  +6 dB ]", "Look at me", 6.0),
        ("[music sea at −20 dB]", "sea", -20.0),
        ("[music at 3 dB]", None, 3.0),
        ("[music at -0 dB]", None, 0.0),
    ],
)
def test_a_bed_by_any_name_and_its_level_are_read(line: str, music: str | None, level_db: float) -> None:
    (section,) = parse(f"[exercise a]\n{line}\nA.", "x", "T").sections

    assert (section.music, section.music_level_db) == (music, level_db)


@pytest.mark.parametrize("level", ["6.5", "-20.5", "999999999999"])
def test_a_level_beyond_what_may_be_is_told_with_its_line(level: str) -> None:
    with pytest.raises(FaultsError) as caught:
        parse(f"[exercise a]\n[music at {level} dB]\nA.", "x", "T")

    (fault,) = caught.value.faults
    assert (fault.line, fault.hint) == (2, "from -20 to +6 dB; 0 is as the house mixes it")


def test_a_level_alone_leaves_the_bed_and_a_bed_alone_is_as_loud_as_usual() -> None:
    text = "[exercise a]\n[music My Song]\nA.\n[section B]\n[music at -3 dB]\nB.\n[section C]\n[music sea]\nC."
    sections = parse(text + "\n[exercise b]\nD.", "x", "T").sections

    assert [(one.music, one.music_level_db) for one in sections] == [
        ("My Song", 0.0), ("My Song", -3.0), ("sea", 0.0), (None, 0.0)
    ]  # fmt: skip
    narration = Narration(title="T", sections=sections)
    assert parse(narration_text(narration), "x") == narration
