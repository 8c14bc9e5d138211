"""How long an exercise lasts, told from its definition: about what its narration comes to when it is laid out."""

from __future__ import annotations

import pytest
from support.starter_content import english, exercises, templates

from audiosession.timing.layout import lay_out
from audiosession.units import Ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.narration import narrate
from audiosession.writing.plan import Plan, PlannedExercise, eased
from audiosession.writing.sequencing.duration import duration
from audiosession.writing.text.reading import parse

COUNT = Ms(1_000)
NEAR_MS = 9_000
"""What may be apart: praise, how many rounds are told, a pause that the templates add; no more than that."""
SUBJECTS = exercises()


def lasts(line: str) -> Ms:
    return Ms(75 * (len(line) + 3))


def laid_out(form: Exercise, reps: int) -> tuple[int, int]:
    """Return the usual and the longest that the narration of `form` takes, where one is in its position, and warm."""
    warm = form.model_copy(update={"warm_up_note": ()})
    item = PlannedExercise(exercise=warm, reps=reps, arrived=True)
    plan, _ = eased(Plan(name=form.name, title=form.title, exercises=(item,), is_class=True), COUNT)
    narration = parse(narrate(plan, templates(), english()), form.name)
    _, usual, most = lay_out(narration, {line: lasts(line) for line in narration.lines()}, count=COUNT).range
    return usual, most


@pytest.mark.parametrize("subject", SUBJECTS, ids=[one.name for one in SUBJECTS])
def test_an_exercise_lasts_about_as_long_as_its_narration(subject: Exercise) -> None:
    for form in subject.forms():
        told = duration(form, english(), COUNT, lasts)
        for reps in {form.reps.default, form.reps.min}:
            usual, most = laid_out(form, reps)
            assert told.at(reps).usual == pytest.approx(usual, abs=NEAR_MS)
            assert told.at(reps).most == pytest.approx(most, abs=2 * NEAR_MS)
            assert told.at(reps).least < told.at(reps).usual <= told.at(reps).most


def test_one_more_rep_takes_both_sides_and_both_ways() -> None:
    both = next(one for one in exercises() if one.sides == "in-turn" and one.reverse == "in-turn")
    rep = sum(phase.phase.length(COUNT) for phase in both.rep())
    told = duration(both, english(), COUNT, lasts)

    assert told.at(4).usual - told.at(3).usual == 4 * rep
