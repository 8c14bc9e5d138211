"""From one position to another: what is said on the way, and the time that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from audiosession.writing.exercise import Exercise, Position
from audiosession.writing.language import Ways
from audiosession.writing.spoken import Rest, Say

# Getting up from the floor takes longest; turning over on it is quick.
_HEIGHT: dict[Position, int] = {
    "standing": 4, "kneeling": 2, "all-fours": 2, "plank": 2, "seated": 2, "reverse-plank": 2, "side-sitting": 2,
    "supine": 0, "prone": 0, "side-lying": 0,
}  # fmt: skip
_TURN_S, _PER_STEP_S, _RISING_S, _MOST_S = 5.0, 1.5, 0.25, 12.0
_CHANGES = 3
"""So many changes of position in ten minutes keep a class quiet."""


def lies(position: Position) -> bool:
    """Tell whether the body lies in `position`: there it rests whatever it waits for."""
    return _HEIGHT[position] == 0


def steps(before: Position, after: Position) -> int:
    """Return how many steps it is from one position to another: up or down by one height is one, and so is a turn.

    >>> steps("supine", "supine"), steps("supine", "prone"), steps("seated", "supine"), steps("standing", "supine")
    (0, 1, 1, 2)
    """
    return 0 if before == after else max(1, abs(_HEIGHT[after] - _HEIGHT[before]) // 2)


def way(before: Position, after: Position, ways: Ways) -> tuple[Say, ...]:
    """Return what is said between two exercises, with the time to do it; nothing where the position stays.

    `ways` are the words of a language. They lead to where one can listen: into a plank goes who has heard it all.
    """
    if before == after:
        return ()
    steps = _HEIGHT[after] - _HEIGHT[before]
    usual = _TURN_S + _PER_STEP_S * abs(steps) + (_RISING_S * steps if steps > 0 else 0.0)
    return (Say(say=ways.words(before, after), rest=Rest(least=round(0.7 * usual, 1), usual=usual, most=_MOST_S)),)


def changes(exercises: Sequence[Exercise]) -> int:
    """Return how often the position changes between `exercises`, be it that one ends elsewhere than it began."""
    return sum(before.end_position != after.position for before, after in pairwise(exercises))


def restless(n_changes: int, minutes: float) -> str:
    """Return what is wrong with a class of `minutes` in which the position changes so often; empty where nothing is.

    >>> restless(4, 9.5)
    '4 changes of position; 3 in ten minutes keep a class quiet'
    >>> restless(4, 12.0)
    ''
    """
    most = _CHANGES * max(1, ceil(minutes / 10))
    said = f"{n_changes} changes of position; {_CHANGES} in ten minutes keep a class quiet"
    return said if n_changes > most else ""
