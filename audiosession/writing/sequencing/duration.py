"""About how long an exercise lasts in a class, told from its definition alone: its words, its rests, its reps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audiosession.units import Ms, Span, to_ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import LanguageWords
from audiosession.writing.phases.rep import Reverse, Sides
from audiosession.writing.spoken import Rest, Say
from audiosession.writing.template_values import CHANGE_REST, HEED_REST

LengthOf = Callable[[str], Ms]
"""Returns about how long it takes to say a line."""
_BRIEF = Rest(least=0.5, usual=1.0, most=3.0)


@dataclass(frozen=True, kw_only=True)
class Duration:
    """How long an exercise lasts: `words` is all that does not hang on its reps, `rep` one of them, in milliseconds.

    `rep` counts both sides and both ways. `held` is how long it is held under load before its first rep.
    """

    words: Span
    rep: int
    held: int = 0

    def at(self, reps: int) -> Span:
        """Return what it takes with `reps`."""
        breath = reps * self.rep
        return self.words + Span(least=breath, usual=breath, most=breath)


def duration(exercise: Exercise, words: LanguageWords, count: Ms, lasts: LengthOf) -> Duration:
    """Return how long `exercise` lasts in a class where one is in its position already, and warm.

    Args:
        exercise: The exercise, in the form that is done.
        words: What the language says in it.
        count: What one count takes in the class.
        lasts: How long lines last.
    """
    kind = exercise.nearest_pace(count)
    rounds = _rounds(exercise)
    said = sum((_reach(one, lasts) for one in _lines(exercise, words, rounds)), Span())
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
    yield from (Say(say=one.say, rest=HEED_REST) for one in exercise.cautions)
    yield from (one for one in exercise.set_up if one.when != "arriving")
    yield from (*exercise.modifications, *exercise.preparation, *exercise.tips)
    yield from (*exercise.into_place, *exercise.practice, *exercise.release)
    yield from ([exercise.ready] if exercise.ready else [])
    if exercise.phases and exercise.counting != "off":
        yield Say(say=words.counted(words.language.rounds.model_dump(), exercise.reps.default), rest=_BRIEF)
    if exercise.encouragement:
        yield Say(say=exercise.encouragement[0], rest=_BRIEF, optional=True)
    change = exercise.change_sides or exercise.change_way or Say(say=words.language.change_sides, rest=CHANGE_REST)
    yield from [change] * (rounds - 1)


def _reach(line: Say, lasts: LengthOf) -> Span:
    """Return what a line and its rest take; in the shortest class what is optional is not said."""
    if line.detail == "full":
        return Span()
    said, usual = lasts(line.say), to_ms(line.rest.usual)
    most = usual if line.loaded else to_ms(line.rest.most)
    least = 0 if line.optional else said + to_ms(line.rest.least)
    return Span(least=least, usual=said + usual, most=said + most)
