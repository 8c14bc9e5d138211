"""Guide tones: exactly as long as their breath, quiet, without a click."""

from __future__ import annotations

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
