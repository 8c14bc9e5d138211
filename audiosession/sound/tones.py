"""Guide tones: one that rises with the inhale and falls with the exhale, and ticks on pulses and on counts of a hold.

A tone leads where nobody speaks, so its change is heard at once: it is there within a few hundredths of a second,
struck a little, and stays to the end of its breath. Its pitch and its overtones lie where a phone's speaker plays them.
Every tone is periodic mathematics, so the same length gives the same frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, db_to_gain
from audiosession.writing.values import Tones

TONE_LUFS = -24.5
"""How loud a breath's tone is by itself: 8.5 LU under the voice, 15 over the bed that gives way to it."""
SOFTER_DB: Mapping[Tones, float] = MappingProxyType({Tones.CLEAR: 0.0, Tones.SOFT: -3.0})
"""How much softer than that all tones are, by what is chosen."""
SPOKEN_OVER_DB = -23.5
"""How much softer than that all tones are under a word."""
_LOW_HZ, _HIGH_HZ = 293.66, 440.0
"""From D4 up a fifth to A4."""
_HARMONICS = ((1, 1.0), (2, 0.5), (3, 0.28), (4, 0.14), (5, 0.06))
_SWELL_DB = -25.35
"""What brings a tone of 4 s to `TONE_LUFS` (measured)."""
_ATTACK, _RELEASE = Ms(40), Ms(80)
_STRUCK, _STRUCK_S = 0.4, 0.25
"""By how much a tone's beginning is louder, and how long that takes to fade to a third."""
_TICK_DB, _TICK_HZ, _TICK_S = -24.0, 1_174.66, 0.016
_HOLD_DB, _HOLD_HZ, _HOLD_S = -22.0, 587.33, 0.045
"""Struck wood: its level, its pitch, and how long it takes to fade to a third."""


def tone(shape: str, length: Ms) -> Samples:
    """Return the tone called `shape` (``rise``, ``fall``, ``tick`` or ``hold``), mono, exactly `length` long.

    Raises:
        ValueError: No such shape.
    """
    n_frames = length * FRAMES_PER_MS
    match shape:
        case "rise" | "fall":
            sound = _swell(shape, n_frames)
        case "tick":
            sound = _wood(n_frames, _TICK_DB, _TICK_HZ, _TICK_S)
        case "hold":
            sound = _wood(n_frames, _HOLD_DB, _HOLD_HZ, _HOLD_S)
        case _:
            raise ValueError(f'no tone is shaped "{shape}"')
    return np.ascontiguousarray(sound, np.float32)[:, None]


def harmonics_hz(shape: str, along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a breath's tone is made of at places `along` it, from 0 to 1: one row of frequencies for each.

    Raises:
        ValueError: The tone is none of a breath.
    """
    if shape not in ("rise", "fall"):
        raise ValueError(f'a tone of a breath rises or falls; "{shape}" does not')
    numbers = np.array([number for number, _ in _HARMONICS])
    harmonics: NDArray[np.float64] = _pitch(shape, along)[:, None] * numbers
    return harmonics


def _pitch(shape: str, along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pitch, which moves in equal ratios."""
    risen = along if shape == "rise" else 1.0 - along
    pitch: NDArray[np.float64] = _LOW_HZ * (_HIGH_HZ / _LOW_HZ) ** risen
    return pitch


def _swell(shape: str, n_frames: int) -> Samples:
    turns = np.cumsum(_pitch(shape, np.arange(n_frames) / n_frames)) / SAMPLE_RATE
    wave = sum(weight * np.sin(2 * np.pi * number * turns) for number, weight in _HARMONICS)
    level = 1.0 + _STRUCK * np.exp(-np.arange(n_frames) / (_STRUCK_S * SAMPLE_RATE))
    _ease(level, _ATTACK, _RELEASE)
    return np.asarray(db_to_gain(_SWELL_DB) * level * wave, np.float32)


def _wood(n_frames: int, level_db: float, hz: float, fading_s: float) -> Samples:
    """A struck wooden bar: two partials that die away, begun over 2 ms and ended over 10 ms without a step."""
    seconds = np.arange(n_frames) / SAMPLE_RATE
    wave = np.sin(2 * np.pi * hz * seconds) + 0.25 * np.sin(2 * np.pi * 2.76 * hz * seconds)
    level = np.exp(-seconds / fading_s)
    _ease(level, Ms(2), Ms(10))
    return np.asarray(db_to_gain(level_db) * level * wave, np.float32)


def _ease(level: NDArray[np.float64], attack: Ms, release: Ms) -> None:
    """Bring `level` up from nothing over `attack` and down to it over `release`, in place; each in half at most."""
    for edge, side in ((attack, level), (release, level[::-1])):
        n = min(edge * FRAMES_PER_MS, len(level) // 2)
        side[:n] *= np.sin(np.linspace(0, np.pi / 2, n, endpoint=False)) ** 2


def softer_db(tones: Tones) -> float:
    """Return by how much all tones are louder than usual, in decibels; 0 where none sounds."""
    return SOFTER_DB.get(tones, 0.0)
