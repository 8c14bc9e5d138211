"""True peaks against sines whose peak is known, and against FFmpeg's meter."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pytest
from support.ffmpeg_meter import ffmpeg_meter
from support.signals import faded, joined, noise, silence, sine, speech_like

from audiosession.sound.peaks import REACH, _between, _bound, peaks_above, true_peak
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, gain_to_db


@pytest.mark.parametrize("hz", [997.0, 6_000.0, 12_000.0, 15_000.0])
def test_a_peak_between_two_frames_is_seen(hz: float) -> None:
    """At 12 kHz and 45° every frame of a full-scale sine stands at −3 dB. EBU Tech 3341 allows +0.2 −0.4 dB."""
    tone = faded(sine(0.5, hz=hz, level_db=-6.0, phase=math.pi / 4))

    assert gain_to_db(true_peak(tone)) == pytest.approx(-6.0, abs=0.2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_peak_is_that_of_ffmpeg(seed: int) -> None:
    signal = joined(speech_like(3, seed=seed), noise(1, level_db=-16, seed=seed), silence(0.1))

    assert gain_to_db(true_peak(signal)) == pytest.approx(ffmpeg_meter(signal).true_peak_db, abs=0.2)


@pytest.mark.parametrize(
    "signal",
    [speech_like(3, level_db=-14), noise(2, level_db=-9), faded(sine(2, hz=11_900, level_db=-3, phase=0.8))],
    ids=["speech", "noise", "a tone whose peaks lie between frames"],
)
def test_the_peaks_above_a_level_are_those_of_all_that_are_above_it(signal: Samples) -> None:
    steps, peaks = peaks_above(signal, 0.0)
    assert len(steps) > 1_000

    for level in (0.1, 0.3, 0.9):
        told_steps, told = peaks_above(signal, level)
        np.testing.assert_array_equal(told_steps, steps[peaks > level])
        np.testing.assert_array_equal(told, peaks[peaks > level])
    assert true_peak(signal) == peaks.max()


def test_a_peak_between_two_milliseconds_is_seen_from_both_sides_of_a_stretch() -> None:
    # Stretches that are looked over in one go begin at multiples of 16 ms: the crest lies between two of them.
    crest = 32 * FRAMES_PER_MS - 0.5
    at = (np.arange(64 * FRAMES_PER_MS) - crest) / 4
    pulse = (np.sinc(at) * 0.5)[:, None].astype(np.float32)

    steps, peaks = peaks_above(pulse, 0.49)

    assert steps.tolist() == [31]
    assert peaks.max() == pytest.approx(0.5, abs=0.002)


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_millisecond_has_the_same_peak_in_any_window(order: Literal["C", "F"]) -> None:
    signal = noise(0.5, level_db=-9)
    steps, peaks = peaks_above(signal, 0.3)

    for first in (1, 7, 100, 301):
        window = np.array(signal[first * FRAMES_PER_MS :], order=order)
        here, told = peaks_above(window, 0.3)
        np.testing.assert_array_equal(here[here > 1] + first, steps[steps > first + 1])
        np.testing.assert_array_equal(told[here > 1], peaks[steps > first + 1])


def test_a_window_cut_out_of_a_tone_reads_no_overshoot_of_the_cut() -> None:
    cut_at_its_crest = sine(0.1, hz=100, phase=math.pi / 2, level_db=-6)

    assert gain_to_db(true_peak(cut_at_its_crest)) == pytest.approx(-6.0, abs=0.01)


def test_silence_and_nothing_have_no_peak() -> None:
    assert true_peak(silence(0.01)) == true_peak(silence(0)) == 0.0


@pytest.mark.parametrize("channel", [0, 1])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_frame_that_stands_alone_is_the_peak_of_its_own_millisecond(channel: int, sign: int) -> None:
    # 40 milliseconds are two stretches that are looked over in one go, and eight beyond them.
    for at in [*range(17 * FRAMES_PER_MS, 18 * FRAMES_PER_MS), 37 * FRAMES_PER_MS + 3]:
        sound = silence(0.04)
        sound[at, channel] = sign * 0.8
        steps, peaks = peaks_above(sound, 0.79)
        assert steps.tolist() == [at // FRAMES_PER_MS]
        assert peaks.tolist() == [np.float32(0.8)]
        assert true_peak(sound) == np.float32(0.8)


@pytest.mark.parametrize("width", [1.2, 2.0])
@pytest.mark.parametrize("millisecond", [16, 31, 39])
def test_a_crest_next_to_a_millisecond_is_told_at_every_level(millisecond: int, width: float) -> None:
    for tenth in range(-12, 13, 3):
        at = np.arange(40 * FRAMES_PER_MS + 7) - (millisecond * FRAMES_PER_MS + tenth / 10)
        pulse = (np.sinc(at / width) * np.exp(-((at / 12) ** 2)))[:, None].astype(np.float32)
        steps, peaks = peaks_above(pulse, 0.0)
        for level in (0.5, 0.8, 0.9, 0.95, 0.99):
            told_steps, told = peaks_above(pulse, level)
            np.testing.assert_array_equal(told_steps, steps[peaks > level])
            np.testing.assert_array_equal(told, peaks[peaks > level])


def test_the_peak_of_each_millisecond_is_that_of_the_wave_between_its_frames() -> None:
    """A sum of sines that go round in the sound is known between its frames: by its spectrum with zeros behind it."""
    n, hz = 100 * FRAMES_PER_MS, 15_000
    random = np.random.default_rng(7)
    spectrum = np.zeros(n // 2 + 1, complex)
    spectrum[1 : hz * n // 48_000] = random.standard_normal(hz * n // 48_000 - 1) * np.exp(
        2j * np.pi * random.random(hz * n // 48_000 - 1)
    )
    wave = np.fft.irfft(spectrum, n)
    fine = np.fft.irfft(np.concatenate([spectrum, np.zeros(3 * n // 2)]), 4 * n) * 4
    scale = np.abs(fine).max()
    true = np.abs(fine / scale).reshape(100, -1).max(axis=1)

    _, peaks = peaks_above((wave / scale)[:, None].astype(np.float32), 0.0)

    # The interpolator is within 0.1 dB, 1.2 %, of each sine up to 18 kHz; beyond the ends the sound goes on otherwise.
    assert peaks[1:-1] == pytest.approx(true[1:-1], abs=0.012)


def test_a_line_that_hardly_bends_is_not_looked_at_closely() -> None:
    """What is looked at closely costs time: a bound that is too high would tell the same, and late."""
    ramp = np.linspace(-0.5, 0.5, FRAMES_PER_MS + 2 * REACH - 1, dtype=np.float32)[None, None]
    random = np.random.default_rng(3).standard_normal((200, 2, FRAMES_PER_MS + 2 * REACH - 1)).astype(np.float32)

    highest = float(ramp[0, 0, REACH - 1 + FRAMES_PER_MS])
    assert 0.95 * highest < float(_between(ramp)[0]) <= float(_bound(ramp)[0]) < 1.05 * highest
    assert (_between(random) <= _bound(random)).all()


@pytest.mark.parametrize("n_frames", [1, 47, 48 * 15 + 1, 48 * 16 - 1, 48 * 16, 48 * 31 + 30])
def test_a_sound_that_ends_within_a_millisecond_has_its_peak(n_frames: int) -> None:
    sound = 0.01 * noise(1)[:n_frames]
    sound[-1] = 0.5

    assert true_peak(sound) >= 0.5
    assert peaks_above(sound, 0.4)[0][-1] == (n_frames - 1) // FRAMES_PER_MS
