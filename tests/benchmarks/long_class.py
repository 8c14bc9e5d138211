"""Narrations of any length, written by a program: as many lines a minute, and as many breaths, as a real class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product

MINUTES_AN_EXERCISE = 4
_BREATHS_A_MINUTE = 5
_OPENINGS = ("Lengthen", "Soften", "Lift", "Ground", "Widen", "Lower", "Reach", "Release", "Rest", "Draw in")
_PARTS = ("your neck", "both shoulders", "your waist", "your ribs", "your left hip", "your right hip", "each knee")
_WAYS = ("a little more", "without a hurry", "as far as it goes", "and feel the mat", "like a wave", "and let it go")
_LINE = re.compile(r"^(\[(?:in|ex)hale [^]]*\] )?([A-Z])", re.MULTILINE)


def narration(minutes: float, *, exercises: int | None = None) -> str:
    """Return the narration of a class of about `minutes`, 4 minutes an exercise unless `exercises` says how many."""
    n_exercises = exercises or max(1, round(minutes / MINUTES_AN_EXERCISE))
    lines = [" ".join(words) + "." for words in product(_OPENINGS, _PARTS, _WAYS)]
    named = (f"{line[:-1]}, once again {number}." if number else line for number in count() for line in lines)
    breaths = max(1, round(minutes / n_exercises * _BREATHS_A_MINUTE))
    parts = ["[class A long class]"]
    for index in range(n_exercises):
        parts += [f"[exercise exercise-{index + 1}]", f"[section Exercise {index + 1}]"]
        for breath in range(breaths):
            parts += [next(named), "[pause 1 from 1 to 2]", f"[rep {breath + 1}]"]
            parts += ["[inhale 3] Breathe in, grow long. | In."]
            parts += ["[exhale 4 left pulse 1 2] Breathe out, kick, kick. | Out."]
    return "\n".join(parts) + "\n"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A narration of which one line is another, in the exercise of this number, from 0."""

    text: str
    exercise: int


def edits(text: str, words: str = "With care now") -> Iterator[Edit]:
    """Yield `text` with each line in turn begun by `words`: those between the breaths, and those within them."""
    for line in _LINE.finditer(text):
        breath, letter = line.groups(default="")
        edited = f"{text[: line.start()]}{breath}{words}, {letter.lower()}{text[line.end() :]}"
        yield Edit(text=edited, exercise=text.count("\n[exercise ", 0, line.start()) - 1)
