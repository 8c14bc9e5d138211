"""About how long an exercise lasts in a class, told from its definition alone: its words, its rests, its reps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audiosession.units import Ms, to_ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import LanguageWords
from audiosession.writing.phases.rep import Reverse, Sides
from audiosession.writing.spoken import Rest, Say

LengthOf = Callable[[str], Ms]
"""Returns about how long it takes to say a line."""
_HEED = Rest(least=1.5, usual=2.0, most=4.0)
_BRIEF = Rest(least=0.5, usual=1.0, most=3.0)
_TURN = Rest(least=2.0, usual=4.0, most=10.0)


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """The shortest, the usual and the longest that something takes, in milliseconds."""

    least: int = 0
    usual: int = 0
    most: int = 0

    def __add__(self, other: Lasting) -> Lasting:
        return Lasting(least=self.least + other.least, usual=self.usual + other.usual, most=self.most + other.most)


@dataclass(frozen=True, kw_only=True)
class Duration:
    """How long an exercise lasts: `words` is all that does not hang on its reps, `rep` one of them, in milliseconds.

    `rep` counts both sides and both ways. `held` is how long it is held under load before its first rep.
    """

    words: Lasting
    rep: int
    held: int = 0

    def at(self, reps: int) -> Lasting:
        """Return what it takes with `reps`."""
        breath = reps * self.rep
        return self.words + Lasting(least=breath, usual=breath, most=breath)


def duration(exercise: Exercise, words: LanguageWords, count: Ms, lasts: LengthOf) -> Duration:
    """Return how long `exercise` lasts in a class where one is in its position already, and warm.

    Args:
        exercise: The exercise, in the form that is done.
        words: What the language says in it.
        count: What one count takes in the class.
        lasts: How long lines last.
    """
    quickest, slowest = exercise.paces_allowed()
    kind = Ms(min(max(count, quickest), slowest))
    rounds = _rounds(exercise)
    said = sum((_reach(one, lasts) for one in _lines(exercise, words, rounds)), Lasting())
    led_in = [*exercise.into_place, *([exercise.ready] if exercise.ready else [])]
    return Duration(
        words=said,
        rep=rounds * sum(one.phase.length(kind) for one in exercise.rep()),
        held=sum(_reach(one, lasts).usual for one in led_in if one.loaded),
    )


def _rounds(exercise: Exercise) -> int:
    sides = 2 if exercise.sides is Sides.IN_TURN else 1
    return sides * (2 if exercise.reverse is Reverse.IN_TURN else 1)


def _lines(exercise: Exercise, words: LanguageWords, rounds: int) -> Iterator[Say]:
    """Yield what is said of `exercise`, in no order, with its rests."""
    yield from exercise.purpose
    yield from (Say(say=one.say, rest=_HEED) for one in exercise.cautions)
    yield from (one for one in exercise.set_up if one.when != "arriving")
    yield from (*exercise.modifications, *exercise.preparation, *exercise.tips)
    yield from (*exercise.into_place, *exercise.practice, *exercise.release)
    yield from ([exercise.ready] if exercise.ready else [])
    if exercise.phases and exercise.counting != "off":
        yield Say(say=words.counted(words.language.rounds.model_dump(), exercise.reps.default), rest=_BRIEF)
    if exercise.encouragement:
        yield Say(say=exercise.encouragement[0], rest=_BRIEF, optional=True)
    change = exercise.change_sides or exercise.change_way or Say(say=words.language.change_sides, rest=_TURN)
    yield from [change] * (rounds - 1)


def _reach(line: Say, lasts: LengthOf) -> Lasting:
    """Return what a line and its rest take; in the shortest class what is optional is not said."""
    if line.detail == "full":
        return Lasting()
    said, usual = lasts(line.say), to_ms(line.rest.usual)
    most = usual if line.loaded else to_ms(line.rest.most)
    least = 0 if line.optional else said + to_ms(line.rest.least)
    return Lasting(least=least, usual=said + usual, most=said + most)
