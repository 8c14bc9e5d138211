"""Milliseconds, frames and decibels: every conversion, under one rounding rule.

The clock of the project is whole milliseconds from the first sample that a listener hears. At 48 kHz a
millisecond is exactly 48 frames and an MP3 frame exactly 24 ms, so nothing is ever rounded on the way to sound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NewType

Ms = NewType("Ms", int)
"""A whole number of milliseconds: a position on the timeline or a length, as the name beside it says."""

SAMPLE_RATE = 48_000
FRAMES_PER_MS = SAMPLE_RATE // 1000
MP3_FRAME = 1152
"""Frames of sound in one MPEG-1 Layer III frame (ISO/IEC 11172-3, 2.4.2.1)."""
MP3_FRAME_MS = Ms(MP3_FRAME // FRAMES_PER_MS)


@dataclass(frozen=True, kw_only=True)
class Span:
    """The shortest, usual and longest that something takes, in milliseconds."""

    least: int = 0
    usual: int = 0
    most: int = 0

    def __add__(self, other: Span) -> Span:
        return Span(least=self.least + other.least, usual=self.usual + other.usual, most=self.most + other.most)

    def __sub__(self, other: Span) -> Span:
        return Span(least=self.least - other.least, usual=self.usual - other.usual, most=self.most - other.most)

    def holds(self, length: int) -> bool:
        """Tell whether `length` can be reached."""
        return self.least <= length <= self.most


def to_frames(position: Ms, sample_rate: int = SAMPLE_RATE) -> int:
    """Return the frame nearest to `position`.

    Convert positions, never lengths: ``to_frames(end) - to_frames(start)`` keeps neighbours flush, whereas
    rounding each length drifts.

    >>> to_frames(Ms(1_500), 48_000)
    72000
    """
    return (position * sample_rate + 500) // 1000


def to_ms(seconds: float) -> Ms:
    """Return `seconds` as the nearest millisecond, halves away from zero.

    >>> to_ms(0.95), to_ms(1.0005)
    (950, 1001)
    """
    return Ms(math.floor(abs(seconds) * 1000 + 0.5 + 1e-9) * (1 if seconds >= 0 else -1))


def to_seconds(position: Ms) -> float:
    """Return `position` in seconds, exact to three decimals."""
    return round(position / 1000, 3)


def db_to_gain(level_db: float) -> float:
    """Return the linear gain of an amplitude level: ``10 ** (level_db / 20)``."""
    return float(10.0 ** (level_db / 20.0))


def gain_to_db(gain: float) -> float:
    """Return the amplitude level of a linear gain; silence is ``-inf``."""
    return 20.0 * math.log10(gain) if gain > 0 else -math.inf


def clock(position: Ms) -> str:
    """Return `position` as people read it, to the second, rounded to the nearest.

    >>> clock(Ms(65_400)), clock(Ms(3_725_000))
    ('1:05', '1:02:05')
    """
    total = (position + 500) // 1000
    hours, rest = divmod(total, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
