"""Write WAV block by block, 16 or 24 bits, with dither."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from audiosession.errors import CodecError
from audiosession.sound.mastering import dither
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE

Write: TypeAlias = Callable[[NDArray[np.int32]], None]
"""Writes one block: whole numbers of as many bits as the file has, shape ``(n_frames, channels)``."""
# A RIFF's length has 32 bits, and what stands beside the sound takes some of it.
_MOST_BYTES = (1 << 32) - (1 << 20)


def write_wav(
    stream: IO[bytes], blocks: Iterable[Samples], *, bits: int = 16, channels: int = 2, sample_rate: int = SAMPLE_RATE
) -> int:
    """Write `blocks` as one WAV and return how many frames it holds.

    The dither is that of the block's number, so the same blocks make the same bytes. `stream` must be seekable: the
    length is known last.

    Raises:
        CodecError: The blocks make more than a WAV can hold.
        ValueError: Other `bits` than 16 or 24.
    """
    n_frames = 0
    with open_wav(stream, bits=bits, channels=channels, sample_rate=sample_rate) as write:
        for number, block in enumerate(blocks):
            write(dither(block, bits, seed=number))
            n_frames += len(block)
    return n_frames


@contextmanager
def open_wav(stream: IO[bytes], *, bits: int, channels: int = 2, sample_rate: int = SAMPLE_RATE) -> Iterator[Write]:
    """Lend a function that adds a block to the WAV in `stream`, which is empty and seekable; see `write_wav`."""
    n_bytes = 0
    with wave.open(stream, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(bits // 8)
        writer.setframerate(sample_rate)

        def write(block: NDArray[np.int32]) -> None:
            nonlocal n_bytes
            raw = np.ascontiguousarray(block, "<i4").view(np.uint8).reshape(-1, 4)[:, : bits // 8].tobytes()
            n_bytes += len(raw)
            if n_bytes > _MOST_BYTES:
                raise CodecError("is longer than the 4 GB that a WAV can hold", hint="build a FLAC, or a shorter class")
            writer.writeframesraw(raw)

        yield write
