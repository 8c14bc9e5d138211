"""The voice of a class as a wave to draw, at any zoom, from its takes: no window is made or read for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audiosession.building.speak import Spoken
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms
from audiosession.voices.store import ENVELOPE_MS

MOST_POINTS = 20_000
UNSPOKEN = 64
"""How far a line is drawn to swing that nobody has spoken yet; 255 is full scale."""


class VoiceWave:
    """The voice of one timeline in steps of 10 ms, 360 kB an hour."""

    def __init__(self, timeline: Timeline, spoken: Spoken) -> None:
        self._steps = np.zeros(-(-timeline.length // ENVELOPE_MS) + 1, np.uint8)
        for clip in timeline.track("voice"):
            take, first = spoken.takes.get(clip.line), clip.start // ENVELOPE_MS
            envelope = spoken.store.envelope(take) if take else _flat(clip.length)
            here = self._steps[first : first + len(envelope)]
            np.maximum(here, envelope[: len(here)], out=here)

    def peaks(self, start: Ms, end: Ms, n_points: int) -> list[int]:
        """Return the most that the voice swings in each of `n_points` parts from `start` to `end`: 0 to 255.

        Raises:
            ValueError: `start` is not before `end`, or there are no points, or more than `MOST_POINTS`.
        """
        if not (0 <= start < end and 1 <= n_points <= MOST_POINTS):
            raise ValueError(f"{n_points} points from {start} to {end} ms")
        edges = start + (end - start) * np.arange(n_points) // n_points
        first, last = start // ENVELOPE_MS, -(-end // ENVELOPE_MS)
        steps = self._steps[first:last]
        wanted = edges // ENVELOPE_MS - first
        inside = wanted[wanted < len(steps)]
        found = np.maximum.reduceat(steps, inside) if len(inside) else steps[:0]
        return [*found.tolist(), *[0] * (n_points - len(found))]


def _flat(length: Ms) -> NDArray[np.uint8]:
    return np.full(-(-length // ENVELOPE_MS), UNSPOKEN, np.uint8)
