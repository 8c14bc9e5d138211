"""A sentence is cut where something new is to be done, and nowhere else."""

from __future__ import annotations

import pytest
from support.imported_articles import english

from audiosession.importing.understanding.clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Bend your knees and rest your feet.", ["Bend your knees", "rest your feet."]),
        ("Bend your elbows and your knees.", ["Bend your elbows and your knees."]),
        ("Lift the head, the neck and the chest.", ["Lift the head, the neck and the chest."]),
        ("On an inhalation, lift your chest.", ["On an inhalation", "lift your chest."]),
        ("If your neck is sore, lower your head.", ["If your neck is sore, lower your head."]),
        ("Do not lift or turn your head.", ["Do not lift or turn your head."]),
        ("Reach up, the arms long.", ["Reach up, the arms long."]),
        ("Roll up by bending your knees.", ["Roll up", "bending your knees."]),
        ("Lower the leg without letting the hips rock.", ["Lower the leg", "without letting the hips rock."]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert [one.text for one in clauses_of(text, english())] == parts


def test_a_clause_knows_its_breath_its_sides_and_its_verbs() -> None:
    (clause,) = clauses_of("As you exhale lift your left leg", english())

    assert (clause.breath, clause.sides, clause.verbs, clause.n_parts) == ("exhale", ("left",), ("moving",), 1)


def test_behind_an_article_a_verb_is_a_noun() -> None:
    (clause,) = clauses_of("The kick", english())

    assert clause.verbs == ()


def test_what_is_too_long_is_cut_before_what_comes_of_it() -> None:
    text = "Place the towel under the knee of the affected leg so that the knee is bent and the heel rests on the bed."

    assert [one.text for one in clauses_of(text, english())] == [
        "Place the towel under the knee of the affected leg",
        "so that the knee is bent and the heel rests on the bed.",
    ]
