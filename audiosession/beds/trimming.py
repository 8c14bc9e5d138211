"""How a recording becomes a sound: its onset at its first frame, at a loudness that is known."""

from __future__ import annotations

import numpy as np

from audiosession.sound.loudness import k_weighted, loudest
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, db_to_gain, gain_to_db

LONGEST_S = 120
"""How long a sound may last: what is longer is music."""
LOUDEST_LUFS = -16.0
"""What the loudest 400 ms of a sound are brought to: the loudness of speech."""
PEAK_DB = -1.5
"""The most true peak of a sound; one that would peak higher stays as much softer, and startles nobody."""
_ONSET_DB = -40.0
"""What is this far below the peak is not heard as its beginning yet."""
_TAIL_DBFS = -66.0
_EDGE = FRAMES_PER_MS


def prepared(samples: Samples) -> Samples | None:
    """Return a recording as a sound: its onset at its first frame, its loudest 400 ms at `LOUDEST_LUFS`.

    What goes before the onset and after the end is cut, under fades of a millisecond; the whole is milliseconds long.

    Args:
        samples: Mono, at 48 kHz.

    Returns:
        The sound, mono; None where nothing is heard.
    """
    peak = float(np.abs(samples).max(initial=0.0))
    level = np.abs(samples[:, 0])
    if peak < db_to_gain(_TAIL_DBFS):
        return None
    onset = int(np.flatnonzero(level > peak * db_to_gain(_ONSET_DB))[0])
    begun = samples[max(0, onset - _EDGE // 2) :]
    sound = begun * np.float32(db_to_gain(_gain_db(begun)))
    last = int(np.flatnonzero(np.abs(sound[:, 0]) > db_to_gain(_TAIL_DBFS))[-1]) + 1
    whole = np.zeros((-(-last // FRAMES_PER_MS) * FRAMES_PER_MS, 1), np.float32)
    whole[:last] = sound[:last]
    edge = min(_EDGE, last // 2)
    ramp = (np.sin(np.pi / 2 * (np.arange(edge) + 0.5) / max(1, edge)) ** 2).astype(np.float32)[:, None]
    whole[:edge] *= ramp
    whole[last - edge : last] *= ramp[::-1]
    return whole


def _gain_db(sound: Samples) -> float:
    """Return the gain that brings a sound to its loudness, or as near to that as its peak allows."""
    return min(LOUDEST_LUFS - loudest(k_weighted(sound)), PEAK_DB - gain_to_db(true_peak(sound)))
