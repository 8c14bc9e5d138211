"""Compose the beds and bells that come with audiosession: a bed is a seeded piece of seven parts.

    python music/compose.py                      make all again, and write levels and parts of beds into beds.toml
    python music/compose.py still-water --to /tmp    make one, somewhere else

A piece plays one part after another (see audiosession.beds.synthesis) at a sample rate of its own choice, and any part
may follow any: each begins at home and ends on a harmony that leads there. Add one here with a table in beds.toml, and
it is a bed. Nothing of a piece lies above 8 kHz, and what lies above 1 kHz, where a voice must be understood, is soft:
enough for a telephone's speaker, which plays nothing low. No piece moves in the time of a breath.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from audiosession.beds.arranging import Joins, evened, levelled, loudness
from audiosession.beds.synthesis import (
    Curve,
    Ensemble,
    LoopSound,
    Response,
    Timbre,
    at_lower_rate,
    band,
    filtered,
    jvari,
    lay,
    noise,
    panned,
    phase_of,
    pitch_hz,
    resampled,
    reverberated,
    roll_off,
    room,
    silence,
    stirred,
    struck,
    swell,
    wander,
)
from audiosession.errors import AudioSessionError
from audiosession.files.whole import whole_file, write_whole
from audiosession.timing.rounds import round_of
from audiosession.units import SAMPLE_RATE, Ms

HERE = Path(__file__).parent
LEVEL_LUFS = -21.0
N_PARTS = 7
REST = 10
"""So many seconds at the end of a part's canvas stay empty, so that nothing that rings on comes round to its start."""

LOW = 12_000
"""Sample rate of the tonal pieces: all they have lies below 6 kHz."""
WIDE = 24_000
"""Sample rate of the pieces that are noise, and of bells."""

Random = np.random.Generator
Chords = Sequence[str]
Sample = NDArray[np.float64]
"""A sound that is heard once, mono."""


class Format(NamedTuple):
    """How a kind of file is written: FFmpeg's names and options for its container and codec, and its bit rate."""

    container: str
    codec: str
    container_options: dict[str, str]
    codec_options: dict[str, str]
    bit_rate: int = 0


FORMATS = {
    ".opus": Format("ogg", "libopus", {"fflags": "+bitexact", "serial_offset": "1"}, {"vbr": "off"}, 88_000),
    ".flac": Format("flac", "flac", {"fflags": "+bitexact"}, {"compression_level": "12"}),
}
BED_BITS = 10
"""How fine the steps are in which a tonal bed is kept: their noise lies 45 dB under it, less than its own breath."""


class Stage(NamedTuple):
    """Where a part is played: its empty canvas, its number, how it joins others, and where its chance comes from."""

    canvas: LoopSound
    part: int
    joins: Joins
    rate: int
    rng: Random

    @property
    def n_frames(self) -> int:
        """How long the canvas is."""
        return len(self.canvas)

    def empty(self) -> LoopSound:
        """Return another canvas."""
        return np.zeros_like(self.canvas)

    def fade(self, *, alike: bool = False) -> NDArray[np.float64]:
        """Return the gain of what has no beginning and no end of its own, shape ``(n_frames, 1)``; see `Joins.fade`."""
        gain = self.joins.fade(self.rate, alike=alike)
        return np.concatenate([gain, np.zeros(self.n_frames - len(gain))])[:, None]

    def times(self, first: float, least: float, most: float) -> list[float]:
        """Return moments from `first` to where the next part begins, at distances of chance."""
        found = [first]
        while (after := found[-1] + self.rng.uniform(least, most)) < self.joins.step - 0.5 * least:
            found.append(after)
        return found


def chords(
    stage: Stage, names: Sequence[str], players: Ensemble, *, attack: float, release: float, tilt: float
) -> None:
    """Lay the chords `names` at equal distances, each rising out of the one before as that falls.

    A note of twice the frequency is ``2 ** -tilt`` as loud. The first rises out of the part before.
    """
    apart, rate = stage.joins.step / len(names), stage.rate
    envelope = swell(round((apart + release) * rate), round(attack * rate), round(release * rate))
    for index, chord in enumerate(names):
        for name in chord.split():
            hz = pitch_hz(name)
            note = players.note(hz, envelope, rate, stage.rng) * (hz / 110) ** -tilt
            lay(stage.canvas, note, index * apart + stage.rng.uniform(0, 0.3), rate)


def glints(stage: Stage, names: str, *, least: float, most: float) -> LoopSound:
    """Return high tones as of glass that is stroked, one after another at distances of chance, each in its place."""
    canvas, rate, rng = stage.empty(), stage.rate, stage.rng
    for time in stage.times(rng.uniform(0.3, 1.5), least, most):
        hz, seconds = pitch_hz(str(rng.choice(names.split()))), rng.uniform(2.5, 5.0)
        n_frames = round(seconds * rate)
        phase = phase_of(hz, 4 * wander(n_frames, rng, turns=4), n_frames, rate)
        tone = np.sin(phase) + 0.5 * np.sin(2 * phase + 1) + 0.2 * np.sin(3 * phase + 2)
        tone = tone * swell(n_frames, n_frames // 2, n_frames // 2) ** 2 * rng.uniform(0.5, 1)
        lay(canvas, panned(tone, rng.uniform(-0.7, 0.7)), time, rate)
    return canvas


def breeze(stage: Stage, low_hz: float, high_hz: float, *, turns: int = 11, depth: float = 0.5) -> LoopSound:
    """Return noise that comes and goes without a measure, of power 1 a channel; it has no beginning and no end."""
    gusts = np.stack([1 + depth * wander(stage.n_frames, stage.rng, turns=turns) for _ in (0, 1)], axis=1)
    hiss = noise(stage.n_frames, band(low_hz, high_hz), stage.rate, stage.rng, width=0.8)
    return hiss * gusts * stage.fade()


WATER = (
    ("D2 A2 F#3 A3 E4", "G2 D3 F#3 B3 D4", "A2 E3 A3 B3 D4"),
    ("B2 F#3 A3 D4 E4", "E2 B2 G3 B3 F#4", "A2 E3 G3 B3 D4"),
    ("D2 A2 E3 F#3 A3", "F#2 C#3 A3 C#4 E4", "G2 D3 A3 B3 F#4"),
    ("B2 F#3 A3 C#4 D4", "G2 D3 B3 D4 F#4", "E2 B2 G3 A3 D4"),
    ("F#2 D3 A3 D4 E4", "B2 F#3 B3 D4 E4", "G2 D3 A3 B3 E4"),
    ("D2 A2 D3 F#3 B3", "E2 B2 G3 D4 F#4", "A2 E3 A3 D4 E4"),
    ("D2 A2 F#3 B3 E4", "B2 F#3 A3 D4 F#4", "A2 E3 B3 C#4 E4"),
)
GLINTS = "D6 E6 F#6 A5 B5 A6 F#6"


def still_water(stage: Stage) -> LoopSound:
    """D major with its edges softened: added ninths and fourths, common tones held, and light on the water."""
    pad = Ensemble(timbre=Timbre(slope=1.15, cutoff_hz=1_100), players=6)
    chords(stage, WATER[stage.part], pad, attack=3.2, release=3.2, tilt=0.3)
    moved = stirred(stage.canvas, (240, 520, 1_000), stage.rate, stage.rng, depth=0.5, turns=5)
    light = 0.17 * glints(stage, GLINTS, least=1.1, most=3.7)
    heard = reverberated(moved + light, room(3.0, stage.rate, stage.rng, damping_hz=2_500), wet=0.42)
    return heard + 0.034 * breeze(stage, 1_800, 4_500)


STRINGS = (  # four lines for each part; a number is the note's length in bars of eight seconds
    ("F2 1 D2 1 C3 1", "C3 1 A2 1 G2 .5 Bb2 .5", "A3 1 F3 1 E3 1", "F4 .5 G4 .5 A4 1 G4 .5 E4 .5"),
    ("D3 1 Bb2 1 C3 1", "A3 1 F3 1 G3 1", "F3 .5 E3 .5 D3 1 Bb3 1", "A4 1 F4 .5 D4 .5 E4 1"),
    ("F2 1 E2 1 Bb2 1", "C3 1 G3 1 F3 1", "A3 1 C4 1 D4 1", "F4 1 E4 .5 G4 .5 F4 .5 D4 .5"),
    ("A2 1 G2 1 C3 1", "F3 1 D3 1 E3 1", "C4 .5 D4 .5 Bb3 1 G3 1", "A4 1 G4 .5 F4 .5 C5 .5 Bb4 .5"),
    ("D3 1 A2 1 Bb2 1", "F3 1 E3 1 D3 1", "A3 1 C4 1 Bb3 .5 G3 .5", "D4 .5 F4 .5 E4 1 F4 1"),
    ("F2 1 Bb2 1 C3 1", "A3 1 F3 1 G3 1", "C4 1 D4 .5 Bb3 .5 E4 1", "F4 .5 A4 .5 F4 1 G4 .5 C4 .5"),
    ("D2 1 G2 1 C3 1", "D3 .5 C3 .5 Bb2 1 G3 1", "A3 1 G3 1 Bb3 1", "F4 1 D4 .5 F4 .5 E4 1"),
)


def evening_strings(stage: Stage) -> LoopSound:
    """F major in four lines, quiet bows that lean on one another; the rosin is heard a little."""
    rate, rng, bar = stage.rate, stage.rng, stage.joins.step / 3
    bowed = Ensemble(
        timbre=Timbre(slope=0.85, cutoff_hz=1_150), players=6, detune_cents=6, drift_cents=3, vibrato_cents=9, width=0.5
    )
    for line, position in zip(STRINGS[stage.part], (0.1, 0.4, -0.2, -0.5), strict=True):
        words, at = line.split(), 0.0
        for name, bars in zip(words[::2], words[1::2], strict=True):
            seconds, hz = float(bars) * bar, pitch_hz(name)
            envelope = swell(round((seconds + 2.4) * rate), round(2.4 * rate), round(2.4 * rate))
            bow = 0.75 + 0.25 * np.sin(np.linspace(0, np.pi, len(envelope))) ** 2
            note = bowed.note(hz, envelope * bow, rate, rng) * (hz / 110) ** -0.05
            lay(stage.canvas, note * (1 - position, 1 + position), at + rng.uniform(0, 0.2), rate)
            at += seconds
    moved = stirred(filtered(stage.canvas, roll_off(3_800, 2), rate), (300, 900), rate, rng, depth=0.3, turns=5)
    heard = reverberated(moved, room(3.0, rate, rng, damping_hz=2_500), wet=0.4)
    return heard + 0.02 * breeze(stage, 1_500, 4_000, depth=0.35)


SEA = (  # band in Hz, weight, calm level between waves, rise, fall, lag in seconds, width
    (roll_off(160), 0.24, 0.55, 3.4, 4.4, -0.4, 0.35),
    (band(160, 420), 0.50, 0.42, 3.0, 4.0, 0.0, 0.5),
    (band(420, 1_100), 0.42, 0.34, 2.6, 3.8, 0.3, 0.6),
    (band(1_100, 2_600), 0.17, 0.28, 2.2, 3.8, 0.7, 0.7),
    (band(2_600, 6_000), 0.08, 0.22, 1.8, 4.0, 1.1, 0.8),
)


def breakers(stage: Stage, times: Sequence[float], heights: Curve, *, rise: float, fall: float, lag: float) -> Curve:
    """Return the level of one band of the sea: it climbs to each wave's height over `rise`, then ebbs over `fall`."""
    level = stage.empty()
    for time, height in zip(times, heights, strict=True):
        climb = np.sin(np.linspace(0, np.pi / 2, round(rise * stage.rate), endpoint=False)) ** 3
        n_ebbing = round(2.2 * fall * stage.rate)
        ebb = np.exp(-np.linspace(0, 4.5, n_ebbing)) * np.linspace(1, 0, n_ebbing)
        shape = height * np.concatenate([climb, ebb])
        side = stage.rng.uniform(-0.35, 0.35)
        lay(level, np.stack([shape * (1 - side), shape * (1 + side)], axis=1), time - rise + lag, stage.rate)
    return level


def sea_waves(stage: Stage) -> LoopSound:
    """Waves large and small, near and far, in no measure: deep bands swell first, the foam comes last and bubbles."""
    rng, end = stage.rng, stage.joins.length
    times = [float(rng.uniform(-3, 3))]
    while times[-1] < end:
        times.append(times[-1] + float(rng.choice([rng.uniform(2.2, 5), rng.uniform(5, 9), rng.uniform(9, 15)])))
    heights = rng.uniform(0.35, 0.9, len(times))
    sea = stage.empty()
    for response, weight, calm, rise, fall, lag, width in SEA:
        hiss = noise(stage.n_frames, _surf(response), stage.rate, rng, width=width)
        bubbling = 1 + 0.25 * noise(stage.n_frames, roll_off(6), stage.rate, rng, width=0.7) * (lag > 0.5)
        drift = 1 + 0.25 * wander(stage.n_frames, rng, turns=7)
        level = calm + (1 - calm) * breakers(stage, times, heights, rise=rise, fall=fall, lag=lag)
        sea += weight * hiss * level * np.clip(bubbling, 0.2, 2) * drift[:, None]
    return sea * stage.fade()


def _surf(response: Response) -> Response:
    ends = band(80, 6_500, 3)
    return lambda hz: response(hz) * ends(hz) * (np.maximum(hz, 30) / 300) ** -0.5


PULSE = (  # the chords under each part, a bar of eight seconds each
    ("G2 D3 F#3 B3", "E2 B2 G3 B3", "C3 G3 B3 E4"),
    ("G2 D3 B3 D4", "C3 G3 B3 D4", "D3 A3 B3 E4"),
    ("E2 B2 G3 D4", "A2 E3 G3 C4", "D3 A3 C4 G4"),
    ("B2 F#3 A3 D4", "E2 B2 G3 B3", "A2 E3 G3 B3"),
    ("G2 D3 A3 B3", "B2 F#3 A3 D4", "C3 G3 B3 E4"),
    ("E2 B2 F#3 G3", "C3 G3 B3 E4", "D3 A3 C4 E4"),
    ("G2 D3 F#3 A3", "D3 A3 D4 F#4", "C3 G3 B3 D4"),
)
MALLET = ((1.0, 1.0, 2.6), (2.0, 0.24, 1.6), (3.98, 0.5, 0.8), (9.1, 0.07, 0.25), (0.5, 0.18, 2.0))


def soft_pulse(stage: Stage) -> LoopSound:
    """G major at 60 beats a minute: a mallet on every beat over soft chords, in an order that is no tune."""
    rate, rng, notes = stage.rate, stage.rng, stage.empty()
    pad = Ensemble(timbre=Timbre(slope=1.35, cutoff_hz=800), players=5)
    chords(stage, PULSE[stage.part], pad, attack=2.5, release=2.5, tilt=0.25)
    before = ""
    for beat in range(stage.joins.step):
        chord = PULSE[stage.part][beat // 8].split()
        reach = [name for name in (chord[-1], chord[-2], raised(chord[-2]), raised(chord[-3])) if name != before]
        before = str(rng.choice(reach))
        note = struck(pitch_hz(before), MALLET, 3.5, rate, attack=0.016)
        loud, side = rng.uniform(0.8, 1.0), rng.uniform(-0.5, 0.5)
        lay(notes, loud * panned(note, side), beat, rate)
        lay(notes, 0.2 * loud * panned(note, -side), beat + 1.5, rate)
    for bar, chord_names in enumerate(PULSE[stage.part]):
        deep = struck(pitch_hz(chord_names.split()[0]), ((1, 1, 4.5), (2, 0.5, 3), (3, 0.12, 2)), 5, rate, attack=0.04)
        for beat in (0, int(rng.choice([2, 3, 4, 5, 6]))):
            lay(notes, 0.6 * panned(deep, 0.0), bar * 8 + beat, rate)
    hall = room(2.6, rate, rng, damping_hz=2_500)
    moved = stirred(stage.canvas, (280, 560), rate, rng, depth=0.4, turns=5)
    heard = reverberated(moved, hall, wet=0.4) * 0.42 + reverberated(notes, hall, wet=0.3)
    return heard + 0.02 * breeze(stage, 1_500, 4_000, depth=0.3)


def raised(name: str) -> str:
    """Return a note an octave higher."""
    return f"{name[:-1]}{int(name[-1]) + 1}"


DRONE = (  # multiple of the root, weight
    (1, 0.3), (1.5, 0.38), (2, 0.55), (3, 0.5), (4, 0.4), (5, 0.14), (6, 0.26), (8, 0.18), (9, 0.08), (10, 0.07),
    (12, 0.09), (15, 0.05), (16, 0.07), (18, 0.04), (20, 0.03), (24, 0.035), (32, 0.02),
)  # fmt: skip
JVARI = "A2 D3 D2 E3 A3"


def low_drone(stage: Stage) -> LoopSound:
    """D and A that never stop: each partial goes its own way within a part; strings are plucked in no measure."""
    rate, rng, step = stage.rate, stage.rng, stage.joins.step
    root = round(pitch_hz("D2") * step)  # whole turns in a step: all parts meet in one phase
    time = np.arange(stage.n_frames) / rate
    still = stage.joins.still(stage.n_frames, rate)
    drone = stage.empty()
    for number, (multiple, weight) in enumerate(DRONE):
        turns = round(root * multiple)
        for ear in (-1, 1):
            phase = 2 * np.pi * turns * time / step + 2.4 * number * number + 0.9 * ear * np.sqrt(number)
            moved = 1 + still * 0.75 * wander(stage.n_frames, rng, turns=6)
            if multiple >= 8:  # a high tone that never stops is a whistle
                moved = 2.5 * still * np.clip(wander(stage.n_frames, rng, turns=9), 0, 1)
            drone += weight * panned(np.sin(phase) * moved, 0.55 * ear)
    strings = stage.empty()
    before = ""
    for second in stage.times(rng.uniform(0.2, 1.5), 1.6, 4.4):
        before = str(rng.choice([name for name in JVARI.split() if name != before]))
        string = panned(jvari(pitch_hz(before), 6.0, rate, rng, highest_hz=5_000), rng.uniform(-0.5, 0.5))
        lay(strings, string * rng.uniform(0.7, 1), second, rate)
    heard = 0.42 * drone * stage.fade(alike=True)
    heard += reverberated(0.5 * filtered(strings, roll_off(3_200), rate), room(3.0, rate, rng), wet=0.35)
    return heard + 0.02 * breeze(stage, 1_500, 4_000, depth=0.35)


BELLS = "E4 A4 B4 C#5 E5 F#4 A3 E4 B3 C#5 A4 F#4 E5 B4"
BELL = ((1.0, 1.0, 6.0), (2.0, 0.22, 3.5), (3.01, 0.06, 1.8), (0.5, 0.25, 5.0))
FAR = (
    ("A2 E3 B3", "F#2 E3 A3"), ("A2 E3 C#4", "A2 E3 B3"), ("F#2 E3 A3", "D3 A3 E4"), ("A2 E3 A3", "F#2 C#3 B3"),
    ("D3 A3 B3", "A2 E3 B3"), ("A2 E3 B3", "D3 A3 E4"), ("F#2 C#3 A3", "A2 E3 C#4"),
)  # fmt: skip


def forest_air(stage: Stage) -> LoopSound:
    """Wind in leaves, an open fifth far away, and now and then a bell of A major without its fourth and seventh."""
    rate, rng, n_frames = stage.rate, stage.rng, stage.n_frames
    wind, bells = stage.empty(), stage.empty()
    for low, high, weight in ((120, 350, 0.6), (350, 900, 0.36), (900, 2_200, 0.10), (2_200, 5_500, 0.045)):
        for side in (-0.6, 0.6):
            gusts = 1 + 0.55 * wander(n_frames, rng, turns=9)
            leaves = noise(n_frames, band(low, high), rate, rng, width=1.0).mean(axis=1)
            wind += weight * panned(leaves * gusts, side + 0.25 * wander(n_frames, rng, turns=4))
    for time in stage.times(rng.uniform(0.5, 4), 3.1, 8.5):
        bell = struck(pitch_hz(str(rng.choice(BELLS.split()))), BELL, 6, rate, attack=0.035) * rng.uniform(0.6, 1)
        lay(bells, panned(bell, rng.uniform(-0.6, 0.6)), time, rate)
    pad = Ensemble(timbre=Timbre(slope=1.8, cutoff_hz=500), players=5)
    chords(stage, FAR[stage.part], pad, attack=4, release=4, tilt=0.4)
    heard = reverberated(bells + 0.25 * stage.canvas, room(3.5, rate, rng), wet=0.5)
    return 0.4 * wind * stage.fade() + heard


MORNING = (
    ("C3 G3 E4 G4", "F3 C4 E4 A4", "G3 D4 E4 B4"),
    ("C3 G3 D4 E4", "A2 E3 C4 G4", "F3 C4 G4 A4"),
    ("E3 B3 D4 G4", "F3 A3 C4 E4", "G3 B3 D4 A4"),
    ("C3 E3 B3 G4", "D3 A3 C4 F4", "G3 D4 G4 B4"),
    ("A2 E3 B3 C4", "F3 C4 D4 A4", "G3 C4 D4 E4"),
    ("C3 G3 B3 E4", "E3 G3 B3 D4", "F3 C4 E4 G4"),
    ("F3 A3 C4 G4", "C3 G3 D4 E4", "G3 B3 E4 A4"),
)
HARP = ((1.0, 1.0, 3.4), (2.0, 0.4, 2.2), (3.0, 0.18, 1.5), (4.0, 0.1, 1.0), (5.0, 0.05, 0.8), (6.0, 0.03, 0.5))
CELESTA = ((1.0, 1.0, 2.8), (2.0, 0.12, 1.8), (4.0, 0.16, 0.9))


def morning_light(stage: Stage) -> LoopSound:
    """C major that opens upwards: a harp that lets its notes fall when it likes, a few bells of glass, high air."""
    rate, rng, plucked = stage.rate, stage.rng, stage.empty()
    pad = Ensemble(timbre=Timbre(slope=1.1, cutoff_hz=1_300), players=6, width=0.9)
    chords(stage, MORNING[stage.part], pad, attack=3, release=3, tilt=0.1)
    before = ""
    for time in stage.times(rng.uniform(0.05, 0.6), 0.55, 1.9):
        chord = MORNING[stage.part][min(2, int(time // (stage.joins.step / 3)))].split()
        reach = [name for name in (*chord[1:], *map(raised, chord[1:])) if name != before]
        before = str(rng.choice(reach))
        note = struck(pitch_hz(before), HARP, 4, rate, attack=0.008)
        lay(plucked, rng.uniform(0.45, 0.9) * panned(note, rng.uniform(-0.6, 0.6)), time, rate)
    for time in stage.times(rng.uniform(1, 5), 2.7, 7.3):
        chord = MORNING[stage.part][min(2, int(time // (stage.joins.step / 3)))].split()
        note = struck(pitch_hz(raised(raised(str(rng.choice(chord[1:]))))), CELESTA, 3.5, rate, attack=0.006)
        lay(plucked, 0.13 * panned(note, rng.uniform(-0.8, 0.8)), time, rate)
    hall = room(2.8, rate, rng, damping_hz=2_500)
    moved = stirred(stage.canvas, (400, 900), rate, rng, depth=0.4, turns=5)
    heard = 0.5 * reverberated(moved, hall, wet=0.4) + reverberated(plucked, hall, wet=0.35)
    return heard + 0.02 * breeze(stage, 2_000, 5_000, depth=0.4)


DEEP = "D3 A3 E4 G3 B3 D4 F#4 A4 E3"
FELT = (
    (1.0, 1.0, 9.0), (2.0, 0.3, 6.0), (3.0, 0.14, 4.0), (4.0, 0.1, 3.0), (6.0, 0.07, 2.0), (8.0, 0.05, 1.4),
    (12.0, 0.03, 1.0),
)  # fmt: skip


def deep_rest(stage: Stage) -> LoopSound:
    """Single tones, struck softly and far apart, that hang in a great room; under them the air of that room."""
    rate, rng, tones = stage.rate, stage.rng, stage.empty()
    before = ""
    for time in stage.times(rng.uniform(0.5, 4.0), 4.0, 9.5):
        before = str(rng.choice([name for name in DEEP.split() if name != before]))
        note = struck(pitch_hz(before), FELT, 8, rate, attack=0.12)
        lay(tones, rng.uniform(0.7, 1) * panned(note, rng.uniform(-0.5, 0.5)), time, rate)
    far = 0.06 * glints(stage, "A5 D6 E6 F#6 A6", least=2.5, most=7)
    heard = reverberated(tones + far, room(6.0, rate, rng, damping_hz=2_500), wet=0.65)
    under = Ensemble(timbre=Timbre(slope=1.6, cutoff_hz=400), players=6)
    chords(stage, ("D2 A2 D3", "D2 A2 E3"), under, attack=6, release=6, tilt=0.2)
    return heard + 0.1 * stage.canvas + 0.006 * breeze(stage, 300, 3_000, depth=0.4)


class Piece(NamedTuple):
    """A bed: what plays one part of it, at which sample rate, how parts join, and how far its level is evened."""

    play: Callable[[Stage], LoopSound]
    rate: int
    joins: Joins
    evenness: float = 0.12


PIECES = {
    "still-water": Piece(still_water, LOW, Joins(step=22, overlap=5)),
    "evening-strings": Piece(evening_strings, LOW, Joins(step=22, overlap=5)),
    "sea-waves": Piece(sea_waves, WIDE, Joins(step=22, overlap=5), 0.08),
    "soft-pulse": Piece(soft_pulse, LOW, Joins(step=24, overlap=5)),
    "low-drone": Piece(low_drone, LOW, Joins(step=22, overlap=4)),
    "forest-air": Piece(forest_air, WIDE, Joins(step=22, overlap=5)),
    "morning-light": Piece(morning_light, LOW, Joins(step=22, overlap=5)),
    "deep-rest": Piece(deep_rest, LOW, Joins(step=23, overlap=7), 0.35),
}


def bell() -> Sample:
    """A small bell, struck with felt: a pure tone with the partials of a thin plate above it, and a slow beat."""
    partials = ((1, 1, 11), (1.0017, 0.5, 11), (2.756, 0.22, 4.5), (2.7612, 0.1, 4.5), (5.404, 0.04, 1.5))
    return struck(659.26, partials, 7.0, WIDE, attack=0.014)


def bowl() -> Sample:
    """A singing bowl: each partial is two that beat, as those of a bowl that is not quite round."""
    partials = (
        (1, 0.8, 28), (1.0042, 0.4, 28), (2.71, 1, 20), (2.7132, 0.45, 20), (5.05, 0.3, 10), (5.056, 0.12, 10),
        (7.9, 0.06, 5),
    )  # fmt: skip
    return struck(184.0, partials, 13.0, WIDE, attack=0.03)


def gong() -> Sample:
    """A gong struck softly: low partials first, in no harmony, and a shimmer that blooms behind them."""
    low = ((1, 0.6, 22), (1.008, 0.3, 22), (1.483, 0.6, 18), (1.932, 0.7, 16), (2.546, 0.6, 14), (3.131, 0.5, 12))
    high = ((3.865, 0.6, 10), (4.592, 0.55, 9), (5.27, 0.5, 8), (6.338, 0.35, 7), (7.72, 0.22, 5), (9.41, 0.1, 4))
    body, shimmer = (struck(123.0, part, 12.0, WIDE, attack=rise) for part, rise in ((low, 0.03), (high, 0.35)))
    return body + 0.9 * shimmer


BELLS_STRUCK: dict[str, Callable[[], Sample]] = {"bell": bell, "bowl": bowl, "gong": gong}
"""The sounds that come with it: pure mathematics, so that nothing of them is left to chance."""


def compose(name: str, seed: int) -> list[LoopSound]:
    """Return the parts of a bed at 48 kHz, at `LEVEL_LUFS` as they play; the same seed gives the same sound."""
    piece = PIECES[name]
    parts = [finished(piece, part, np.random.default_rng([seed, part])) for part in range(N_PARTS)]
    return levelled(evened(parts, piece.joins, strength=piece.evenness), order(), piece.joins, LEVEL_LUFS)


def finished(piece: Piece, part: int, rng: Random) -> LoopSound:
    """Return one part at 48 kHz as long as it is: nothing goes before it, and nothing is left of it behind."""
    canvas = silence(piece.joins.length + REST, piece.rate)
    sound = piece.play(Stage(canvas, part, piece.joins, piece.rate, rng))
    whole = resampled(
        filtered(sound, band(45, min(6_500, 0.44 * piece.rate), 4), piece.rate), SAMPLE_RATE // piece.rate
    )
    n_frames = piece.joins.length * SAMPLE_RATE
    return whole[:n_frames] * swell(n_frames, SAMPLE_RATE // 200, 2 * SAMPLE_RATE)[:, None]


def order() -> tuple[int, ...]:
    """Return the parts in the order in which a class hears them, each at least once."""
    return round_of((Ms(1),) * N_PARTS).parts[: 2 * N_PARTS]


def write_audio(parts: Sequence[LoopSound], path: Path) -> None:
    """Write `parts` at 48 kHz side by side as Ogg Opus or FLAC, by the suffix, whole or not at all.

    FLAC suits the tonal pieces: Opus is heard under pure tones. At a low rate and in few steps it holds all they have.
    Noise doesn't pack, and hides what Opus leaves out. Neither file holds a date, a version or a number of chance.
    """
    whole = np.concatenate(list(parts))
    if path.suffix == ".opus":
        encode(whole, path, SAMPLE_RATE)
    else:
        encode(at_lower_rate(whole, SAMPLE_RATE // LOW), path, LOW, bits=BED_BITS)


def encode(samples: NDArray[np.float64], path: Path, rate: int, *, bits: int = 16) -> None:
    """Write `samples`, of one channel or two, in steps of so many `bits`, as the suffix of `path` says."""
    chosen, layout = FORMATS[path.suffix], ("mono", "stereo")[samples.shape[1] - 1]
    with (
        whole_file(path) as file,
        av.open(file, "w", format=chosen.container, container_options=chosen.container_options) as output,
    ):
        stream = output.add_stream(chosen.codec, rate=rate, layout=layout, options=chosen.codec_options)
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = chosen.bit_rate
        steps = np.rint(samples * 2 ** (bits - 1)).astype(np.int16) << 16 - bits
        frame = av.AudioFrame.from_ndarray(steps.reshape(1, -1), format="s16", layout=layout)
        frame.rate, frame.pts = rate, 0
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            output.mux(packet)


def with_facts(beds: str, name: str, level_lufs: float, joins: Joins) -> str:
    """Return the text of beds.toml with the level and the parts of one bed replaced, and nothing else touched."""
    edges = ", ".join(str(1_000 * joins.length * part) for part in range(N_PARTS + 1))
    facts = {"parts_ms": f"[{edges}]", "overlap_ms": str(1_000 * joins.overlap), "level_lufs": f"{level_lufs:.2f}"}
    for key, value in facts.items():
        table = re.compile(rf"(^\[{re.escape(name)}\]$(?:\n(?!\[).*)*?\n{key} = )[^\n]*", re.MULTILINE)
        beds = table.sub(rf"\g<1>{value}", beds)
    return beds


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the beds and bells that are named, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", nargs="*", help=f"one of {', '.join((*PIECES, *BELLS_STRUCK))} (default: all)")
    parser.add_argument("--to", type=Path, default=HERE, metavar="DIR", help="default: beside this file")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.name) - {*PIECES, *BELLS_STRUCK}:
        parser.error(f"no piece is called {', '.join(sorted(unknown))}")
    try:
        named = chosen.name or [*PIECES, *BELLS_STRUCK]
        make([name for name in named if name in PIECES], chosen.to)
        strike([name for name in named if name in BELLS_STRUCK], chosen.to / "sounds")
    except AudioSessionError as error:
        parser.exit(1, f"error: {error}\nhint:  {error.hint}\n")


def make(names: Sequence[str], folder: Path) -> None:
    """Write the beds called `names` to `folder`, and a beds.toml with their levels and parts."""
    beds = (HERE / "beds.toml").read_text(encoding="utf-8")
    for name in names:
        bed, joins = tomllib.loads(beds)[name], PIECES[name].joins
        parts = compose(name, bed["seed"])
        write_audio(parts, folder / bed["file"])
        beds = with_facts(beds, name, loudness(parts, order(), joins), joins)
        sys.stdout.write(f"{folder / bed['file']}: {N_PARTS} parts of {joins.length} s\n")
    if names:
        write_whole(folder / "beds.toml", beds.encode())


def strike(names: Sequence[str], folder: Path) -> None:
    """Write the bells called `names` to `folder`: how loud they come does not matter."""
    for name in names:
        sound = BELLS_STRUCK[name]()
        path = folder / f"{name}.flac"
        encode(0.5 * sound[:, None] / np.abs(sound).max(), path, WIDE)
        sys.stdout.write(f"{path}: {len(sound) / WIDE:.0f} s\n")


if __name__ == "__main__":
    main()
