"""Where somebody speaks or a tone leads, into the level of the bed; and where somebody speaks, into that of the tones.

The whole timeline is known, so nothing is guessed from the signal: the bed is down before the first syllable, and
stays down across gaps too short to come up in. Ramps are straight lines in decibels.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
UNLIFTED = Ms(500)
"""How long before a run of words it is on its way down where it would be without a lift.

That is before the edge of an exercise, and before all that a window from there on hears."""
GIVE_WAY = Ms(30)
"""How long a tone takes to give way to a word, and to come back behind it."""
_NEPERS_A_DB = math.log(10.0) / 20.0

DuckPoints: TypeAlias = tuple[tuple[Ms, float], ...]
"""Corners of a level: position and decibels, straight lines between them, level before and after."""


@dataclass(frozen=True, kw_only=True)
class MusicAlone:
    """A stretch of a timeline in which nobody speaks and no tone leads: the bed is up from `start` to `end`.

    It plays at `level_db` beside the level that it has alone, and as much louder or softer as `lifting` tells.
    """

    start: Ms
    end: Ms
    level_db: float


def music_alone(timeline: Timeline) -> tuple[MusicAlone, ...]:
    """Return where nobody speaks: before the first word or tone of `timeline`, in gaps over `BRIDGE`, at the end."""
    runs = _runs((*timeline.spans("voice"), *timeline.spans("tones")), BRIDGE)
    if not runs:
        return ()
    gaps = [
        MusicAlone(start=Ms(end + RELEASE), end=Ms(start - ATTACK), level_db=0.0 if start - end > LONG else GAP_DB)
        for (_, end), (start, _) in pairwise(runs)
    ]
    before = MusicAlone(start=Ms(0), end=Ms(runs[0][0] - ATTACK), level_db=0.0)
    return before, *gaps, MusicAlone(start=Ms(runs[-1][1] + RELEASE), end=timeline.length, level_db=0.0)


def duck_points(timeline: Timeline, lifts_db: Sequence[float] = ()) -> DuckPoints:
    """Return the corners of the level of a bed under all that is said in `timeline`, and under its tones.

    A ramp down ends where a run of words or tones starts; the ramp up begins where it ends. `UNLIFTED` before a run it
    is where it would be without a lift, so that a window that begins with an exercise hears nothing of the gap before.

    Args:
        timeline: What is said when.
        lifts_db: How much louder the bed is in each stretch that `music_alone` returns; without them it is in none.
    """
    stretches = music_alone(timeline)
    levels = [one.level_db + lift for one, lift in zip(stretches, lifts_db or [0.0] * len(stretches), strict=True)]
    points: list[tuple[Ms, float]] = []
    for (before, after), (before_db, after_db) in zip(pairwise(stretches), pairwise(levels), strict=True):
        down, up = Ms(before.end + ATTACK), Ms(after.start - RELEASE)
        on_the_way = UNDER_DB + (before.level_db - UNDER_DB) * UNLIFTED / ATTACK
        points += [(before.end, before_db), (Ms(down - UNLIFTED), round(on_the_way, 3)), (down, UNDER_DB)]
        points += [(up, UNDER_DB), (after.start, after_db)]
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
    before = max(0, bisect_right(points, start, key=_position) - 1)
    near = points[before : bisect_left(points, end, key=_position) + 1]
    ramps = [(a, b) for a, b in pairwise(near) if a[1] != b[1]]
    corners = list(dict.fromkeys(corner for ramp in ramps for corner in ramp))
    if not corners and points and (level := points[before][1]):  # no ramp: the level is that of the corner before
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
