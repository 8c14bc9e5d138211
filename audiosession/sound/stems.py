"""The lanes of a mix as stems of 24 bits that sum to the mix exactly.

Stems are at the level that lanes have on the desk, `sound.mixing.HEADROOM_DB` below their true level, so that
neither a stem nor their sum can clip.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.mixing import Sources, bed_lane, tone_lanes, voice_lane
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import AudioSegment
from audiosession.units import FRAMES_PER_MS

STEMS = ("voice", "bed", "tones")
STEM_BITS = 24
_SHIFT = 32 - STEM_BITS


def stems(recipe: Recipe, sources: Sources) -> dict[str, NDArray[np.int32]]:
    """Return the stems of a window, without its lead and tail; one that is silent there is zeros.

    Sums are rounded, never lanes: a stem is the rounded sum with it less the rounded sum before it. So at every frame
    the stems add up to the mix, rounded to 24 bits, each is less than one step from its lane, and silence stays so.

    Returns:
        By the names in `STEMS`, whole numbers of 24 bits, shape ``(n_frames, 2)``.
    """
    lanes = ([voice_lane(recipe, sources)], [bed_lane(recipe, sources)], tone_lanes(recipe))
    total = np.zeros(((recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS, 2), np.int64)
    told = total.copy()
    found: dict[str, NDArray[np.int32]] = {}
    own = slice(recipe.lead * FRAMES_PER_MS, (recipe.lead + recipe.length) * FRAMES_PER_MS)
    for name, parts in zip(STEMS, lanes, strict=True):
        for lane in parts:
            total += 0 if lane is None else _whole(lane)
        rounded = total + (1 << _SHIFT - 1) >> _SHIFT
        found[name] = (rounded - told)[own].astype(np.int32)
        told = rounded
    return found


def _whole(lane: AudioSegment) -> NDArray[np.int32]:
    return np.frombuffer(lane.raw_data, np.int32).reshape(-1, int(lane.channels))
