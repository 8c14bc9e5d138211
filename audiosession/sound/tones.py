"""Guide tones: a soft swell that rises with the inhale and falls with the exhale, and a light tick on a pulse.

Every tone is periodic mathematics, so the same length gives the same frames; levels are quiet beside speech.
"""

from __future__ import annotations

import numpy as np

from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, db_to_gain

_LOW_HZ, _HIGH_HZ = 146.83, 220.0
"""From D3 up a fifth to A3: low enough to be soft, and with harmonics that a phone can play."""
_HARMONICS = ((1, 1.0), (2, 0.42), (3, 0.16), (4, 0.05))
_SWELL_DB = -30.0
_TICK_HZ = 1_174.66
_TICK_DB = -27.0
_EDGE = Ms(250)


def tone(shape: str, length: Ms) -> Samples:
    """Return the tone called `shape` (``rise``, ``fall`` or ``tick``), mono, exactly `length` long.

    Raises:
        ValueError: No such shape.
    """
    n_frames = length * FRAMES_PER_MS
    match shape:
        case "rise":
            sound = _swell(n_frames)
        case "fall":
            sound = _swell(n_frames)[::-1]
        case "tick":
            sound = _tick(n_frames)
        case _:
            raise ValueError(f'no tone is shaped "{shape}"')
    return np.ascontiguousarray(sound, np.float32)[:, None]


def _swell(n_frames: int) -> Samples:
    """A glide whose pitch moves in equal ratios and whose level grows to nine tenths of the way."""
    along = np.arange(n_frames) / n_frames
    pitch = _LOW_HZ * (_HIGH_HZ / _LOW_HZ) ** along
    turns = np.cumsum(pitch) / SAMPLE_RATE
    wave = sum(weight * np.sin(2 * np.pi * number * turns) for number, weight in _HARMONICS)
    level = np.sin(np.pi * np.clip(along / 0.9, 0, 1) / 2) ** 2
    edge = min(_EDGE * FRAMES_PER_MS, n_frames // 2)
    fade = np.sin(np.linspace(0, np.pi / 2, edge)) ** 2
    level[n_frames - edge :] *= fade[::-1]
    return np.asarray(db_to_gain(_SWELL_DB) * level * wave, np.float32)


def _tick(n_frames: int) -> Samples:
    """A struck wooden bar: two partials that die away, begun over 2 ms and ended over 10 ms without a step."""
    seconds = np.arange(n_frames) / SAMPLE_RATE
    wave = np.sin(2 * np.pi * _TICK_HZ * seconds) + 0.25 * np.sin(2 * np.pi * 2.76 * _TICK_HZ * seconds)
    begin = np.clip(seconds / 0.002, 0, 1)
    end = np.clip((n_frames / SAMPLE_RATE - seconds) / 0.010, 0, 1)
    return np.asarray(db_to_gain(_TICK_DB) * begin * end * np.exp(-seconds / 0.016) * wave, np.float32)
