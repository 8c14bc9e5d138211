"""The limiter's laws, and dither's."""

from __future__ import annotations

import numpy as np
import pytest
from support.signals import clicks, frames, joined, limited, noise, silence, sine, speech_like

from audiosession.sound.mastering import CEILING_DB, LIMITER_SUPPORT_MS, RELEASE_MS, dither
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, MP3_FRAME, Ms, db_to_gain, gain_to_db, to_frames

HOT = {
    "speech": speech_like(2, level_db=-10),
    "noise": noise(1, level_db=-6),
    "a tone": sine(0.5, hz=60, level_db=6),
    "a high tone": sine(0.5, hz=11_000, level_db=3, phase=0.3),
    "clicks": clicks(0.5, [4_000, 12_000, 23_999], level_db=9),
    "a peak at either end": joined(sine(0.01, level_db=6), silence(0.1), sine(0.01, level_db=6)),
}


@pytest.mark.parametrize("ceiling_db", [CEILING_DB, -3.0])
@pytest.mark.parametrize("signal", HOT.values(), ids=HOT.keys())
def test_no_true_peak_passes_the_ceiling(signal: Samples, ceiling_db: float) -> None:
    held = limited(signal, ceiling_db=ceiling_db)

    # The gain moves between a frame and the next, by less than 0.01 dB however steep the attack.
    assert gain_to_db(true_peak(held)) <= ceiling_db + 0.01
    assert held.shape == signal.shape


def test_what_stays_below_the_ceiling_passes_untouched() -> None:
    quiet = speech_like(2, level_db=-24)

    np.testing.assert_array_equal(limited(quiet), quiet)


def test_what_is_far_from_a_peak_passes_to_the_bit() -> None:
    signal = joined(noise(1, level_db=-20), sine(0.1, level_db=2), noise(1, level_db=-20, seed=2))

    changed = np.flatnonzero((limited(signal) != signal).any(axis=1))

    reach = to_frames(LIMITER_SUPPORT_MS)
    # It falls over 5 ms, and works by whole ones.
    assert changed[0] > frames(1) - 7 * FRAMES_PER_MS
    assert changed[-1] < frames(1.1) + reach


@pytest.mark.parametrize("signal", [speech_like(3, level_db=-10), noise(3, level_db=-8)], ids=["speech", "noise"])
@pytest.mark.parametrize("start", [MP3_FRAME, 17 * MP3_FRAME, 40 * MP3_FRAME, 777 * FRAMES_PER_MS])
def test_a_window_with_its_context_is_limited_as_in_the_whole(signal: Samples, start: int) -> None:
    whole = limited(signal)
    context = to_frames(LIMITER_SUPPORT_MS)
    stop = start + 30 * MP3_FRAME

    first = max(0, start - context)
    window = limited(signal[first : stop + context])[start - first : stop - first]

    np.testing.assert_array_equal(window, whole[start:stop])


def test_the_gain_is_held_no_longer_than_its_smoothing_looks_back_and_is_half_way_up_after_half_the_release() -> None:
    peak_at, over_db = Ms(100), 12.0
    sound = np.full((to_frames(Ms(300)), 1), 0.01, np.float32)
    sound[to_frames(peak_at) + FRAMES_PER_MS // 2] = db_to_gain(CEILING_DB + over_db)

    gain_db = 20 * np.log10(limited(sound) / sound)[:, 0]

    # What smooths a millisecond's gain hears of three before it; then it rises as the square of a cosine.
    half_way = to_frames(Ms(peak_at + 3 + RELEASE_MS // 2))
    assert gain_db[half_way] == pytest.approx(-over_db / 2, abs=0.05)  # a millisecond is 0.16 dB there


def test_the_gain_is_the_same_on_all_channels_and_never_steps() -> None:
    """A constant shows the gain itself: its steepest place is the attack's, and there it moves like a spline."""
    carrier = np.full((frames(0.6), 2), 0.1, np.float32)
    carrier[frames(0.3)] = [2.0, 0.1]

    gain = limited(carrier) / carrier

    np.testing.assert_array_equal(gain[:, 0], gain[:, 1])
    depth = 1.0 - gain.min()
    assert gain.min() == pytest.approx(db_to_gain(CEILING_DB) / 2.0, rel=1e-5)
    # A step smoothed by (1, 2, 1) / 4 and a cubic B-spline: its slope is at most 7/16 and its curvature 1/4 of the
    # step, per millisecond.
    assert np.abs(np.diff(gain[:, 0])).max() < depth * 7 / 16 / FRAMES_PER_MS + 1e-6
    assert np.abs(np.diff(gain[:, 0], n=2)).max() < depth / 4 / FRAMES_PER_MS**2 + 1e-6
    # Down before the peak and up again after the release, never the other way round.
    released = gain[frames(0.3) + 5 * FRAMES_PER_MS :, 0]
    assert np.diff(released).min() > -1e-6
    assert released[to_frames(RELEASE_MS)] == 1.0


def test_a_voice_brought_up_six_decibels_keeps_its_waveform() -> None:
    """The gain hardly moves within one period of a voice, so it adds no audible distortion between the syllables."""
    voice = speech_like(2, level_db=-14)  # peaks reach +5 dB

    held = limited(voice)

    loud = np.abs(voice[:, 0]) > 1e-3
    gain = held[loud, 0] / voice[loud, 0]
    within_10_ms = np.abs(np.log(gain[480:] / gain[:-480])) * 20 / np.log(10)
    assert np.median(within_10_ms) < 0.5


def test_dither_turns_the_error_into_noise_that_does_not_follow_the_sound() -> None:
    quiet = sine(1, level_db=-85, channels=1)  # under two steps of 16 bits high

    plain = np.rint(quiet * 32768) - quiet * 32768
    dithered = dither(quiet, 16, seed=1) - quiet * 32768

    def tied(error: np.ndarray) -> float:
        third = sine(1, hz=3000, channels=1)
        return float(abs(np.mean(error * third)))

    assert tied(dithered) < tied(plain) / 5
    # TPDF of two steps, and rounding: 1/4 of a step squared (Lipshitz, Wannamaker, Vanderkooy 1992, eq. 21).
    assert dithered.var() == pytest.approx(0.25, rel=0.05)


def test_dither_is_the_same_for_the_same_seed() -> None:
    sound = noise(0.1)

    np.testing.assert_array_equal(dither(sound, 24, seed=5), dither(sound, 24, seed=5))
    assert (dither(sound, 24, seed=5) != dither(sound, 24, seed=6)).any()


def test_dither_clips_at_full_scale_of_its_bits() -> None:
    loud = sine(0.1, level_db=6)

    assert (dither(loud, 16, seed=1).min(), dither(loud, 16, seed=1).max()) == (-32768, 32767)
    assert dither(loud, 24, seed=1).max() == 2**23 - 1
    with pytest.raises(ValueError, match="not 8"):
        dither(loud, 8, seed=1)


@pytest.mark.parametrize("offset", [0, 1, 23, 46, 47])
@pytest.mark.parametrize("level_db", [0.5, 20.0])
def test_a_peak_at_any_frame_of_a_millisecond_is_down_when_it_comes(offset: int, level_db: float) -> None:
    at = 300 * FRAMES_PER_MS + offset
    held = limited(clicks(0.6, [at], level_db=level_db))

    # The gain is a mean of points that are all low enough: only float32 rounds it, four times.
    assert np.abs(held).max() <= db_to_gain(CEILING_DB) * (1 + 5e-7)
    assert np.abs(held).max() >= db_to_gain(CEILING_DB) * 0.999


@pytest.mark.parametrize("rest", [1, 14, 47])
def test_a_peak_in_a_last_millisecond_that_is_short_is_turned_down_too(rest: int) -> None:
    sound = joined(clicks(0.2, [4_000], level_db=3), clicks(0.2, [], level_db=0), sine(0.001, level_db=6)[:rest])
    sound[-1] = 4.0

    held = limited(sound)

    assert gain_to_db(true_peak(held)) <= CEILING_DB + 0.01
    assert held[-1, 0] > 0.8 * db_to_gain(CEILING_DB)


def test_dither_adds_nothing_to_the_mean_and_never_more_than_a_step_and_a_half() -> None:
    for bits in (16, 24):
        error = dither(silence(2), bits, seed=3).astype(np.float64)
        # 192000 values with a standard deviation of half a step: the mean is within four of its own.
        assert abs(error.mean()) < 4 * 0.5 / np.sqrt(error.size)
        assert set(np.unique(error)) == {-1, 0, 1}
        # Triangular: one in eight is rounded up, and one down.
        assert np.mean(error == 1) == pytest.approx(1 / 8, rel=0.03)
        assert np.mean(error == -1) == pytest.approx(1 / 8, rel=0.03)


def test_dither_is_another_on_each_channel_and_at_each_frame() -> None:
    noises = dither(silence(1), 16, seed=4).astype(np.float64)

    assert abs(np.corrcoef(noises[:, 0], noises[:, 1])[0, 1]) < 4 / np.sqrt(len(noises))
    assert abs(np.corrcoef(noises[1:, 0], noises[:-1, 0])[0, 1]) < 4 / np.sqrt(len(noises))
