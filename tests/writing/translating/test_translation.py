"""A translation laid over its original, and held against it: what it lacks, what it has too much, how far it is."""

from __future__ import annotations

from typing import Any

import pytest

from audiosession.value_words import KeyPath
from audiosession.writing.translating.lines import lines_in, told_place
from audiosession.writing.translating.translation import Translation

CLASS = {
    "title": "Short",
    "exercise": [
        {"use": "saw", "section": "Warm-up", "transition": ["Sit."]},
        {"use": "swan", "section": "Work"},
        {"use": "saw", "section": "Work", "transition": ["Sit again."]},
    ],
}
GERMAN = {
    "title": "Kurz",
    "sections": {"Warm-up": "Aufwärmen", "Work": "Üben"},
    "exercise": [{"use": "saw", "transition": ["Setz dich."]}, {"use": "saw", "transition": ["Setz dich wieder."]}],
}


def found(words: dict[str, Any], original: dict[str, Any] | None = None) -> Translation:
    return Translation(original=CLASS if original is None else original, words=words)


def test_each_exercise_gets_its_own_section_and_way() -> None:
    whole = found(GERMAN).whole()

    assert whole["title"] == "Kurz"
    assert [one["section"] for one in whole["exercise"]] == ["Aufwärmen", "Üben", "Üben"]
    assert [one.get("transition") for one in whole["exercise"]] == [
        [{"say": "Setz dich."}], None, [{"say": "Setz dich wieder."}],
    ]  # fmt: skip
    assert CLASS["exercise"][0]["section"] == "Warm-up"  # type: ignore[index]


def test_what_is_done_is_counted_by_line() -> None:
    assert (len(found(GERMAN).said), found(GERMAN).n_done) == (5, 5)
    assert found({**GERMAN, "title": "", "sections": {"Work": "Üben"}}).n_done == 3
    assert found({}).n_done == 0


def test_what_stands_for_nothing_or_is_no_words_is_told_with_its_keys() -> None:
    words = {
        **GERMAN,
        "length": "12m",
        "exercise": [3, {"use": "swan", "transition": ["Leg dich."]}, {"use": "saw", "reps": 3}, *GERMAN["exercise"]],
    }

    assert [lack.keys for lack in found(words).left_over()] == [
        ("exercise", 4, "transition", 0, "say"),
        ("exercise", 7, "transition", 0, "say"),
        ("exercise", 2, "reps"),
        ("length",),
    ]


def test_a_line_of_several_of_which_one_is_empty_is_missing() -> None:
    original = {"phase": [{"full": ["In.", "In, tall."], "bare": "In."}], "safety": {"hold": 9.0, "reason": "so"}}
    words = {"phase": [{"full": ["Ein.", ""], "bare": "Ein."}], "safety": {"reason": "darum"}}

    assert [lack.message for lack in found(words, original).missing()] == ["lacks phase 1, full"]
    assert found(words, original).whole()["phase"][0]["full"] == ["In.", "In, tall."]
    assert found(words, original).whole()["safety"] == {"hold": 9.0, "reason": "darum"}


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("title",), "title"),
        (("safety", "reason"), "safety, reason"),
        (("ready", "say"), "ready"),
        (("exercise", 2, "transition", 0, "say"), "exercise 3 transition 1"),
    ],
)
def test_a_place_is_told_as_a_person_counts(keys: KeyPath, told: str) -> None:
    assert told_place(keys) == told


def test_why_a_limit_is_raised_is_words_and_why_reps_are_is_not() -> None:
    table = {"reps": {"max": 3, "reason": "plenty"}, "harder": {"safety": {"reason": "so"}}, "safety": {"reason": "so"}}

    assert list(lines_in(table)) == [("harder", "safety", "reason"), ("safety", "reason")]
