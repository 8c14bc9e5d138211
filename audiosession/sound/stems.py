"""The lanes of a mix as stems of 24 bits that sum to the mix exactly.

Stems are at the level that lanes have on the desk, `sound.mixing.HEADROOM_DB` below their true level, so that
neither a stem nor their sum can clip.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.mixing import Sources, bed_in_parts, bells, tones, voice
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import AudioSegment
from audiosession.units import FRAMES_PER_MS, Ms

STEMS = ("voice", "bed", "tones", "sounds")
STEM_BITS = 24
_SHIFT = 32 - STEM_BITS


def stems(recipe: Recipe, sources: Sources) -> dict[str, NDArray[np.int32]]:
    """Return the stems of a window, without its lead and tail; one that is silent there is zeros.

    Sums are rounded, never lanes: a stem is the rounded sum with it less the rounded sum before it. So at every frame
    the stems add up to the mix, rounded to 24 bits, each is less than one step from its lane, and silence stays so.

    Returns:
        By the names in `STEMS`, whole numbers of 24 bits, shape ``(n_frames, 2)``.
    """
    n_frames = (recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS
    clips = (voice(recipe, sources), tones(recipe), bells(recipe, sources))
    spoken, guide, rung = (_laid(lane, n_frames) for lane in clips)
    lanes = (spoken, _bed(recipe, sources), guide, rung)
    total = np.zeros((n_frames, 2), np.int64)
    told = total.copy()
    found: dict[str, NDArray[np.int32]] = {}
    own = slice(recipe.lead * FRAMES_PER_MS, (recipe.lead + recipe.length) * FRAMES_PER_MS)
    for name, lane in zip(STEMS, lanes, strict=True):
        total += lane
        rounded = total + (1 << _SHIFT - 1) >> _SHIFT
        found[name] = (rounded - told)[own].astype(np.int32)
        told = rounded
    return found


def _laid(clips: Iterable[tuple[Ms, AudioSegment]], n_frames: int) -> NDArray[np.int64]:
    """Return `clips` where they lie, shape ``(n_frames, 1)``: they sound in the middle."""
    lane = np.zeros((n_frames, 1), np.int64)
    for at, clip in clips:
        sound = np.frombuffer(clip.raw_data, np.int32)
        lane[at * FRAMES_PER_MS :][: len(sound), 0] += sound
    return lane


def _bed(recipe: Recipe, sources: Sources) -> NDArray[np.int64]:
    """Return the bed as whole numbers, shape ``(n_frames, 2)``, or zeros that stand for it."""
    bed = bed_in_parts(recipe, sources)
    if bed is None:
        return np.zeros((1, 1), np.int64)
    middle, side = np.rint(bed).astype(np.int64)
    return np.stack((middle + side, middle - side), axis=1)
