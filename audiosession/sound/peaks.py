"""True peaks by ITU-R BS.1770-4 annex 2: how high a sound rises between its frames.

Oversampling everything four times costs more than encoding deserves, and is not needed: an interpolated point can't
exceed the frames around it by more than the interpolator's absolute sum. Only milliseconds that may hold a peak that
matters are looked at closely, and what is told is the same as if all had been.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS

REACH = 8
"""How many frames to either side an interpolated point listens to."""

_ROUGH = 16
"""Milliseconds looked over in one go: most hold nothing near a peak."""
_CLOSE = 256
"""Milliseconds interpolated in one go: their sums stay in the processor's cache."""
_PIECE = FRAMES_PER_MS + 2 * REACH - 1
_KAISER_BETA = 5.0
_ROUNDING = np.float32(1.0001)


def true_peak(samples: Samples) -> float:
    """Return the true peak of all channels, linear; sound without a frame has none, 0.0.

    Beyond its ends the sound is taken to go on as it ends, so that a window cut out of a sound reads no overshoot of
    its own cut.

    Args:
        samples: Shape ``(n_frames, n_channels)``, 48 kHz.
    """
    if not samples.size:
        return 0.0
    highest = float(max(samples.max(), -samples.min()))
    _, peaks = peaks_above(samples, highest)
    return float(peaks.max(initial=highest))


def peaks_above(samples: Samples, level: float) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the milliseconds whose true peak is above `level`, and these peaks.

    A millisecond's peak is the highest of any channel from its first frame up to the next one's. It depends on the
    millisecond and `REACH` frames around it and on nothing else, to the bit.

    Args:
        samples: Shape ``(n_frames, n_channels)``, 48 kHz; the last millisecond may be short.
        level: Linear.

    Returns:
        Numbers of milliseconds, rising, and linear peaks; one of each per millisecond found.
    """
    bound = _highest(samples, level / float(_overshoot()))
    around = np.maximum(bound[:-2], bound[2:])
    close = np.flatnonzero(np.maximum(around, bound[1:-1]) * _overshoot() > level)
    peaks = np.empty(len(close), np.float32)
    for first in range(0, len(close), _CLOSE):
        peaks[first : first + _CLOSE] = _bound(_around(samples, close[first : first + _CLOSE]))
    near = np.flatnonzero(peaks > level)
    for first in range(0, len(near), _CLOSE):
        some = near[first : first + _CLOSE]
        peaks[some] = _between(_around(samples, close[some]))
    over = peaks > level
    return close[over], peaks[over]


def _around(samples: Samples, steps: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the frames of each millisecond in `steps` and all that it listens to, shape ``(n, n_channels, 63)``."""
    starts = steps * FRAMES_PER_MS - (REACH - 1)
    pieces = np.empty((len(steps), samples.shape[1], _PIECE), np.float32)
    inside = (starts >= 0) & (starts + _PIECE <= len(samples))
    if inside.any():
        pieces[inside] = np.lib.stride_tricks.sliding_window_view(samples, _PIECE, axis=0)[starts[inside]]
    for number in np.flatnonzero(~inside).tolist():
        pieces[number] = samples[np.clip(starts[number] + np.arange(_PIECE), 0, len(samples) - 1)].T
    return pieces


def _highest(samples: Samples, matters_above: float) -> NDArray[np.float32]:
    """Return the highest frame of each millisecond, between one more on either side.

    Where no frame for `_ROUGH` milliseconds is above `matters_above`, all are told to have the highest among them.
    """
    n_steps = -(-len(samples) // FRAMES_PER_MS)
    length = _ROUGH * FRAMES_PER_MS
    n_rough = len(samples) // length  # the last millisecond may be short
    channels = [part.reshape(n_rough, length) for part in samples[: n_rough * length].T]
    rough = np.max([np.maximum(part.max(axis=1), -part.min(axis=1)) for part in channels], axis=0)
    highest = np.zeros(n_steps + 2, np.float32)
    told = highest[1 : 1 + n_rough * _ROUGH].reshape(n_rough, _ROUGH)
    told[:] = rough[:, None]
    near = np.flatnonzero(rough > matters_above)
    close = [np.abs(part[near].reshape(-1, _ROUGH, FRAMES_PER_MS)).max(axis=2) for part in channels]
    told[near] = np.max(close, axis=0)
    for step in range(n_rough * _ROUGH, n_steps):
        highest[1 + step] = np.abs(samples[step * FRAMES_PER_MS : (step + 1) * FRAMES_PER_MS]).max()
    return highest


def _bound(pieces: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what no point of a piece is above: its highest frame, and as much more as its bends allow.

    Summed by parts twice, an interpolated point is the point on the line between two frames, plus a sum over the
    second differences around them, plus one step with next to no weight. Speech bends little at 48 kHz.
    """
    steps = np.diff(pieces, axis=2)
    bends = np.abs(np.diff(steps, axis=2)).max(axis=(1, 2))
    highest = np.abs(pieces[:, :, REACH - 1 : REACH + FRAMES_PER_MS]).max(axis=(1, 2))
    of_bends, of_steps = _beyond_the_line()
    bound: NDArray[np.float32] = (highest + of_bends * bends + of_steps * np.abs(steps).max(axis=(1, 2))) * _ROUNDING
    return bound


def _between(pieces: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the highest point on and between the frames of each piece.

    Plain sums in a fixed order: a matrix product rounds by the shape of its input. With time as the first axis every
    sum runs over memory in one go.
    """
    n_pieces, n_channels, n_frames = pieces.shape
    by_frame = np.ascontiguousarray(pieces.transpose(2, 0, 1)).reshape(n_frames, n_pieces * n_channels)
    highest = np.abs(by_frame[REACH - 1 : REACH - 1 + FRAMES_PER_MS]).max(axis=0)
    part = np.empty((FRAMES_PER_MS, by_frame.shape[1]), np.float32)
    point = np.empty_like(part)
    for taps in _interpolator():
        point[:] = 0.0
        for tap, weight in enumerate(taps):
            point += np.multiply(by_frame[tap : tap + FRAMES_PER_MS], weight, out=part)
        np.maximum(highest, np.abs(point, out=point).max(axis=0), out=highest)
    most: NDArray[np.float32] = highest.reshape(n_pieces, n_channels).max(axis=1)
    return most


@cache
def _interpolator() -> NDArray[np.float32]:
    """Return the taps for the points at 1/4, 1/2 and 3/4 of the way to the next frame, shape ``(3, 2 * REACH)``.

    A sinc under a Kaiser window: within 0.1 dB up to 18 kHz, where an MP3 at 128 kbit/s has ended.
    """
    offset = np.arange(1 - REACH, REACH + 1) - np.array([[0.25], [0.5], [0.75]])
    window = np.i0(_KAISER_BETA * np.sqrt(np.maximum(0.0, 1.0 - (offset / REACH) ** 2)))
    taps = np.sinc(offset) * window
    normalised: NDArray[np.float32] = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return normalised


@cache
def _overshoot() -> np.float32:
    """Return the most by which an interpolated point can exceed the frames it is made of."""
    return np.float32(np.abs(_interpolator()).sum(axis=1).max()) * _ROUNDING


@cache
def _beyond_the_line() -> tuple[np.float32, np.float32]:
    """Return the most by which second differences, and single ones, move a point off the line between two frames."""
    off = _interpolator().astype(np.float64)
    off[:, REACH - 1 : REACH + 1] -= [[0.75, 0.25], [0.5, 0.5], [0.25, 0.75]]
    of_bends = np.cumsum(np.cumsum(off, axis=1), axis=1)
    return np.float32(np.abs(of_bends).sum(axis=1).max()), np.float32(np.abs(of_bends[:, -1]).max())
