"""Guide tones: exactly as long as their breath, there at once, softer than speech, without a click."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from audiosession.sound.loudness import blocks_of, hop_energies, integrated_loudness, k_weighted
from audiosession.sound.tones import SOFTER_DB, SPOKEN_OVER_DB, TONE_LUFS, harmonics_hz, softer_db, tone
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain
from audiosession.writing.values import Tones

SHAPES = ("rise", "fall", "tick", "hold")
D4_HZ, A4_HZ, D5_HZ, D6_HZ = (440.0 * 2 ** (steps / 12) for steps in (-7, 0, 5, 17))
Sound = np.ndarray[tuple[int], np.dtype[np.float32]]


def frequency(sound: Sound, around_hz: float) -> float:
    """Return the frequency of the loudest partial within a tone of `around_hz`, to 0.4 Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 120_000))
    low, high = int(2.5 * around_hz / 1.12), int(2.5 * around_hz * 1.12)
    return (low + int(np.argmax(spectrum[low:high]))) / 2.5


def rms(sound: Sound, start_s: float, end_s: float) -> float:
    return float(np.sqrt(np.mean(np.square(sound[round(start_s * 48_000) : round(end_s * 48_000)], dtype=np.float64))))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("length", [2, 60, 100, 499, 3_000, 10_400])
def test_a_tone_is_exactly_as_long_as_asked_and_begins_and_ends_in_silence(shape: str, length: int) -> None:
    sound = tone(shape, Ms(length))

    assert sound.shape == (length * FRAMES_PER_MS, 1)
    assert sound.dtype == np.float32
    # Speech at -16 LUFS peaks near full scale; the loudest tone stays 18 dB below.
    assert 0 < np.abs(sound).max() < db_to_gain(-18)
    assert abs(float(sound[0, 0])) < db_to_gain(-60)
    assert abs(float(sound[-1, 0])) < db_to_gain(-60)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tone_never_steps(shape: str) -> None:
    sound = tone(shape, Ms(4_000 if shape in ("rise", "fall") else 200))[:, 0]

    # A sine of f Hz moves by 2 pi f / 48000 of its height a frame: 2.76 * 1175 Hz is the highest partial there is.
    steepest = 2 * np.pi * 2.76 * 1_175 / 48_000 * np.abs(sound).max()
    assert np.abs(np.diff(sound)).max() < steepest


@pytest.mark.parametrize("shape", ["rise", "fall"])
@pytest.mark.parametrize("length", [2_000, 4_000, 8_000])
def test_a_breath_is_as_loud_as_told_however_long_it_is(shape: str, length: int) -> None:
    both = np.repeat(tone(shape, Ms(length)), 2, axis=1)

    # What is struck at its beginning counts more in a short one.
    loudness = integrated_loudness(blocks_of(hop_energies(k_weighted(both), Ms(100))))
    assert loudness == pytest.approx(TONE_LUFS, abs=0.3)


@pytest.mark.parametrize("shape", ["rise", "fall"])
def test_a_breath_is_heard_at_once_and_to_its_end(shape: str) -> None:
    sound = tone(shape, Ms(6_000))[:, 0]
    body = rms(sound, 2.0, 5.0)

    # Struck 40 % louder: the first tenth of a second, in which it comes, is already as loud as what follows.
    assert body < rms(sound, 0.0, 0.1) < 1.5 * body
    assert rms(sound, 0.05, 0.15) == pytest.approx(1.3 * body, rel=0.05)
    # 80 of the last 100 ms are a raised cosine, of which 3/8 of the energy is left.
    assert rms(sound, 5.9, 6.0) == pytest.approx(np.sqrt(0.2 + 0.8 * 3 / 8) * body, rel=0.03)
    tenths = [rms(sound, at / 10, (at + 1) / 10) for at in range(59)]
    assert min(tenths) > 0.95 * body


@pytest.mark.parametrize("along", [0.1, 0.5, 0.9])
def test_a_breath_glides_in_equal_ratios_from_d_up_a_fifth_to_a(along: float) -> None:
    at, sounds = round(along * 480_000), {shape: tone(shape, Ms(10_000))[:, 0] for shape in ("rise", "fall")}
    piece = sounds["rise"][at - 6_000 : at + 6_000]

    # In a quarter of a second the pitch moves by 1 %, evenly to either side.
    wanted = D4_HZ * (A4_HZ / D4_HZ) ** along
    assert frequency(piece, wanted) == pytest.approx(wanted, rel=0.003)
    falling = sounds["fall"][480_000 - at - 6_000 : 480_000 - at + 6_000]
    assert frequency(falling, wanted) == pytest.approx(wanted, rel=0.003)
    # No part below it, and a fifth of its energy and more above it, for a phone.
    spectrum = np.square(np.abs(np.fft.rfft(piece * np.hanning(len(piece)))))
    of_hz = np.arange(len(spectrum)) * 4
    ground = spectrum[(of_hz > 0.8 * wanted) & (of_hz < 1.2 * wanted)].sum()
    assert spectrum[of_hz < 0.8 * wanted].sum() < 1e-3 * ground
    assert 0.2 * ground < spectrum[of_hz > 1.5 * wanted].sum() < 0.6 * ground
    partials = [spectrum[(of_hz > (n - 0.2) * wanted) & (of_hz < (n + 0.2) * wanted)].sum() for n in range(1, 6)]
    assert all(2 * above < below for below, above in pairwise(partials)), "each at most half as strong as the last"


def test_the_harmonics_told_are_those_that_sound() -> None:
    sound = tone("fall", Ms(10_000))[:, 0]

    (told,) = harmonics_hz("fall", np.array([0.25]))
    for hz in told:
        assert frequency(sound[114_000:126_000], hz) == pytest.approx(hz, rel=0.003)
    with pytest.raises(ValueError, match="a tone of a breath rises or falls"):
        harmonics_hz("tick", np.array([0.5]))


@pytest.mark.parametrize(("shape", "ground_hz", "fading_s"), [("tick", D6_HZ, 0.016), ("hold", D5_HZ, 0.045)])
def test_a_tick_is_a_struck_bar_that_dies_away(shape: str, ground_hz: float, fading_s: float) -> None:
    """A bar that is free at its ends has its second partial at 2.756 times the first (Euler and Bernoulli)."""
    lasts_s = {"tick": 0.06, "hold": 0.2}[shape]
    sound = tone(shape, Ms(round(1_000 * lasts_s)))[:, 0]

    assert frequency(sound, ground_hz) == pytest.approx(ground_hz, rel=0.003)
    assert frequency(sound, 2.756 * ground_hz) == pytest.approx(2.756 * ground_hz, rel=0.01)
    spectrum = np.abs(np.fft.rfft(sound, 480_000))
    partials = [spectrum[round(10 * hz) - 20 : round(10 * hz) + 20].max() for hz in (ground_hz, 2.76 * ground_hz)]
    assert partials[1] / partials[0] == pytest.approx(0.25, abs=0.03)
    # Six periods of the ground, 2.76 times as many of the other: even at any place.
    six = 6 / ground_hz
    for start in (0.003, 0.012, 0.03):
        fallen = rms(sound, start + 0.010, start + 0.010 + six) / rms(sound, start, start + six)
        assert fallen == pytest.approx(np.exp(-0.010 / fading_s), rel=0.03)
    assert rms(sound, lasts_s - 0.002, lasts_s) < 0.15 * rms(sound, lasts_s - 0.012, lasts_s - 0.010)


def test_soft_tones_are_softer_than_clear_ones_and_all_give_way_to_words() -> None:
    assert softer_db(Tones.CLEAR) == softer_db(Tones.OFF) == 0.0
    assert SPOKEN_OVER_DB < softer_db(Tones.SOFT) < 0
    assert set(SOFTER_DB) == {tones for tones in Tones if tones.heard}


def test_no_other_shape_is_known() -> None:
    with pytest.raises(ValueError, match='no tone is shaped "wave"'):
        tone("wave", Ms(100))
