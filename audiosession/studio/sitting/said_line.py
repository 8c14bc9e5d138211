"""Speak a line as an exercise says it, whether or not it stands in the file yet."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np

from audiosession.building.gather import gather
from audiosession.building.speak import Speaker
from audiosession.codecs.wav import write_wav
from audiosession.errors import DefinitionError
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.project.reading.definitions import read_exercise
from audiosession.sayable import unsayable
from audiosession.sound.segments import Samples, to_samples
from audiosession.spelling import composed
from audiosession.units import Ms, to_frames
from audiosession.writing.choices import Choices
from audiosession.writing.mirroring import NEXT_REP, one_way, without_marks
from audiosession.writing.phases.cue import form_of
from audiosession.writing.phases.voices import voiced_in
from audiosession.writing.spoken import MOST_CHARACTERS

_SECOND = Ms(1_000)


def said_line(project: Project, name: str, text: str, choices: Choices, *, by_seconds: bool = False) -> bytes:
    """Return a WAV of `text` in the voice, the tempo and the language that the exercise called `name` is spoken in.

    What stands behind ``" / "`` begins on the next count, or on the next second where a phase goes `by_seconds`. Of two
    ways the first is said.

    Raises:
        DefinitionError: There is nothing to say in it, or it is over 300 characters.
        AudioSessionError: There is no such exercise, it is at fault, or its voice can't be had.
    """
    parts = _parts(composed(text))
    inputs = gather(project, name, choices)
    count = read_exercise(project, name).nearest_pace(choices.pace.count)
    speaker = Speaker(project, inputs, unwatched)
    lines = list(dict.fromkeys(line for _, said in parts for line in said))
    spoken = speaker.speak(lines)
    takes = {line: to_samples(speaker.store.load(spoken.takes[line])) for line in lines}
    sound = io.BytesIO()
    write_wav(sound, [_placed(parts, takes, _SECOND if by_seconds else count)], channels=1)
    return sound.getvalue()


def _parts(text: str) -> list[tuple[int, list[str]]]:
    """Return what is said, each part with the count that it begins on.

    Raises:
        DefinitionError: It can't be said.
    """
    plain = without_marks(one_way(text, back=False)).replace(NEXT_REP, "").strip()
    parts = [(beat, [piece.line for piece in voiced_in(said)]) for beat, said in form_of(plain)]
    if not parts or len(text) > MOST_CHARACTERS:
        raise DefinitionError(f"a line of {len(text)} characters", hint=f"write 1 to {MOST_CHARACTERS}, then hear it")
    for _, lines in parts:
        if wrong := next(filter(None, map(unsayable, lines)), None):
            raise DefinitionError(wrong.message, hint=wrong.hint)
    return parts


def _placed(parts: list[tuple[int, list[str]]], takes: Mapping[str, Samples], beat: Ms) -> Samples:
    """Return the takes of all parts, each on its count, or as soon as the one before it is over."""
    sounds: list[tuple[int, Samples]] = []
    free = 0
    for number, lines in parts:
        at = max(free, to_frames(Ms((number - 1) * beat)))
        for line in lines:
            samples = takes[line]
            sounds.append((at, samples))
            at = free = at + len(samples)
    whole = np.zeros((free, 1), dtype=np.float32)
    for at, samples in sounds:
        whole[at : at + len(samples)] += samples[:, :1]
    return whole
