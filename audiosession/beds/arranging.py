"""Parts that join in any order: fades that keep the power, levels that leave no dip at a join, one loudness for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audiosession.beds.synthesis import Curve, LoopSound, swell
from audiosession.sound.loudness import BLOCK_HOP_MS, blocks_of, integrated_loudness, weighted_hops
from audiosession.units import SAMPLE_RATE, db_to_gain

_HOPS = 1_000 // BLOCK_HOP_MS
"""Levels are known for so many moments a second."""
_EAR_S = 3
"""Over how many seconds the ear, and EBU R 128's short-term meter, takes its level."""
_MOST_DB = 8.0
_AT_JOINS = 0.5


@dataclass(frozen=True, kw_only=True)
class Joins:
    """How parts follow one another: each begins `step` seconds after the one before, which sounds on for `overlap`."""

    step: int
    overlap: int

    @property
    def length(self) -> int:
        """How long a part is, in seconds."""
        return self.step + self.overlap

    def fade(self, rate: int, *, alike: bool = False) -> Curve:
        """Return the gain of a part that has no beginning and no end of its own.

        Where one leaves as the next comes in, their power stays level; or what they sum to, where they are `alike`.
        """
        over = self.overlap * rate
        gain = swell(self.length * rate, over, over)
        return gain**2 if alike else gain

    def still(self, n_frames: int, rate: int) -> Curve:
        """Return a curve of `n_frames` that is 1 between the joins and 0 from where a part begins to join another."""
        over, step = self.overlap * rate, self.step * rate
        gain = np.zeros(n_frames)
        gain[over:step] = np.sin(np.linspace(0, np.pi, step - over)) ** 0.5
        return gain


def evened(parts: Sequence[LoopSound], joins: Joins, *, strength: float) -> list[LoopSound]:
    """Return `parts` at 48 kHz with their slow ups and downs made smaller, whichever part goes before and comes behind.

    What is measured is the level over 3 s, as all others on the average sound with each. `strength` is how much of a
    deviation from the mean level is taken away within a part, 0 to 1, in three goes; at its joins at least a half is.
    """
    found = list(parts)
    share = strength + max(0.0, _AT_JOINS - strength) * (1 - joins.still(joins.length * _HOPS, _HOPS))
    for _ in range(3):
        levels = _levels_db(found, joins)
        mean_db = float(np.mean(levels))
        gains = np.clip(share * (mean_db - levels), -_MOST_DB, _MOST_DB)
        found = [part * _at_frames(gain, len(part))[:, None] for part, gain in zip(found, gains, strict=True)]
    return found


def _levels_db(parts: Sequence[LoopSound], joins: Joins) -> NDArray[np.float64]:
    """Return the level of each part, ten times a second, over the 3 s around."""
    step, over = joins.step * _HOPS, joins.overlap * _HOPS
    energies = np.array([weighted_hops(part.astype(np.float32)) for part in parts])
    around = np.mean(energies, axis=0)
    level = energies.copy()
    level[:, :over] += around[step : step + over]
    level[:, step : step + over] += around[:over]
    half = _EAR_S * _HOPS // 2
    before, after = (
        np.tile(edge, (len(parts), 1)) for edge in (around[step - half : step], around[over : over + half])
    )
    padded = np.concatenate([before, level, after], axis=1)
    smooth = np.array([np.convolve(row, np.ones(2 * half + 1) / (2 * half + 1), "valid") for row in padded])
    return np.asarray(10 * np.log10(smooth + 1e-12))


def _at_frames(gains_db: NDArray[np.float64], n_frames: int) -> Curve:
    """Return the gain of each frame, of which `gains_db` tells that of each 100 ms."""
    moments = (np.arange(len(gains_db)) + 0.5) * SAMPLE_RATE / _HOPS
    return np.asarray(10 ** (np.interp(np.arange(n_frames), moments, gains_db) / 20))


def played(parts: Sequence[LoopSound], order: Sequence[int], joins: Joins) -> NDArray[np.float32]:
    """Return `parts` at 48 kHz in an order, summed where they overlap."""
    step = joins.step * SAMPLE_RATE
    sound = np.zeros((len(order) * step + joins.overlap * SAMPLE_RATE, 2), np.float32)
    for number, part in enumerate(order):
        sound[number * step :][: len(parts[part])] += parts[part]
    return sound


def loudness(parts: Sequence[LoopSound], order: Sequence[int], joins: Joins) -> float:
    """Return the integrated loudness of `parts` in an order, in LUFS."""
    return integrated_loudness(blocks_of(weighted_hops(played(parts, order, joins))))


def levelled(parts: Sequence[LoopSound], order: Sequence[int], joins: Joins, level_lufs: float) -> list[LoopSound]:
    """Return `parts` at one gain, so that they are at `level_lufs` in an order."""
    gain = db_to_gain(level_lufs - loudness(parts, order, joins))
    return [part * gain for part in parts]
