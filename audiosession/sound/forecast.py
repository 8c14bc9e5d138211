"""How loud a window will be, worked out from what is in it before anything is mixed.

Sounds that have nothing to do with one another add their energies. Those of takes and beds are known by the
millisecond, K-weighted, so the programme's gain is decided without a mix, and each window is mixed only once. Guide
tones are left out: they lie 15 dB below the voice. So are bells, which are few.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.loudness import BLOCK_HOP_MS
from audiosession.sound.mixing import fade
from audiosession.sound.recipes import BedPart, Recipe
from audiosession.units import FRAMES_PER_MS, Ms

Energies = NDArray[np.float32]
"""K-weighted energy of each millisecond: the mean square, summed over both channels."""


class KnownEnergies(Protocol):
    """Where the energies of takes and beds come from."""

    def take_energies(self, digest: str) -> Energies:
        """Return the energies of a spoken line, heard from both channels."""
        ...

    def bed_energies(self, digest: str, position: int, length: Ms) -> Energies:
        """Return the energies of `length` of an endless bed from frame `position` on, be it before 0."""
        ...


def foretold_hops(recipe: Recipe, known: KnownEnergies) -> NDArray[np.float64]:
    """Return what each whole 100 ms of a window's mix will measure; see `audiosession.sound.loudness.hop_energies`."""
    energies = np.zeros(recipe.length, np.float64)
    for at, digest in recipe.takes:
        take = known.take_energies(digest)[max(0, -at) : max(0, recipe.length - at)]
        energies[max(0, at) :][: len(take)] += take
    for part in recipe.beds:
        first, last = max(0, part.start), min(recipe.length, part.end)
        if first < last:
            gain = _gain(part, recipe, first, last)
            bed = known.bed_energies(part.bed, (first - part.anchor) * FRAMES_PER_MS, Ms(last - first))
            energies[first:last] += np.square(gain) * bed
    n_hops = recipe.length // BLOCK_HOP_MS
    hops: NDArray[np.float64] = energies[: n_hops * BLOCK_HOP_MS].reshape(n_hops, BLOCK_HOP_MS).mean(axis=1)
    return hops


def _gain(part: BedPart, recipe: Recipe, first: int, last: int) -> NDArray[np.float64]:
    """Return the gain of a bed in each millisecond from `first` to `last`."""
    level = np.full(last - first, part.gain_db)
    if recipe.duck:
        corners, levels = zip(*recipe.duck, strict=True)
        level += np.interp(np.arange(first, last) + 0.5, corners, levels)
    gain: NDArray[np.float64] = 10.0 ** (level / 20.0)
    fade(gain, first - part.start, part.fade_in)
    fade(gain[::-1], part.end - last, part.fade_out)
    return gain
