"""Measure a finished file against its session, from the outside: nothing of the build is trusted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from audiosession.codecs.decode import decode_blocks
from audiosession.errors import VerifyError
from audiosession.files.digests import digest_of_file
from audiosession.formats import FORMATS
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.sessions import read_session, session_path
from audiosession.session import Event, Session
from audiosession.sound.hearing import Heard, hear
from audiosession.sound.segments import Samples
from audiosession.sound.verdict import Figures, faults, figures, remarks, spoken_alone
from audiosession.studio.heard.words import HeardWords, hear_words
from audiosession.units import FRAMES_PER_MS, MP3_FRAME_MS, SAMPLE_RATE, Ms, to_ms
from audiosession.writing.values import Loudness

BLOCK = 20 * SAMPLE_RATE
_HEARD_DBFS = -50.0
_HOP = 5 * FRAMES_PER_MS
_BEFORE_MS = 100


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a finished file measures, and what is wrong with it.

    `onset_p95_ms` and `missing` are known only where no music, no tones and no sounds cover the voice; `words` where
    they were asked for. A line that is hard to understand is told, and no fault. How far tones stand over the music is
    what its build measured of them apart: in the mix they are one.
    """

    measured: Figures
    header: Ms
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    words: HeardWords | None = None
    remarks: tuple[str, ...] = ()


def verify_words(project: Project, path: Path, watch: Watcher = unwatched) -> Verified:
    """Verify the sound file at `path` as `verify_file` does, and listen to its lines.

    Raises:
        AudioSessionError: As `verify_file` and `audiosession.studio.heard.words.hear_words`.
    """
    heard = hear_words(project, _session_of(path), session_path(path), watch)
    return replace(verify_file(path, watch), words=heard)


def verify_file(path: Path, watch: Watcher = unwatched) -> Verified:
    """Decode and measure the sound file at `path`, whose session file lies beside it.

    Raises:
        VerifyError: There is no session file.
        SessionError: It is not one.
        CodecError: The file can't be decoded.
    """
    session = _session_of(path)
    sounds = _spans(session, "sound")
    covered = session.settings.music is not None or session.settings.tones or bool(sounds)
    heard: list[Heard] = []
    levels: list[Samples] = []
    n_blocks = -(-round(session.audio.duration * SAMPLE_RATE) // BLOCK)
    for number, block in enumerate(decode_blocks(path, channels=2, block_frames=BLOCK), 1):
        heard.append(hear(block))
        if not covered:
            levels.append(_levels(block))
        watch(Progress(stage="measuring", done=number, total=max(number, n_blocks)))
    onsets, missing = ((), ()) if covered else _onsets(np.concatenate(levels), session.events)
    leads_db = math.inf if session.audio.tone_over_bed_db is None else session.audio.tone_over_bed_db
    told = Heard(n_frames=0, hops=(), peak=0.0, clipped=0, quiet=(), onsets=onsets, tone_over_bed_db=leads_db)
    measured = figures([*heard, told], spoken_alone(_spans(session, "speech"), sounds))
    header = _header_length(path)
    return Verified(
        measured=measured,
        header=header,
        missing=missing,
        faults=tuple(_all_faults(path, session, measured, header, missing)),
        remarks=tuple(remarks(measured, loudness=_loudness(session))),
    )


def _all_faults(path: Path, session: Session, measured: Figures, header: Ms, missing: Sequence[str]) -> Iterator[str]:
    if digest_of_file(path) != session.audio.sha256:
        yield "is not the file that its session describes: the checksum differs"
    length, pauses = to_ms(session.audio.duration), [(to_ms(start), to_ms(end)) for start, end in session.music_pauses]
    yield from faults(measured, length=length, music=_music(session), loudness=_loudness(session), pauses=pauses)
    if abs(header - measured.length) > MP3_FRAME_MS:
        yield f"claims {header / 1000:.3f} s in its header and lasts {measured.length / 1000:.3f} s"
    for text in missing:
        yield f"never says “{text}”"


def _loudness(session: Session) -> Loudness:
    return Loudness.SPEECH if session.settings.loudness == Loudness.SPEECH else Loudness.PROGRAMME


def _spans(session: Session, kind: str) -> list[tuple[Ms, Ms]]:
    return [(to_ms(event.start), to_ms(event.end)) for event in session.events if event.kind == kind]


def _music(session: Session) -> tuple[Ms, Ms] | None:
    """Return from where to where beds play before the last one fades; None where none does."""
    settings = session.settings
    if settings.music is None:
        return None
    end = session.audio.duration if settings.music_to is None else settings.music_to
    return to_ms(settings.music_from), to_ms(max(0.0, end - settings.fade_out))


def _session_of(path: Path) -> Session:
    beside = session_path(path)
    if not path.is_file():
        message = "is a folder, not a sound file" if path.is_dir() else "no such file"
        raise VerifyError(message, path=path, hint="name a sound file that build made")
    if not beside.exists():
        hint = "verify measures a file against the session that its build wrote beside it"
        raise VerifyError("there is no session file", path=beside, hint=hint)
    return read_session(beside)


def _levels(block: Samples) -> Samples:
    """Return the power of each 5 ms."""
    n_hops = len(block) // _HOP
    hops = block[: n_hops * _HOP].reshape(n_hops, -1)
    return np.asarray(np.einsum("ij,ij->i", hops, hops) / (2 * _HOP), np.float32)


def _onsets(levels: Samples, events: Sequence[Event]) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Return how late each line is heard, in ms, and the lines of which nothing is."""
    loud = levels > 10 ** (_HEARD_DBFS / 10)
    found, missing = [], []
    for event in events:
        if event.kind != "speech":
            continue
        first = max(0, int((event.start * 1000 - _BEFORE_MS) / 5))
        inside = np.flatnonzero(loud[first : int(event.end * 1000 / 5)])
        if len(inside):
            found.append((first + int(inside[0])) * 5 - event.start * 1000)
        else:
            missing.append(event.text)
    return tuple(found), tuple(missing)


def _header_length(path: Path) -> Ms:
    """Return the length that the file's own header tells, as a player shows it before it has decoded anything."""
    import mutagen

    try:
        read: Any = mutagen.File(path)
    except mutagen.MutagenError as error:
        raise VerifyError(f"has a header that can't be read: {error}", path=path) from None
    if read is None:
        raise VerifyError("is no format of ours", path=path, hint="known: " + ", ".join(FORMATS))
    return to_ms(read.info.length)
