"""What is heard in a stretch of sound: its loudness, peak, silences, and when each line begins."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.loudness import hop_energies, round_hops
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, Ms

QUIET_HOP = Ms(50)
"""The grid on which silence is looked for."""
DEAD_DBFS = -70.0
"""What lies below is dead air: a player seems to have stopped."""
DEAD_AIR = Ms(1_000)
"""How long that lasts at least."""
_CLIPPED = 0.9999
_SEARCH = 60 * FRAMES_PER_MS
_HEAD = 400 * FRAMES_PER_MS
_AS_GOOD = 0.98
_THIN = 4


@dataclass(frozen=True, kw_only=True)
class Heard:
    """The measurements of a stretch of sound; those of neighbours join end to end.

    Args:
        n_frames: Its length.
        hops: K-weighted energy of each whole 100 ms; see `audiosession.sound.loudness.round_hops`.
        peak: True peak, linear.
        clipped: Samples at or over 0.9999 of full scale.
        quiet: For each 50 ms, whether it is dead air.
        onsets: How late each line in it is heard, in ms, early if negative.
        tone_over_bed_db: By how much its breaths' tones stand over its beds at the least, in decibels; ``inf`` where
            nothing is to be compared.
    """

    n_frames: int
    hops: tuple[float, ...]
    peak: float
    clipped: int
    quiet: tuple[bool, ...]
    onsets: tuple[float, ...] = ()
    tone_over_bed_db: float = math.inf


def hear(samples: Samples, onsets: tuple[float, ...] = (), tone_over_bed_db: float = math.inf) -> Heard:
    """Measure `samples`, stereo at 48 kHz, of which `onsets` and `tone_over_bed_db` are known."""
    peak = true_peak(samples)
    return Heard(
        n_frames=len(samples),
        hops=tuple(round_hops(samples).tolist()),
        peak=peak,
        clipped=int(np.count_nonzero(np.abs(samples) >= _CLIPPED)) if peak >= _CLIPPED else 0,
        quiet=tuple((hop_energies(samples, QUIET_HOP) < 2 * 10 ** (DEAD_DBFS / 10)).tolist()),
        onsets=onsets,
        tone_over_bed_db=tone_over_bed_db,
    )


def onset(samples: Samples, take: Samples, at: int) -> float | None:
    """Return how many milliseconds after frame `at` the mono `take` is heard in `samples`, under music too.

    The take's first 0.4 s is laid against the sound within 60 ms to either side; where they agree best, it is. A voice
    that holds a tone agrees as well a period away: of places that are as good, the one next to `at` counts. None where
    too little of the take lies in `samples` to tell.
    """
    start = max(0, at - _SEARCH)
    head = _thinned(take[:_HEAD])
    around = _thinned(samples[start : at + _SEARCH + min(len(take), _HEAD)])
    if at < 0 or len(around) < len(head) + _SEARCH // _THIN or len(head) < 20 * FRAMES_PER_MS // _THIN:
        return None
    size = 1 << (len(around) - 1).bit_length()  # the lags that are looked at don't wrap round
    spectrum = np.fft.rfft(around, size, norm="ortho")  # whose scale is a float32: see sound/loudness.py
    spectrum *= np.conj(np.fft.rfft(head, size, norm="ortho"))
    agreement = np.fft.irfft(spectrum, size, norm="ortho")
    agreement = agreement[: len(around) - len(head) + 1]
    peaks = 1 + np.flatnonzero((agreement[1:-1] >= agreement[:-2]) & (agreement[1:-1] > agreement[2:]))
    places = np.append(peaks[agreement[peaks] >= _AS_GOOD * agreement.max()], np.argmax(agreement))
    late = start + places * _THIN - at
    return float(late[np.argmin(np.abs(late))]) / FRAMES_PER_MS


def _thinned(samples: Samples) -> NDArray[np.float32]:
    """Return the mean of all channels at a rate of 12 kHz: a voice is told by what lies below 6 kHz."""
    n_frames = len(samples) // _THIN * _THIN
    thin = np.zeros(n_frames // _THIN, np.float32)
    for channel in samples.T:
        for offset in range(_THIN):
            thin += channel[offset:n_frames:_THIN]
    return thin / np.float32(_THIN * samples.shape[1])


def silences(quiet: tuple[bool, ...], least: Ms = DEAD_AIR) -> list[tuple[Ms, Ms]]:
    """Return the stretches of dead air of at least `least`, on the grid of `QUIET_HOP`."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(quiet, np.int8), [0]))))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(Ms(a * QUIET_HOP), Ms(b * QUIET_HOP)) for a, b in runs if (b - a) * QUIET_HOP >= least]
