"""Write WAV block by block, 16 or 24 bits, with dither."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from typing import IO

import numpy as np

from audiosession.mastering import dither
from audiosession.segments import Samples
from audiosession.units import SAMPLE_RATE


def write_wav(
    stream: IO[bytes], blocks: Iterable[Samples], *, bits: int = 16, channels: int = 2, sample_rate: int = SAMPLE_RATE
) -> int:
    """Write `blocks` as one WAV and return how many frames it holds.

    The dither is that of the block's number, so the same blocks make the same bytes. `stream` must be seekable: the
    length is known last.

    Raises:
        ValueError: Other `bits` than 16 or 24.
    """
    n_frames = 0
    with wave.open(stream, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(bits // 8)
        writer.setframerate(sample_rate)
        for number, block in enumerate(blocks):
            whole = np.ascontiguousarray(dither(block, bits, seed=number), "<i4")
            writer.writeframes(whole.view(np.uint8).reshape(-1, 4)[:, : bits // 8].tobytes())
            n_frames += len(block)
    return n_frames
