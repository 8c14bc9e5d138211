"""Where the voice is, into the level of the bed.

The whole timeline is known, so nothing is guessed from the signal: the bed is down before the first syllable, and
stays down across gaps too short to come up in. Ramps are straight lines in decibels.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from audiosession.timing.timeline import Clip
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

DEPTH_DB = -12.0
ATTACK = Ms(300)
RELEASE = Ms(900)
BRIDGE = Ms(1_500)
"""Gaps in the speech up to this length are bridged. It is no less than ATTACK + RELEASE, so ramps never meet."""
_NEPERS_A_DB = math.log(10.0) / 20.0

DuckPoints: TypeAlias = tuple[tuple[Ms, float], ...]
"""Corners of the bed's level: position and decibels, straight lines between them, level before and after."""


def duck_points(speech: Sequence[Clip], *, depth_db: float = DEPTH_DB) -> DuckPoints:
    """Return the corners of the level that lowers a bed under `speech`, whose clips are in order.

    A ramp down ends where a run of speech starts; the ramp up begins where it ends.

    Raises:
        ValueError: `depth_db` is above zero.
    """
    if depth_db > 0:
        raise ValueError(f"a duck of {depth_db:+g} dB would raise the bed")
    runs: list[list[int]] = []
    for clip in speech:
        if runs and clip.start - runs[-1][1] <= BRIDGE:
            runs[-1][1] = max(runs[-1][1], clip.end)
        else:
            runs.append([clip.start, clip.end])
    points: list[tuple[Ms, float]] = []
    for start, end in runs:
        points += [(Ms(start - ATTACK), 0.0), (Ms(start), depth_db), (Ms(end), depth_db), (Ms(end + RELEASE), 0.0)]
    return tuple(points)


def points_within(points: DuckPoints, start: Ms, end: Ms) -> DuckPoints:
    """Return the corners of the level from `start` to `end`, as positions from `start`.

    A ramp that reaches into the stretch keeps both its corners, so that every frame of it comes out the same to the
    bit; of what is flat outside nothing is said. So equal stretches have equal corners. Flat zero has none.
    """
    before = bisect_right(points, start, key=_position) - 1
    near = points[max(0, before) : bisect_left(points, end, key=_position) + 1]
    ramps = [(a, b) for a, b in pairwise(near) if a[1] != b[1]]
    corners = list(dict.fromkeys(corner for ramp in ramps for corner in ramp))
    if not corners and before >= 0 and (level := points[before][1]):  # no ramp: the level is that of the corner before
        corners = [(start, level)]
    return tuple((Ms(at - start), level) for at, level in corners)


def _position(corner: tuple[Ms, float]) -> Ms:
    return corner[0]


def duck(bed: NDArray[np.float32], points: DuckPoints) -> None:
    """Bring `bed` to the level of `points`, in place; their positions count from its first frame.

    Flat stretches are multiplied by one number; only ramps are worked out frame by frame.

    Args:
        bed: Time runs along its last axis.
        points: The corners of the level.
    """
    corners = [(at * FRAMES_PER_MS, level) for at, level in points]
    if not corners:
        return
    n_frames = bed.shape[-1]
    ends = [(-(1 << 62), corners[0][1]), *corners, (1 << 62, corners[-1][1])]
    for (start, low), (end, high) in pairwise(ends):
        a, b = max(start, 0), min(end, n_frames)
        if a >= b or low == high == 0.0:
            continue
        if low == high:
            bed[..., a:b] *= np.float32(db_to_gain(low))
        else:
            level = low + (high - low) * (np.arange(a, b) - start) / (end - start)
            bed[..., a:b] *= np.exp(level * _NEPERS_A_DB).astype(np.float32)
