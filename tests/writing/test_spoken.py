"""What may stand in a line of a definition."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from audiosession.writing.spoken import OneLine, PhaseLines, Rest, Say, SpokenLine, Variants

LINE: TypeAdapter[str] = TypeAdapter(SpokenLine)
LINES: TypeAdapter[tuple[str, ...]] = TypeAdapter(PhaseLines)
ORDER = "the least, the usual and the most, in this order"


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


@pytest.mark.parametrize(
    ("rest", "says", "hint"),
    [
        (0, "a rest of 0 s", "over 0, to 3600 s"),
        (-0.5, "a rest of -0.5 s", "over 0, to 3600 s"),
        (3600.5, "a rest of 3600.5 s", "over 0, to 3600 s"),
        ([2, 5], "a number of seconds, or three", "write 2.5, with points"),
        ([1, 5, 2, 0, 3, 75], "a number of seconds, or three", "write [1.5, 2.0, 3.75], with points"),
        ([1.5, 2.5], "a number of seconds, or three", "write it like 2.0 or [1.0, 2.0, 5.0]"),
        ([1, 2, 3, 4], "a number of seconds, or three", "write it like 2.0 or [1.0, 2.0, 5.0]"),
        ([1, 2, 3, 4, 5], "a number of seconds, or three", "write it like 2.0 or [1.0, 2.0, 5.0]"),
        (True, "a number of seconds, or three", "write it like 2.0 or [1.0, 2.0, 5.0]"),
        ([3.0, 2.0, 5.0], "a rest from 3 to 5 s can't usually be 2 s", ORDER),
        ([1.0, 6.0, 5.0], "a rest from 1 to 5 s can't usually be 6 s", ORDER),
    ],
)  # fmt: skip
def test_a_rest_that_can_not_be_is_told_once_and_how_it_is_written(rest: object, says: str, hint: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Rest.model_validate(rest)

    (fault,) = caught.value.errors()
    assert says in str(fault["ctx"]["error"])
    assert fault["ctx"]["error"].hint == hint


@pytest.mark.parametrize("rest", [(2.0, 2.0, 2.0), (1.0, 1.0, 5.0), (1.0, 5.0, 5.0), (0.001, 120.0, 120.0)])
def test_a_rest_may_be_fixed_at_either_end(rest: tuple[float, float, float]) -> None:
    found = Rest.model_validate(list(rest))

    assert (found.least, found.usual, found.most) == rest


def test_a_line_that_asks_for_no_rest_has_a_short_one_that_may_stretch_to_two_seconds() -> None:
    assert Say.model_validate("In.").rest == Rest.model_validate([0.35, 0.7, 2.0])
