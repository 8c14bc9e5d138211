"""Encode a programme as it streams past: M4A with AAC, Ogg Opus and FLAC, through PyAV, in memory that stays flat.

The same blocks make the same bytes: FFmpeg is told to leave out versions and random numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import IO, Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

from audiosession.codecs.mp3 import encoder
from audiosession.codecs.tags import ChapterMark
from audiosession.errors import CodecError
from audiosession.sound.mastering import dither
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE

_CLOCK = Fraction(1, SAMPLE_RATE)


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How FFmpeg makes a format: `bit_rate` in bits a second, 0 for as many as it takes; `options` are the codec's."""

    container: str
    codec: str
    samples: str
    bit_rate: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    holds_chapters: bool = False


ENCODINGS = {
    # FFmpeg's own AAC encoder wants a little more than LAME for the same sound.
    "m4a": Encoding(container="ipod", codec="aac", samples="fltp", bit_rate=160_000, holds_chapters=True),
    # Left to itself, libopus spends half as much again on the steady tones of a bed.
    "opus": Encoding(container="ogg", codec="libopus", samples="flt", bit_rate=96_000, options={"vbr": "constrained"}),
    "flac": Encoding(container="flac", codec="flac", samples="s32"),
}
FLAC_BITS = 24


def encode(
    stream: IO[bytes], blocks: Iterable[Samples], name: str, *, n_frames: int, chapters: Sequence[ChapterMark] = ()
) -> int:
    """Write `blocks`, one after the other, as the format called `name`.

    Args:
        stream: Empty and seekable; it stays open.
        blocks: Stereo, 48 kHz, full scale ±1, of any lengths.
        name: A key of `ENCODINGS`.
        n_frames: Frames in all blocks together.
        chapters: What an M4A holds itself; the others keep chapters in their tags.

    Returns:
        Bytes of encoded sound, without container and tags.

    Raises:
        CodecError: FFmpeg can't.
    """
    encoding = ENCODINGS[name]
    options = {"fflags": "+bitexact"}
    if encoding.container == "ipod":
        options["moov_size"] = str(_moov_bytes(n_frames, chapters))
    try:
        with av.open(stream, "w", format=encoding.container, options=options) as container:
            sound = _add_stream(container, encoding)
            if encoding.holds_chapters and chapters:
                container.set_chapters([_chapter(number, mark) for number, mark in enumerate(chapters)])
            container.start_encoding()
            return _encode_blocks(container, sound, blocks, encoding)
    except av.error.FFmpegError as error:
        raise CodecError(f"can't be encoded as {name}: {error.strerror}") from error


def encoder_of(name: str) -> str:
    """Return which encoder makes the format called `name`, MP3 too; empty where none is needed."""
    if name == "mp3":
        return encoder().name
    encoding = ENCODINGS.get(name)
    codec = ".".join(map(str, av.library_versions["libavcodec"]))
    return f"{encoding.codec} by libavcodec {codec} of PyAV" if encoding else ""


def _add_stream(container: OutputContainer, encoding: Encoding) -> AudioStream:
    stream = container.add_stream(encoding.codec, rate=SAMPLE_RATE, layout="stereo")
    if not isinstance(stream, AudioStream):
        raise CodecError(f"this PyAV has no encoder called {encoding.codec}")
    stream.codec_context.format = encoding.samples
    stream.codec_context.options = {"flags": "+bitexact", **encoding.options}
    if encoding.bit_rate:
        stream.codec_context.bit_rate = encoding.bit_rate
    return stream


def _encode_blocks(
    container: OutputContainer, stream: AudioStream, blocks: Iterable[Samples], encoding: Encoding
) -> int:
    size = stream.codec_context.frame_size
    n_bytes = 0
    for number, block in enumerate(of_length(blocks, size)):
        frame = av.AudioFrame.from_ndarray(_laid_out(block, encoding.samples, number), encoding.samples, "stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = _CLOCK
        frame.pts = number * size
        for packet in stream.encode(frame):
            n_bytes += packet.size
            container.mux(packet)
    for packet in stream.encode(None):
        n_bytes += packet.size
        container.mux(packet)
    return n_bytes


def of_length(blocks: Iterable[Samples], n_frames: int) -> Iterator[Samples]:
    """Yield the sound of `blocks` anew in blocks of `n_frames`, the last one as long as what is left."""
    held: list[Samples] = []
    n_held = 0
    for block in blocks:
        held.append(block)
        n_held += len(block)
        if n_held >= n_frames:
            joined = np.concatenate(held)
            whole = n_held - n_held % n_frames
            yield from (joined[start : start + n_frames] for start in range(0, whole, n_frames))
            held, n_held = [joined[whole:]], n_held - whole
    if n_held:
        yield np.concatenate(held)


def _laid_out(block: Samples, samples: str, number: int) -> NDArray[Any]:
    """Return a block as PyAV wants it: by channel for planar formats, else one row; dithered where it is rounded."""
    if samples == "s32":
        return np.ascontiguousarray(dither(block, FLAC_BITS, seed=number) << 32 - FLAC_BITS).reshape(1, -1)
    if samples.endswith("p"):
        return np.ascontiguousarray(block.T)
    return np.ascontiguousarray(block).reshape(1, -1)


def _chapter(number: int, mark: ChapterMark) -> Any:
    title = {"title": mark.title}
    return {"id": number, "start": mark.start, "end": mark.end, "time_base": Fraction(1, 1000), "metadata": title}


def _moov_bytes(n_frames: int, chapters: Sequence[ChapterMark]) -> int:
    """Return room enough for an M4A's index, which is to stand first, so that players can start at once.

    A packet of 1024 frames takes 4 bytes and its share of the chunks' places, a chapter its title twice.
    """
    return 16_384 + 8 * (n_frames // 1024 + 2) + sum(64 + 8 * len(mark.title) for mark in chapters)
