"""True peaks against sines whose peak is known, and against FFmpeg's meter."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pytest
from support.ffmpeg_meter import ffmpeg_meter
from support.signals import faded, joined, noise, silence, sine, speech_like

from audiosession.sound.peaks import peaks_above, true_peak
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


@pytest.mark.parametrize("n_frames", [1, 47, 48 * 15 + 1, 48 * 16 - 1, 48 * 16, 48 * 31 + 30])
def test_a_sound_that_ends_within_a_millisecond_has_its_peak(n_frames: int) -> None:
    sound = 0.01 * noise(1)[:n_frames]
    sound[-1] = 0.5

    assert true_peak(sound) >= 0.5
    assert peaks_above(sound, 0.4)[0][-1] == (n_frames - 1) // FRAMES_PER_MS
