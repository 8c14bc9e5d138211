"""The rules that can be counted: what bends which way, how often in a row, and for whom it is."""

from __future__ import annotations

from functools import cache

import pytest
from support.starter_content import exercises

from audiosession.units import Span
from audiosession.writing.exercise import Exercise
from audiosession.writing.sequencing.duration import Duration
from audiosession.writing.sequencing.offers import Offer, is_loaded, is_quiet
from audiosession.writing.sequencing.rules import answers, for_focus, imbalance, longest_row, rests_after


@cache
def library() -> dict[str, Exercise]:
    return {one.name: one for one in exercises()}


def some(spine: str, *, loaded: bool = False) -> Exercise:
    """Return an exercise whose spine does that, with or without load."""
    return next(
        one for one in library().values() if one.spine == spine and is_loaded(one) is loaded and not is_quiet(one)
    )


def offer(exercise: Exercise) -> Offer:
    return Offer(exercise=exercise, duration=Duration(words=Span(), rep=1), least=1, usual=1, most=1)


FORWARD, BACK, TURN = some("flexion"), some("extension"), some("rotation")
HELD_FORWARD = some("flexion", loaded=True)


@pytest.mark.parametrize(
    ("row", "longest"),
    [
        ([], 0),
        ([FORWARD], 1),
        ([FORWARD, FORWARD, BACK, FORWARD], 2),
        ([BACK, BACK, BACK, TURN], 3),
        ([FORWARD, some("neutral"), FORWARD], 1),
        ([some("neutral")] * 4, 0),
    ],
)
def test_a_row_is_broken_by_any_other_way(row: list[Exercise], longest: int) -> None:
    assert longest_row(row) == longest


def test_forward_and_back_are_counted_against_each_other_under_load_too() -> None:
    assert imbalance([offer(one) for one in (FORWARD, FORWARD, BACK, TURN)]) == 1
    assert imbalance([offer(one) for one in (HELD_FORWARD, HELD_FORWARD, BACK, BACK)]) == 2
    assert imbalance([]) == 0


def test_back_answers_forward_and_nothing_answers_a_turn() -> None:
    assert answers(FORWARD, BACK)
    assert answers(BACK, FORWARD)
    assert not answers(FORWARD, TURN)
    assert not answers(BACK, BACK)


def test_rest_comes_after_load() -> None:
    assert rests_after(HELD_FORWARD, FORWARD)
    assert not rests_after(FORWARD, HELD_FORWARD)
    assert not rests_after(FORWARD, BACK)


def test_what_is_for_one_of_several_is_for_them() -> None:
    belly, legs = (FORWARD.model_copy(update={"focus": focus}) for focus in (("belly", "back"), ("legs",)))

    assert for_focus([belly, legs], ["legs"]) == 0.5
    assert for_focus([belly, legs], ["legs", "belly"]) == 1.0
    assert for_focus([belly, legs], []) == 1.0
    assert for_focus([belly, legs], ["feet"]) == 0.0


def test_quiet_is_breath_or_words_alone() -> None:
    assert is_quiet(library()["box-breathing"])
    assert is_quiet(library()["body-scan"])
    assert is_quiet(library()["tense-and-release"])
    assert not is_quiet(FORWARD)
