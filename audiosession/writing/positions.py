"""From one position to another: what is said on the way, and the time that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from audiosession.writing.exercise import Position
from audiosession.writing.spoken import Rest, Say

# Getting up from the floor takes longest; turning over on it is quick.
_INTO: dict[Position, str] = {
    "standing": "Come up to standing, slowly, and find your feet.",
    "kneeling": "Come up onto your knees.",
    "all-fours": "Come onto your hands and knees.",
    "seated": "Come to sit, tall and easy.",
    "supine": "Lie down on your back.",
    "prone": "Lie down on your front.",
    "side-lying": "Lie down on your side.",
}
_HEIGHT: dict[Position, int] = {
    "standing": 4, "kneeling": 2, "all-fours": 2, "seated": 2, "supine": 0, "prone": 0, "side-lying": 0,
}  # fmt: skip
_OVER = {
    ("prone", "supine"): "Roll over onto your back.",
    ("supine", "prone"): "Roll over onto your front.",
    ("supine", "side-lying"): "Roll onto your side.",
    ("prone", "side-lying"): "Roll onto your side.",
    ("side-lying", "supine"): "Roll onto your back.",
    ("side-lying", "prone"): "Roll onto your front.",
    ("prone", "standing"): "Push back to your hands and knees, one foot forward, and come up to standing, slowly.",
    ("supine", "standing"): "Roll to one side, push yourself up to sit, and come to standing, slowly.",
    ("supine", "seated"): "Roll to one side, and push yourself up to sit.",
    ("seated", "prone"): "Turn round, over your hands and knees, and lie down on your front.",
    ("standing", "prone"): "Come down onto your hands and knees, and lie down on your front.",
}
_TURN_S, _PER_STEP_S, _RISING_S = 5.0, 1.5, 1.0


def way(before: Position, after: Position) -> tuple[Say, ...]:
    """Return what is said between two exercises, with the time to do it; nothing where the position stays.

    >>> way("prone", "standing")[0].rest.usual > way("prone", "supine")[0].rest.usual
    True
    """
    if before == after:
        return ()
    steps = _HEIGHT[after] - _HEIGHT[before]
    usual = _TURN_S + _PER_STEP_S * abs(steps) + (_RISING_S * steps if steps > 0 else 0.0)
    words = _OVER.get((before, after), _INTO[after])
    return (Say(say=words, rest=Rest(least=round(0.7 * usual, 1), usual=usual, most=2.5 * usual)),)


def restless(positions: Sequence[Position], most: int = 3) -> str:
    """Return what is wrong with a class that changes position too often; empty where it does not.

    >>> restless(["seated", "prone", "seated", "prone", "seated"])
    '4 changes of position; 3 at the most keep a class quiet'
    """
    changes = sum(a != b for a, b in pairwise(positions))
    return f"{changes} changes of position; {most} at the most keep a class quiet" if changes > most else ""
