"""How loud a window will be, worked out from what is in it before anything is mixed.

Sounds that have nothing to do with one another add their energies. Those of takes and beds are known by the
millisecond, K-weighted, and those of guide tones are soon worked out, so the programme's gain is decided without a mix,
and each window is mixed only once. Bells are left out: they are few.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.hearing import DEAD_DBFS, QUIET_HOP, silences
from audiosession.sound.loudness import BLOCK_HOP_MS, weighted_hops
from audiosession.sound.mixing import HEADROOM_DB, fade, guide
from audiosession.sound.recipes import BedPart, Recipe
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

_PAUSE_ENERGY = 2 * 10 ** ((DEAD_DBFS + 10.0) / 10)
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
    _add_music(energies, recipe, known)
    if recipe.tones:
        energies += _tone_energies(recipe)
    n_hops = recipe.length // BLOCK_HOP_MS
    hops: NDArray[np.float64] = energies[: n_hops * BLOCK_HOP_MS].reshape(n_hops, BLOCK_HOP_MS).mean(axis=1)
    return hops


def _tone_energies(recipe: Recipe) -> NDArray[np.float64]:
    """Return the energy of the guide tones of a window in each of its milliseconds, heard from both channels."""
    lane = guide(recipe)[:, None] * np.float32(db_to_gain(HEADROOM_DB) / 2**31)
    energies = 2.0 * weighted_hops(lane, Ms(1))[recipe.lead :].astype(np.float64)
    return energies[: recipe.length]


def music_pauses(recipes: Iterable[Recipe], known: KnownEnergies) -> list[tuple[Ms, Ms]]:
    """Return where in a programme its music is as good as silent by itself, as a song may be between two of its parts.

    What lies a little over dead air counts too: an encoder may leave it out.
    """
    hops: list[bool] = []
    left = np.zeros(0)
    for recipe in recipes:
        energies = np.zeros(recipe.length, np.float64)
        _add_music(energies, recipe, known)
        energies = np.concatenate([left, energies])
        n_hops = len(energies) // QUIET_HOP
        left = energies[n_hops * QUIET_HOP :]
        quiet = energies[: n_hops * QUIET_HOP].reshape(n_hops, QUIET_HOP).mean(axis=1) < _PAUSE_ENERGY
        hops += quiet.tolist()
    return silences(tuple(hops), QUIET_HOP)


def _add_music(energies: NDArray[np.float64], recipe: Recipe, known: KnownEnergies) -> None:
    """Add the energies of the beds of a window to those of each of its milliseconds, in place."""
    for part in recipe.beds:
        first, last = max(0, part.start), min(recipe.length, part.end)
        if first < last:
            gain = _gain(part, recipe, first, last)
            bed = known.bed_energies(part.bed, (first - part.anchor) * FRAMES_PER_MS, Ms(last - first))
            energies[first:last] += np.square(gain) * bed


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
