"""The text of captions: what stands between parts, and where lines end."""

from __future__ import annotations

import pytest

from audiosession.timing.telling.caption_text import (
    COLUMNS,
    ends_sentence,
    in_one_line,
    link,
    opened,
    pieces_of,
    two_lines,
    width,
)


@pytest.mark.parametrize("word", ["Left", "“Left”", '"Left"', "(left)", "plie\u0301", "7"])
def test_a_beat_after_a_word_is_a_comma_whatever_closes_behind_it(word: str) -> None:
    assert link(word) == ", "
    assert in_one_line([word, "kick"]) == f"{word}, kick"


@pytest.mark.parametrize("words", ["Left,", "Left.", "“Left.”", "(Left!)", "Left …", "Left –"])
def test_where_a_mark_stands_there_is_a_space(words: str) -> None:
    assert link(words) == " "


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a b", ["a", " b"]),
        ("て、a", ["て、", "a"]),
        ("a吸b", ["a", "吸", "b"]),
        ("吸 って", ["吸", " っ", "て"]),
        ("숨을 쉬세요", ["숨을", " 쉬세요"]),
        ("", []),
    ],
)
def test_a_line_may_end_between_words_or_between_letters_that_need_no_space(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == pieces
    assert "".join(pieces) == text


def test_a_text_as_long_as_a_line_is_one_line_and_two_as_long_are_two() -> None:
    line = "a" * (COLUMNS - 2) + " b"

    assert width(line) == COLUMNS
    assert two_lines(line) == line
    assert two_lines(f"{line} {line}") == f"{line}\n{line}"
    assert two_lines(f"{line} {line}c") is None
    assert two_lines("吸" * COLUMNS) == "吸" * (COLUMNS // 2) + "\n" + "吸" * (COLUMNS // 2)


def test_two_lines_are_about_as_long_the_lower_one_rather_the_longer() -> None:
    words = ["aaaa", "bbbb", "cccc", "dddd", "eeee"]

    assert two_lines(" ".join(words[:3]), 9) == "aaaa\nbbbb cccc"
    assert two_lines(" ".join(words), 20) == "aaaa bbbb\ncccc dddd eeee"
    assert two_lines(" ".join(words[:4]), 15) == "aaaa bbbb\ncccc dddd"


@pytest.mark.parametrize(
    ("mark", "is_taken"), [(6, False), (7, False), (10, True), (12, True), (15, True), (19, False)]
)
def test_a_line_ends_behind_a_mark_where_that_makes_it_no_third_shorter_than_the_other(
    mark: int, is_taken: bool
) -> None:
    letters = ["a"] * 26
    letters[mark - 1] += ","

    upper, _, _ = (two_lines(" ".join(letters)) or "").partition("\n")

    assert upper.endswith(",") is is_taken


def test_a_sentence_begins_with_a_capital_where_its_letter_has_one() -> None:
    assert [opened(text) for text in ("in", "In", "ßa", "吸", "", "7")] == ["In", "In", "ßa", "吸", "", "7"]
    assert (opened("in", "tr-TR"), opened("in", "AZ"), opened("in", "de")) == ("İn", "İn", "In")
    assert [ends_sentence(text) for text in ("a.", "a.”  ", "a...", "a,", "吐く。", "a")] == [
        True, True, False, False, True, False
    ]  # fmt: skip
