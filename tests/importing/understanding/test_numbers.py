"""Numbers are read in digits and in words, with what they count."""

from __future__ import annotations

import pytest
from support.imported_articles import english

from audiosession.importing.understanding.numbers import ToldReps, length_in, reps_in, without_length


@pytest.mark.parametrize(
    ("text", "reps"),
    [
        ("repeat up to five times.", ToldReps(most=5)),
        ("8-10 repetitions", ToldReps(least=8, most=10)),
        ("do this ten times", ToldReps(usual=10)),
        ("10x each side", ToldReps(usual=10)),
        ("six to eight of these are enough", ToldReps(least=6, most=8)),
        ("do five at the most.", ToldReps(most=5)),
        ("at least 3 times", ToldReps(least=3, usual=3)),
        ("two sets of twelve reps", ToldReps(usual=12)),
        ("three sets.", ToldReps(usual=3)),
        ("bend to 45 degrees", None),
        ("hold for 30 seconds", None),
        ("raise one leg", None),
        ("999 times", None),
    ],
)
def test_reps(text: str, reps: ToldReps | None) -> None:
    assert reps_in(text, english()) == reps


@pytest.mark.parametrize(
    ("text", "units", "most"),
    [
        ("hold for 30 seconds", ("seconds",), 30),
        ("hold for two minutes", ("seconds", "minutes"), 120),
        ("stay for five slow breaths", ("breaths",), 5),
        ("lower for four", ("counts",), 4),
        ("inhale 5", ("counts",), 5),
        ("with two short pulses", ("pulses",), 2),
        ("kick for 3 counts", ("counts",), 3),
    ],
)
def test_lengths(text: str, units: tuple[str, ...], most: int) -> None:
    found = length_in(text, english(), *units)

    assert found is not None
    assert found.most == most


def test_a_length_is_taken_out_with_its_small_word() -> None:
    assert without_length("Lower the heels for two counts, slowly", english(), "counts").split() == [
        "Lower", "the", "heels", ",", "slowly"
    ]  # fmt: skip
