"""How far the tone of a breath stands over the bed where nobody speaks, in the bands that an ear tells apart."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.mixing import Sources, bed_in_parts, guide, stretch_of
from audiosession.sound.recipes import Recipe
from audiosession.sound.tones import harmonics_hz
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms

HOP = Ms(100)
PHONE_HZ = 350.0
"""Below this the speaker of a phone plays next to nothing."""
_HOPS_AT_ONCE = 18
_HIGHEST_HZ = 4_000
_BARELY = 1e-12


def tone_over_bed_db(recipe: Recipe, sources: Sources) -> float:
    """Return by how much the tones of breaths in a window stand over its beds, in decibels: the least of each 100 ms.

    Of what nobody speaks in. Energies are summed over the critical bands of the tone's harmonics, for all that is heard
    and for what a phone's speaker plays of it; the less counts. ``inf`` where there is nothing to compare.
    """
    if not recipe.beds:
        return math.inf
    spoken = [(at, at + len(sources.take(digest))) for at, digest in recipe.takes]
    until = recipe.length + recipe.tail
    least = math.inf
    for at, length, shape in recipe.tones:
        if shape not in ("rise", "fall"):
            continue
        alone = [
            hop
            for hop in range(at, min(at + length, until) - HOP + 1, HOP)
            if 0 <= hop < recipe.length and all(over <= hop or start >= hop + HOP for start, over in spoken)
        ]
        for first, n_hops in _rows(alone):
            along = (np.arange(n_hops) + 0.5) * HOP + first - at
            stretch = stretch_of(recipe, Ms(first), Ms(first + n_hops * HOP))
            least = min(least, _least_db(stretch, harmonics_hz(shape, along / length), sources))
    return least


def critical_band_hz(centre_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the width of the critical band around each of `centre_hz` (Zwicker and Terhardt 1980, equation 2).

    >>> critical_band_hz(np.array([100.0, 1_000.0])).round()
    array([101., 162.])
    """
    width: NDArray[np.float64] = 25.0 + 75.0 * (1.0 + 1.4 * (centre_hz / 1_000.0) ** 2) ** 0.69
    return width


def _rows(hops: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the number of those of `hops` that follow each other, no more than a stretch at once."""
    first, n_hops = 0, 0
    for hop in hops:
        if n_hops == _HOPS_AT_ONCE or (n_hops and hop != first + n_hops * HOP):
            yield first, n_hops
            n_hops = 0
        first, n_hops = (first if n_hops else hop), n_hops + 1
    if n_hops:
        yield first, n_hops


def _least_db(stretch: Recipe, harmonics: NDArray[np.float64], sources: Sources) -> float:
    """Return the least of a stretch, of which each 100 ms has the tone whose harmonics are a row of `harmonics`."""
    bed = bed_in_parts(stretch, sources)
    if bed is None:
        return math.inf
    middle, side = (_spectra(one) for one in bed)
    tone, music = _spectra(guide(stretch)), middle + side
    hz = np.arange(tone.shape[1], dtype=np.float64) * (1_000.0 / HOP)
    heard = _bands(hz, harmonics)
    played = (hz / PHONE_HZ) ** 4 / (1.0 + (hz / PHONE_HZ) ** 4)  # Butterworth, second order
    ratios = [
        np.sum(tone * heard * weight, axis=1) / (np.sum(music * heard * weight, axis=1) + _BARELY)
        for weight in (np.ones(len(hz)), played)
    ]
    return 10.0 * math.log10(max(float(np.min(ratios)), _BARELY))


def _bands(hz: NDArray[np.float64], harmonics: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each row of `harmonics` which of `hz` lie in the critical band of one of them."""
    apart = np.abs(hz - harmonics[..., None])
    return np.asarray((apart <= critical_band_hz(harmonics)[..., None] / 2).any(axis=1))


def _spectra(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the power of each 100 ms of `sound` by frequency, in steps of 10 Hz."""
    n_frames = HOP * FRAMES_PER_MS
    rows = sound.reshape(-1, n_frames) * np.hanning(n_frames).astype(np.float32) / np.float32(2**31)
    spectra = np.fft.rfft(rows, axis=1)[:, : _HIGHEST_HZ * n_frames // SAMPLE_RATE]
    return np.asarray(spectra.real**2 + spectra.imag**2, np.float32)
