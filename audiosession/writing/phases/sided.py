"""Which lines of an exercise are said of one side, and of which nobody can say what they are on the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from audiosession.value_words import KeyPath
from audiosession.writing.exercise import Exercise
from audiosession.writing.mirroring import Mirror
from audiosession.writing.phases.phase import FORMS_OF_LINE, Phase
from audiosession.writing.phases.rep import Sides

_AT_LEISURE = (
    "purpose",
    "warm_up_note",
    "set_up",
    "modifications",
    "preparation",
    "tips",
    "into_place",
    "practice",
    "release",
)
"""What is said for one side alone where that is practised."""


class Doubtful(NamedTuple):
    """A line of one side that can't be mirrored: the keys that lead to it, its text, what is wrong, what to do."""

    keys: KeyPath
    text: str
    message: str
    hint: str


def doubtful_sides(exercise: Exercise, mirror: Mirror | None, language: str) -> Iterator[Doubtful]:
    """Yield what of `exercise`, in the words of `language`, can't be said of the other side for sure.

    Without a `mirror`, a table of words for sides, no exercise that has sides can.
    """
    for form in exercise.forms():
        sided = [(number, phase) for number, phase in enumerate(form.phases) if phase.side]
        if sided and mirror is None:
            hint = f"write [sides] into scripts/languages/{language}.toml, as that of English has it"
            message = f'it has sides, and the language "{language}" has no words for them'
            yield Doubtful(("phase", sided[0][0], "side"), "", message, hint)
            return
        if mirror is None:
            continue
        lines = [one for number, phase in sided for one in _said_in(phase, number)]
        if form.sides is not Sides.NONE:
            lines += list(_at_leisure(form))
        for keys, text in lines:
            if doubt := mirror.doubt(text):
                yield Doubtful(keys, text, f"{doubt.message}: “{text[:60]}”", doubt.hint)


def _said_in(phase: Phase, number: int) -> Iterator[tuple[KeyPath, str]]:
    for form in FORMS_OF_LINE:
        for index, text in enumerate(getattr(phase, form)):
            yield ("phase", number, form, index), text
    for index, call in enumerate(phase.calls):
        if call.say:
            yield ("phase", number, "call", index, "say"), call.say


def _at_leisure(exercise: Exercise) -> Iterator[tuple[KeyPath, str]]:
    ready = [("ready", exercise.ready)] if exercise.ready else []
    said = [(name, one) for name in _AT_LEISURE for one in getattr(exercise, name)]
    for name, one in (*ready, *said):
        for text in (one.say, *one.or_say, *filter(None, (one.one_side,))):
            yield (name,), text
