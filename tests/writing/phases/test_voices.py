"""Who says what of a text: the first voice, or the second behind its mark."""

from __future__ import annotations

import pytest

from audiosession.definitions import read_definition
from audiosession.errors import FaultsError
from audiosession.writing.cues import SayCue
from audiosession.writing.narration import line
from audiosession.writing.phases.cue import PhaseCue, form_of, written_form
from audiosession.writing.phases.phase import Phase
from audiosession.writing.phases.voices import line_as, marked, said_by, unmarked
from audiosession.writing.spoken import Say
from audiosession.writing.text.reading import parse
from audiosession.writing.text.written import narration_text

TEXT = """\
[class Two]
[voice 2] Lie down.
[optional] [voice 2] Long legs.
[rep 1]
[inhale 4 count one / two] [voice 2] Three. [voice 1] Breathe in. | In.
[call 2] Hold on.
[exhale 4] [ Voice 2 ]Left / kick / [voice 1] lower.
Rest.
"""


def test_all_that_the_second_voice_says_is_another_line_than_the_same_text_of_the_first() -> None:
    narration = parse(TEXT + "one\n", "two.txt")

    assert narration.by_two_voices().lines() == (
        "[voice 2] Lie down.", "[voice 2] Long legs.", "[voice 2] Three.", "Breathe in.", "In.",
        "[voice 2] one", "[voice 2] two", "[voice 2] Hold on.",
        "[voice 2] Left", "[voice 2] kick", "lower.", "Rest.", "one",
    )  # fmt: skip


def test_where_one_voice_says_all_no_mark_is_left() -> None:
    narration = parse(TEXT, "two.txt").by_one_voice()

    assert narration.lines() == (
        "Lie down.", "Long legs.", "Three. Breathe in.", "In.", "one", "two", "Hold on.", "Left", "kick", "lower.",
        "Rest.",
    )  # fmt: skip
    assert "voice" not in narration_text(narration)


def test_a_narration_with_two_voices_is_written_and_read_back() -> None:
    narration = parse(TEXT, "two.txt")

    assert parse(narration_text(narration), "two.txt") == narration
    assert parse(narration_text(narration.by_two_voices()), "two.txt").by_two_voices() == narration.by_two_voices()


def test_a_mark_holds_up_to_the_next_one_in_its_form() -> None:
    assert form_of("[voice 2] Left / - / kick") == ((1, "[voice 2] Left"), (3, "[voice 2] kick"))
    assert form_of("Left / [voice 2] and / kick") == ((1, "Left"), (2, "[voice 2] and"), (3, "[voice 2] kick"))
    for form in (((1, "[voice 2] Left"), (2, "kick")), ((1, "A. [voice 2] B."), (3, "C. [voice 2] D."))):
        assert form_of(written_form(form)) == form


def test_marks_are_undone() -> None:
    assert unmarked("[voice 2] Three. [voice 1] Breathe in.") == "Three. Breathe in."
    assert marked("[voice 2] Three. [voice 2] Kick.") == "[voice 2] Three. Kick."
    assert said_by(line_as("Kick.", 2)) == ("Kick.", 2)
    assert said_by(line_as("Kick.", None)) == ("Kick.", 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[voice 2]", r"\[voice …\] without a line"),
        ("[voice 3] Hello.", r"can't read \[voice 3\]"),
        ("[voice 2] ...", "nothing to say"),
        ("[inhale 4] [voice 2] | In.", "nothing to say"),
        ("[inhale 4] [voice two] In.", "markup that would be read aloud"),
        ("Hello [voice 2] *you*.", "markup that would be read aloud"),
    ],
)
def test_a_mark_without_words_or_none_that_there_is_is_told(text: str, message: str) -> None:
    with pytest.raises(FaultsError, match=message):
        parse(f"Sit.\n{text}\n", "two.txt")


def test_a_definition_marks_a_line_and_the_second_voice_says_it() -> None:
    assert read_definition('say = "[voice 2] Well done."', "x.toml", Say).say == "[voice 2] Well done."
    phase = read_definition(
        'breath = "exhale"\ncounts = 2\nfull = ["[voice 2] Left / kick.", "Kick."]\n'
        'call = [{ at = 1.0, say = "[voice 2] Now." }]\n',
        "x.toml", Phase,
    )  # fmt: skip
    assert phase.full == ("[voice 2] Left / kick.", "Kick.")
    for wrong in ("[voice 2] ", "[voice 2] [optional] In.", "[voice 3] In.", "[voice 2] *In*."):
        with pytest.raises(FaultsError):
            read_definition(f'say = "{wrong}"', "x.toml", Say)


def test_a_rep_is_counted_by_the_second_voice() -> None:
    phase = {"full": ("Breathe in.",), "short": ("In.",), "bare": (), "side": None}
    rep = {"number": 3, "level": "short"}

    assert line(phase, rep, "Three") == "Three. In. | Three. | In."
    assert line(phase, rep, "Three", counter="[voice 2] ") == (
        "[voice 2] Three. [voice 1] In. | [voice 2] Three. | In."
    )  # fmt: skip


def test_cues_stay_what_they_are_but_for_who_says_them() -> None:
    cue = parse("[exhale 3 left loaded pulse 1] [voice 2] Kick.\n", "two.txt").sections[0].cues[0]
    assert isinstance(cue, PhaseCue)

    one = cue.by_one()
    assert one.forms == (((1, "Kick."),),)
    assert (one.side, one.loaded, one.pulses, one.counts) == (cue.side, True, (1,), 3)
    assert parse("Sit.\n", "two.txt").by_two_voices().sections[0].cues == (SayCue(text="Sit."),)


def test_a_part_of_a_line_that_is_a_number_is_a_count() -> None:
    text = "[inhale 4] Breathe in / two, / THREE. / 4 | Two more.\n[free 3] Three / two / one.\nthree\n"

    lines = parse(text, "two.txt").by_two_voices(("one", "two", "three")).lines()

    assert lines == (
        "Breathe in", "[voice 2] two,", "[voice 2] THREE.", "[voice 2] 4", "Two more.",
        "[voice 2] Three", "[voice 2] two", "[voice 2] one.", "three",
    )  # fmt: skip
