"""The lines of a row: heard by themselves, spoken in another take, or recorded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from audiosession.building.speak import Speaker
from audiosession.codecs.wav import write_wav
from audiosession.errors import AudioSessionError, DefinitionError, OutputError
from audiosession.files.whole import write_whole
from audiosession.naming import file_slug, within_name
from audiosession.project.editing.places import refuse_strange
from audiosession.project.project import Project
from audiosession.project.takes.found import FOLDER, chosen_takes
from audiosession.sayable import unsayable
from audiosession.sound.segments import Samples, to_samples
from audiosession.studio.retaking import LineTakes, ToRetake, refuse_no_project
from audiosession.timing.telling.rows import NarrationRow, RowKind
from audiosession.units import FRAMES_PER_MS, Ms
from audiosession.voices.recording import hear_own
from audiosession.voices.take import prepare, unclipped
from audiosession.writing.phases.cue import Form, form_of
from audiosession.writing.phases.voices import said_by, voiced_in
from audiosession.writing.spoken import MOST_CHARACTERS

MOST_RECORDED_BYTES = 30_000_000
_TURN = Ms(120)
_LONGEST_NAME = 48


def lines_of(row: NarrationRow) -> list[str]:
    """Return what is said in `row`, as it is called among takes; of one that is unsaid, what is wanted."""
    if row.clips:
        return [clip.line for clip in row.clips]
    return [piece.line for _, text in _form(row, row.forms[0]) for piece in voiced_in(text)]


def row_wav(row: NarrationRow, words: str | None, speaker: Speaker) -> bytes:
    """Return `row` as a WAV, each part on its beat; with other `words`, these, in the place of its own.

    Raises:
        DefinitionError: Nobody could say `words`.
        VoiceError: They can't be spoken.
    """
    form = _form(row, row.text if words is None else _checked(words))
    lines = [piece.line for _, text in form for piece in voiced_in(text)]
    takes = speaker.speak(list(dict.fromkeys(lines))).takes
    parts, at, beat_ms = list[tuple[Ms, Samples]](), Ms(0), _beat_ms(row)
    for beat, text in form:
        at = max(at, Ms((beat - form[0][0]) * beat_ms))
        for piece in voiced_in(text):
            parts.append((at, to_samples(speaker.store.load(takes[piece.line]))))
            at = Ms(at + takes[piece.line].duration + _TURN)
    return _wav(_laid(parts))


def to_retake(project: Project, line: str, speaker: Speaker) -> ToRetake:
    """Return `line` to be spoken in another take, or recorded, by the voice that `speaker` opened."""
    now = speaker.with_takes(chosen_takes(project))
    return ToRetake(project=project, speaker=now, voice=now.who_says(line), text=said_by(line).text)


def record_line(line: ToRetake, sound: bytes) -> LineTakes:
    """Have `sound`, a recording in any format, heard in the place of a line; it is kept in the project as a WAV.

    Nothing is written before it was decoded and heard.

    Raises:
        CodecError: It is no sound, damaged, or far too long.
        VoiceError: It is overdriven, or silent.
        OutputError: It can't be written.
    """
    refuse_no_project(line.project)
    if len(sound) > MOST_RECORDED_BYTES:
        raise OutputError(f"a recording of {len(sound):,} bytes", hint=f"at most {MOST_RECORDED_BYTES:,} are taken")
    try:
        samples = hear_own(sound, line.text, lambda note: None)
        prepare(unclipped(samples), text=line.text)
    except AudioSessionError as error:
        raise error.at("the recording") from None  # it has no file yet
    content = _wav(samples)
    path = _free(line.project.scripts / FOLDER, line.text, content)
    refuse_strange(line.project, path)
    is_new = not path.exists()
    write_whole(path, content)
    try:
        line.record(path)
    except AudioSessionError:
        if is_new:
            path.unlink(missing_ok=True)
        raise
    return line.told()


def _form(row: NarrationRow, text: str) -> Form:
    return form_of(text) if row.kind is RowKind.PHASE else ((1, text),)


def _beat_ms(row: NarrationRow) -> Ms:
    if row.phase is None or row.cue is None:
        return Ms(0)
    return row.cue.beat(Ms(row.phase.length // (row.cue.counts or 1)))


def _checked(words: str) -> str:
    said = words.strip()
    wrong = next(filter(None, (unsayable(part) for part in said.split("/") if part.strip(" -"))), None)
    if wrong is not None:
        raise DefinitionError(wrong.message, hint=wrong.hint)
    if not 1 <= len(said) <= MOST_CHARACTERS or not said.strip("/ -"):
        raise DefinitionError(f"a line of {len(said)} characters", hint=f"from 1 to {MOST_CHARACTERS}")
    return said


def _laid(parts: Sequence[tuple[Ms, Samples]]) -> Samples:
    end = max((at * FRAMES_PER_MS + len(samples) for at, samples in parts), default=0)
    whole = np.zeros((end, 1), np.float32)
    for at, samples in parts:
        whole[at * FRAMES_PER_MS :][: len(samples)] += samples
    return whole


def _wav(samples: Samples) -> bytes:
    file = io.BytesIO()
    write_wav(file, [samples], channels=1)
    return file.getvalue()


def _free(folder: Path, text: str, content: bytes) -> Path:
    """Return a name for the recording of a line that no other recording has."""
    name, number = within_name(file_slug(text.replace(".", " ")), _LONGEST_NAME), 1
    while (path := folder / f"{name}{f'-{number}' if number > 1 else ''}.wav").exists():
        if path.read_bytes() == content:
            break
        number += 1
    return path
