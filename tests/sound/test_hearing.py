"""What a check hears: onsets under music, silences, and the same figures of windows as of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from support.signals import clicks, faded, frames, joined, noise, silence, sine, speech_like

from audiosession.sound.hearing import Heard, hear, onset, silences
from audiosession.sound.verdict import figures
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain, gain_to_db

TAKE = speech_like(1.2, level_db=-18, channels=1)


def placed(late_ms: float, *, level_db: float = 0.0) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return 3 s with `TAKE` that many milliseconds after 1 s."""
    sound = silence(3)
    at = frames(1) + round(late_ms * FRAMES_PER_MS)
    sound[at : at + len(TAKE)] += db_to_gain(level_db) * TAKE
    return sound


@pytest.mark.parametrize("late_ms", [-40.0, -3.5, 0.0, 0.25, 12.0, 55.0])
@pytest.mark.parametrize("music_db", [None, -30.0, -24.0])
def test_a_line_is_found_where_it_is_under_music_too(late_ms: float, music_db: float | None) -> None:
    sound = placed(late_ms)
    if music_db is not None:
        sound += noise(3, level_db=music_db)

    # A frame is 0.02 ms; noise 6 dB below the voice can't move the best agreement further than that.
    assert onset(sound, TAKE, frames(1)) == pytest.approx(late_ms, abs=0.05)


def test_a_voice_that_holds_a_tone_is_found_at_its_beginning() -> None:
    tone = faded(sine(1, hz=230, level_db=-18, channels=1))
    sound = silence(3)
    sound[frames(1) : frames(1) + len(tone)] += tone

    assert onset(sound, tone, frames(1)) == 0.0


def test_a_line_that_lies_outside_or_is_too_short_is_not_judged() -> None:
    assert onset(placed(0), TAKE, -FRAMES_PER_MS) is None
    assert onset(placed(0)[: frames(1.1)], TAKE, frames(1)) is None
    assert onset(placed(0), TAKE[: frames(0.019)], frames(1)) is None
    assert onset(placed(0), TAKE[: frames(0.021)], frames(1)) is not None


def test_windows_heard_one_by_one_measure_what_the_whole_does() -> None:
    whole = joined(speech_like(3.75, level_db=-20), silence(2.25), sine(4, level_db=-12))
    parts = [hear(whole[first : first + frames(2.4)]) for first in range(0, len(whole), frames(2.4))]

    joint, at_once = figures(parts), figures([hear(whole)])

    assert joint.length == at_once.length == 10_000
    # Each window starts its K-weighting in silence: an edge in it costs some hundredths.
    assert joint.lufs == pytest.approx(at_once.lufs, abs=0.05)
    assert joint.true_peak_dbtp == pytest.approx(at_once.true_peak_dbtp, abs=0.05)
    assert joint.dead_air == at_once.dead_air == ((3_750, 6_000),)


def test_a_sine_is_heard_at_its_loudness_and_peak() -> None:
    heard = hear(sine(3, level_db=-18))
    measured = figures([heard])

    # BS.1770-4: a sine of 997 Hz at 0 dBFS on both channels is 0 LUFS.
    assert measured.lufs == pytest.approx(-18.0, abs=0.1)
    assert gain_to_db(heard.peak) == pytest.approx(-18.0, abs=0.1)
    assert heard.clipped == 0
    assert not any(heard.quiet)


def test_samples_at_full_scale_are_counted() -> None:
    assert hear(clicks(1, [100, 2_000, 30_000], level_db=0.0)).clipped == 6


def test_only_silence_that_lasts_is_dead_air() -> None:
    quiet = (True,) * 19 + (False,) + (True,) * 20 + (False,) + (True,) * 30

    assert silences(quiet) == [(1_000, 2_000), (2_050, 3_550)]
    assert silences(quiet, least=Ms(900)) == [(0, 950), (1_000, 2_000), (2_050, 3_550)]
    assert silences(()) == []


def test_nothing_heard_has_no_figures() -> None:
    empty = figures([Heard(n_frames=0, hops=(), peak=0.0, clipped=0, quiet=())])

    assert empty.length == 0
    assert empty.lufs == -np.inf
    assert empty.true_peak_dbtp == -np.inf
    assert empty.onset_p95_ms is None


def test_a_line_is_found_at_both_ends_of_the_search_and_none_is_told_beyond_them() -> None:
    for late_ms in (-60.0, 60.0):
        assert onset(placed(late_ms), TAKE, frames(1)) == pytest.approx(late_ms, abs=0.05)
    for late_ms in (-150.0, -80.0, 80.0, 150.0, 400.0):
        told = onset(placed(late_ms), TAKE, frames(1))
        assert told is not None
        assert abs(told) <= 60


def test_what_lies_ten_decibels_below_the_border_is_dead_air_and_what_lies_above_it_is_not() -> None:
    for level_db, quiet in ((-80.0, True), (-71.0, True), (-69.0, False), (-60.0, False)):
        # 2400 frames of noise on each of two channels: their mean square is within 0.3 dB (3 sigma) of the truth.
        assert set(hear(noise(1, level_db=level_db)).quiet) == {quiet}


def test_silence_is_looked_for_in_every_twentieth_of_a_second() -> None:
    heard = hear(joined(silence(0.5), sine(0.1), silence(0.4)))

    assert heard.quiet[:9] == (True,) * 9
    assert heard.quiet[10:12] == (False, False)
    assert (len(heard.quiet), len(heard.hops), heard.n_frames) == (20, 10, 48_000)
    assert len(hear(sine(0.149)).hops) == 1


def test_samples_just_below_full_scale_are_not_counted() -> None:
    assert hear(clicks(1, [100, 2_000], level_db=-0.01)).clipped == 0
    assert hear(clicks(1, [100], level_db=0.0, channels=2) * np.float32(-1)).clipped == 2
