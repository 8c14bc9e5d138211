"""A list of exercises: which exercise of a library each line means, and what is no such list."""

from __future__ import annotations

import random
import tomllib

import pytest

from audiosession.definitions import read_definition
from audiosession.importing.class_lists import listed_class_text, read_class_list
from audiosession.writing.classes import ClassDefinition

TITLES = {
    "the saw": "saw",
    "säge": "saw",
    "swan": "swan",
    "single leg kick": "single-leg-kick",
    "the hundred": "hundred",
    "rest": "rest",
}


@pytest.mark.parametrize(
    ("line", "use", "reps"),
    [
        ("Saw", "saw", 0),
        ("1. The Saw", "saw", 0),
        ("2) SÄGE", "saw", 0),
        ("(3) saw", "saw", 0),
        ("- single-leg-kick", "single-leg-kick", 0),
        ("• Single_Leg Kick x 5", "single-leg-kick", 5),
        ("Single Leg Kick x5", "single-leg-kick", 5),
        ("Single Leg Kick ×5", "single-leg-kick", 5),
        ("5x Single Leg Kick", "single-leg-kick", 5),
        ("4. 5 x single leg kick", "single-leg-kick", 5),
        ("Single Leg Kick (5x)", "single-leg-kick", 5),
        ("* **Saw** – 3 reps", "saw", 3),
        ("Saw, 3 times", "saw", 3),
        ("Saw: 3 reps each side", "saw", 3),
        ("- [ ] Saw", "saw", 0),
        ("Saw (both sides)", "saw", 0),
        ("Saw - slowly, with a strap", "saw", 0),
        ("## Saw", "saw", 0),
    ],
)
def test_a_line_means_an_exercise_however_it_is_typed(line: str, use: str, reps: int) -> None:
    listed = read_class_list(f"{line}\nswan\nthe hundred", TITLES)

    assert listed is not None
    assert (listed.lines[0].use, listed.lines[0].reps) == (use, reps)


def test_headings_are_the_title_and_the_sections_and_what_is_unknown_keeps_its_place() -> None:
    listed = read_class_list("# Monday\n\nWarm-up:\nSaw\nSwn x 4\nMain:\n1. Swan\n2. Hundred x10\n", TITLES)

    assert listed is not None
    text, rows = listed_class_text(listed, listed.title)
    assert listed.title == "Monday"
    assert [(one.use, one.section, one.line) for one in listed.lines] == [
        ("saw", "Warm-up", 4),
        ("", "Warm-up", 5),
        ("swan", "Main", 7),
        ("hundred", "Main", 8),
    ]
    assert '# line 5: no exercise is called "Swn x 4"; did you mean "swan"?' in text.splitlines()
    assert tomllib.loads(text)["exercise"][2] == {"use": "hundred", "section": "Main", "reps": 10}
    assert all(f"# from: line {one.line}" in text.splitlines()[number - 1] for number, one in rows)


def test_a_first_line_without_a_mark_is_the_title() -> None:
    listed = read_class_list("Slow Monday\nsaw\nswan", TITLES)

    assert listed is not None
    assert listed.title == "Slow Monday"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "saw",
        "swan\nfoo\nbar",
        "The Swan\n\nLie down on your belly.\nBreathe in and lift.\nThe Saw is a good warm-up.\nRest.",
        "\n".join(["saw"] * 500),
    ],
)
def test_what_is_no_list_is_none(text: str) -> None:
    assert read_class_list(text, TITLES) is None


def test_whatever_is_listed_makes_a_class() -> None:
    chance = random.Random(8)
    lines = ["Saw x 5", "2. Swan", '"', "# A\tB", "\\n = [x]", "Rest", "hundred 3x", "\x0b\u2028\x7f", "a:", "x" * 200]
    n_made = 0
    for _ in range(500):
        text = "\n".join(chance.choices(lines, k=chance.randint(1, 8)))
        if (listed := read_class_list(text, TITLES)) is not None:
            made = read_definition(listed_class_text(listed, "A Class")[0], "list", ClassDefinition, name="a-class")
            assert [one.use for one in made.exercises] == [one.use for one in listed.lines if one.use]
            n_made += 1
    assert n_made > 50
