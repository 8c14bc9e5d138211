"""Words follow the line that they were made from, wherever it goes; nothing is lost, and nothing is guessed."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.writing.translating.following import Followed, followed
from audiosession.writing.translating.lines import digest_of_words, lines_in
from audiosession.writing.translating.translation import Translation
from audiosession.writing.translating.tree import source_table

ORIGINAL = {
    "title": "Saw",
    "tip": ["Slowly.", "Tall.", {"say": "Left arm.", "one_side": "Arm."}],
    "phase": [
        {"counts": 2, "full": ["In, turn.", "In, tall."], "bare": "In."},
        {"counts": 4},
        {"counts": 2, "full": ["Out, reach."], "bare": "Out."},
    ],
}
WORDS = {
    "title": "Säge",
    "tip": ["Langsam.", "Lang.", {"say": "Linker Arm.", "one_side": "Arm."}],
    "phase": [
        {"full": ["Ein, drehen.", "Ein, lang."], "bare": "Ein."},
        {},
        {"full": ["Aus."], "short": "Aus.", "bare": "A."},
    ],
}


def done(original: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """Return `words` as the translation of all that `original` says."""
    kept = {keys: digest_of_words(line) for keys, line in lines_in(original).items()}
    return {**words, **tomllib.loads(source_table(kept, original))}


def followed_to(original: dict[str, Any]) -> Followed:
    return followed(Translation(original=original, words=done(ORIGINAL, WORDS)))


def test_where_nothing_was_changed_nothing_is() -> None:
    found = followed_to(ORIGINAL)

    assert dict(found.words) == dict(found.translation.own)
    assert (found.missing, found.stale, found.left_over, found.changed) == ((), frozenset(), (), frozenset())


def test_a_line_that_was_inserted_is_missing_and_those_behind_it_move_on() -> None:
    found = followed_to({**ORIGINAL, "tip": ["Slowly.", "Low.", *ORIGINAL["tip"][1:]]})

    assert found.missing == (("tip", 1, "say"),)
    assert found.words["tip", 2, "say"] == "Lang."
    assert found.words["tip", 3, "one_side"] == "Arm."
    assert found.stale == frozenset()
    assert found.changed == {"tip"}


def test_lines_that_changed_places_take_their_words_along() -> None:
    found = followed_to({**ORIGINAL, "phase": ORIGINAL["phase"][::-1], "tip": ORIGINAL["tip"][::-1]})

    assert found.words["phase", 0, "full"] == ["Aus."]
    assert found.words["phase", 2, "full"] == ["Ein, drehen.", "Ein, lang."]
    assert found.words["tip", 2, "say"] == "Langsam."
    assert (found.missing, found.stale, found.left_over) == ((), frozenset(), ())


def test_another_form_of_a_line_goes_with_it() -> None:
    found = followed_to({**ORIGINAL, "phase": ORIGINAL["phase"][::-1]})

    assert found.words["phase", 0, "short"] == "Aus."


def test_what_was_changed_in_its_place_is_stale_and_stays_so() -> None:
    changed = {**ORIGINAL, "tip": ["Slowly.", "Taller.", ORIGINAL["tip"][2]]}
    found = followed_to(changed)

    assert found.stale == {("tip", 1, "say")}
    assert found.words["tip", 1, "say"] == "Lang."
    again = Translation(original=changed, words={**WORDS, **tomllib.loads(source_table(found.kept, changed))})
    assert [lack.keys for lack in again.stale()] == [("tip", 1, "say")]


def test_what_was_taken_out_is_left_over_and_told() -> None:
    found = followed_to({**ORIGINAL, "tip": ORIGINAL["tip"][:1]})

    assert [place for place, _ in found.left_over] == ["tip 2", "tip 3", "tip 3, one_side"]
    assert [words for _, words in found.left_over] == ["Lang.", "Linker Arm.", "Arm."]


def test_one_form_that_was_changed_is_stale_and_not_its_whole_phase() -> None:
    phases = [{**ORIGINAL["phase"][0], "bare": "Breathe."}, *ORIGINAL["phase"][1:]]
    found = followed_to({**ORIGINAL, "phase": [{"counts": 1, "bare": "Rest."}, *phases]})

    assert found.stale == {("phase", 1, "bare")}
    assert found.missing == (("phase", 0, "bare"),)


def test_without_digests_every_line_stays_where_it_is_and_none_is_called_new() -> None:
    found = followed(Translation(original={**ORIGINAL, "tip": ORIGINAL["tip"][::-1]}, words=WORDS))

    assert found.words["tip", 0, "say"] == "Langsam."
    assert found.translation.n_undigested > 0
    assert not {keys for keys in found.kept if keys not in found.missing}


def test_ways_into_exercises_follow_their_exercise() -> None:
    original = {
        "exercise": [{"use": "saw"}, {"use": "swan", "transition": ["Turn."]}, {"use": "seal", "transition": ["Sit."]}]
    }
    words = done(
        original,
        {"exercise": [{"use": "swan", "transition": ["Dreh dich."]}, {"use": "seal", "transition": ["Setz dich."]}]},
    )
    turned = {"exercise": original["exercise"][::-1]}

    found = followed(Translation(original=turned, words=words))

    assert found.words["exercise", 0, "transition", 0, "say"] == "Setz dich."
    assert found.words["exercise", 1, "transition", 0, "say"] == "Dreh dich."
    assert found.stale == frozenset()


def test_what_moves_changes_its_part_and_only_that() -> None:
    found = followed_to({**ORIGINAL, "tip": ORIGINAL["tip"][::-1]})

    assert found.changed == {"tip"}
    assert set(found.kept) == set(found.translation.said)


def test_a_line_that_a_person_added_for_a_new_one_stands_for_it() -> None:
    words = done(ORIGINAL, WORDS)
    words["release"] = ["Los."]
    words["tip"] = [*words["tip"], "Ruhig."]

    found = followed(
        Translation(original={**ORIGINAL, "tip": [*ORIGINAL["tip"], "Calm."], "release": ["Go."]}, words=words)
    )

    assert found.words["tip", 3, "say"] == "Ruhig."
    assert found.words["release", 0, "say"] == "Los."
    assert found.changed == frozenset()
    assert ("tip", 3, "say") not in found.kept


@pytest.mark.parametrize("wrong", [3, "x", [], {"tip": 3}, {"exercise": 3}, {"tip": [[3]]}])
def test_digests_that_are_none_are_none(wrong: Any) -> None:
    found = followed(Translation(original=ORIGINAL, words={**WORDS, "source": wrong}))

    assert found.missing == ()


LINES = st.lists(st.text("abc", min_size=1, max_size=2), max_size=6)


@given(before=LINES, now=LINES)
def test_no_word_is_ever_lost_or_said_for_another_line_as_if_it_were_new(before: list[str], now: list[str]) -> None:
    words = done({"tip": before}, {"tip": [f"{line}!" for line in before]})
    found = followed(Translation(original={"tip": now}, words=words))

    there = [line for line in found.words.values() if line]
    assert sorted([*there, *(line for _, line in found.left_over)]) == sorted(f"{line}!" for line in before)
    for keys, line in found.words.items():
        if line and keys not in found.stale:
            assert line == f"{now[int(keys[1])]}!"
