"""Where somebody speaks or a tone leads, into the level of the bed; and where somebody speaks, into that of the tones.

The whole timeline is known, so nothing is guessed from the signal: the bed is down before the first syllable, and
stays down across gaps too short to come up in. Ramps are straight lines in decibels.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from audiosession.timing.timeline import Timeline
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

UNDER_DB = -12.0
"""The level of the bed under words and tones, and in gaps up to `BRIDGE`, beside the level that it has alone."""
GAP_DB = -6.0
"""Its level in longer gaps."""
BRIDGE, LONG = Ms(4_000), Ms(30_000)
"""In a gap over `LONG` the bed is as loud as before the first word and after the last."""
ATTACK, RELEASE = Ms(700), Ms(2_000)
"""How long it takes to go down and to come up. `BRIDGE` is no less than both, so ramps never meet."""
GIVE_WAY = Ms(30)
"""How long a tone takes to give way to a word, and to come back behind it."""
_NEPERS_A_DB = math.log(10.0) / 20.0

DuckPoints: TypeAlias = tuple[tuple[Ms, float], ...]
"""Corners of a level: position and decibels, straight lines between them, level before and after."""


def duck_points(timeline: Timeline) -> DuckPoints:
    """Return the corners of the level of a bed under all that is said in `timeline`, and under its tones.

    A ramp down ends where a run of words or tones starts; the ramp up begins where it ends.
    """
    runs = _runs((*timeline.spans("voice"), *timeline.spans("tones")), BRIDGE)
    gaps = [0.0, *(0.0 if after - before > LONG else GAP_DB for (_, before), (after, _) in pairwise(runs)), 0.0]
    points: list[tuple[Ms, float]] = []
    for (start, end), before_db, after_db in zip(runs, gaps, gaps[1:], strict=False):
        points += [(Ms(start - ATTACK), before_db), (start, UNDER_DB), (end, UNDER_DB), (Ms(end + RELEASE), after_db)]
    return tuple(points)


def give_way_points(timeline: Timeline, *, level_db: float, under_db: float) -> DuckPoints:
    """Return the corners of the level of the tones in `timeline`: `level_db`, and `under_db` under each word.

    Raises:
        ValueError: `under_db` is above `level_db`.
    """
    if under_db > level_db:
        raise ValueError(f"tones at {level_db:+g} dB would come up to {under_db:+g} under a word")
    points = [(Ms(-GIVE_WAY), level_db)]
    for start, end in _runs(timeline.spans("voice"), Ms(2 * GIVE_WAY)):
        points += [
            (Ms(start - GIVE_WAY), level_db), (start, under_db), (end, under_db), (Ms(end + GIVE_WAY), level_db)
        ]  # fmt: skip
    return tuple(points)


def _runs(spans: Iterable[tuple[Ms, Ms]], bridge: Ms) -> list[tuple[Ms, Ms]]:
    """Return `spans` in order, those as one that overlap, or have no more than `bridge` between them."""
    runs: list[tuple[Ms, Ms]] = []
    for start, end in sorted(spans):
        if runs and start - runs[-1][1] <= bridge:
            runs[-1] = runs[-1][0], max(runs[-1][1], end)
        else:
            runs.append((start, end))
    return runs


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


def duck(sound: NDArray[np.float32], points: DuckPoints) -> None:
    """Bring `sound` to the level of `points`, in place; their positions count from its first frame.

    Flat stretches are multiplied by one number; only ramps are worked out frame by frame.

    Args:
        sound: Time runs along its last axis.
        points: The corners of the level.
    """
    corners = [(at * FRAMES_PER_MS, level) for at, level in points]
    if not corners:
        return
    n_frames = sound.shape[-1]
    ends = [(-(1 << 62), corners[0][1]), *corners, (1 << 62, corners[-1][1])]
    for (start, low), (end, high) in pairwise(ends):
        a, b = max(start, 0), min(end, n_frames)
        if a >= b or low == high == 0.0:
            continue
        if low == high:
            sound[..., a:b] *= np.float32(db_to_gain(low))
        else:
            level = low + (high - low) * (np.arange(a, b) - start) / (end - start)
            sound[..., a:b] *= np.exp(level * _NEPERS_A_DB).astype(np.float32)
