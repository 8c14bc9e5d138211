"""Conversions: one unit, one rounding rule, nothing lost on the way to sound."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.units import (
    MP3_FRAME,
    MP3_FRAME_MS,
    SAMPLE_RATE,
    Ms,
    clock,
    db_to_gain,
    gain_to_db,
    to_frames,
    to_ms,
    to_seconds,
)

positions = st.integers(0, 24 * 3_600_000).map(Ms)


@given(positions)
def test_a_millisecond_is_a_whole_number_of_frames(position: Ms) -> None:
    assert to_frames(position) == 48 * position


def test_an_mp3_frame_is_a_whole_number_of_milliseconds() -> None:
    assert to_frames(MP3_FRAME_MS) == MP3_FRAME
    assert MP3_FRAME / SAMPLE_RATE == MP3_FRAME_MS / 1000


@given(positions, st.sampled_from([8_000, 22_050, 24_000, 44_100]))
def test_at_any_rate_the_nearest_frame_is_taken(position: Ms, rate: int) -> None:
    assert abs(to_frames(position, rate) * 1000 - position * rate) * 2 <= 1000


@given(positions)
def test_seconds_with_three_decimals_lose_nothing(position: Ms) -> None:
    assert to_ms(to_seconds(position)) == position
    assert to_ms(float(f"{to_seconds(position):.3f}")) == position


@pytest.mark.parametrize(("seconds", "ms"), [(0.0005, 1), (1.0005, 1001), (-1.0005, -1001), (0.95, 950), (0.0, 0)])
def test_halves_round_away_from_zero(seconds: float, ms: int) -> None:
    assert to_ms(seconds) == ms


@pytest.mark.parametrize(("level", "gain"), [(0.0, 1.0), (-20.0, 0.1), (20.0, 10.0), (-6.0, 0.5012)])
def test_levels_are_those_of_amplitudes(level: float, gain: float) -> None:
    assert db_to_gain(level) == pytest.approx(gain, abs=1e-4)
    assert gain_to_db(db_to_gain(level)) == pytest.approx(level, abs=1e-12)


def test_silence_has_no_level() -> None:
    assert gain_to_db(0.0) == -math.inf
    assert db_to_gain(-math.inf) == 0.0


@pytest.mark.parametrize(
    ("position", "text"), [(0, "0:00"), (499, "0:00"), (500, "0:01"), (59_500, "1:00"), (3_599_500, "1:00:00")]
)
def test_a_clock_rounds_to_the_nearest_second(position: int, text: str) -> None:
    assert clock(Ms(position)) == text
