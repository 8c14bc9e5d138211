"""Narrations of any length, written by a program: as many lines a minute, and as many breaths, as a real class."""

from __future__ import annotations

from itertools import count, product

MINUTES_AN_EXERCISE = 4
_BREATHS_A_MINUTE = 5
_OPENINGS = ("Lengthen", "Soften", "Lift", "Ground", "Widen", "Lower", "Reach", "Release", "Rest", "Draw in")
_PARTS = ("your neck", "both shoulders", "your waist", "your ribs", "your left hip", "your right hip", "each knee")
_WAYS = ("a little more", "without a hurry", "as far as it goes", "and feel the mat", "like a wave", "and let it go")


def narration(minutes: float, *, exercises: int | None = None, edited: int | None = None, where: float = 0.5) -> str:
    """Return the narration of a class of about `minutes`, 4 minutes an exercise unless `exercises` says how many.

    Args:
        minutes: How long it is to be.
        exercises: How many exercises share the time.
        edited: The exercise, from 0, of which one line is other than usual.
        where: How far into that exercise the line is, from 0 to 1.
    """
    n_exercises = exercises or max(1, round(minutes / MINUTES_AN_EXERCISE))
    lines = [" ".join(words) + "." for words in product(_OPENINGS, _PARTS, _WAYS)]
    named = (f"{line[:-1]}, once again {number}." if number else line for number in count() for line in lines)
    breaths = max(1, round(minutes / n_exercises * _BREATHS_A_MINUTE))
    parts = ["[class A long class]"]
    for index in range(n_exercises):
        parts += [f"[exercise exercise-{index + 1}]", f"[section Exercise {index + 1}]"]
        for breath in range(breaths):
            line = next(named)
            if index == edited and breath == int(where * breaths):
                line = f"With care now, {line[0].lower()}{line[1:]}"
            parts += [line, "[pause 1 from 1 to 2]", f"[rep {breath + 1}]"]
            parts += ["[inhale 3] Breathe in, grow long. | In."]
            parts += ["[exhale 4 left pulse 1 2] Breathe out, kick, kick. | Out."]
    return "\n".join(parts) + "\n"
