"""One window as MP3 frames, heard as a player plays them, and made anew where they peak too high."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from audiosession.codecs.mp3 import (
    DECODE_PRE_ROLL_FRAMES,
    FRAME_BYTES,
    POST_ROLL_FRAMES,
    PRE_ROLL_FRAMES,
    decode_window,
    encode_window,
)
from audiosession.sound.mastering import turn_down
from audiosession.sound.mixing import Recipe
from audiosession.sound.peaks import peaks_above
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, MP3_FRAME, MP3_FRAME_MS, db_to_gain

_UNDER_DB = 0.1
"""How far under its aim a peak is brought that decoding raised: the encoder adds something else each time."""
_BEFORE, _BEHIND = 2, 2
"""MP3 frames before and behind a change that it reaches: those that overlap it, and those the encoder chose for it."""


class EncodedWindow:
    """The MP3 frames of one window, and of what lies around it as far as a decoder must hear it.

    Args:
        recipe: What sounds in the window.
        master: The sound of `recipe` with its lead and tail, ready to be encoded. It is changed by `hold_peaks`.
    """

    def __init__(self, recipe: Recipe, master: Samples) -> None:
        self._recipe = recipe
        self._master = master
        n_lead = recipe.lead // MP3_FRAME_MS
        self._heard_before = min(n_lead, DECODE_PRE_ROLL_FRAMES)
        self._first = n_lead - self._heard_before
        n_own = recipe.length // MP3_FRAME_MS
        self._own = slice(
            self._heard_before * FRAME_BYTES, (self._heard_before + n_own) * FRAME_BYTES if recipe.tail else None
        )
        self._frames = self._encode(0, self._heard_before + n_own + 1)

    @property
    def own_frames(self) -> bytes:
        """The window's own MP3 frames; the last window's run on until all is out."""
        return self._frames[self._own]

    def decode(self) -> Samples:
        """Return how the window sounds when a decoder plays it after what lies before it."""
        decoded = decode_window(self._frames, pre_roll=self._heard_before)
        return decoded[: self._recipe.length * FRAMES_PER_MS]

    def hold_peaks(self, decoded: Samples, aim_db: float) -> None:
        """Turn the master down where `decoded` peaks above `aim_db`, and encode anew the MP3 frames that hear of it.

        They join those around them as windows join: each stretch is encoded with its own pre-roll.
        """
        over, peaks = peaks_above(decoded, db_to_gain(aim_db))
        reached = turn_down(self._master, over + self._recipe.lead, peaks, ceiling_db=aim_db - _UNDER_DB)
        n_frames = len(self._frames) // FRAME_BYTES
        for first, last in _stretches(reached // MP3_FRAME_MS - self._first):
            first, end = max(0, first - _BEFORE), min(n_frames, last + 1 + _BEHIND)
            anew = self._encode(first, end)
            behind = self._frames[first * FRAME_BYTES + len(anew) :]
            self._frames = self._frames[: first * FRAME_BYTES] + anew + behind

    def _encode(self, first: int, end: int) -> bytes:
        """Return the MP3 frames from number `first` up to `end`, or to the very last if the sound ends near it."""
        at = self._first + first
        pre_roll = min(at, PRE_ROLL_FRAMES)
        goes_on = (self._first + end + POST_ROLL_FRAMES) * MP3_FRAME <= len(self._master)
        sound = self._master[(at - pre_roll) * MP3_FRAME :]
        return encode_window(sound, pre_roll=pre_roll, n_frames=end - first if goes_on else None)


def _stretches(reached: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of MP3 frames in a row; those whose pre-roll would overlap count as one stretch."""
    if not reached.size:
        return
    apart = np.flatnonzero(np.diff(reached) > PRE_ROLL_FRAMES + _BEFORE + _BEHIND) + 1
    for stretch in np.split(reached, apart):
        yield int(stretch[0]), int(stretch[-1])
