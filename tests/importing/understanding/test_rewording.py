"""A line that would follow its article says the same in other words, longer ones, or kindly."""

from __future__ import annotations

import pytest
from support.imported_articles import english

from audiosession.importing.finding import words_of_text
from audiosession.importing.understanding.rewording.copying import SourceWords, shares, unlike, unlike_whole
from audiosession.studio.importing.books import books


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Squeeze cushions blocks bolsters or balls overhead together.", "or else"),
        ("en", "With glaucoma or untreated high blood pressure, keep elbows bent.", "please keep"),
        ("en", "Squeeze blocks bolsters 12 times overhead together.", "twelve"),
        ("de", "Bei grünem Star, Schwindel oder Ohrensausen, halte Ellbogen gebeugt.", "oder auch"),
        ("es", "Aprieta cojines bloques pelotas o toallas verdes juntas.", "o bien"),
    ],
)
def test_a_row_of_words_is_broken_without_losing_any(language: str, text: str, said: str) -> None:
    line = unlike_whole(text, SourceWords([text]), books()[language])

    assert said in line
    assert not shares([line], [text])
    lost = set(words_of_text(text)) - set(words_of_text(line))
    assert len(lost) <= 1, lost


def test_a_change_that_leaves_the_row_is_not_made_again_and_again() -> None:
    text = "Carry cushions blocks bolsters straps balls or towels."
    line = unlike_whole(text, SourceWords(["Carry cushions blocks bolsters straps balls or"]), english())

    assert line.count("else") <= 1


@pytest.mark.parametrize("number", ["45", "100", "2.5"])
def test_a_number_that_is_not_one_short_word_stays_in_digits(number: str) -> None:
    text = f"Lean blocks bolsters straps {number} degrees outwards upwards backwards."

    for line in unlike(text, SourceWords([text]), english()):
        assert "forty" not in line
        assert "hundred" not in line


def test_please_is_said_once_in_a_line() -> None:
    text = "With glaucoma vertigo asthma migraine tinnitus, lift elbows, lower elbows, lift wrists, lower wrists."

    assert " ".join(unlike(text, SourceWords([text]), english())).count("please") <= 1


@pytest.mark.parametrize(
    "text",
    [
        "You do not have to change, lie down or explain yourself to anyone else here.",
        "My mother, whose calves ache, puts cushions beneath both calves instead.",
    ],
)
def test_please_asks_for_nothing_that_nobody_is_asked_for(text: str) -> None:
    assert "please" not in " ".join(unlike(text, SourceWords([text]), english()))


def test_or_else_stands_beside_no_number() -> None:
    text = "Squeeze cushions blocks bolsters two or three times overhead together."

    assert "else" not in " ".join(unlike(text, SourceWords([text]), english()))
