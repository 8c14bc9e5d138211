"""Decode sound of any format that FFmpeg reads, through PyAV: nothing to install by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import av
import av.error
import numpy as np
from av.container import InputContainer

from audiosession.errors import CodecError
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE

_BLOCK_FRAMES = SAMPLE_RATE
_LAYOUTS = {1: "mono", 2: "stereo"}
# Formats whose header tells the length, so that a file cut short can be told from a short one. The slack covers an
# encoder's delay and padding where the header counts them and the decoder leaves them out.
_TELL_THEIR_LENGTH = {"wav", "w64", "aiff", "flac", "mov,mp4,m4a,3gp,3g2,mj2", "caf", "matroska,webm"}
_LENGTH_SLACK_S = 0.25
_RIFF_LENGTH_UNKNOWN = {0, 0xFFFF_FFFF}
"""What a program writes that sends a WAV through a pipe, and RF64."""
# A playlist or a script that FFmpeg follows must not open files or addresses that the user never named.
_NO_PLAYLISTS = {"protocol_whitelist": "none"}
_AGAIN_HINT = "copy or export it again"


def decode(
    source: Path | bytes, *, sample_rate: int = SAMPLE_RATE, channels: int | None = None, name: str = "sound"
) -> Samples:
    """Return all of `source` as samples.

    An MP3 with a LAME tag comes without its encoder's delay and padding: frame *k* of the source is frame *k* here.

    Args:
        source: A file, or its bytes.
        sample_rate: Frames per second of the result, whatever the file has.
        channels: 1 or 2; ``None`` keeps mono as mono and brings anything else to stereo.
        name: What to call `source` in an error where it is bytes.

    Returns:
        Float32, full scale ±1, shape ``(n_frames, channels)``; more than ±1 where the file holds more.

    Raises:
        CodecError: `source` is missing, a folder, empty, no sound, damaged or cut short; the error names it.
    """
    blocks = decode_blocks(source, sample_rate=sample_rate, channels=channels, name=name)
    return np.concatenate(list(blocks))


def decode_blocks(
    source: Path | bytes,
    *,
    sample_rate: int = SAMPLE_RATE,
    channels: int | None = None,
    block_frames: int = _BLOCK_FRAMES,
    name: str = "sound",
) -> Iterator[Samples]:
    """Yield `source` in blocks of `block_frames`, the last one as long as what is left; see `decode`.

    Nothing more than a block is held in memory, so that a file may be of any length.

    Raises:
        CodecError: As `decode`, at the block where the trouble is met.
        ValueError: Another number of channels than 1 or 2.
    """
    if channels not in (None, 1, 2):
        raise ValueError(f"sound is decoded to 1 or 2 channels, not {channels}")
    path = source if isinstance(source, Path) else name
    held: list[Samples] = []
    n_held = 0
    for samples in _decoded(source, path, sample_rate, channels):
        held.append(samples)
        n_held += len(samples)
        while n_held >= block_frames:
            joined = np.concatenate(held)
            yield joined[:block_frames]
            held, n_held = [joined[block_frames:]], n_held - block_frames
    if n_held:
        yield np.concatenate(held)


def _decoded(source: Path | bytes, path: Path | str, sample_rate: int, channels: int | None) -> Iterator[Samples]:
    with _opened(source, path) as container:
        if not container.streams.audio:
            raise CodecError("holds no sound", path=path, hint="name an audio file: MP3, WAV, FLAC, Ogg, M4A …")
        stream = container.streams.audio[0]
        layout = _LAYOUTS[channels or (1 if stream.channels == 1 else 2)]
        resampler = av.AudioResampler(format="flt", layout=layout, rate=sample_rate)
        n_frames = 0
        for frame in chain(_frames(container, path), [None]):
            for block in resampler.resample(frame):
                n_frames += block.samples
                samples = np.asarray(block.to_ndarray(), np.float32).reshape(-1, len(block.layout.channels))
                if not np.isfinite(samples).all():
                    raise CodecError("holds numbers that are no sound (NaN or infinite)", path=path, hint=_AGAIN_HINT)
                yield samples
        if not n_frames:
            raise CodecError("holds no sound", path=path, hint="it has a header and nothing after it")
        _refuse_cut_short(container, path, n_frames / sample_rate)


def _frames(container: InputContainer, path: Path | str) -> Iterator[av.AudioFrame]:
    n_frames = 0
    packets = container.demux(container.streams.audio[0])
    while True:
        try:
            packet = next(packets, None)
            frames = packet.decode() if packet else []
        except av.error.InvalidDataError as error:
            if n_frames:
                place = f"after {n_frames / container.streams.audio[0].rate:.1f} s"
                raise CodecError(f"is damaged {place}", path=path, hint=_AGAIN_HINT) from error
            continue  # An MP3 cut out of a longer one may open with frames that lean on what is gone.
        if packet is None:
            return
        for frame in frames:
            if isinstance(frame, av.AudioFrame):
                n_frames += frame.samples
                yield frame


@contextmanager
def _opened(source: Path | bytes, path: Path | str) -> Iterator[InputContainer]:
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
        _refuse_cut_short_riff(file, path)
        try:
            container = av.open(file, "r", options=_NO_PLAYLISTS)
        except (av.error.FFmpegError, ValueError) as error:
            raise CodecError(
                "is not audio that FFmpeg reads", path=path, hint="MP3, WAV, FLAC, Ogg and M4A work"
            ) from error
        with container:
            yield container


def _refuse_cut_short(container: InputContainer, path: Path | str, decoded_s: float) -> None:
    if container.format.name not in _TELL_THEIR_LENGTH or container.duration is None:
        return
    told_s = container.duration / av.time_base
    if decoded_s < told_s - _LENGTH_SLACK_S:
        raise CodecError(
            f"is cut short: it holds {decoded_s:.1f} s of the {told_s:.1f} s it tells of",
            path=path,
            hint=_AGAIN_HINT,
        )


def _refuse_cut_short_riff(file: BinaryIO, path: Path | str) -> None:
    """Compare a RIFF file's length with its header's: FFmpeg takes the shorter one without a word."""
    head = file.read(8)
    n_bytes = file.seek(0, io.SEEK_END)
    file.seek(0)
    told = int.from_bytes(head[4:8], "little")
    if head[:4] == b"RIFF" and told not in _RIFF_LENGTH_UNKNOWN and n_bytes < told:
        raise CodecError(
            f"is cut short: it has {n_bytes:,} of the {told + 8:,} bytes it tells of", path=path, hint=_AGAIN_HINT
        )
