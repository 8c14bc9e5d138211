"""Sounds that are the same on every machine but for the last bit: sums of sines, with nothing drawn by chance."""

from __future__ import annotations

from functools import cache

import numpy as np

from audiosession.sound.segments import AudioSegment, Samples, to_segment
from audiosession.units import SAMPLE_RATE, db_to_gain
from support.signals import faded, frames, sine
from support.sounds_in_memory import Measured

_GOLDEN = (5**0.5 - 1) / 2
_PARTIALS = 24


@cache
def rustle(seconds: float, *, level_db: float = -20.0) -> Samples:
    """Return something as dense as noise from 60 Hz to 9 kHz, with an RMS of `level_db`, another on each channel.

    The frequencies lie in equal ratios, and the phases as far from each other as can be. It is not to be changed.
    """
    time = np.arange(frames(seconds)) / 48_000
    channels = np.zeros((len(time), 2))
    for side in (0, 1):
        for n in range(_PARTIALS):
            hz = 60.0 * 150.0 ** ((n + 0.5 * side) / _PARTIALS)
            channels[:, side] += np.sin(2 * np.pi * (hz * time + _GOLDEN * (n + 31 * side) ** 2))
    sound: Samples = (channels * db_to_gain(level_db) / np.sqrt(_PARTIALS / 2)).astype(np.float32)
    sound.flags.writeable = False
    return sound


@cache
def murmur(seconds: float, *, level_db: float = -20.0, hz: float = 130.0, sample_rate: int = 48_000) -> Samples:
    """Return what is like a voice, mono: harmonics that fall by 6 dB an octave, in four syllables a second.

    It is not to be changed.
    """
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    wave = np.sum([np.sin(2 * np.pi * hz * n * time + 2.4 * n * n) / n for n in range(1, 25)], axis=0)
    syllables = np.sin(np.pi * ((time * 4.0) % 1.0)) ** 2
    sound: Samples = (db_to_gain(level_db) * wave * syllables).astype(np.float32)[:, None]
    sound.flags.writeable = False
    return sound


def bursts(seconds: float, *, level_db: float, loud_db: float, lasts_s: float = 0.02) -> Samples:
    """Return a hum at `level_db`, in stereo, with bursts at `loud_db` in it, the first after 0.3 s, each 0.7 s."""
    sound = sine(seconds, hz=220, level_db=level_db)
    loud = faded(sine(lasts_s, hz=900, level_db=loud_db), seconds=0.2 * lasts_s)
    for at in range(frames(0.3), len(sound) - len(loud), frames(0.7)):
        sound[at : at + len(loud)] += loud
    return sound


class Still(Measured):
    """A shelf whose takes murmur and whose beds rustle; see `support.sounds_in_memory.Shelf`."""

    def take(self, digest: str) -> AudioSegment:
        seconds = int(digest.rpartition("-")[2]) / 1000
        return to_segment(murmur(seconds, level_db=self.level_db, hz=90 + 40 * seconds), SAMPLE_RATE)

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        loop = rustle(3.0, level_db=self.level_db - 12)
        around: Samples = np.take(loop, np.arange(position, position + n_frames), axis=0, mode="wrap")
        return around
