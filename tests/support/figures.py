"""Measurements as the record of versions holds them; see `tests/test_sound_versions.py`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from audiosession.codecs.wav import write_wav
from audiosession.sound.segments import Samples
from support.records import Near

LU, DB, LATE_MS = 0.05, 0.05, 1.0
QUIETEST_DB = -70.0
"""What lies below is told as this: of what nobody hears the last bits may be anything."""
QUIETEST_CODED_DB = -20.0
"""The same for what an encoder made: in quiet moments its noise counts, which depends on many small decisions."""
OPUS_DB = 0.15
"""How far the peak of an Opus may be from its record: another processor is 0.06 dB from it, and white noise at 1e-8 to
1e-5 of full scale moves it by 0.05 dB more."""


def levels(energies: NDArray[Any], quietest_db: float = QUIETEST_DB) -> Near:
    """Return energies in decibels, none below `quietest_db`."""
    return Near(values=tuple(max(quietest_db, 10 * math.log10(each + 1e-12)) for each in energies), within=LU)


def near(*values: float, within: float = DB) -> Near:
    return Near(values=values, within=within)


def write_wav_file(path: Path, samples: Samples) -> None:
    """Write `samples` as a WAV of 16 bits."""
    with path.open("wb") as file:
        write_wav(file, [samples], channels=samples.shape[1])
