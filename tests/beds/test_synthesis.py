"""Sound that goes round: no edge in time, nothing over half the sample rate."""

from __future__ import annotations

import numpy as np
import pytest

from audiosession.beds.synthesis import (
    Ensemble,
    Timbre,
    at_lower_rate,
    band,
    filtered,
    harmonics,
    jvari,
    lay,
    noise,
    panned,
    phase_of,
    pitch_hz,
    resampled,
    reverberated,
    roll_off,
    roll_on,
    room,
    silence,
    steady,
    stirred,
    struck,
    swell,
    wander,
)

RATE = 8_000


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def rms(sound: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))


def test_pitches_are_equally_tempered() -> None:
    assert pitch_hz("A4") == 440.0
    assert pitch_hz("A3") == 220.0
    assert pitch_hz("C4") == pytest.approx(261.6256, abs=1e-4)
    assert pitch_hz("F#3") == pytest.approx(pitch_hz("Gb3"))


def test_a_loop_must_be_whole_frames() -> None:
    assert silence(2.5, RATE).shape == (20_000, 2)
    with pytest.raises(ValueError, match=r"1\.00003 s"):
        silence(1.00003, RATE)


def test_what_runs_over_the_end_goes_on_at_the_start() -> None:
    loop = silence(1, RATE)
    lay(loop, np.ones((RATE + 100, 2)), 0.5, RATE)

    assert loop.sum(axis=0).tolist() == [RATE + 100, RATE + 100]
    assert loop[4_000:4_100].tolist() == [[2.0, 2.0]] * 100


def test_two_swells_that_cross_keep_their_power() -> None:
    falling, rising = swell(300, 1, 100)[200:], swell(300, 100, 1)[:100]

    assert falling**2 + rising**2 == pytest.approx(np.ones(100))


@pytest.mark.parametrize("turns", [1, 5, 40])
def test_a_wandering_curve_ends_where_it_began(turns: int) -> None:
    curve = wander(4_000, rng(), turns=turns)

    assert np.abs(curve).max() == pytest.approx(1.0)
    assert abs(curve[0] - curve[-1]) <= 1.01 * np.abs(np.diff(curve)).max()


def test_panning_keeps_the_power() -> None:
    for position in (-1.0, -0.3, 0.0, 1.0):
        assert np.square(panned(np.ones(1), position)).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("response", "passes", "at_3_db"), [(roll_off(500), 5, 500), (roll_on(500), 3_900, 500)])
def test_a_filter_is_down_3_db_at_its_cutoff(response, passes, at_3_db) -> None:  # type: ignore[no-untyped-def]
    for hz, gain, tolerance in ((passes, 1.0, 1e-2), (at_3_db, 10 ** (-3.0103 / 20), 1e-5)):
        sine = np.sin(phase_of(hz, 0, RATE, RATE))[:, None] * np.ones(2)
        assert rms(filtered(sine, response, RATE)) / rms(sine) == pytest.approx(gain, abs=tolerance)


def test_noise_is_round_has_its_width_and_no_dc() -> None:
    hiss = noise(40 * RATE, band(100, 1_000), RATE, rng(), width=0.6)

    assert rms(hiss) == pytest.approx(1.0)
    assert np.corrcoef(hiss.T)[0, 1] == pytest.approx(0.4, abs=0.03)  # 40 s of 1 kHz: 1 / sqrt(2 * 40_000) is 0.004
    assert np.abs(hiss.mean(axis=0)).max() < 1e-9
    assert np.abs(hiss[0] - hiss[-1]).max() < np.abs(np.diff(hiss, axis=0)).max()


def test_resampling_a_loop_reads_the_same_wave_at_more_points() -> None:
    loop = noise(4_000, band(100, 2_000, 8), RATE, rng())

    assert resampled(loop, 3)[::3] == pytest.approx(loop, abs=1e-3)  # what is left of 2 kHz at 4 kHz, 48 dB an octave
    assert at_lower_rate(resampled(loop, 2), 2) == pytest.approx(loop, abs=1e-3)


def test_a_tone_has_its_harmonics_and_nothing_else() -> None:
    weights = np.array([1.0, 0.5j, 0.25], np.complex64)
    spectrum = np.abs(np.fft.rfft(harmonics(phase_of(100, 0, RATE, RATE), weights))) / (RATE / 2)

    assert spectrum[[100, 200, 300]] == pytest.approx([1.0, 0.5, 0.25], abs=1e-4)
    spectrum[[100, 200, 300]] = 0
    assert spectrum.max() < 1e-5


def test_a_bend_of_1200_cents_is_an_octave() -> None:
    assert phase_of(100, 1_200, RATE, RATE)[-1] == pytest.approx(2 * np.pi * 200)


def test_a_timbre_leaves_out_what_would_fold_back() -> None:
    timbre = Timbre(slope=1.0, cutoff_hz=1e9, highest_hz=1_000)

    assert np.abs(timbre.weights(300.0, rng())) == pytest.approx([1, 1 / 2, 1 / 3])


def test_steady_partials_are_whole_turns() -> None:
    loop = steady(RATE, [110, 165], [1.0, 0.5], rng())
    spectrum = np.abs(np.fft.rfft(loop)) / (RATE / 2)

    assert spectrum[[110, 165]] == pytest.approx([1.0, 0.5])
    assert spectrum.sum() == pytest.approx(1.5)


def test_an_ensemble_is_as_loud_whatever_its_number_and_stays_in_tune() -> None:
    envelope = swell(4 * RATE, RATE, RATE)
    timbre = Timbre(slope=2.0, cutoff_hz=800, highest_hz=2_000)
    few, many = (Ensemble(timbre=timbre, players=n, vibrato_cents=8).note(220, envelope, RATE, rng()) for n in (4, 16))

    assert 20 * np.log10(rms(many) / rms(few)) == pytest.approx(0, abs=3)  # players out of phase: they add by chance
    peak = np.abs(np.fft.rfft(few.sum(axis=1))).argmax() / 4
    assert 1_200 * np.log2(peak / 220) == pytest.approx(0, abs=20)
    assert abs(few[0]).max() == 0.0


def test_a_struck_note_rises_without_a_jump_and_dies_to_nothing() -> None:
    note = struck(220, ((1.0, 1.0, 2.0),), 2.0, RATE, attack=0.02)

    assert np.abs(note[:8]).max() < 0.01
    assert np.abs(note[-1]) < 1e-4
    assert rms(note[8_000:9_000]) / rms(note[800:1_800]) == pytest.approx(10 ** (-3 * 0.9 / 2), rel=0.03)


def test_the_higher_partials_of_a_tanpura_string_bloom_later() -> None:
    string = jvari(100, 4.0, RATE, rng(), highest_hz=2_000)
    pieces = np.abs(np.fft.rfft(string.reshape(-1, RATE // 10), axis=1))  # ten a second, a partial in each tenth bin

    low, high = pieces[:, 10].argmax() / 10, pieces[:, 150].argmax() / 10
    assert low <= 0.2
    assert 0.6 <= high <= 0.05 + 0.09 * 15  # its decay begins before its bloom ends


def test_a_room_has_energy_1_and_its_tail_goes_round() -> None:
    response = room(0.5, RATE, rng())
    loop = silence(1, RATE)
    loop[-1] = 1.0
    heard = reverberated(loop, response, wet=1.0)

    assert np.square(response).sum(axis=0) == pytest.approx([1.0, 1.0])
    assert heard[: len(response) - 1] == pytest.approx(response[1:], abs=1e-9)


def test_stirring_moves_the_bands_and_loses_none() -> None:
    loop = noise(4 * RATE, band(100, 2_000), RATE, rng())

    assert stirred(loop, (300, 900), RATE, rng(), depth=0.0, turns=3) == pytest.approx(loop)
    moved = stirred(loop, (300, 900), RATE, rng(), depth=0.5, turns=3)
    assert 0.5 < rms(moved) / rms(loop) < 1.5
