"""A cue says a clause in short, and follows its source nowhere for seven words in a row."""

from __future__ import annotations

import re

import pytest
from support.imported_articles import english

from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.understanding.clauses import clauses_of
from audiosession.importing.understanding.numbers import number_words
from audiosession.importing.understanding.rewording.copying import SourceWords, shares, unlike, unlike_in_order
from audiosession.importing.understanding.wording import cue_of, sentence_of
from audiosession.studio.importing.books import books


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("make sure your chest is lifted off the mat", "The chest is lifted off the mat."),
        ("bending your elbows", "Bend the elbows."),
        ("Lying face-down on your mat", "Lie face-down on the mat."),
        ("Don't tuck your toes", "Do not tuck the toes."),
        ("slide your heel toward your seat", "Slide the heel to the seat."),
        ("On an exhalation lower your chest", "Lower the chest."),
        ("and then", ""),
        ("Your foot doesn't have to be pretty", "The foot does not have to be pretty."),
        ("Go down as far as is nice", "Go down as far as is nice."),
        ("Make a pretty long neck", "Make a long neck."),
    ],
)
def test_cues(text: str, cue: str) -> None:
    (clause,) = clauses_of(text, english())

    assert cue_of(clause, english()) == cue


SENTENCES = [
    "Lift the front of the pelvis slightly off the mat and keep it there.",
    "Draw the shoulder blades down the back and away from the ears.",
    "Press the palms of both hands and the tops of both feet into the floor.",
    "One two three four five six seven eight nine ten eleven twelve.",
    "Lift.",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_no_line_follows_its_source_for_seven_words(text: str) -> None:
    lines = unlike(text, SourceWords([text]), english())

    assert shares(lines, [text]) == []
    others = {word for said in english().wording.synonyms.values() for word in words_of_text(said)}
    assert set(words_of_text(" ".join(lines))) - {"your", "the"} - others <= set(words_of_text(text))


def test_a_line_that_does_not_follow_its_source_stays_as_it_is() -> None:
    assert unlike("Lift the chest.", SourceWords([SENTENCES[0]]), english()) == ["Lift the chest."]


def test_a_line_is_a_sentence_that_can_stand_in_a_file() -> None:
    for text in ("[rep 3] lift", "# lift", "a | b", "{left} leg", "<b>lift</b>", "*lift*"):
        said = sentence_of(text)
        assert said[-1] == "."
        assert not set(said) & set("[]{}|<>*#")


@pytest.mark.parametrize("language", sorted(books()))
def test_other_words_bring_no_number_no_side_and_no_part_of_the_body(language: str) -> None:
    book = books()[language]
    for word, other in book.wording.synonyms.items():
        parts = [one for hit in book.found_parts.find(plainly(other)) for one in words_of_text(hit.text)]

        assert [part for part in parts if part[:4] not in word] == [], other
        assert number_words(plainly(other), book) <= number_words(word, book), other
        assert set(book.found_sides.keys_in(plainly(other))) <= set(book.found_sides.keys_in(word)), other
        assert bool(book.found_negations.first(plainly(other))) == bool(book.found_negations.first(word)), other


@pytest.mark.parametrize(
    "text",
    [
        "Lower thighs slowly until nearly parallel to the floor and wait.",
        "Bring arms slowly down to the floor again and rest there.",
        "Lift arms slowly up to the ceiling again and rest there.",
        "Reach arms slowly out to the side again and rest there.",
        "Lift leg as well as arm a few centimetres and wait.",
    ],
)
def test_other_words_make_sense_where_they_stand(text: str) -> None:
    for line in unlike(text, SourceWords([text]), english()):
        assert not re.search(r"(\b\w+) \1\b|parallel down|too as|some centimetres", line), line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Imagine you are between two panes of glass.", "Between two panes of glass, imagine you are."),
        ("Do not bounce or drop quickly at any point.", "At any point, do not bounce or drop quickly."),
        ("Breathe in: sweep both arms out and up by one wall.", "Breathe in: by one wall, sweep both arms out and up."),
    ],
)
def test_where_something_is_done_may_come_first_so_that_it_is_said_whole(text: str, said: str) -> None:
    assert unlike(text, SourceWords([text]), english()) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Close the eyes gently now if that feels safe to you.",
        "Give the mind something rather dull and slow to listen to.",
        "Keep the arms on the mat and come up half as far.",
        "Hold the long neck in line with the spine.",
    ],
)
def test_what_belongs_together_is_not_taken_apart_for_it(text: str) -> None:
    for line in unlike(text, SourceWords([text]), english()):
        assert not re.match(r"(?:To you|To listen|On the mat and|With the spine)", line), line


def test_a_reason_of_a_warning_stays_with_it() -> None:
    text = "Leave it out if you had a hernia repair during the last twelve months."

    assert unlike_in_order(text, SourceWords([text]), english()).endswith("hernia repair in the last twelve months.")
    text = "Leave it out with Ehlers Danlos syndrome Marfan syndrome Loeys Dietz syndrome."
    assert unlike_in_order(text, SourceWords([text]), english()) == ""


def test_a_word_that_begins_a_sentence_keeps_its_capital() -> None:
    text = "Breathe out now, then pause. The arm floats up behind you again slowly."

    for line in unlike(text, SourceWords([text]), english()):
        assert not re.search(r"[.!?]\s+[a-z]", line)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("On all fours, towel under left knee.", "On all fours, towel under the left knee."),
        ("Sit on heels, hands on thighs, and wait.", "Sit on heels, the hands on thighs, and wait."),
    ],
)
def test_a_bare_part_of_the_body_may_have_its_article(text: str, said: str) -> None:
    assert unlike(text, SourceWords([text]), english()) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Good for someone with back pain and asthma.",
        "Rest it on knee height boxes, or two.",
        "Go from side to side with it, and on.",
    ],
)
def test_what_only_begins_with_a_part_of_the_body_has_none(text: str) -> None:
    assert not any(added in line for line in _lines_of(text) for added in ("with the back", "on the knee", "the side"))


def test_the_last_part_of_a_movement_is_not_the_past_one() -> None:
    assert "past" not in " ".join(_lines_of("It strengthens the muscle in the last part of its movement."))


def _lines_of(text: str) -> list[str]:
    return unlike(text, SourceWords([text]), english())
