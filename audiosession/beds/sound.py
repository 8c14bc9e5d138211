"""Sounds that are heard once, such as bells: what a sounds.toml says of each, and how a recording becomes one."""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from audiosession.definitions import Model, check_table, toml_table
from audiosession.errors import Fault, FaultsError, Where
from audiosession.sound.loudness import k_weighted, loudest
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, db_to_gain, gain_to_db
from audiosession.value_kinds import Called

LONGEST_S = 120
"""How long a sound may last: what is longer is music."""
LOUDEST_LUFS = -16.0
"""What the loudest 400 ms of a sound are brought to: the loudness of speech."""
PEAK_DB = -1.5
"""The most true peak of a sound; one that would peak higher stays as much softer, and startles nobody."""
RING_DB = -6.0
"""How far below that a sound is heard within a class: soft beside speech, clear over music. An intro is not lowered."""
_ONSET_DB = -40.0
"""What is this far below the peak is not heard as its beginning yet."""
_TAIL_DBFS = -66.0
_EDGE = FRAMES_PER_MS


class Sound(Model):
    """One sound: its file beside sounds.toml, its level and whose it is."""

    called: ClassVar[Called] = Called("a table", "tables")

    file: Annotated[str, Field(pattern=r"^[^/\\]+$"), Called("the name alone of a file beside sounds.toml", "names")]
    """The recording, beside sounds.toml."""
    title: str = ""
    """What lists and show notes call it."""
    description: str = ""
    """What it sounds like, for `audiosession list sounds`."""
    level_db: Annotated[float, Field(allow_inf_nan=False, ge=-20, le=6)] = 0.0
    """How much louder it is heard than sounds are, in decibels."""
    licence: str = ""
    """Under which licence it may be used."""
    credit: str = ""
    """Who made it, for show notes and the licence's sake."""


def read_sounds(text: str, path: Where) -> dict[str, Sound]:
    """Return the sounds that `text`, a sounds.toml, lists.

    Raises:
        FaultsError: What is wrong, line by line.
    """
    found: dict[str, Sound] = {}
    faults: list[Fault] = []
    for name, value in toml_table(text, path).items():
        try:
            found[name] = check_table(value, text, path, Sound, prefix=(name,))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    return found


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
    ramp = (np.sin(np.pi / 2 * (np.arange(_EDGE) + 0.5) / _EDGE) ** 2).astype(np.float32)[:, None]
    n = min(_EDGE // 2, last)
    whole[:n] *= ramp[: 2 * n : 2]
    whole[last - min(_EDGE, last) : last] *= ramp[::-1][-min(_EDGE, last) :]
    return whole


def _gain_db(sound: Samples) -> float:
    """Return the gain that brings a sound to its loudness, or as near to that as its peak allows."""
    return min(LOUDEST_LUFS - loudest(k_weighted(sound)), PEAK_DB - gain_to_db(true_peak(sound)))
