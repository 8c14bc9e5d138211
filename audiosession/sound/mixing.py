"""A recipe into sound: pydub's segments, summed on 32-bit samples with headroom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.ducking import DuckPoints, duck
from audiosession.sound.recipes import BedPart, Recipe
from audiosession.sound.segments import AudioSegment, Room, Samples, from_steps
from audiosession.sound.tones import tone
from audiosession.timing.ringing import LET_GO
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, db_to_gain, gain_to_db

HEADROOM_DB = gain_to_db(4.0)
"""How far every lane is turned down in the 32-bit sum, and the sum up again: four lanes at full scale can't clip.

A voice, a bed and two sounds are four; tones peak 20 dB below, and a sound peaks 1.5 dB under full scale at most.
"""
STRETCH = Ms(1_800)
"""How much of a window is mixed in one go."""


class Sources(Protocol):
    """Where the mix gets its sounds from."""

    def take(self, digest: str) -> AudioSegment:
        """Return a spoken line: mono, 16 bits, 48 kHz, at speech loudness."""
        ...

    def sound(self, digest: str) -> AudioSegment:
        """Return a bell or another sound: mono, 16 bits, 48 kHz, as loud as its gain expects."""
        ...

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return `n_frames` of an endless loop from frame `position` on, be it before 0; stereo, 48 kHz."""
        ...


def mixed_samples(recipe: Recipe, sources: Sources, *, gain_db: float = 0.0, room: Room = np.empty) -> Samples:
    """Return a window with its lead and tail as float32, at its true level and `gain_db`; it may go beyond ±1.

    It is mixed stretch by stretch, each so short that it stays in the processor's cache. `room` is where it may lie;
    each channel lies in one piece.
    """
    first, last = -recipe.lead, recipe.length + recipe.tail
    mixed = room((2, (last - first) * FRAMES_PER_MS), np.float32).T
    gain = np.float32(db_to_gain(gain_db)) * np.float32(db_to_gain(HEADROOM_DB) / 2**31)
    for start in range(first, last, STRETCH):
        stretch = stretch_of(recipe, Ms(start), Ms(min(start + STRETCH, last)))
        left, right = mixed[(start - first) * FRAMES_PER_MS :][: stretch.length * FRAMES_PER_MS].T
        bed = bed_in_parts(stretch, sources)
        middle = np.frombuffer(mix(stretch, sources, bed).raw_data, np.int32).astype(np.float32)
        middle *= gain
        if bed is None:
            left[:] = right[:] = middle
        else:
            side = np.multiply(bed[1], gain, out=bed[1])
            np.add(middle, side, out=left)
            np.subtract(middle, side, out=right)
    return mixed


def mix(recipe: Recipe, sources: Sources, bed: NDArray[np.float32] | None) -> AudioSegment:
    """Return the middle of a window with its lead and tail: mono, 32 bits, 48 kHz, `HEADROOM_DB` below its true level.

    Voice, tones and sounds are in the middle alone, so half of each of a bed's sides is all that they are summed with:
    what the sides differ by is added to one, and taken from the other, when all is summed.

    Args:
        recipe: What sounds.
        sources: Where the takes come from.
        bed: What `bed_in_parts` returned; its middle is written over.
    """
    total = (recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS
    steps = np.zeros(total, np.float32) if bed is None else bed[0]
    summed = from_steps(steps, SAMPLE_RATE, sample_width=4)
    for at, clip in (*voice(recipe, sources), *tones(recipe), *bells(recipe, sources)):
        summed = summed.overlay(clip, position=at)
    return summed


def stretch_of(recipe: Recipe, start: Ms, end: Ms) -> Recipe:
    """Return the recipe of the stretch of `recipe` from `start` to `end`, with nothing before or behind it."""
    return Recipe(
        length=Ms(end - start),
        lead=Ms(0),
        tail=Ms(0),
        takes=tuple((Ms(at - start), digest) for at, digest in recipe.takes if at < end),
        tones=tuple((Ms(at - start), n, shape) for at, n, shape in recipe.tones if at < end and at + n > start),
        beds=tuple(
            replace(part, anchor=Ms(part.anchor - start), start=Ms(part.start - start), end=Ms(part.end - start))
            for part in recipe.beds
            if part.start < end and part.end > start
        ),
        duck=tuple((Ms(at - start), level) for at, level in recipe.duck),
        give_way=tuple((Ms(at - start), level) for at, level in recipe.give_way),
        sounds=tuple(
            (Ms(at - start), n, digest, gain_db)
            for at, n, digest, gain_db in recipe.sounds
            if at < end and at + n > start
        ),
    )


def voice(recipe: Recipe, sources: Sources) -> Iterator[tuple[Ms, AudioSegment]]:
    """Yield the spoken lines of a window on the desk's terms, and where from its lead's start they begin.

    The desk's terms are mono, 32 bits, `HEADROOM_DB` below the true level, cut at the window's ends.
    """
    for at, digest in recipe.takes:
        yield from _on_the_desk(at, sources.take(digest), recipe)


def tones(recipe: Recipe) -> Iterator[tuple[Ms, AudioSegment]]:
    """Yield the guide tones of a window, all in one, as `voice` yields its lines."""
    if recipe.tones:
        yield Ms(0), from_steps(guide(recipe), SAMPLE_RATE, sample_width=4)


def guide(recipe: Recipe) -> NDArray[np.float32]:
    """Return the guide tones of a window, which give way to words: shape ``(n_frames,)``, on the desk's terms."""
    lane = np.zeros((recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS, np.float32)
    for at, length, shape in recipe.tones:
        begin = (at + recipe.lead) * FRAMES_PER_MS
        sound = _tone(shape, length)[max(0, -begin) : max(0, len(lane) - begin)]
        lane[max(0, begin) :][: len(sound)] += sound
    duck(lane, _counted_from_lead(recipe.give_way, recipe))
    return lane


def bells(recipe: Recipe, sources: Sources) -> Iterator[tuple[Ms, AudioSegment]]:
    """Yield the sounds of a window as `voice` yields its lines, each at its gain; one that is cut fades at its end."""
    total = (recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS
    for at, length, digest, gain_db in recipe.sounds:
        whole = np.frombuffer(sources.sound(digest).raw_data, np.int16)
        begin, n_frames = (at + recipe.lead) * FRAMES_PER_MS, length * FRAMES_PER_MS
        first, last = max(0, -begin), min(n_frames, len(whole), total - begin)
        if first >= last:
            continue
        steps = whole[first:last] * np.float32(db_to_gain(gain_db) * 2**14)
        if n_frames < len(whole):
            fade(steps[::-1], n_frames - last, min(n_frames, LET_GO * FRAMES_PER_MS))
        yield Ms(max(0, at + recipe.lead)), from_steps(steps, SAMPLE_RATE, sample_width=4)


def bed_in_parts(recipe: Recipe, sources: Sources) -> NDArray[np.float32] | None:
    """Return the ducked bed of a window, its middle and what its sides differ by; None where there is no music.

    Returns:
        ``(left + right) / 2`` and ``(left - right) / 2``, shape ``(2, n_frames)``, as 32 bits count: full scale
        ±2 ** 31, `HEADROOM_DB` below the true level.
    """
    if not recipe.beds:
        return None
    n_frames = (recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS
    first, sound = _bed(recipe.beds[0], n_frames, recipe, sources)
    if sound.shape[1] == n_frames:
        summed = sound
    else:
        summed = np.zeros((2, n_frames), np.float32)
        summed[:, first : first + sound.shape[1]] = sound
    for part in recipe.beds[1:]:
        first, sound = _bed(part, n_frames, recipe, sources)
        summed[:, first : first + sound.shape[1]] += sound
    duck(summed, _counted_from_lead(recipe.duck, recipe))
    return summed


def _on_the_desk(at: Ms, segment: AudioSegment, recipe: Recipe) -> Iterator[tuple[Ms, AudioSegment]]:
    """Yield `segment`, mono and 16 bits, as far as it sounds in a window, and where from its lead's start that is."""
    total = (recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS
    begin = (at + recipe.lead) * FRAMES_PER_MS
    sound = np.frombuffer(segment.raw_data, np.int16)[max(0, -begin) : max(0, total - begin)]
    if len(sound):  # 16 bits become the upper half of 32, two bits lower: HEADROOM_DB
        whole = np.left_shift(sound, 14, dtype=np.int32).tobytes()
        place = Ms(max(0, at + recipe.lead))
        yield place, AudioSegment(data=whole, sample_width=4, frame_rate=SAMPLE_RATE, channels=1)


@lru_cache(maxsize=16)
def _tone(shape: str, length: Ms) -> NDArray[np.float32]:
    """Return a tone as 32 bits count, on the desk's terms."""
    return tone(shape, length)[:, 0] * np.float32(2**31 * db_to_gain(-HEADROOM_DB))


def _counted_from_lead(points: DuckPoints, recipe: Recipe) -> DuckPoints:
    return tuple((Ms(at + recipe.lead), level) for at, level in points)


def _bed(part: BedPart, n_frames: int, recipe: Recipe, sources: Sources) -> tuple[int, NDArray[np.float32]]:
    """Return one bed where its span meets the window, at its level and with its fades, and its first frame.

    It comes in two parts as `bed_in_parts` returns them.
    """
    first = max(0, part.start + recipe.lead) * FRAMES_PER_MS
    last = min(n_frames, (part.end + recipe.lead) * FRAMES_PER_MS)
    anchor, start, end = ((at + recipe.lead) * FRAMES_PER_MS for at in (part.anchor, part.start, part.end))
    left, right = sources.bed(part.bed, first - anchor, last - first).T
    sound = np.empty((2, last - first), np.float32)
    np.add(left, right, out=sound[0])
    np.subtract(left, right, out=sound[1])
    sound *= np.float32(db_to_gain(part.gain_db - HEADROOM_DB) * 2**30)
    fade(sound, first - start, part.fade_in * FRAMES_PER_MS)
    fade(sound[:, ::-1], end - last, part.fade_out * FRAMES_PER_MS)
    return first, sound


def fade(sound: NDArray[np.floating], position: int, length: int) -> None:
    """Fade in over `length` frames, in place, where `sound` begins `position` frames after the fade does.

    A raised cosine: nothing steps, and one sound that fades in as another fades out keeps the sum. Time runs along the
    last axis.
    """
    n = min(sound.shape[-1], length - position)
    if n > 0:
        along = (np.arange(position, position + n) + 0.5) / length
        sound[..., :n] *= (np.sin(np.pi / 2 * along) ** 2).astype(sound.dtype)
