"""Check the takes that were chosen: that each can be heard, and that somebody says its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from audiosession.errors import AudioSessionError, Fault
from audiosession.project.project import Project
from audiosession.project.stores import take_store
from audiosession.spelling import line_key
from audiosession.voices.chosen.another import OwnRecording, another_take
from audiosession.voices.chosen.rows import ChosenTake, ChosenTakes
from audiosession.voices.speaking import takes_for
from audiosession.voices.voice import Voice
from audiosession.writing.lexicon import begins_so


def hearable(project: Project, chosen: ChosenTakes, voice: Voice) -> tuple[ChosenTakes, list[Fault], list[Fault]]:
    """Return what of `chosen` can be heard where `voice` speaks, what is wrong with the rest, and what to know of it.

    Recordings are heard for it, once.
    """
    rows: list[ChosenTake] = []
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for row in chosen.rows:
        try:
            warnings += _heard(project, row, voice)
        except AudioSessionError as error:
            faults.append(error.at(row.path, row.line).as_fault())
        else:
            rows.append(row)
    return ChosenTakes(rows=tuple(rows)), faults, warnings


def _heard(project: Project, row: ChosenTake, voice: Voice) -> Iterator[Fault]:
    if isinstance(row.way, int):
        if begins_so(voice.name, row.voice):
            another_take(voice, row.way)
        return
    recording = OwnRecording(path=row.way)
    try:
        take = takes_for(recording, [row.text], take_store(project))[row.text]
    except AudioSessionError as error:
        raise error.at(row.way) from None
    for note in take.notes:
        yield Fault(path=row.way, message=note.removeprefix(f"{row.way.name}: "))


def left_over(chosen: ChosenTakes, said: Collection[str]) -> Iterator[Fault]:
    """Yield the rows of which no class says the line; `said` are all lines that one does."""
    keys = set(map(line_key, said))
    for row in chosen.rows:
        if line_key(row.text) not in keys:
            message = f"no exercise or class says “{row.text}”"
            hint = "take the row out, unless a narration of your own says it"
            yield Fault(path=row.path, line=row.line, message=message, hint=hint)
