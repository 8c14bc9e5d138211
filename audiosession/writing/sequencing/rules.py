"""The rules of a good class that can be counted: flexion answered by extension, load by rest, work for the focus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audiosession.writing.exercise import Exercise
from audiosession.writing.sequencing.offers import Offer, is_loaded, is_quiet
from audiosession.writing.values import Focus

MOST_IN_A_ROW = 3
"""So many exercises that bend the spine in one way may follow one another."""
MOST_APART = 2
"""So far apart may the numbers of those that bend it forward and back be."""
_BENDS = {"flexion": 1, "extension": -1}


def imbalance(offers: Iterable[Offer]) -> int:
    """Return how many more exercises bend the spine one way than the other, of all or of those under load."""
    every = loaded = 0
    for one in offers:
        bend = _BENDS.get(one.exercise.spine or "", 0)
        every += bend
        loaded += bend if bend and one.is_loaded else 0
    return max(abs(every), abs(loaded))


def longest_row(exercises: Sequence[Exercise]) -> int:
    """Return how many exercises in a row do the same with the spine, at the most; one that stays neutral ends a row."""
    longest = row = 0
    before: str | None = None
    for one in exercises:
        spine = None if one.spine == "neutral" else one.spine
        row = row + 1 if spine and spine == before else int(bool(spine))
        longest, before = max(longest, row), spine
    return longest


def answers(before: Exercise, after: Exercise) -> bool:
    """Tell whether the spine goes the other way in `after` than in `before`."""
    return _BENDS.get(before.spine or "", 0) * _BENDS.get(after.spine or "", 0) < 0


def is_for(exercise: Exercise, focus: Iterable[Focus]) -> bool:
    """Tell whether `exercise` works one of `focus`."""
    return bool(set(exercise.focus) & set(focus))


def for_focus(exercises: Sequence[Exercise], focus: Sequence[Focus]) -> float:
    """Return which share of `exercises` works one of `focus`; all of them where nothing is wished for."""
    if not focus or not exercises:
        return 1.0
    return sum(is_for(one, focus) for one in exercises) / len(exercises)


def rests_after(before: Exercise, after: Exercise) -> bool:
    """Tell whether `after` lets the body rest from what was held in `before`."""
    return is_loaded(before) and not is_loaded(after) and not is_quiet(before)
