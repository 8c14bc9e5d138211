"""Sounds in memory for a mix, and small timelines to mix."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import numpy as np

from audiosession.sound.forecast import Energies
from audiosession.sound.loudness import hop_energies, k_weighted
from audiosession.sound.recipes import BED_LUFS, Desk
from audiosession.sound.segments import AudioSegment, Samples, to_samples, to_segment
from audiosession.timing.timeline import BedSpan, Clip, Kind, Timeline, TimelineSection, Track
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms
from support.signals import faded, noise, sine

BED_SECONDS = 3
LEAD = Ms(336)
TAIL = Ms(216)


@dataclass
class Shelf:
    """Takes that hum and a bed of noise, all made up from their names; see `audiosession.sound.mixing.Sources`.

    A name that ends in a number, such as ``line-500``, is a take of that many milliseconds.
    """

    level_db: float = -12.0
    asked: list[str] = field(default_factory=list)

    def take(self, digest: str) -> AudioSegment:
        self.asked.append(digest)
        seconds = int(digest.rpartition("-")[2]) / 1000
        hz = 150 + zlib.crc32(digest.encode()) % 300
        return to_segment(faded(sine(seconds, hz=hz, level_db=self.level_db, channels=1)), SAMPLE_RATE)

    def sound(self, digest: str) -> AudioSegment:
        seconds = int(digest.rpartition("-")[2]) / 1000
        return to_segment(faded(sine(seconds, hz=660, level_db=self.level_db, channels=1)), SAMPLE_RATE)

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        loop = noise(BED_SECONDS, level_db=self.level_db - 12, seed=zlib.crc32(digest.encode()))
        return loop.take(np.arange(position, position + n_frames), axis=0, mode="wrap")


class Measured(Shelf):
    """A shelf that has measured what it holds."""

    def take_energies(self, digest: str) -> Energies:
        return (2 * hop_energies(k_weighted(to_samples(self.take(digest))), Ms(1))).astype(np.float32)

    def bed_energies(self, digest: str, position: int, length: Ms) -> Energies:
        before = 200 * FRAMES_PER_MS
        sound = k_weighted(self.bed(digest, position - before, before + length * FRAMES_PER_MS))
        return hop_energies(sound[before:], Ms(1)).astype(np.float32)


def spoken(*lines: tuple[int, str]) -> tuple[Clip, ...]:
    """Return clips of lines whose names end in their length; see `Shelf`."""
    return tuple(
        Clip(kind=Kind.SPEECH, start=Ms(at), end=Ms(at + int(text.rpartition("-")[2])), text=text) for at, text in lines
    )


def tones(*shapes: tuple[int, int, str]) -> tuple[Clip, ...]:
    """Return guide tones: where each starts, how long it is, its shape."""
    return tuple(Clip(kind=Kind.TONE, start=Ms(at), end=Ms(at + long), text=shape) for at, long, shape in shapes)


def bed(
    start: int, end: int, *, name: str = "bed", fade_in: int = 500, fade_out: int = 500, anchor: int | None = None
) -> BedSpan:
    """Return a bed that plays from `start` to `end`, and whose loop begins at `anchor`, by default at `start`."""
    loop = Ms(start if anchor is None else anchor)
    return BedSpan(name=name, start=Ms(start), end=Ms(end), fade_in=Ms(fade_in), fade_out=Ms(fade_out), anchor=loop)


def rings(*lines: tuple[int, int, str]) -> tuple[Clip, ...]:
    """Return sounds: where each starts, for how long it is heard, its name, which ends in its length."""
    return tuple(Clip(kind=Kind.SOUND, start=Ms(at), end=Ms(at + long), text=name) for at, long, name in lines)


def timeline(
    length: int,
    voice: tuple[Clip, ...] = (),
    guide: tuple[Clip, ...] = (),
    beds: tuple[BedSpan, ...] = (),
    sounds: tuple[Clip, ...] = (),
) -> Timeline:
    """Return a timeline of one section."""
    lanes = {"voice": voice, "tones": guide, "sounds": sounds}
    tracks = tuple(Track(name=name, clips=clips) for name, clips in lanes.items())
    whole = TimelineSection(title="All", exercise="all", start=Ms(0), end=Ms(length))
    return Timeline(length=Ms(length), tracks=tracks, sections=(whole,), beds=beds)


def desk(of: Timeline) -> Desk:
    """Return a desk whose takes, beds and sounds are called as on the timeline; beds as they come, sounds at -6 dB."""
    lines = {clip.text: clip.text for clip in of.track("voice")}
    beds = {bed.name: (bed.name, BED_LUFS) for bed in of.beds}
    sounds = {clip.text: (clip.text, -6.0) for clip in of.track("sounds")}
    return Desk(timeline=of, takes=lines, beds=beds, lead=LEAD, tail=TAIL, sounds=sounds)
