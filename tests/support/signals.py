"""What tests listen to: 48 kHz, float32, full scale ±1, shape ``(n_frames, n_channels)``."""

from __future__ import annotations

import io

import numpy as np

from audiosession.codecs.wav import write_wav
from audiosession.sound.mastering import CEILING_DB, limit
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE, db_to_gain


def frames(seconds: float) -> int:
    """Return the number of frames in `seconds`."""
    return round(seconds * SAMPLE_RATE)


def silence(seconds: float, *, channels: int = 2) -> Samples:
    """Return digital silence."""
    return np.zeros((frames(seconds), channels), np.float32)


def sine(
    seconds: float, *, level_db: float = 0.0, hz: float = 1000.0, phase: float = 0.0, channels: int = 2
) -> Samples:
    """Return a sine with a *peak* of `level_db`, the same on all channels; `phase` is in radians."""
    time = np.arange(frames(seconds)) / SAMPLE_RATE
    wave = db_to_gain(level_db) * np.sin(2 * np.pi * hz * time + phase)
    return np.repeat(wave.astype(np.float32)[:, None], channels, axis=1)


def noise(seconds: float, *, level_db: float = -20.0, seed: int = 1, channels: int = 2) -> Samples:
    """Return white noise with an RMS of `level_db`, another on each channel."""
    wave = np.random.default_rng(seed).standard_normal((frames(seconds), channels))
    return (db_to_gain(level_db) * wave).astype(np.float32)


def clicks(seconds: float, at: list[int], *, level_db: float = -6.0, channels: int = 2) -> Samples:
    """Return silence with one frame of sound at each frame number in `at`."""
    wave = silence(seconds, channels=channels)
    wave[at] = db_to_gain(level_db)
    return wave


def speech_like(seconds: float, *, level_db: float = -20.0, seed: int = 1, channels: int = 2) -> Samples:
    """Return a voice's harmonics in bursts like syllables, four a second, with an RMS of `level_db`.

    The pitch glides around 120 Hz and the harmonics fall by 6 dB an octave up to 4 kHz, so that the peaks
    stand about 12 dB over the RMS, as in speech. Every fourth syllable is a pause.
    """
    random = np.random.default_rng(seed)
    time = np.arange(frames(seconds)) / SAMPLE_RATE
    cycles = np.cumsum(120.0 * (1.0 + 0.1 * np.sin(2 * np.pi * 0.7 * time))) / SAMPLE_RATE
    buzz = np.zeros_like(time)
    for harmonic in range(1, 34):
        buzz += np.cos(2 * np.pi * harmonic * cycles) / harmonic
    buzz += 0.05 * random.standard_normal(len(time))
    syllable = np.sin(np.pi * ((time * 4.0) % 1.0)) ** 2 * ((time * 4.0 // 1.0) % 4 != 3)
    wave = buzz * syllable
    wave *= db_to_gain(level_db) / max(np.sqrt(np.mean(wave**2)), 1e-9)
    return np.repeat(wave.astype(np.float32)[:, None], channels, axis=1)


def joined(*parts: Samples) -> Samples:
    """Return `parts` one after the other."""
    return np.concatenate(parts)


def faded(sound: Samples, *, seconds: float = 0.01) -> Samples:
    """Return `sound` with a raised-cosine fade at either end, so that it starts and stops without a click."""
    rise = (np.sin(np.linspace(0, np.pi / 2, frames(seconds))) ** 2).astype(np.float32)[:, None]
    result = sound.copy()
    result[: len(rise)] *= rise
    result[-len(rise) :] *= rise[::-1]
    return result


def limited(samples: Samples, *, ceiling_db: float = CEILING_DB) -> Samples:
    """Return a copy of `samples` without true peaks above `ceiling_db`."""
    sound = samples.copy()
    limit(sound, ceiling_db=ceiling_db)
    return sound


def wav_of_a_swell(seconds: float) -> bytes:
    """Return a WAV file of a tone that swells and falls, as a song of somebody's own."""
    time = np.arange(frames(seconds)) / SAMPLE_RATE
    swell = (0.6 + 0.4 * np.sin(2 * np.pi * time / 5)).astype(np.float32)
    file = io.BytesIO()
    write_wav(file, [sine(seconds, level_db=-14.0, hz=220.0) * swell[:, None]])
    return file.getvalue()
