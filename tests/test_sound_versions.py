"""How each way of making sound sounds, recorded with the number of that way; see `test_versions.py`.

Lengths are exact. The last bits of floats are not: processors sum in another order, so that a record holds figures and
no bytes. Moving every sample by one or two of its last bits, by chance, before and after each step, moved these levels
by 0.004 dB at the most and no onset, so that 0.05 dB is far beyond what processors do and far below what anybody hears.
What an encoder adds to them moves by more, and is recorded with a tolerance of its own.
"""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.figures import LATE_MS, LU, QUIETEST_CODED_DB, levels, near, write_wav_file
from support.records import Near, Record
from support.signals import frames, sine
from support.still_sounds import Still, bursts, murmur, rustle

from audiosession.beds.bed import Bed
from audiosession.beds.loops import LoopStore
from audiosession.building.window import LEAD, TAIL, make_window, master
from audiosession.codecs.mp3 import decode_window
from audiosession.sound.forecast import foretold_hops
from audiosession.sound.hearing import onset
from audiosession.sound.loudness import blocks_of, hop_energies, integrated_loudness, weighted_hops
from audiosession.sound.mastering import limit
from audiosession.sound.mixing import mixed_samples
from audiosession.sound.peaks import true_peak
from audiosession.sound.recipes import BedPart, Recipe
from audiosession.sound.segments import Samples, to_samples, to_segment
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, gain_to_db
from audiosession.voices.recorded import open_voice
from audiosession.voices.store import TakeStore
from audiosession.voices.take import prepare

pytestmark = pytest.mark.slow


def peak_db(samples: Samples) -> float:
    return gain_to_db(true_peak(samples))


def by_the_ms(samples: Samples, length: int = 24) -> tuple[Near, Near]:
    """Return the levels of the first and of the last milliseconds, where fades are."""
    hops = hop_energies(samples, Ms(1))
    return levels(hops[:length]), levels(hops[-length:])


def take_figures(sound: Any, folder: Path) -> dict[str, Any]:
    """Return how a voice's `sound` comes out as a take."""
    take = prepare(sound, text="a line")
    samples = to_samples(take)
    begins, ends = by_the_ms(samples)
    store = TakeStore(folder)
    energies = store.energies(store.keep(take, text="a line", spoken="a line", address="somebody"))
    hops = energies[: len(energies) // 100 * 100].reshape(-1, 100).mean(axis=1)
    return {
        "length": len(take),
        "begins": begins,
        "ends": ends,
        "peak": near(peak_db(samples)),
        "energies": levels(hops),
    }


def swelling(*, sample_rate: int) -> Samples:
    """Return a voice that comes in over 80 ms out of a silence, and goes over 0.3 s; it hisses a little."""
    time = np.arange(round(1.3 * sample_rate)) / sample_rate
    voice = murmur(1.3, sample_rate=sample_rate) + 0.02 * np.sin(2 * np.pi * 10_200 * time)[:, None]
    gain = 10 ** (-3 * np.clip(1 - time / 0.08, 0, None) - 3 * np.clip((time - 1.0) / 0.3, 0, None))
    rest = np.zeros((sample_rate // 10, 1), np.float32)
    return np.concatenate([rest, (voice * gain[:, None]).astype(np.float32), rest])


def test_takes_are_as_recorded(tmp_path: Path, update_golden: bool) -> None:
    sounds = {
        "low": (swelling(sample_rate=22_050), 22_050),
        "noisy": (0.5 * swelling(sample_rate=SAMPLE_RATE) + rustle(1.5, level_db=-58)[:, :1], SAMPLE_RATE),
        "peaky": (bursts(1.2, level_db=-40, loud_db=-3, lasts_s=0.005), SAMPLE_RATE),
    }
    found = {
        f"{name}: {part}": figure
        for name, (samples, rate) in sounds.items()
        for part, figure in take_figures(to_segment(samples, rate), tmp_path / name).items()
    }

    record = Record(name="takes", wrong="the same sound of a voice now makes another take", ways=("take",))
    record.hold(found, update=update_golden)


def test_a_recording_of_the_instructor_is_as_recorded(tmp_path: Path, update_golden: bool) -> None:
    rumble = sine(1.5, hz=30, level_db=-20, channels=1) + np.float32(0.02)
    write_wav_file(tmp_path / "one.wav", 0.7 * swelling(sample_rate=SAMPLE_RATE) + rumble)
    with (tmp_path / "recording-list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("number", "file", "text"), (1, "one", "a line")])

    found = take_figures(open_voice(str(tmp_path), {}).speak("a line"), tmp_path / "takes")

    record = Record(name="recordings", wrong="the same recording now makes another take", ways=("take",))
    record.hold(found, update=update_golden)


@pytest.mark.parametrize(
    ("name", "bed"),
    [
        ("loop-points", Bed(file="bed.wav", loop_start_ms=500, loop_end_ms=2_700)),
        ("no-loop-points", Bed(file="bed.wav")),
        ("parts", Bed(file="bed.wav", parts_ms=(200, 1_600, 2_800, 4_000), overlap_ms=150)),
    ],
)
def test_loops_are_as_recorded(name: str, bed: Bed, tmp_path: Path, update_golden: bool) -> None:
    seconds = 4.0 if bed.parts else 3.0
    swell = (0.3 + 0.7 * np.linspace(0, 1, frames(seconds)) ** 2)[:, None].astype(np.float32)
    write_wav_file(tmp_path / bed.file, rustle(seconds) * swell)
    store = LoopStore(tmp_path / "beds")
    loop = store.open(tmp_path / bed.file, bed)
    sound = store.read(loop.digest, -100 * FRAMES_PER_MS, loop.n_frames)
    energies = store.energies(loop.digest, 0, Ms(2_000)).reshape(-1, 100).mean(axis=1)
    found = {
        "frames": loop.n_frames,
        "loudness": near(loop.lufs),
        "over the seam": levels(hop_energies(sound[: frames(0.9)], Ms(20))),
        "energies": levels(energies),
    }

    record = Record(name=f"loops-{name}", wrong="the same recording now makes another loop", ways=("loop",))
    record.hold(found, update=update_golden)


def recipe(**parts: Any) -> Recipe:
    """Return a recipe of 4.8 s with as much around it as the encoder wants to hear."""
    nothing: dict[str, Any] = {"takes": (), "tones": (), "beds": (), "duck": ()}
    return Recipe(length=Ms(4_800), lead=LEAD, tail=TAIL, **{**nothing, **parts})


LINES = ((Ms(-200), "line-400"), (Ms(300), "line-900"), (Ms(3_000), "line-1500"))
FROM, TO = Ms(-LEAD), Ms(4_800 + TAIL)
BEDS = (
    BedPart(bed="one", anchor=Ms(-900), start=FROM, end=Ms(2_600), fade_in=Ms(0), fade_out=Ms(1_500), gain_db=-3.0),
    BedPart(bed="two", anchor=Ms(1_100), start=Ms(1_100), end=TO, fade_in=Ms(1_500), fade_out=Ms(0), gain_db=1.25),
)
DUCK = tuple((Ms(at + LEAD), level) for at, level in ((1_200, -12.0), (2_100, 0.0), (2_700, 0.0), (3_000, -12.0)))
TONES = ((Ms(100), Ms(1_400), "rise"), (Ms(1_600), Ms(1_900), "fall"), (Ms(3_600), Ms(60), "tick"))
RECIPES = {
    "a-voice-over-beds": recipe(takes=LINES, beds=BEDS, duck=DUCK),
    "guide-tones": recipe(tones=TONES),
}


@pytest.mark.parametrize("name", RECIPES)
def test_mixes_are_as_recorded(name: str, update_golden: bool) -> None:
    mixed = mixed_samples(RECIPES[name], Still())
    hops = weighted_hops(mixed)
    lines = [(at, to_samples(Still().take(digest))) for at, digest in RECIPES[name].takes]
    late = [onset(mixed, take, (at + LEAD) * FRAMES_PER_MS) for at, take in lines]
    found = {
        "frames": len(mixed),
        "loudness": near(integrated_loudness(blocks_of(hops)), within=LU),
        "each 100 ms": levels(hops),
        "each 20 ms of the first 2 s": levels(hop_energies(mixed[: frames(2)], Ms(20))),
        "onsets": Near(values=tuple(each for each in late if each is not None), within=LATE_MS),
        "foretold": levels(foretold_hops(RECIPES[name], Still())),
    }

    record = Record(name=f"mix-{name}", wrong="the same recipe now sounds otherwise", ways=("mix",))
    record.hold(found, update=update_golden)


def test_the_limiter_is_as_recorded(update_golden: bool) -> None:
    mixed = bursts(0.5, level_db=-12, loud_db=6)
    limited = mixed.copy()
    limit(limited)
    found = {
        "peak": near(peak_db(limited)),
        "turned down by": levels(hop_energies(limited, Ms(4)) / hop_energies(mixed, Ms(4))),
    }

    record = Record(name="limiter", wrong="the same mix is now mastered otherwise", ways=("master",))
    record.hold(found, update=update_golden)


EVEN = recipe(
    takes=LINES,
    beds=(BedPart(bed="one", anchor=Ms(0), start=FROM, end=TO, fade_in=Ms(0), fade_out=Ms(0), gain_db=-24.0),),
)
"""What is mixed by adding alone, so that what these windows show is how they were mastered and encoded."""
WINDOWS = {
    "a-middle-one": EVEN,
    "the-first": replace(EVEN, lead=Ms(0), takes=LINES[1:]),
    "the-last": replace(EVEN, tail=Ms(0), length=Ms(4_790)),
}


def noise(window: Recipe, made: bytes, sources: Still) -> Near:
    """Return how loud is what the encoder adds to a window or takes from it: in the middle, and at the sides."""
    wanted = master(window, 1.5, sources)[window.lead * FRAMES_PER_MS :]
    decoded = decode_window(made, pre_roll=0)[frames(0.1) : frames(3.6)]  # at first it lacks what lies before
    error = decoded - wanted[frames(0.1) : frames(3.6)]
    middle, sides = error[:, 0] + error[:, 1], error[:, 0] - error[:, 1]
    # Where the last bits of the sound move, it moves by 0.2 dB; with another quality or joint stereo by 3 or more.
    return Near(values=tuple(10 * math.log10(np.mean(each**2)) for each in (middle, sides)), within=1.0)


@pytest.mark.usefixtures("lame")
@pytest.mark.parametrize("name", WINDOWS)
def test_windows_of_mp3_are_as_recorded(name: str, update_golden: bool) -> None:
    window, sources = WINDOWS[name], Still(level_db=-9.0)
    made, heard = make_window(window, 1.5, sources)
    found = {
        "bytes": len(made),
        "frames": heard.n_frames,
        "each 100 ms": levels(np.array(heard.hops), QUIETEST_CODED_DB),
        "peak": near(gain_to_db(heard.peak)),
        "onsets": Near(values=heard.onsets, within=LATE_MS),
        "noise": noise(window, made, sources),
        "quiet": sum(heard.quiet),
    }

    record = Record(name=f"mp3-{name}", wrong="the same mix now makes other MP3 frames", ways=("master",))
    record.hold(found, update=update_golden)


@pytest.mark.usefixtures("lame")
def test_a_window_that_peaks_too_high_once_decoded_is_turned_down_as_recorded(update_golden: bool) -> None:
    made, heard = make_window(EVEN, 1.5, Still(level_db=-2.0))
    found = {
        "bytes": len(made),
        "loudness": near(integrated_loudness(blocks_of(np.array(heard.hops)))),
        # What is turned down depends on what the encoder happened to add: 0.03 dB with the last bits.
        "peak": near(gain_to_db(heard.peak), within=0.1),
    }

    record = Record(name="mp3-turned-down", wrong="the same mix now makes other MP3 frames", ways=("master",))
    record.hold(found, update=update_golden)
