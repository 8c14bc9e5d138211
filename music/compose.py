"""Compose the beds and bells that come with audiosession: a bed is one seeded piece, written as a loop.

    python music/compose.py                      make all again, and write the level of beds into beds.toml
    python music/compose.py still-water --to /tmp    make one, somewhere else

A piece is a function that returns one turn of a loop (see audiosession.beds.synthesis) at a sample rate of its own
choice. Add one here with a table in beds.toml, and it is a bed. Nothing of a piece lies above 8 kHz and little
above 1 kHz, where a voice must be understood.
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

from audiosession.beds.synthesis import (
    Curve,
    Ensemble,
    LoopSound,
    Response,
    Timbre,
    at_half_rate,
    band,
    filtered,
    jvari,
    lay,
    noise,
    panned,
    pitch_hz,
    resampled,
    reverberated,
    roll_off,
    room,
    silence,
    steady,
    stirred,
    struck,
    swell,
    wander,
)
from audiosession.errors import AudioSessionError
from audiosession.files.whole import whole_file, write_whole
from audiosession.sound.loudness import blocks_of, hop_energies, integrated_loudness, k_weighted
from audiosession.units import SAMPLE_RATE, db_to_gain

HERE = Path(__file__).parent
LEVEL_LUFS = -20.0
ROLL_MS = 1_500
"""How much of the loop is written once more before and after it: an Opus encoder forgets its start sooner."""
BIT_RATE = 144_000


class Format(NamedTuple):
    """How a kind of file is written: FFmpeg's names and options for its container and codec."""

    container: str
    codec: str
    sample_rate: int
    container_options: dict[str, str]
    codec_options: dict[str, str]


FORMATS = {
    ".opus": Format("ogg", "libopus", SAMPLE_RATE, {"fflags": "+bitexact", "serial_offset": "1"}, {"vbr": "off"}),
    ".flac": Format("flac", "flac", SAMPLE_RATE // 2, {"fflags": "+bitexact"}, {"compression_level": "12"}),
}

LOW = 16_000
"""Sample rate of the tonal pieces: all they have lies below 8 kHz."""
WIDE = 24_000
"""Sample rate of the pieces with noise in them."""

Random = np.random.Generator
Chords = Sequence[str]
Sample = NDArray[np.float64]
"""A sound that is heard once, mono."""


def chords(
    loop: LoopSound,
    names: Chords,
    players: Ensemble,
    rng: Random,
    *,
    rate: int,
    attack: float,
    release: float,
    tilt: float,
) -> None:
    """Lay `names` round the loop at equal distances, each chord rising out of the one before.

    A note of twice the frequency is ``2 ** -tilt`` as loud. Each chord has reached its height at its time.
    """
    apart = len(loop) / rate / len(names)
    envelope = swell(round((apart + release) * rate), round(attack * rate), round((release + attack) * rate))
    for index, chord in enumerate(names):
        for name in chord.split():
            hz = pitch_hz(name)
            note = players.note(hz, envelope, rate, rng) * (hz / 110) ** -tilt
            lay(loop, note, index * apart - attack + rng.uniform(0, 0.4), rate)


def still_water(rng: Random) -> tuple[LoopSound, int]:
    """D major with its edges softened: added ninths and fourths, common tones held, eight chords of nine seconds."""
    loop = silence(72, LOW)
    names = (
        "D2 A2 F#3 A3 E4", "G2 D3 F#3 B3 D4", "B2 F#3 A3 D4 E4", "A2 E3 A3 B3 D4",
        "G2 D3 A3 B3 F#4", "E2 B2 G3 B3 F#4", "F#2 D3 A3 D4 E4", "A2 E3 G3 B3 D4",
    )  # fmt: skip
    pad = Ensemble(timbre=Timbre(slope=1.25, cutoff_hz=900), players=6)
    chords(loop, names, pad, rng, rate=LOW, attack=3.5, release=3.5, tilt=0.35)
    moved = stirred(loop, (240, 520), LOW, rng, depth=0.6, turns=9)
    return reverberated(moved, room(4.5, LOW, rng), wet=0.45), LOW


STRINGS = (  # five lines of eight bars of eight seconds; a number is the note's length in bars
    "F2 1 E2 1 D2 1 C3 1 Bb2 1 A2 1 G2 1 C3 1",
    "C3 2 A2 1 G3 1 F3 2 D3 1 G3 1",
    "A3 1 G3 1 F3 1 E3 1 D3 1 C4 1 Bb3 2",
    "C4 2 A3 1 C4 1 F4 .5 D4 .5 A3 1 D4 1 C4 1",
    "F4 .5 G4 .5 E4 1 D4 .5 F4 .5 G4 .5 E4 .5 F4 1 E4 .5 F4 .5 F4 1.5 E4 .5",
)


def evening_strings(rng: Random) -> tuple[LoopSound, int]:
    """F major in five lines over a falling bass; the top line leans on the note above and lets it go."""
    loop, bar = silence(64, LOW), 8.0
    bowed = Ensemble(
        timbre=Timbre(slope=0.9, cutoff_hz=750), players=6, detune_cents=6, drift_cents=3, vibrato_cents=9, width=0.5
    )
    for line, position in zip(STRINGS, (0.1, 0.4, -0.2, 0.2, -0.5), strict=True):
        words, at = line.split(), 0.0
        for name, bars in zip(words[::2], words[1::2], strict=True):
            seconds, hz = float(bars) * bar, pitch_hz(name)
            envelope = swell(round((seconds + 1.2) * LOW), round(1.6 * LOW), round(1.9 * LOW))
            bow = 0.75 + 0.25 * np.sin(np.linspace(0, np.pi, len(envelope))) ** 2
            note = bowed.note(hz, envelope * bow, LOW, rng) * (hz / 110) ** -0.1
            lay(loop, note * (1 - position, 1 + position), at - 0.6 + rng.uniform(0, 0.15), LOW)
            at += seconds
    moved = stirred(filtered(loop, roll_off(1_800, 3), LOW), (300,), LOW, rng, depth=0.3, turns=8)
    return reverberated(moved, room(3.2, LOW, rng), wet=0.4), LOW


def wave_times(seconds: float, count: int, rng: Random) -> list[float]:
    """Return when each of `count` waves breaks: irregular distances that fill the turn."""
    distances = rng.uniform(0.82, 1.18, count)
    return list(np.cumsum(distances) * seconds / distances.sum())


def breakers(times: Sequence[float], loop: LoopSound, rng: Random, *, rise: float, fall: float, lag: float) -> Curve:
    """Return the level of one band of the sea: it climbs to each wave's height over `rise`, then ebbs over `fall`."""
    level = np.zeros((len(loop), 2))
    for number, time in enumerate(times):
        height = 0.85 + 0.08 * np.sin(2.4 * number)
        climb = np.sin(np.linspace(0, np.pi / 2, round(rise * WIDE), endpoint=False)) ** 3
        ebb = np.exp(-np.linspace(0, 4.5, round(2.2 * fall * WIDE))) * np.linspace(1, 0, round(2.2 * fall * WIDE))
        shape = height * np.concatenate([climb, ebb])
        side = rng.uniform(-0.35, 0.35)
        lay(level, np.stack([shape * (1 - side), shape * (1 + side)], axis=1), time - rise + lag, WIDE)
    return level


SEA = (  # band in Hz, weight, calm level between waves, rise, fall, lag in seconds, width
    (roll_off(160), 0.26, 0.5, 4.0, 5.0, -0.3, 0.35),
    (band(160, 420), 0.55, 0.36, 3.6, 4.6, 0.0, 0.5),
    (band(420, 1_100), 0.42, 0.28, 3.0, 4.2, 0.3, 0.6),
    (band(1_100, 2_600), 0.15, 0.20, 2.4, 4.2, 0.7, 0.7),
    (band(2_600, 6_000), 0.07, 0.12, 2.0, 4.6, 1.1, 0.8),
)


def sea_waves(rng: Random) -> tuple[LoopSound, int]:
    """Seven waves: the deep bands swell first, the foam comes last, stays longest and bubbles."""
    loop = silence(70, WIDE)
    times = wave_times(70, 7, rng)
    for response, weight, calm, rise, fall, lag, width in SEA:
        hiss = noise(len(loop), _surf(response), WIDE, rng, width=width)
        bubbling = 1 + 0.25 * noise(len(loop), roll_off(6), WIDE, rng, width=0.7) * (lag > 0.5)
        drift = 1 + 0.25 * wander(len(loop), rng, turns=12)
        level = calm + (1 - calm) * breakers(times, loop, rng, rise=rise, fall=fall, lag=lag)
        loop += weight * hiss * level * np.clip(bubbling, 0.2, 2) * drift[:, None]
    return loop, WIDE


def _surf(response: Response) -> Response:
    ends = band(80, 6_500, 3)
    return lambda hz: response(hz) * ends(hz) * (np.maximum(hz, 30) / 300) ** -0.5


PULSE = (  # the chord under each eight seconds, and the notes over it, one to a beat
    ("G2 D3 F#3 B3", "B3 D4 G4 D4 A4 D4 B3 D4"),
    ("E2 B2 G3 B3", "B3 E4 G4 E4 F#4 E4 B3 D4"),
    ("C3 G3 B3 E4", "C4 E4 G4 E4 B4 E4 G4 D4"),
    ("D3 A3 B3 E4", "A3 D4 E4 D4 A4 E4 D4 B3"),
    ("B2 F#3 A3 D4", "B3 D4 F#4 D4 A4 F#4 D4 A3"),
    ("E2 B2 G3 D4", "G3 B3 E4 B3 G4 E4 D4 B3"),
    ("A2 E3 G3 C4", "A3 C4 E4 C4 B4 G4 E4 C4"),
    ("D3 A3 C4 G4", "A3 D4 G4 D4 A4 G4 E4 D4"),
)
MALLET = ((1.0, 1.0, 2.6), (2.0, 0.16, 1.6), (3.98, 0.12, 0.5), (0.5, 0.18, 2.0))


def soft_pulse(rng: Random) -> tuple[LoopSound, int]:
    """G major at 60 beats a minute: a mallet on every beat, firmer on the first of four, and its faint echo."""
    loop, notes = silence(64, LOW), silence(64, LOW)
    pad = Ensemble(timbre=Timbre(slope=1.45, cutoff_hz=700), players=5)
    chords(loop, [chord for chord, _ in PULSE], pad, rng, rate=LOW, attack=2.5, release=2.5, tilt=0.3)
    for bar, (chord, tune) in enumerate(PULSE):
        for beat, name in enumerate(tune.split()):
            note = struck(pitch_hz(name), MALLET, 3.5, LOW, attack=0.018)
            loud, side = (1.0, 0.75, 0.9, 0.75)[beat % 4] * rng.uniform(0.92, 1.0), 0.45 * (-1) ** beat
            lay(notes, loud * panned(note, side), bar * 8 + beat, LOW)
            lay(notes, 0.22 * loud * panned(note, -side), bar * 8 + beat + 1.5, LOW)
        for beat in (0, 4):
            deep = struck(pitch_hz(chord.split()[0]), ((1, 1, 4.5), (2, 0.5, 3), (3, 0.12, 2)), 5, LOW, attack=0.04)
            lay(notes, 0.8 * panned(deep, 0.0), bar * 8 + beat, LOW)
    hall = room(2.8, LOW, rng)
    moved = stirred(loop, (280, 560), LOW, rng, depth=0.45, turns=8)
    return reverberated(moved, hall, wet=0.4) * 0.42 + reverberated(notes, hall, wet=0.3), LOW


DRONE = (  # multiple of the root, weight
    (1, 0.5), (1.5, 0.5), (2, 0.6), (3, 0.5), (4, 0.36), (5, 0.12), (6, 0.2), (8, 0.12), (9, 0.05), (10, 0.04),
)  # fmt: skip


def low_drone(rng: Random) -> tuple[LoopSound, int]:
    """D and A: paired partials that beat over many seconds, and four strings plucked round and round."""
    loop, root = silence(64, LOW), pitch_hz("D2")
    multiples, weights = np.array(DRONE).T
    exact = np.rint(root * 64 * multiples).astype(int)
    for ear in (-1, 1):
        apart = ear * rng.integers(3, 9, len(exact))  # turns in 64 s: one beat in 8 to 20 s
        for turns, share in ((exact, 1.0), (exact + apart, 0.5)):
            loop += panned(steady(len(loop), turns, share * weights, rng), 0.4 * ear)
    strings = silence(64, LOW)
    for place, (name, side) in enumerate((("A2", -0.5), ("D3", 0.2), ("D3", 0.45), ("D2", -0.1))):
        string = panned(jvari(pitch_hz(name), 7.0, LOW, rng), side)
        for second in range(2 * place, 64, 8):
            lay(strings, string * rng.uniform(0.85, 1), second + rng.uniform(0, 0.06), LOW)
    moved = stirred(loop, (200, 450), LOW, rng, depth=0.5, turns=7)
    both = 0.45 * moved + 0.6 * filtered(strings, roll_off(1_800), LOW)
    return reverberated(both, room(3.5, LOW, rng), wet=0.35), LOW


BELLS = ("E4", "A4", "B4", "C#5", "E5", "F#4", "A3", "E4", "B3", "C#5", "A4", "F#4", "E5")
BELL = ((1.0, 1.0, 6.0), (2.0, 0.22, 3.5), (3.01, 0.06, 1.8), (0.5, 0.25, 5.0))


def forest_air(rng: Random) -> tuple[LoopSound, int]:
    """Wind in leaves, an open fifth far away, and thirteen bells of A major without its fourth and seventh."""
    loop, bells, far = silence(72, WIDE), silence(72, WIDE), silence(72, WIDE)
    for low, high, weight in ((120, 350, 0.6), (350, 900, 0.36), (900, 2_200, 0.10), (2_200, 5_500, 0.045)):
        for side in (-0.6, 0.6):
            gusts = 1 + 0.65 * wander(len(loop), rng, turns=14)
            leaves = noise(len(loop), band(low, high), WIDE, rng, width=1.0).mean(axis=1)
            loop += weight * panned(leaves * gusts, side + 0.25 * wander(len(loop), rng, turns=6))
    for time, name in zip(wave_times(72, len(BELLS), rng), BELLS, strict=True):
        bell = struck(pitch_hz(name), BELL, 7, WIDE, attack=0.035) * rng.uniform(0.6, 1)
        lay(bells, panned(bell, rng.uniform(-0.6, 0.6)), time, WIDE)
    pad = Ensemble(timbre=Timbre(slope=1.8, cutoff_hz=500), players=5)
    chords(far, ("A2 E3 B3", "A2 E3 C#4", "F#2 E3 A3", "A2 E3 B3"), pad, rng, rate=WIDE, attack=6, release=6, tilt=0.4)
    bells += 0.25 * far
    return 0.4 * loop + reverberated(bells, room(4.5, WIDE, rng), wet=0.5), WIDE


PIECES: dict[str, Callable[[Random], tuple[LoopSound, int]]] = {
    "still-water": still_water,
    "evening-strings": evening_strings,
    "sea-waves": sea_waves,
    "soft-pulse": soft_pulse,
    "low-drone": low_drone,
    "forest-air": forest_air,
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


def compose(name: str, seed: int) -> LoopSound:
    """Return one turn of a bed at 48 kHz and at `LEVEL_LUFS`; the same seed gives the same sound."""
    loop, rate = PIECES[name](np.random.default_rng(seed))
    finished = resampled(filtered(loop, band(45, 6_500, 4), rate), SAMPLE_RATE // rate)
    return finished * db_to_gain(LEVEL_LUFS - loudness(finished))


def loudness(loop: LoopSound) -> float:
    """Return the integrated loudness of a loop that goes round for ever, in LUFS."""
    start, block = len(loop) // 2, SAMPLE_RATE
    around = np.concatenate([loop[-block:], loop, loop[:start]]).astype(np.float32)
    weighted = k_weighted(around)[block : block + len(loop) + block // 2]
    return integrated_loudness(blocks_of(hop_energies(weighted)))


def write_audio(loop: LoopSound, path: Path) -> None:
    """Write `loop` and its rolls as Ogg Opus or FLAC, by the suffix, whole or not at all.

    FLAC suits the tonal pieces: at half the sample rate it holds all they have, without loss, at the size of a
    good Opus file. Noise doesn't pack, and hides what Opus leaves out. Opus keeps a constant bit rate: then the
    encoder comes round, with the loop, to the same state, and the decoded sound is the same on both sides of
    the join to the last bit. Neither file holds a date, a version or a serial number of chance.
    """
    chosen = FORMATS[path.suffix]
    rate = chosen.sample_rate
    turn = loop if rate == SAMPLE_RATE else at_half_rate(loop)
    roll = ROLL_MS * rate // 1000
    encode(np.concatenate([turn[-roll:], turn, turn[:roll]]), path, rate)


def encode(samples: NDArray[np.float64], path: Path, rate: int) -> None:
    """Write `samples`, of one channel or two, as the format that the suffix of `path` names."""
    chosen, layout = FORMATS[path.suffix], ("mono", "stereo")[samples.shape[1] - 1]
    with (
        whole_file(path) as file,
        av.open(file, "w", format=chosen.container, container_options=chosen.container_options) as output,
    ):
        stream = output.add_stream(chosen.codec, rate=rate, layout=layout, options=chosen.codec_options)
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = BIT_RATE
        whole = np.rint(samples * 32_768).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout=layout)
        frame.rate, frame.pts = rate, 0
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            output.mux(packet)


def with_level(beds: str, name: str, level_lufs: float) -> str:
    """Return the text of beds.toml with the level of one bed replaced, and nothing else touched."""
    table = re.compile(rf"(^\[{re.escape(name)}\]$(?:\n(?!\[).*)*?\nlevel_lufs = )[^\n]*", re.MULTILINE)
    return table.sub(rf"\g<1>{level_lufs:.2f}", beds)


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
    """Write the beds called `names` to `folder`, and a beds.toml with their levels."""
    beds = (HERE / "beds.toml").read_text(encoding="utf-8")
    for name in names:
        bed = tomllib.loads(beds)[name]
        loop = compose(name, bed["seed"])
        write_audio(loop, folder / bed["file"])
        beds = with_level(beds, name, loudness(loop))
        sys.stdout.write(f"{folder / bed['file']}: {len(loop) / SAMPLE_RATE:.0f} s\n")
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
