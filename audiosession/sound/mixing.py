"""A stretch of the timeline into sound: pydub's segments, summed on 32-bit samples with headroom.

What sounds in a window is first written down as a `Recipe`. It is all that the mix reads, so its address stands for
the sound: two windows with one recipe are the same bytes, wherever on the timeline they lie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audiosession.digests import digest_of
from audiosession.sound.ducking import DuckPoints, duck, duck_points, points_within
from audiosession.sound.segments import AudioSegment, Samples, to_segment
from audiosession.sound.tones import tone
from audiosession.timing.schedule import SETTLED
from audiosession.timing.timeline import BedSpan, Clip, Timeline
from audiosession.units import FRAMES_PER_MS, MP3_FRAME_MS, SAMPLE_RATE, Ms, db_to_gain, gain_to_db

MIX_VERSION = 2
"""Part of every recipe's address; raise it when the same recipe begins to sound different."""
HEADROOM_DB = gain_to_db(4.0)
"""How far every lane is turned down in the 32-bit sum, and the sum up again: four lanes at full scale can't clip."""
BED_LUFS = -24.0
"""The loudness of a bed on its own; speech is levelled to -16 LUFS and the bed ducked by 12 dB under it."""
WINDOW = Ms(20_400)
"""The usual length of a window: 850 MP3 frames."""
SHORTEST = Ms(2_400)
"""What is left over below this length is part of the window before it."""
STRETCH = Ms(1_200)
"""How much of a window is mixed in one go."""


@dataclass(frozen=True, kw_only=True)
class BedPart:
    """One bed in a window: where it starts and ends from the window's start, and its fades.

    `anchor` is where its loop begins, which says what part of it is heard. A fade that lies outside the window is 0, a
    `start` or `end` beyond it is the window's, so that nothing is said of what sounds elsewhere.
    """

    bed: str
    anchor: Ms
    start: Ms
    end: Ms
    fade_in: Ms
    fade_out: Ms
    gain_db: float


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Everything that sounds in a window; positions count from the window's start.

    `lead` and `tail` are mixed too, before and behind the window: filters and the encoder want to hear them.
    `takes` and `beds` are addressed by what they sound like, never by name.
    """

    length: Ms
    lead: Ms
    tail: Ms
    takes: tuple[tuple[Ms, str], ...]
    tones: tuple[tuple[Ms, Ms, str], ...]
    beds: tuple[BedPart, ...]
    duck: DuckPoints
    version: int = MIX_VERSION

    @cached_property
    def address(self) -> str:
        """The SHA-256 of everything in the recipe, in hexadecimal."""
        return digest_of(repr(self))


class Sources(Protocol):
    """Where the mix gets its sounds from."""

    def take(self, digest: str) -> AudioSegment:
        """Return a spoken line: mono, 16 bits, 48 kHz, at speech loudness."""
        ...

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return `n_frames` of an endless loop from frame `position` on, be it before 0; stereo, 48 kHz."""
        ...


def windows(timeline: Timeline, length: Ms = WINDOW) -> list[tuple[Ms, Ms]]:
    """Return the windows of `timeline`: whole MP3 frames, beginning anew where another bed is alone or anchored.

    The last ones before such a place, and before the end, are cut in halves, so that cores that work side by side are
    done at about the same time, be it with all windows or with those that an edit moved; and little is made again of
    an exercise whose end hears the first word of the next. Only the very last one may end between MP3 frames.
    """
    edges = _edges(timeline)
    half = max(SHORTEST, length // MP3_FRAME_MS // 2 * MP3_FRAME_MS)
    found: list[tuple[Ms, Ms]] = []
    for start, end in pairwise(edges):
        in_halves = 2 * length if end == timeline.length else length + half
        n_whole = max(0, -(-(end - start - in_halves) // length))
        middle = start + n_whole * length
        cuts = [*range(start, min(middle, end), length), *range(middle, end, half), end]
        if len(cuts) > 2 and cuts[-1] - cuts[-2] < SHORTEST:
            del cuts[-2]
        found += [(Ms(a), Ms(b)) for a, b in pairwise(cuts)]
    return found


def _edges(timeline: Timeline) -> list[Ms]:
    """Return both ends of `timeline`, and between them where windows begin anew, an anchor only if far from others.

    Without beds, these are where another exercise begins and where its first breath does, if on MP3 frames.
    """
    if timeline.beds:
        alone = [bed.end + SETTLED for bed in timeline.beds[:-1]]
        anchors = [bed.anchor for bed in timeline.beds if bed.anchor > bed.start]
    else:
        changes = [b.start for a, b in pairwise(timeline.sections) if a.exercise != b.exercise]
        alone = [start for start in changes if start % MP3_FRAME_MS == 0]
        breaths = [clip.start for clip in timeline.track("breath")]
        anchors = [breaths[at] for start in (0, *alone) if (at := bisect_left(breaths, start)) < len(breaths)]
    edges = [0, *sorted(alone), timeline.length]
    for anchor in sorted(anchor for anchor in anchors if anchor % MP3_FRAME_MS == 0):
        place = bisect_left(edges, anchor)
        if 0 < place < len(edges) and edges[place - 1] + SHORTEST <= anchor <= edges[place] - SHORTEST:
            edges.insert(place, anchor)
    return [Ms(edge) for edge in edges]


class _Lane:
    """The clips of a track, which are in the order of their starts, looked up by where they sound."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        self.clips = clips
        self._starts = [clip.start for clip in clips]
        self._longest = max((clip.length for clip in clips), default=0)

    def between(self, start: Ms, end: Ms) -> Iterator[Clip]:
        """Yield the clips of which something is heard from `start` to `end`, at the price of those near."""
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return (clip for clip in self.clips[first:last] if clip.end > start)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What turns windows of one timeline into recipes.

    Args:
        timeline: What sounds when.
        takes: The digest of the take of each line.
        beds: The digest of each bed, and its loudness as it comes.
    """

    timeline: Timeline
    takes: dict[str, str]
    beds: dict[str, tuple[str, float]]
    lead: Ms
    tail: Ms

    def recipes(self, length: Ms = WINDOW) -> Iterator[Recipe]:
        """Yield the recipe of each window in turn; `length` is that of most."""
        voice, tones = (_Lane(self.timeline.track(name)) for name in ("voice", "tones"))
        points = duck_points(voice.clips)
        for start, end in windows(self.timeline, length):
            yield self._recipe(start, end, voice, tones, points)

    def _recipe(self, start: Ms, end: Ms, voice: _Lane, tones: _Lane, points: DuckPoints) -> Recipe:
        lead = Ms(min(self.lead, start))
        tail = Ms(min(self.tail, self.timeline.length - end))
        a, b = Ms(start - lead), Ms(end + tail)
        beds = tuple(self._part(bed, start, a, b) for bed in self.timeline.beds if bed.start < b and bed.end > a)
        near = points_within(points, a, b) if beds else ()
        return Recipe(
            length=Ms(end - start),
            lead=lead,
            tail=tail,
            takes=tuple((Ms(c.start - start), self.takes[c.text]) for c in voice.between(a, b)),
            tones=tuple((Ms(c.start - start), c.length, c.text) for c in tones.between(a, b)),
            beds=beds,
            duck=tuple((Ms(at - lead), level) for at, level in near),
        )

    def _part(self, bed: BedSpan, start: Ms, heard_from: Ms, heard_to: Ms) -> BedPart:
        digest, lufs = self.beds[bed.name]
        enters = heard_from < bed.start + bed.fade_in
        leaves = heard_to > bed.end - bed.fade_out
        return BedPart(
            bed=digest,
            anchor=Ms(bed.anchor - start),
            start=Ms((bed.start if enters else heard_from) - start),
            end=Ms((bed.end if leaves else heard_to) - start),
            fade_in=bed.fade_in if enters else Ms(0),
            fade_out=bed.fade_out if leaves else Ms(0),
            gain_db=round(BED_LUFS - lufs, 3),
        )


def mix(recipe: Recipe, sources: Sources) -> AudioSegment:
    """Return the window with its lead and tail: stereo, 32 bits, 48 kHz, `HEADROOM_DB` below its true level."""
    total = recipe.lead + recipe.length + recipe.tail
    spoken = [lane for lane in (voice_lane(recipe, sources), *tone_lanes(recipe)) if lane]
    middle = _both_sides(_overlaid(spoken)) if spoken else None
    lanes = [lane for lane in (bed_lane(recipe, sources), middle) if lane]
    return _overlaid(lanes or [AudioSegment.silent(total, SAMPLE_RATE).set_sample_width(4).set_channels(2)])


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


def mixed_samples(recipe: Recipe, sources: Sources, *, gain_db: float = 0.0) -> Samples:
    """Return what `mix` returns as float32 at its true level and `gain_db`; it may go beyond ±1 until it is limited.

    It is mixed stretch by stretch, each so short that it stays in the processor's cache.
    """
    first, last = -recipe.lead, recipe.length + recipe.tail
    mixed = np.empty(((last - first) * FRAMES_PER_MS, 2), np.float32)
    for start in range(first, last, STRETCH):
        stretch = _stretch(recipe, Ms(start), Ms(min(start + STRETCH, last)))
        whole = np.frombuffer(mix(stretch, sources).raw_data, np.int32).reshape(-1, 2)
        mixed[(start - first) * FRAMES_PER_MS :][: len(whole)] = whole
    mixed *= np.float32(db_to_gain(gain_db)) * np.float32(db_to_gain(HEADROOM_DB) / 2**31)
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
    summed = np.zeros((n_frames, 2), np.float32)
    for part in recipe.beds:
        _add_bed(summed, part, recipe, sources)
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


def _add_bed(summed: Samples, part: BedPart, recipe: Recipe, sources: Sources) -> None:
    """Add one bed where its span meets the window, at its level and with its fades."""
    first = max(0, part.start + recipe.lead) * FRAMES_PER_MS
    last = min(len(summed), (part.end + recipe.lead) * FRAMES_PER_MS)
    anchor, start, end = ((at + recipe.lead) * FRAMES_PER_MS for at in (part.anchor, part.start, part.end))
    sound = sources.bed(part.bed, first - anchor, last - first)
    sound *= np.float32(db_to_gain(part.gain_db - HEADROOM_DB))
    fade(sound, first - start, part.fade_in * FRAMES_PER_MS)
    fade(sound[::-1], end - last, part.fade_out * FRAMES_PER_MS)
    summed[first:last] += sound


def fade(sound: NDArray[np.floating], position: int, length: int) -> None:
    """Fade in over `length` rows, in place, where `sound` begins `position` rows after the fade does.

    A raised cosine: nothing steps, and one sound that fades in as another fades out keeps the sum.
    """
    n = min(len(sound), length - position)
    if n > 0:
        along = (np.arange(position, position + n) + 0.5) / length
        sound[:n] *= (np.sin(np.pi / 2 * along) ** 2).astype(sound.dtype)[:, None]
