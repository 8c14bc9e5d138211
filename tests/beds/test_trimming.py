"""A recording becomes a sound: its onset is its first frame, and how loud it is is known."""

from __future__ import annotations

import numpy as np
import pytest
from support.signals import faded, frames, joined, noise, silence, sine

from audiosession.beds.trimming import LOUDEST_LUFS, PEAK_DB, prepared
from audiosession.sound.loudness import k_weighted, loudest
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, gain_to_db

pytestmark = pytest.mark.slow


def struck(seconds: float = 3.0, *, level_db: float = -12.0, hz: float = 660.0) -> Samples:
    """Return what is struck: at its loudest after 2 ms, and 30 dB softer a second later."""
    sound = sine(seconds, hz=hz, level_db=level_db, channels=1)
    time = np.arange(len(sound)) / 48_000
    shape = np.minimum(time / 0.002, 1) * 10 ** (-1.5 * time)
    return (sound * shape[:, None]).astype(np.float32)


def heard(sound: Samples | None) -> Samples:
    assert sound is not None
    return sound


@pytest.mark.parametrize("before_s", [0.0, 0.0123, 0.8, 5.0])
@pytest.mark.parametrize("hiss_db", [None, -75.0])
def test_silence_before_the_onset_is_cut_to_the_millisecond(before_s: float, hiss_db: float | None) -> None:
    recording = joined(silence(before_s, channels=1), struck())
    if hiss_db is not None:
        recording = recording + noise(len(recording) / 48_000, level_db=hiss_db, channels=1)
    sound = heard(prepared(recording))

    alike = [np.dot(sound[at : at + 24_000, 0], struck()[:24_000, 0]) for at in range(FRAMES_PER_MS)]
    assert len(alike) == 48
    assert np.argmax(alike) <= FRAMES_PER_MS  # what was struck begins within the first millisecond
    level = np.abs(sound[:, 0])
    assert np.flatnonzero(level > 0.05 * level.max())[0] <= FRAMES_PER_MS


@pytest.mark.parametrize("level_db", [-40.0, -12.0, 0.0])
def test_the_loudest_400_ms_of_a_sound_are_as_loud_as_speech(level_db: float) -> None:
    sound = heard(prepared(struck(level_db=level_db)))

    assert loudest(k_weighted(sound)) == pytest.approx(LOUDEST_LUFS, abs=0.02)
    assert len(sound) % FRAMES_PER_MS == 0


def test_a_sharp_sound_stays_softer_and_does_not_peak_high() -> None:
    click = joined(faded(sine(0.004, hz=3_000, channels=1), seconds=0.001), silence(1.0, channels=1))
    sound = heard(prepared(click))

    assert gain_to_db(true_peak(sound)) == pytest.approx(PEAK_DB, abs=0.1)
    assert loudest(k_weighted(sound)) < LOUDEST_LUFS - 3
    assert len(sound) < frames(0.01)


def test_a_sound_starts_and_ends_without_a_step() -> None:
    sound = heard(prepared(sine(0.5, hz=200, phase=1.5, channels=1)))  # cut out of something, in the midst of a wave

    assert abs(float(sound[0, 0])) < 0.02
    assert abs(float(sound[-1, 0])) < 0.02
    steps = np.abs(np.diff(sound[:, 0]))
    assert steps.max() < 0.1 * np.abs(sound).max()
    assert len(sound) == frames(0.5)


def test_the_silence_behind_a_sound_is_cut() -> None:
    assert len(heard(prepared(joined(struck(1.0), silence(20.0, channels=1))))) <= frames(1.0) + FRAMES_PER_MS


@pytest.mark.parametrize(
    "nothing", [silence(2.0, channels=1), silence(0.0, channels=1), noise(1, level_db=-90, channels=1)]
)
def test_of_silence_there_is_no_sound(nothing: Samples) -> None:
    assert prepared(nothing) is None


def test_loudness_by_400_ms_is_that_of_the_standard_for_a_steady_tone() -> None:
    # BS.1770-4: a sine of 997 Hz at 0 dBFS in one channel reads −3.01 LKFS; a line is heard from two.
    tone = sine(2.0, hz=997, level_db=-20, channels=1)

    assert loudest(k_weighted(tone)) == pytest.approx(-20.0, abs=0.02)
    assert loudest(k_weighted(tone[: frames(0.2)])) == pytest.approx(-23.0, abs=0.1)  # half of the 400 ms is silent
    assert loudest(k_weighted(silence(1.0, channels=1))) == -np.inf
