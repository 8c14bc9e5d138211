"""A recipe into sound: pydub's segments, summed on 32-bit samples with headroom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.ducking import duck
from audiosession.sound.recipes import BedPart, Recipe
from audiosession.sound.segments import AudioSegment, Room, Samples, to_segment
from audiosession.sound.tones import tone
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, db_to_gain, gain_to_db

HEADROOM_DB = gain_to_db(4.0)
"""How far every lane is turned down in the 32-bit sum, and the sum up again: four lanes at full scale can't clip."""
STRETCH = Ms(1_200)
"""How much of a window is mixed in one go."""


class Sources(Protocol):
    """Where the mix gets its sounds from."""

    def take(self, digest: str) -> AudioSegment:
        """Return a spoken line: mono, 16 bits, 48 kHz, at speech loudness."""
        ...

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return `n_frames` of an endless loop from frame `position` on, be it before 0; stereo, 48 kHz."""
        ...


def mix(recipe: Recipe, sources: Sources) -> AudioSegment:
    """Return the window with its lead and tail: stereo, 32 bits, 48 kHz, `HEADROOM_DB` below its true level."""
    total = recipe.lead + recipe.length + recipe.tail
    spoken = [lane for lane in (voice_lane(recipe, sources), *tone_lanes(recipe)) if lane]
    middle = _both_sides(_overlaid(spoken)) if spoken else None
    lanes = [lane for lane in (bed_lane(recipe, sources), middle) if lane]
    return _overlaid(lanes or [_silence(total * FRAMES_PER_MS)])


def _silence(n_frames: int) -> AudioSegment:
    """Return silence in stereo and 32 bits; pydub's own is a frame short for some lengths."""
    return AudioSegment(data=bytes(8 * n_frames), sample_width=4, frame_rate=SAMPLE_RATE, channels=2)


def _overlaid(lanes: Sequence[AudioSegment]) -> AudioSegment:
    summed = lanes[0]
    for lane in lanes[1:]:
        summed = summed.overlay(lane)
    return summed


def _both_sides(lane: AudioSegment) -> AudioSegment:
    """Return a mono lane of 32 bits in stereo; pydub's own way costs as much as three overlays in mono."""
    left = np.frombuffer(lane.raw_data, np.int32)
    both = np.empty((len(left), 2), np.int32)
    both[:, 0] = both[:, 1] = left
    return AudioSegment(data=both.tobytes(), sample_width=4, frame_rate=SAMPLE_RATE, channels=2)


def mixed_samples(recipe: Recipe, sources: Sources, *, gain_db: float = 0.0, room: Room = np.empty) -> Samples:
    """Return what `mix` returns as float32 at its true level and `gain_db`; it may go beyond ±1 until it is limited.

    It is mixed stretch by stretch, each so short that it stays in the processor's cache. `room` is where it may lie.
    """
    first, last = -recipe.lead, recipe.length + recipe.tail
    mixed = room(((last - first) * FRAMES_PER_MS, 2), np.float32)
    gain = np.float32(db_to_gain(gain_db)) * np.float32(db_to_gain(HEADROOM_DB) / 2**31)
    for start in range(first, last, STRETCH):
        stretch = _stretch(recipe, Ms(start), Ms(min(start + STRETCH, last)))
        whole = np.frombuffer(mix(stretch, sources).raw_data, np.int32).reshape(-1, 2)
        part = mixed[(start - first) * FRAMES_PER_MS :][: len(whole)]
        part[:] = whole
        part *= gain
    return mixed


def _stretch(recipe: Recipe, start: Ms, end: Ms) -> Recipe:
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
    )


def voice_lane(recipe: Recipe, sources: Sources) -> AudioSegment | None:
    """Return the voice of a window on the desk's terms: mono, 32 bits, with headroom; None where nobody speaks."""
    clips = [(at, sources.take(digest)) for at, digest in recipe.takes]
    clips = [(at, take) for at, take in clips if at + len(take) > -recipe.lead]
    return _lane(clips, recipe) if clips else None


def tone_lanes(recipe: Recipe) -> list[AudioSegment]:
    """Return the guide tones of a window on the desk's terms: mono, swells and ticks apart, as far as there are any."""
    swells = [(at, _tone_segment(shape, length)) for at, length, shape in recipe.tones if shape != "tick"]
    ticks = [(at, _tone_segment(shape, length)) for at, length, shape in recipe.tones if shape == "tick"]
    return [_lane(clips, recipe) for clips in (swells, ticks) if clips]


def bed_lane(recipe: Recipe, sources: Sources) -> AudioSegment | None:
    """Return the ducked bed of a window on the desk's terms, but in stereo; None where there is no music."""
    if not recipe.beds:
        return None
    n_frames = (recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS
    first, sound = _bed(recipe.beds[0], n_frames, recipe, sources)
    if len(sound) == n_frames:
        summed = sound
    else:
        summed = np.zeros((n_frames, 2), np.float32)
        summed[first : first + len(sound)] = sound
    for part in recipe.beds[1:]:
        first, sound = _bed(part, n_frames, recipe, sources)
        summed[first : first + len(sound)] += sound
    duck(summed, tuple((Ms(at + recipe.lead), level) for at, level in recipe.duck))
    return to_segment(summed, SAMPLE_RATE, sample_width=4)


def _lane(clips: Sequence[tuple[Ms, AudioSegment]], recipe: Recipe) -> AudioSegment:
    """Join clips that do not overlap into one lane, mono, 32 bits, with headroom, cut at the window's ends."""
    total = (recipe.lead + recipe.length + recipe.tail) * FRAMES_PER_MS
    lane = np.zeros(total, np.int32)
    for start, segment in clips:
        begin = (start + recipe.lead) * FRAMES_PER_MS
        sound = np.frombuffer(segment.raw_data, np.int16)[max(0, -begin) : max(0, total - begin)]
        # 16 bits become the upper half of 32, two bits lower: HEADROOM_DB.
        np.left_shift(sound, 14, out=lane[max(0, begin) :][: len(sound)], dtype=np.int32)
    return AudioSegment(data=lane.tobytes(), sample_width=4, frame_rate=SAMPLE_RATE, channels=1)


@lru_cache(maxsize=64)
def _tone_segment(shape: str, length: Ms) -> AudioSegment:
    return to_segment(tone(shape, length), SAMPLE_RATE)


def _bed(part: BedPart, n_frames: int, recipe: Recipe, sources: Sources) -> tuple[int, Samples]:
    """Return one bed where its span meets the window, at its level and with its fades, and its first frame."""
    first = max(0, part.start + recipe.lead) * FRAMES_PER_MS
    last = min(n_frames, (part.end + recipe.lead) * FRAMES_PER_MS)
    anchor, start, end = ((at + recipe.lead) * FRAMES_PER_MS for at in (part.anchor, part.start, part.end))
    sound = sources.bed(part.bed, first - anchor, last - first)
    sound *= np.float32(db_to_gain(part.gain_db - HEADROOM_DB))
    fade(sound, first - start, part.fade_in * FRAMES_PER_MS)
    fade(sound[::-1], end - last, part.fade_out * FRAMES_PER_MS)
    return first, sound


def fade(sound: NDArray[np.floating], position: int, length: int) -> None:
    """Fade in over `length` rows, in place, where `sound` begins `position` rows after the fade does.

    A raised cosine: nothing steps, and one sound that fades in as another fades out keeps the sum.
    """
    n = min(len(sound), length - position)
    if n > 0:
        along = (np.arange(position, position + n) + 0.5) / length
        sound[:n] *= (np.sin(np.pi / 2 * along) ** 2).astype(sound.dtype)[:, None]
