"""Phrases are found whatever small words stand between theirs, the longest first."""

from __future__ import annotations

import pytest

from audiosession.importing.finding import Phrases, plainly, words_of_text

DETERMINERS = ("your", "the")


def keys(table: dict[str, tuple[str, ...]], text: str) -> list[tuple[str, str]]:
    return [(one.key, one.text) for one in Phrases(table, DETERMINERS).find(plainly(text))]


def test_small_words_may_stand_between() -> None:
    assert keys({"supine": ("lie on back",)}, "Lie on your back.") == [("supine", "lie on your back")]


def test_the_longest_phrase_counts() -> None:
    assert keys({"a": ("back",), "b": ("lower back",)}, "the lower back") == [("b", "lower back")]


def test_a_star_ends_a_word_in_any_way() -> None:
    assert keys({"a": ("lift*",)}, "lift, lifting, uplifting") == [("a", "lift"), ("a", "lifting")]


@pytest.mark.parametrize(("text", "is_found"), [("if it hurts", True), ("if your left knee hurts", True),
                                                ("if you see that it really hurts", False)])  # fmt: skip
def test_a_tilde_is_three_words_at_the_most(text: str, is_found: bool) -> None:
    assert bool(keys({"a": ("if ~ hurts",)}, text)) is is_found


def test_a_word_is_a_whole_one() -> None:
    assert keys({"a": ("arm",)}, "warm the forearms") == []


def test_an_empty_table_finds_nothing() -> None:
    assert keys({}, "anything") == []
    assert Phrases({"a": ()}).first("anything") is None
    assert Phrases({"a": ()}).at("anything") is None


def test_plain_text_is_as_long_as_it_was() -> None:
    for text in ("Don’t SINK", "ǅ İ ẞ", "„Ja“"):
        assert len(plainly(text)) == len(text)


def test_words_are_read_without_signs() -> None:
    assert words_of_text("Lift - don’t drop: 8 times!") == ["lift", "don't", "drop", "8", "times"]


def test_a_bar_stands_between_words_of_which_each_may_be_there() -> None:
    phrases = Phrases({"inhale": ("when|while you breathe|draw in",)})

    assert phrases.first("while you draw in, lift") is not None
    assert phrases.first("when you breathe in, lift") is not None
    assert phrases.first("when you lift") is None
