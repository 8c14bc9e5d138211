"""Guide tones: exactly as long as their breath, quiet, without a click."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from audiosession.sound.tones import tone
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

SHAPES = ("rise", "fall", "tick")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("length", [60, 500, 3_000, 10_400])
def test_a_tone_is_exactly_as_long_as_asked_and_quiet_beside_speech(shape: str, length: int) -> None:
    sound = tone(shape, Ms(length))

    assert sound.shape == (length * FRAMES_PER_MS, 1)
    assert sound.dtype == np.float32
    # Speech at -16 LUFS peaks near full scale; the loudest tone stays 20 dB below.
    assert np.abs(sound).max() < db_to_gain(-20)
    assert sound.any()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tone_begins_and_ends_in_silence_and_never_steps(shape: str) -> None:
    sound = tone(shape, Ms(4_000 if shape != "tick" else 60))[:, 0]

    assert abs(float(sound[0])) < db_to_gain(-60)
    assert abs(float(sound[-1])) < db_to_gain(-60)
    # A sine of f Hz moves by 2 pi f / 48000 of its height a frame: 2.76 * 1175 Hz is the highest partial there is.
    steepest = 2 * np.pi * 2.76 * 1_175 / 48_000 * np.abs(sound).max()
    assert np.abs(np.diff(sound)).max() < steepest


def test_a_breath_in_rises_and_a_breath_out_falls() -> None:
    rise, fall = tone("rise", Ms(4_000))[:, 0], tone("fall", Ms(4_000))[:, 0]

    half = len(rise) // 2
    assert pitch(rise[:half]) < pitch(rise[half:])
    assert pitch(fall[:half]) > pitch(fall[half:])
    assert np.square(rise[:half]).sum() < np.square(rise[half:]).sum()
    assert np.array_equal(rise[::-1], fall)


def test_no_other_shape_is_known() -> None:
    with pytest.raises(ValueError, match='no tone is shaped "wave"'):
        tone("wave", Ms(100))


def pitch(sound: np.ndarray[tuple[int], np.dtype[np.float32]]) -> int:
    """Return the bin of the loudest partial."""
    return int(np.argmax(np.abs(np.fft.rfft(sound))))


D3_HZ, A3_HZ, D6_HZ = (440.0 * 2 ** (steps / 12) for steps in (-19, -12, 17))


def frequency(sound: np.ndarray[tuple[int], np.dtype[np.float32]], around_hz: float) -> float:
    """Return the frequency of the loudest partial within a fifth of `around_hz`, to 0.4 Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 120_000))
    low, high = int(2.5 * around_hz / 1.5), int(2.5 * around_hz * 1.5)
    return (low + int(np.argmax(spectrum[low:high]))) / 2.5


def rms(sound: np.ndarray[tuple[int], np.dtype[np.float32]], start_s: float, end_s: float) -> float:
    return float(np.sqrt(np.mean(np.square(sound[round(start_s * 48_000) : round(end_s * 48_000)], dtype=np.float64))))


@pytest.mark.parametrize("along", [0.1, 0.5, 0.9])
def test_the_swell_glides_in_equal_ratios_from_d_up_a_fifth_to_a(along: float) -> None:
    sound = tone("rise", Ms(10_000))[:, 0]
    at = round(along * len(sound))
    piece = sound[at - 6_000 : at + 6_000]

    # In a quarter of a second the pitch moves by 1 %, evenly to either side.
    wanted = D3_HZ * (A3_HZ / D3_HZ) ** along
    assert frequency(piece, wanted) == pytest.approx(wanted, rel=0.003)
    # No part below it, and enough above it for a phone: as much as a twentieth of its energy.
    spectrum = np.square(np.abs(np.fft.rfft(piece * np.hanning(len(piece)))))
    of_hz = np.arange(len(spectrum)) * 4
    ground = spectrum[(of_hz > 0.8 * wanted) & (of_hz < 1.2 * wanted)].sum()
    assert spectrum[of_hz < 0.8 * wanted].sum() < 1e-3 * ground
    assert 0.05 * ground < spectrum[of_hz > 1.5 * wanted].sum() < 0.5 * ground
    partials = [spectrum[(of_hz > (n - 0.2) * wanted) & (of_hz < (n + 0.2) * wanted)].sum() for n in (1, 2, 3, 4)]
    assert all(2 * above < below for below, above in pairwise(partials)), "each at most half as strong as the last"
    assert partials[3] > 1e-4 * ground


def test_the_swell_grows_as_a_raised_cosine_to_nine_tenths_and_leaves_in_a_quarter_of_a_second() -> None:
    sound = tone("rise", Ms(10_000))[:, 0]
    full = rms(sound, 9.2, 9.7)

    # The wave has some 40 periods in 0.2 s: their share that is cut off is under 1 % of it.
    for along in (0.25, 0.5, 0.75, 1.0):
        at = along * 0.9 * 10
        assert rms(sound, at - 0.1, at + 0.1) / full == pytest.approx(np.sin(np.pi / 2 * along) ** 2, abs=0.02)
    assert rms(sound, 9.85, 9.9) / full == pytest.approx(0.5, abs=0.05)
    assert rms(sound, 9.76, 9.79) / full == pytest.approx(np.sin(np.pi / 2 * 0.9) ** 2, abs=0.03)
    assert db_to_gain(-32) < np.abs(sound).max() < db_to_gain(-26)


@pytest.mark.parametrize("length", [2, 100, 499])
def test_a_short_swell_rises_and_leaves_within_its_halves(length: int) -> None:
    sound = tone("rise", Ms(length))[:, 0]

    assert abs(float(sound[0])) < 1e-4
    assert abs(float(sound[-1])) < 1e-4


def test_the_tick_is_a_struck_bar_that_dies_away() -> None:
    """A bar that is free at its ends has its second partial at 2.756 times the first (Euler and Bernoulli)."""
    sound = tone("tick", Ms(60))[:, 0]

    assert frequency(sound, D6_HZ) == pytest.approx(D6_HZ, rel=0.003)
    assert frequency(sound, 2.756 * D6_HZ) == pytest.approx(2.756 * D6_HZ, rel=0.01)
    spectrum = np.abs(np.fft.rfft(sound, 480_000))
    partials = [spectrum[round(10 * hz) - 20 : round(10 * hz) + 20].max() for hz in (D6_HZ, 2.76 * D6_HZ)]
    assert partials[1] / partials[0] == pytest.approx(0.25, abs=0.03)
    # Six periods of the ground in 5.1 ms, 2.76 times as many of the other: even at any place.
    six = 6 / D6_HZ
    for start in (0.002, 0.006, 0.012, 0.03):
        fallen = rms(sound, start + 0.010, start + 0.010 + six) / rms(sound, start, start + six)
        assert fallen == pytest.approx(np.exp(-10 / 16), rel=0.03)
    # It is begun over 2 ms in a straight line: the first crest is a tenth of the way there.
    first_crest = round(48_000 / D6_HZ / 4)
    assert np.abs(sound[: 2 * first_crest]).max() < 0.35 * np.abs(sound).max()
    assert db_to_gain(-30) < np.abs(sound).max() < db_to_gain(-26)
    assert rms(sound, 0.058, 0.06) < 0.15 * rms(sound, 0.048, 0.05)
