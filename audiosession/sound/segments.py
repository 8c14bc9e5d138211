"""pydub's AudioSegment and numpy arrays, each made from the other without loss.

This is the one door to pydub: importing it warns where no ffmpeg is on the PATH, and we never use that ffmpeg.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Couldn't find ffmpeg or avconv", category=RuntimeWarning)
    warnings.filterwarnings("ignore", message="'audioop' is deprecated", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    from pydub import AudioSegment

__all__ = ["AudioSegment", "Room", "Samples", "from_steps", "to_samples", "to_segment"]

Samples: TypeAlias = NDArray[np.float32]
"""Sound as float32, full scale ±1, shape ``(n_frames, n_channels)``."""

Room: TypeAlias = Callable[[tuple[int, int], type[np.float32]], Samples]
"""What lends room for sound: `numpy.empty`, or what lends the same room again once the sound in it is done with."""

_INTEGER = {2: np.int16, 4: np.int32}


def to_segment(samples: Samples, sample_rate: int, *, sample_width: int = 2) -> AudioSegment:
    """Return `samples` as a segment of 2 or 4 bytes a sample, rounded to nearest, clipped at full scale.

    It is worked out in float32 throughout: scaling by a power of two is exact, and what rounds is below 2 ** 24.
    """
    scaled = np.multiply(samples, np.float32(2 ** (8 * sample_width - 1)), dtype=np.float32)
    return from_steps(scaled, sample_rate, sample_width=sample_width)


def from_steps(scaled: NDArray[np.float32], sample_rate: int, *, sample_width: int) -> AudioSegment:
    """Return `to_segment` of what is counted in steps of its 2 or 4 bytes; `scaled` is written over.

    Args:
        scaled: Shape ``(n_frames, n_channels)`` or, of one channel, ``(n_frames,)``.
        sample_rate: In frames a second.
        sample_width: 2 or 4 bytes.
    """
    scale = np.float32(2 ** (8 * sample_width - 1))
    below = np.nextafter(scale, np.float32(0))  # cut to a whole number, the highest there is or float32 knows
    np.clip(np.rint(scaled, out=scaled), -scale, below, out=scaled)
    return AudioSegment(
        data=scaled.astype(_INTEGER[sample_width]).tobytes(),
        sample_width=sample_width,
        frame_rate=sample_rate,
        channels=1 if scaled.ndim == 1 else scaled.shape[1],
    )


def to_samples(segment: AudioSegment) -> Samples:
    """Return a segment of 2 or 4 bytes a sample as float32, full scale ±1."""
    whole = np.frombuffer(segment.raw_data, _INTEGER[segment.sample_width])
    scaled = whole.astype(np.float32)
    scaled *= 2.0 ** (1 - 8 * segment.sample_width)
    return scaled.reshape(-1, int(segment.channels))
