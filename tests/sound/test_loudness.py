"""The loudness meter against the standard, the EBU's test signals and FFmpeg's meter."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.ffmpeg_meter import ffmpeg_meter
from support.signals import frames, joined, noise, silence, sine, speech_like

from audiosession.sound.loudness import (
    K_PRE_ROLL,
    blocks_of,
    hop_energies,
    integrated_loudness,
    k_weighted,
    round_hops,
    weighted_hops,
    weighted_speech_loudness,
)
from audiosession.sound.segments import Samples
from audiosession.units import Ms, to_frames


def loudness(samples: Samples) -> float:
    return integrated_loudness(blocks_of(weighted_hops(samples)))


def speech_loudness(samples: Samples) -> float:
    return weighted_speech_loudness(k_weighted(samples))


def test_a_full_scale_sine_of_997_hz_on_one_channel_is_minus_3_01_lufs() -> None:
    """BS.1770-4 annex 1 states it, and that is where the offset of −0.691 comes from."""
    one_channel = sine(5, hz=997.0, channels=1)

    assert loudness(one_channel) == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize("levels", [(-30, -18), (-18, -30, -18), (-24, -16, -24), (-20,)])
def test_a_line_is_as_loud_by_itself_as_in_a_class_of_nothing_else(levels: tuple[float, ...]) -> None:
    """What ends, or begins, in its loudest word was taken for more than a decibel softer than it is heard."""
    line = joined(*(sine(0.45, hz=700, level_db=level, channels=1) for level in levels))
    spoken_often = np.repeat(joined(*([line] * 24)), 2, axis=1)

    # Which of the blocks that lie over a change pass the gate depends on where they begin: 10 or 100 ms apart.
    assert speech_loudness(line) == pytest.approx(loudness(spoken_often), abs=0.15)
    assert speech_loudness(line[::-1]) == pytest.approx(speech_loudness(line), abs=0.1)


# EBU Tech 3341, table 1: signals 1 to 5, each ±0.1 LU. The tones are stereo, levels are peaks.
EBU_TONES = {
    "1: one tone": ([(20, -23)], -23.0),
    "2: a quiet tone": ([(20, -33)], -33.0),
    "3: quiet ends are gated": ([(10, -36), (60, -23), (10, -36)], -23.0),
    "4: very quiet ends are gated": ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23.0),
    "5: near levels are averaged": ([(20, -26), (20.1, -20), (20, -26)], -23.0),
}


@pytest.mark.parametrize(("parts", "expected"), EBU_TONES.values(), ids=EBU_TONES.keys())
def test_the_meter_reads_the_ebu_signals(parts: list[tuple[float, float]], expected: float) -> None:
    signal = joined(*(sine(seconds, level_db=level) for seconds, level in parts))

    assert loudness(signal) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("hz", [25.0, 60.0, 100.0, 500.0, 2000.0, 10_000.0])
def test_the_weighting_is_that_of_the_two_filters(hz: float) -> None:
    """The biquads run frame by frame in float64 are the reference; the ends of the sound are included."""
    signal = sine(0.4, hz=hz, level_db=-6, channels=1)
    expected = signal[:, 0].astype(np.float64)
    for b, a in (
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    ):
        x1 = x2 = y1 = y2 = 0.0
        filtered = np.empty_like(expected)
        for n, x in enumerate(expected.tolist()):
            y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2
            x1, x2, y1, y2 = x, x1, y, y1
            filtered[n] = y
        expected = filtered

    # float32 spectra of 16384 points: some 24 roundings of 6e-8.
    np.testing.assert_allclose(k_weighted(signal)[:, 0], expected, atol=2e-6)


@pytest.mark.parametrize("channels", [1, 2])
def test_the_meter_agrees_with_ffmpeg(channels: int) -> None:
    signal = joined(
        speech_like(6, level_db=-18, channels=channels),
        silence(3, channels=channels),
        noise(4, level_db=-35, channels=channels),
        speech_like(5, level_db=-24, seed=2, channels=channels),
    )

    # FFmpeg keeps its blocks in a histogram of 0.01 LU.
    assert loudness(signal) == pytest.approx(ffmpeg_meter(signal).loudness_lufs, abs=0.1)


def test_windows_measured_one_by_one_read_as_the_whole() -> None:
    signal = joined(speech_like(5), noise(5, level_db=-30), speech_like(5, seed=3))
    whole = blocks_of(weighted_hops(signal))

    start, pre_roll = frames(5.2), to_frames(K_PRE_ROLL)
    window = hop_energies(k_weighted(signal[start - pre_roll :])[pre_roll:])

    np.testing.assert_allclose(blocks_of(window), whole[52:], rtol=1e-4)  # 0.0005 LU


def test_silence_has_no_loudness() -> None:
    assert loudness(silence(2)) == -math.inf
    assert integrated_loudness(np.zeros(0)) == -math.inf
    assert speech_loudness(silence(0.2)) == speech_loudness(silence(0)) == -math.inf


@pytest.mark.parametrize("seconds", [0.08, 0.25, 0.39, 0.41, 1.0, 3.0])
def test_a_line_of_any_length_is_as_loud_as_the_ear_hears_it_within_400_ms(seconds: float) -> None:
    tone = sine(seconds, level_db=-20)

    # A stereo tone of 1 kHz reads its peak level, one of 80 ms a fifth of its energy: 7 dB less. The filter's start
    # and where the tone is cut move it a little.
    assert speech_loudness(tone) == pytest.approx(-20.0 + 10 * math.log10(min(1.0, seconds / 0.4)), abs=0.2)


def test_a_mono_take_reads_as_it_will_sound_on_both_channels() -> None:
    mono = speech_like(2, channels=1)

    assert speech_loudness(mono) == pytest.approx(speech_loudness(np.repeat(mono, 2, axis=1)), abs=1e-6)


def test_a_pause_within_a_line_does_not_lower_it() -> None:
    line = speech_like(1.5)

    paused = joined(line, silence(1.0), line)

    assert speech_loudness(paused) == pytest.approx(speech_loudness(line), abs=0.7)


def test_hops_make_up_the_blocks_they_are_a_part_of() -> None:
    weighted = k_weighted(speech_like(3))
    hops, blocks = hop_energies(weighted), blocks_of(hop_energies(weighted))

    assert (len(hops), len(blocks)) == (30, 27)
    for number, energy in enumerate(blocks):
        block = weighted[number * frames(0.1) :][: frames(0.4)]  # BS.1770-4 annex 1, equation 3
        assert energy == pytest.approx(np.square(block, dtype=np.float64).sum() / frames(0.4), rel=1e-6)
    # 4800 squares are summed in float32.
    assert hop_energies(weighted, Ms(1)).reshape(30, 100).mean(axis=1) == pytest.approx(hops, rel=1e-5)
    assert not len(blocks_of(hops[:3]))
    assert len(blocks_of(hops[:4])) == 1


LOW = joined(*(sine(1.05, hz=hz, level_db=-20) for hz in (31, 43, 57, 83, 127, 211)))


@pytest.mark.parametrize(
    ("sound", "within"),
    [
        (joined(speech_like(4), silence(0.33), speech_like(3, seed=2)), 0.01),
        (speech_like(8, level_db=-12) + noise(8, level_db=-40), 0.01),
        (noise(3, level_db=-30), 0.01),
        (LOW, 0.05),
        (sine(3, hz=997, level_db=-23), 0.01),
        (sine(3, hz=10, level_db=-10), 0.05),
    ],
    ids=["speech", "speech over hiss", "hiss", "bass", "a tone", "one wave a hop"],
)
def test_hops_that_go_round_are_together_as_loud_as_the_filters_say(sound: Samples, within: float) -> None:
    assert len(round_hops(sound)) == len(weighted_hops(sound))
    assert integrated_loudness(blocks_of(round_hops(sound))) == pytest.approx(loudness(sound), abs=within)


def test_a_hop_that_goes_round_depends_on_nothing_else() -> None:
    sound = joined(speech_like(3), noise(2, level_db=-20))

    whole, part = round_hops(sound), round_hops(np.asfortranarray(sound[frames(1.7) : frames(3.9)]))

    assert part.tolist() == whole[17:39].tolist()
