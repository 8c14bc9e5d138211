"""One window, from its recipe to MP3 frames that were heard as a player plays them."""

from __future__ import annotations

import threading
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
from audiosession.sound.hearing import Heard, hear, onset
from audiosession.sound.leading import tone_over_bed_db
from audiosession.sound.loudness import K_PRE_ROLL
from audiosession.sound.mastering import CEILING_DB, LIMITER_SUPPORT_MS, limit, turn_down
from audiosession.sound.mixing import Sources, mixed_samples
from audiosession.sound.peaks import peaks_above
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import Room, Samples, to_samples
from audiosession.sound.verdict import PEAK_AIM_DBTP
from audiosession.units import FRAMES_PER_MS, MP3_FRAME, MP3_FRAME_MS, Ms, db_to_gain, gain_to_db


def _whole_frames(length: int) -> Ms:
    return Ms(-(-length // MP3_FRAME_MS) * MP3_FRAME_MS)


LEAD = _whole_frames(max(PRE_ROLL_FRAMES * MP3_FRAME_MS + LIMITER_SUPPORT_MS, K_PRE_ROLL))
"""What a window hears before its start: the encoder's pre-roll with the limiter's context."""
TAIL = _whole_frames((POST_ROLL_FRAMES + 1) * MP3_FRAME_MS + LIMITER_SUPPORT_MS)
"""What it hears after its end: the encoder's look-ahead, and one frame for the decoder that checks it."""
_ROUNDS = 3
_UNDER_DB = 0.1
"""How far under its aim a peak is brought that decoding raised: the encoder adds something else each time."""
_BEFORE, _BEHIND = 2, 2
"""MP3 frames before and behind a change that it reaches: those that overlap it, and those the encoder chose for it."""


def make_window(recipe: Recipe, trim_db: float, sources: Sources) -> tuple[bytes, Heard]:
    """Return the MP3 frames of a window, and what is heard in them.

    It is encoded and heard; where it then peaks too high, it is turned down there and heard again.
    """
    encoded = EncodedWindow(recipe, master(recipe, trim_db, sources, room=_lent("master")), room=_lent("decoded"))
    leads_db = tone_over_bed_db(recipe, sources)
    heard = hear(decoded := encoded.decode(), onsets(recipe, decoded, sources), leads_db)
    for _ in range(_ROUNDS):
        if gain_to_db(heard.peak) <= PEAK_AIM_DBTP:
            break
        encoded.hold_peaks(decoded, PEAK_AIM_DBTP)
        heard = hear(decoded := encoded.decode(), onsets(recipe, decoded, sources), leads_db)
    return encoded.own_frames, heard


_THREADS = threading.local()


def _lent(name: str) -> Room:
    """Return what lends this thread the same room for each window: to be given new memory costs 5 % of a build."""

    def room(shape: tuple[int, int], kind: type[np.float32]) -> Samples:
        n = shape[0] * shape[1]
        held: Samples | None = getattr(_THREADS, name, None)
        if held is None or held.size < n:
            held = np.empty(n, kind)
            setattr(_THREADS, name, held)
        return held[:n].reshape(shape)

    return room


def master(
    recipe: Recipe, trim_db: float, sources: Sources, ceiling_db: float = CEILING_DB, *, room: Room = np.empty
) -> Samples:
    """Return a window with its lead and tail as it is to be encoded: at its final loudness, its peaks held."""
    mixed = mixed_samples(recipe, sources, gain_db=trim_db, room=room)
    limit(mixed, ceiling_db=ceiling_db)
    return mixed


def onsets(recipe: Recipe, decoded: Samples, sources: Sources) -> tuple[float, ...]:
    """Return how late each line is heard in the window `decoded`, in ms, as far as it can be told."""
    found = []
    for at, digest in recipe.takes:
        late = onset(decoded, to_samples(sources.take(digest)), at * FRAMES_PER_MS)
        if late is not None:
            found.append(round(late, 2))
    return tuple(found)


class EncodedWindow:
    """The MP3 frames of one window, and of what lies around it as far as a decoder must hear it.

    Args:
        recipe: What sounds in the window.
        master: The sound of `recipe` with its lead and tail, ready to be encoded. It is changed by `hold_peaks`.
        room: Where what `decode` returns may lie.
    """

    def __init__(self, recipe: Recipe, master: Samples, *, room: Room = np.empty) -> None:
        self._recipe = recipe
        self._master = master
        self._room = room
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
        decoded = decode_window(self._frames, pre_roll=self._heard_before, room=self._room)
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
