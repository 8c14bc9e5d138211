"""The bed is down before the first syllable, stays down over short gaps, and moves in straight lines in decibels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from support.sounds_in_memory import spoken

from audiosession.sound.ducking import ATTACK, BRIDGE, DEPTH_DB, RELEASE, DuckPoints, duck, duck_points, points_within
from audiosession.sound.recipes import BED_LUFS
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

TALK = spoken((1_000, "line-500"), (2_000, "line-800"), (6_000, "line-700"), (8_300, "line-300"))


def gain(points: DuckPoints, length: int) -> NDArray[np.float32]:
    """Return the gain at each frame, as heard in a bed that is all ones."""
    bed = np.ones((2, length * FRAMES_PER_MS), np.float32)
    duck(bed, points)
    np.testing.assert_array_equal(*bed)
    return bed[0]


@pytest.mark.parametrize("depth_db", [-3.0, -12.0, -24.0])
def test_the_bed_is_down_from_the_first_syllable_to_the_last(depth_db: float) -> None:
    level = gain(duck_points(TALK, depth_db=depth_db), 12_000)

    for clip in TALK:
        under = level[clip.start * FRAMES_PER_MS : clip.end * FRAMES_PER_MS]
        assert under == pytest.approx(db_to_gain(depth_db), rel=1e-6)
    assert level[0] == level[-1] == 1.0


def test_the_level_moves_in_straight_lines_of_decibels_and_never_steps() -> None:
    level_db = 20 * np.log10(gain(duck_points(TALK), 12_000).astype(np.float64))

    # The steepest line is the attack; float32 adds 1e-6 dB of rounding to each frame.
    assert np.abs(np.diff(level_db)).max() <= -DEPTH_DB / (ATTACK * FRAMES_PER_MS) + 2e-6
    middle = (1_000 - ATTACK // 2) * FRAMES_PER_MS
    assert level_db[middle] == pytest.approx(DEPTH_DB / 2, abs=1e-5)


def test_a_short_gap_is_bridged_and_a_long_one_is_not() -> None:
    level = gain(duck_points(spoken((1_000, "line-500"), (1_500 + BRIDGE, "line-500"))), 6_000)
    assert level[1_000 * FRAMES_PER_MS : (2_000 + BRIDGE) * FRAMES_PER_MS].max() == pytest.approx(db_to_gain(DEPTH_DB))

    level = gain(duck_points(spoken((1_000, "line-500"), (1_501 + BRIDGE, "line-500"))), 6_000)
    up = (1_500 + RELEASE) * FRAMES_PER_MS
    assert level[up] == 1.0


def test_two_lines_never_raise_the_bed_between_ramps() -> None:
    assert BRIDGE >= ATTACK + RELEASE


@pytest.mark.parametrize("start", [0, 700, 850, 1_000, 1_600, 2_799, 2_801, 3_400, 5_850, 8_000, 9_000, 11_000])
@pytest.mark.parametrize("length", [1, 100, 2_500])
def test_the_corners_of_a_stretch_give_its_level_to_the_bit(start: int, length: int) -> None:
    points = duck_points(TALK)
    whole = gain(points, 14_000)[start * FRAMES_PER_MS : (start + length) * FRAMES_PER_MS]

    stretch = gain(points_within(points, Ms(start), Ms(start + length)), length)

    assert np.array_equal(stretch, whole)


def test_equal_stretches_have_equal_corners_wherever_they_lie() -> None:
    early = duck_points(TALK)
    late = duck_points(spoken(*((clip.start + 5_000, clip.text) for clip in TALK), (20_000, "line-400")))

    for start, end in ((0, 3_000), (900, 1_100), (1_200, 1_300), (3_000, 5_000), (7_000, 11_000)):
        moved = points_within(late, Ms(start + 5_000), Ms(end + 5_000))
        assert points_within(early, Ms(start), Ms(end)) == moved
    assert points_within(early, Ms(4_000), Ms(5_000)) == ()


def test_a_duck_that_raises_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a duck of \+3 dB would raise the bed"):
        duck_points(TALK, depth_db=3.0)
    with pytest.raises(ValueError, match="would raise the bed"):
        duck_points(TALK, depth_db=0.1)


def test_under_speech_the_bed_is_heard_and_does_not_compete() -> None:
    # Speech stands at -16 LUFS. Speech in noise is understood without effort from 15 dB above it; 24 dB are inaudible.
    assert 15 <= -16.0 - (BED_LUFS + DEPTH_DB) <= 24


def test_a_line_within_another_does_not_raise_the_bed_before_the_longer_one_is_over() -> None:
    first, nested = (1_000, "line-500"), ((9_000, "line-3000"), (9_500, "line-200"))

    assert duck_points(spoken(first, *nested)) == duck_points(spoken(first, nested[0]))


def test_a_duck_of_nothing_leaves_the_bed_to_the_bit() -> None:
    assert (gain(duck_points(TALK, depth_db=0.0), 12_000) == 1.0).all()
    assert duck_points(()) == ()
