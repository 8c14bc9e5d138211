"""Laws of a take: its first sound is its start, and all are equally loud."""

from __future__ import annotations

import numpy as np
import pytest
from support.signals import speech_like

from audiosession.errors import VoiceError
from audiosession.sound.loudness import k_weighted, loudest, weighted_speech_loudness
from audiosession.sound.mastering import CEILING_DB
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples, to_samples, to_segment
from audiosession.units import SAMPLE_RATE, db_to_gain
from audiosession.voices.espeak import open_voice
from audiosession.voices.take import SPEECH_LUFS, prepare, resample

ONSETS = [
    "Sss, slowly.", "Shoulders down.", "Four counts.", "Thighs together.", "This leg.", "Very good.", "Zip up.",
    "Head up.", "Hold.", "Chest up.", "Just once more.", "Press.", "Breathe in.", "Two.", "Draw in.", "Kick.", "Go.",
    "Inhale.", "Exhale.", "Open.", "Under.", "And lower.", "Lie down.", "Rest.", "Wide.", "You are done.", "My back.",
    "Now.",
]  # fmt: skip
"""Every kind of first sound: fricatives, h, affricates, plosives, vowels, liquids and nasals."""


def heard(samples: Samples) -> np.ndarray:
    """Return which blocks of 5 ms lie over -50 dBFS, as the check of a finished class hears them."""
    blocks = samples[: len(samples) // 240 * 240, 0].reshape(-1, 240)
    return np.flatnonzero((blocks**2).mean(1) > 10 ** (-50 / 10))


@pytest.mark.parametrize("text", ONSETS)
def test_the_first_and_the_last_sound_lie_within_10_ms_of_the_ends(text: str) -> None:
    samples = to_samples(prepare(open_voice("", {}).speak(text), text=text))
    blocks = heard(samples)

    assert blocks[0] * 5 <= 10
    assert len(samples) / 48 - (blocks[-1] + 1) * 5 <= 10


@pytest.mark.parametrize("text", ["Two.", "Hold the pose.", "Lie face down, with your legs long and together."])
def test_every_take_has_the_same_loudness(text: str) -> None:
    take = prepare(open_voice("", {}).speak(text), text=text)

    # The fades of 4 ms come after the levelling, and 16 bits round: together far less than a tenth of a unit.
    assert weighted_speech_loudness(k_weighted(to_samples(take))) == pytest.approx(SPEECH_LUFS, abs=0.1)


@pytest.mark.parametrize("word", ["In.", "Out.", "Two.", "Four."])
def test_a_short_word_is_as_loud_to_the_ear_as_a_sentence(word: str) -> None:
    take = to_samples(prepare(open_voice("", {"rate": 300}).speak(word), text=word))

    # The ear takes 400 ms to hear how loud something is, and silence follows a word that is shorter.
    assert len(take) < 0.35 * SAMPLE_RATE
    assert loudest(k_weighted(take)) == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert true_peak(take) <= db_to_gain(CEILING_DB) + 2**-15


@pytest.mark.parametrize("over_db", [3, 9, 15])
def test_a_voice_with_high_peaks_is_as_loud_as_others_once_they_are_held(over_db: float) -> None:
    sound = speech_like(2.0, channels=1, level_db=-30)
    sound[::36_000] *= np.float32(db_to_gain(over_db) * 3)  # a plosive now and then: the limiter lets go between

    take = to_samples(prepare(to_segment(sound, SAMPLE_RATE), text="A line with plosives."))

    assert true_peak(take) <= db_to_gain(CEILING_DB) + 2**-15
    assert weighted_speech_loudness(k_weighted(take)) == pytest.approx(SPEECH_LUFS, abs=0.15)


def tone(*, rate: int, gain: float = 0.1, lead_in_s: float = 0.0, lasts_s: float = 1.0) -> Samples:
    sound = gain * np.sin(2 * np.pi * 440 * np.arange(round(rate * lasts_s)) / rate)
    silence = np.zeros(round(rate * lead_in_s))
    return np.concatenate([silence, sound, silence])[:, None].astype(np.float32)


@pytest.mark.parametrize("gain", [0.003, 0.1, 0.9])
def test_quiet_and_loud_engines_are_trimmed_alike(gain: float) -> None:
    take = prepare(to_segment(tone(rate=22_050, gain=gain, lead_in_s=0.3), 22_050), text="tone")

    # 1 s of tone with the margin of 6 ms on both sides, to the millisecond that the trimming works in.
    assert len(take) == pytest.approx(1012, abs=2)


def test_a_take_is_mono_at_48_khz_and_16_bits_and_a_whole_number_of_milliseconds() -> None:
    stereo = to_segment(np.repeat(tone(rate=44_100), 2, axis=1), 44_100, sample_width=4)
    take = prepare(stereo, text="tone")

    assert (take.channels, take.frame_rate, take.sample_width) == (1, SAMPLE_RATE, 2)
    assert take.frame_count() % 48 == 0


def test_engines_of_8_and_24_bits_are_understood() -> None:
    plain = prepare(to_segment(tone(rate=48_000), 48_000), text="tone")

    for width in (1, 3):
        odd = to_segment(tone(rate=48_000, gain=0.5), 48_000).set_sample_width(width)
        assert len(prepare(odd, text="tone")) == pytest.approx(len(plain), abs=2)


def test_silence_is_refused() -> None:
    with pytest.raises(VoiceError, match="silent"):
        prepare(to_segment(np.zeros((4800, 1), np.float32), 48_000), text="Hold.")


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 96_000])
def test_resampling_keeps_a_tone_and_its_place(rate: int) -> None:
    resampled = resample(tone(rate=rate), rate)[:, 0]
    expected = tone(rate=SAMPLE_RATE)[:, 0]
    inner = slice(4_800, 43_200)  # the tone's hard ends ring, as any band limit makes them

    assert len(resampled) == SAMPLE_RATE
    assert np.abs(resampled[inner] - expected[inner]).max() < 0.1 * 10 ** (-60 / 20)
