"""The last steps from mix to master: a true-peak limiter, and dither for integer formats.

The limiter is a function of the sound alone: what it does at a frame depends on `LIMITER_SUPPORT_MS` of sound to
either side and on nothing else, to the bit, so that a window limited with that much context is the same as the whole.
That is why its release is a finite curve and not the usual exponential.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.peaks import peaks_above
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

CEILING_DB = -1.5
"""True peak of the master before encoding: an MP3 of speech rises by up to 0.3 dB when decoded (measured)."""
RELEASE_MS = Ms(120)
LIMITER_SUPPORT_MS = Ms(144)
"""How far the limiter looks, to either side: `RELEASE_MS` and both ends of its smoothing, up to whole MP3 frames."""

# A millisecond's gain is smoothed by (1, 2, 1) / 4 and then by a cubic B-spline, so it hears of the steps from 3 before
# it to 2 after it; where each of those is low enough, so is any mean of them.
_HOLD_STEPS = range(-2, 4)


def limit(samples: Samples, *, ceiling_db: float = CEILING_DB) -> None:
    """Bring every true peak of `samples` down to `ceiling_db`, in place.

    The gain is one for all channels. It is down when a peak arrives, having fallen over 5 ms, and rises again over
    `RELEASE_MS`; it is twice continuously differentiable, so it adds no click of its own. Milliseconds that no
    peak reaches stay as they are to the bit.

    Args:
        samples: Shape ``(n_frames, n_channels)``, 48 kHz. A window of a longer sound must start on a whole
            millisecond of it.
        ceiling_db: Decibels of full scale.
    """
    turn_down(samples, *peaks_above(samples, db_to_gain(ceiling_db)), ceiling_db=ceiling_db)


def turn_down(
    samples: Samples, over: NDArray[np.intp], peaks: NDArray[np.float32], *, ceiling_db: float
) -> NDArray[np.intp]:
    """Turn `samples` down in place as `limit` does, for peaks that are known, and return the milliseconds it reached.

    The peaks may be those that something made of `samples`: an encoder adds to a master, and what it added can be
    taken back only there.

    Args:
        samples: As in `limit`.
        over: The milliseconds that peak above the ceiling, rising.
        peaks: How high each of them peaks, linear.
        ceiling_db: Where they are to peak, decibels of full scale.
    """
    active, control = _control_points(-(-len(samples) // FRAMES_PER_MS), over, peaks, ceiling_db)
    if not active.size:
        return active
    gain = _spline(control)
    n_whole = len(samples) // FRAMES_PER_MS
    whole = active < n_whole
    for channel in samples.T:  # each has its view, however they lie
        by_step = channel[: n_whole * FRAMES_PER_MS].reshape(n_whole, FRAMES_PER_MS)
        by_step[active[whole]] *= gain[whole]
    if not whole[-1]:  # the last millisecond is short
        rest = samples[n_whole * FRAMES_PER_MS :]
        rest *= gain[-1, : len(rest), None]
    return active


def dither(samples: Samples, bits: int, seed: int) -> NDArray[np.int32]:
    """Return `samples` as whole numbers of `bits`, with triangular dither of two steps' width before rounding.

    The same `seed` gives the same noise. Full scale clips at ``2 ** (bits - 1) - 1``.

    Args:
        samples: Shape ``(n_frames, n_channels)``, full scale ±1.
        bits: 16 or 24.

    Raises:
        ValueError: Another number of bits.
    """
    if bits not in (16, 24):
        raise ValueError(f"dither is for 16 or 24 bits, not {bits}")
    scale = 2.0 ** (bits - 1)
    random = np.random.default_rng(seed)
    noise = random.random(samples.shape, np.float32) - random.random(samples.shape, np.float32)
    whole: NDArray[np.float64] = np.rint(samples * scale + noise.astype(np.float64))
    np.clip(whole, -scale, scale - 1, out=whole)
    return whole.astype(np.int32)


def _control_points(
    n_steps: int, over: NDArray[np.intp], peaks: NDArray[np.float32], ceiling_db: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the milliseconds that are turned down, and for each the gains of the four control points around it.

    A frame of step i lies between control points i and i + 1, and a cubic needs one more on either side. Only what is
    near the milliseconds `over`, which peak above the ceiling, is worked out: of each run with as much around it as the
    limiter reaches, so that none hears of another where it should not.
    """
    if not over.size:
        return over, np.ones((0, 4))
    margin = len(_HOLD_STEPS) + RELEASE_MS
    near = np.zeros(n_steps + 2 * margin, np.bool_)
    for step in range(-8, RELEASE_MS + 5, 4):
        near[margin + over + step] = True
    near[1:-1] |= near[:-2] | near[2:]
    near[1:-1] |= near[:-2] | near[2:]
    places = np.flatnonzero(near)
    depth_db = np.zeros(len(places))
    depth_db[np.searchsorted(places, margin + over)] = 20.0 * np.log10(
        peaks.astype(np.float64) / db_to_gain(ceiling_db)
    )
    held = np.max([np.roll(depth_db, step) for step in _HOLD_STEPS], axis=0)
    released = held.copy()
    for step in range(1, RELEASE_MS):
        fallen = math.cos(0.5 * math.pi * step / RELEASE_MS) ** 2
        np.maximum(released[step:], held[:-step] * fallen, out=released[step:])
    wanted = 10.0 ** (released / -20.0)
    smooth: NDArray[np.float64] = np.ones(len(places))
    smooth[1:-1] = 0.25 * wanted[:-2] + 0.5 * wanted[1:-1] + 0.25 * wanted[2:]
    around = np.lib.stride_tricks.sliding_window_view(smooth, 4)
    steps = places[1:-2] - margin
    turned = (around.min(axis=1) < 1.0) & (steps >= 0) & (steps < n_steps)
    return steps[turned], around[turned]


def _spline(control: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the cubic B-spline over each row of four points, shape ``(n, 48)``: at each frame, a mean of them."""
    t = np.arange(FRAMES_PER_MS) / FRAMES_PER_MS
    weights = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3)
    gain = np.zeros((len(control), FRAMES_PER_MS), np.float32)
    for column, weight in enumerate(weights):
        gain += control[:, column : column + 1].astype(np.float32) * (weight / 6).astype(np.float32)
    return gain
