"""Decode sound of any format that FFmpeg reads, through PyAV: nothing to install by hand."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from audiosession.codecs.converting import Converter
from audiosession.codecs.parts import Part, parts
from audiosession.codecs.skipped import Skipped, Warn
from audiosession.codecs.told_length import told_length
from audiosession.codecs.tracks import Reach, UnreadableError, frames_of, opened_container, sound_tracks
from audiosession.errors import CodecError
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE

LONGEST_HELD_S = 3_600
"""What lasts longer is not decoded into memory in one piece; stereo takes 23 MB a minute."""
_BLOCK_FRAMES = SAMPLE_RATE
_REFUSED_CUT_SHORT = {"wav", "w64", "aiff", "flac", "mov,mp4,m4a,3gp,3g2,mj2", "caf", "matroska,webm"}
"""Formats whose writers set the length in the end; an MP3 keeps an old header where somebody cut it on purpose."""


def decode(
    source: Path | bytes,
    *,
    sample_rate: int = SAMPLE_RATE,
    channels: int | None = None,
    name: str = "sound",
    warn: Warn | None = None,
) -> Samples:
    """Return all of `source` as samples.

    An MP3 with a LAME tag comes without its encoder's delay and padding: frame *k* of the source is frame *k* here.

    Args:
        source: A file, or its bytes.
        sample_rate: Frames per second of the result, whatever the file has.
        channels: 1 or 2; ``None`` keeps mono as mono and brings anything else to stereo.
        name: What to call `source` in an error where it is bytes.
        warn: Told what was left out or is missing, and the rest is used; without it, that is an error.

    Returns:
        Float32, full scale ±1, shape ``(n_frames, channels)``; more than ±1 where the file holds more.

    Raises:
        CodecError: `source` is missing, a folder, empty, no sound, damaged, cut short or longer than
            `LONGEST_HELD_S`; the error names it.
    """
    held: list[Samples] = []
    n_frames = 0
    for block in decode_blocks(source, sample_rate=sample_rate, channels=channels, name=name, warn=warn):
        held.append(block)
        n_frames += len(block)
        if n_frames > LONGEST_HELD_S * sample_rate:
            path = source if isinstance(source, Path) else name
            raise CodecError(f"lasts over {LONGEST_HELD_S // 60} minutes", path=path, hint="cut it into pieces")
    return np.concatenate(held)


def decode_blocks(
    source: Path | bytes,
    *,
    sample_rate: int = SAMPLE_RATE,
    channels: int | None = None,
    block_frames: int = _BLOCK_FRAMES,
    name: str = "sound",
    warn: Warn | None = None,
) -> Generator[Samples]:
    """Yield `source` in blocks of `block_frames`, the last one as long as what is left; see `decode`.

    Nothing more than a block is held in memory, so that a file may be of any length. Sample rate, channels and even
    the codec may change on the way, as they do in joined files. `warn` is told at the end.

    Raises:
        CodecError: As `decode`, at the block where the trouble is met.
        ValueError: Another number of channels than 1 or 2.
    """
    if channels not in (None, 1, 2):
        raise ValueError(f"sound is decoded to 1 or 2 channels, not {channels}")
    skipped = Skipped(path=source if isinstance(source, Path) else name, warn=warn)
    held: list[Samples] = []
    n_held = 0
    for samples in _decoded(source, Converter(rate=sample_rate, channels=channels, skipped=skipped)):
        held.append(samples)
        n_held += len(samples)
        while n_held >= block_frames:
            joined = np.concatenate(held)
            yield joined[:block_frames]
            held, n_held = [joined[block_frames:]], n_held - block_frames
    if n_held:
        yield np.concatenate(held)
    skipped.tell()


def _decoded(source: Path | bytes, converter: Converter) -> Iterator[Samples]:
    path, unreadable = converter.skipped.path, None
    with _opened(source, path) as file:
        try:
            for part in parts(file):
                try:
                    yield from _part(file, part, converter)
                except UnreadableError as error:
                    unreadable = unreadable or error
                    converter.skipped.unreadable(part.end - part.start, converter.n_frames / converter.rate)
        except CodecError as error:
            raise error.at(path) from error.__cause__
    if not converter.n_frames and unreadable is not None:
        raise CodecError(unreadable.message, path=path, hint=unreadable.hint) from unreadable
    if not converter.n_frames:
        raise CodecError("holds no sound", path=path, hint="it has a header, and nothing after it that can be played")


def _part(file: BinaryIO, part: Part, converter: Converter) -> Iterator[Samples]:
    """Yield one part of a file, from the first of its tracks that holds any sound."""
    skipped, number, n_tracks, n_before = converter.skipped, 0, 1, converter.n_frames
    while number < n_tracks and converter.n_frames == n_before:
        opened = part.opened(file)
        with opened_container(opened) as container:
            tracks = sound_tracks(container)
            n_tracks, track, reach = len(tracks), tracks[number], Reach()
            told_s = told_length(container, track, opened)
            for frame, at_s in frames_of(container, track, reach, skipped):
                yield from converter.convert(frame, at_s)
            yield from converter.flush()
            if part.granules and track.time_base:
                told_s = float(part.granules * track.time_base)
            if told_s is not None and converter.n_frames > n_before:
                is_refused = container.format.name in _REFUSED_CUT_SHORT
                skipped.lacking(reach.decoded, reach.passed, told_s, refuse=is_refused)
        number += 1
    if n_tracks > 1:
        skipped.note(f"holds {n_tracks} sound tracks: number {number} is used, the others are left out")
    if part.note:
        skipped.note(part.note)


@contextmanager
def _opened(source: Path | bytes, path: Path | str) -> Iterator[BinaryIO]:
    if isinstance(source, Path) and source.is_dir():
        raise CodecError("is a folder, not an audio file", path=path, hint="name a file in it")
    try:
        file: BinaryIO = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
    except FileNotFoundError:
        raise CodecError("no such file", path=path, hint="check the name") from None
    except OSError as error:
        raise CodecError(f"can't be read: {error.strerror}", path=path) from error
    with file:
        if not file.read(1):
            raise CodecError("is empty", path=path, hint="an audio file was expected")
        file.seek(0)
        yield file
