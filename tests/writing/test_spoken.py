"""What may stand in a line of a definition."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from audiosession.writing.spoken import OneLine, PhaseLines, SpokenLine, Variants

LINE: TypeAdapter[str] = TypeAdapter(SpokenLine)
LINES: TypeAdapter[tuple[str, ...]] = TypeAdapter(PhaseLines)


@pytest.mark.parametrize("line", ["a", "x" * 300, "Number #1 [of two", "a|b", "u\u0308ber"])
def test_a_line_of_one_to_three_hundred_letters_is_said_in_nfc(line: str) -> None:
    assert LINE.validate_python(line) == line.replace("u\u0308", "ü")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x" * 301, "301 characters; break it up at 300"),
        ("", "is not empty"),
        ("in ", "not padded"),
        (" in", "not padded"),
        ("[in", r'begin with "\["'),
        ("#1", 'begin with "#"'),
        ("in | out", "parts the forms"),
        ("in\tout", "one line"),
        ("in\nout", "one line"),
        ("in\u2028out", "U\\+2028"),
        ("...", "nothing to say"),
    ],
)
def test_what_can_not_stand_in_a_line_is_told(line: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        LINE.validate_python(line)


@pytest.mark.parametrize("letter", ["\x00", "\x1f", "\t", "\n", "\x7f", "\ud800"])
def test_no_text_holds_a_control_character_or_half_a_letter(letter: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(OneLine).validate_python(f"in{letter}out")


def test_a_line_of_a_phase_may_be_silent_on_some_of_its_counts() -> None:
    assert LINES.validate_python("Left / - / lower.") == ("Left / - / lower.",)
    assert LINES.validate_python(["- / in", "a/b / out"]) == ("- / in", "a/b / out")
    for wrong in ("Left / … / lower.", "*In* / out", "in / *out*"):
        with pytest.raises(ValidationError):
            LINES.validate_python(wrong)


def test_one_line_stands_for_a_list_of_one() -> None:
    lines: TypeAdapter[tuple[str, ...]] = TypeAdapter(Variants)

    assert lines.validate_python("In.") == lines.validate_python(["In."]) == ("In.",)
    assert lines.validate_python([]) == ()
