"""The bed is down before the first syllable, stays down over short gaps, and moves in straight lines in decibels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from support.sounds_in_memory import spoken, timeline, tones

from audiosession.sound.ducking import (
    ATTACK,
    BRIDGE,
    GAP_DB,
    GIVE_WAY,
    LONG,
    RELEASE,
    UNDER_DB,
    DuckPoints,
    duck,
    duck_points,
    give_way_points,
    music_alone,
    points_within,
)
from audiosession.sound.recipes import BED_LUFS
from audiosession.timing.timeline import Clip
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

TALK = spoken((1_000, "line-500"), (2_000, "line-800"), (8_000, "line-700"), (10_300, "line-300"))


def under(voice: tuple[Clip, ...], guide: tuple[Clip, ...] = ()) -> DuckPoints:
    """Return the corners of the bed under a voice and guide tones."""
    return duck_points(timeline(60_000, voice, guide))


def gain(points: DuckPoints, length: int) -> NDArray[np.float32]:
    """Return the gain at each frame, as heard in a bed that is all ones."""
    bed = np.ones((2, length * FRAMES_PER_MS), np.float32)
    duck(bed, points)
    np.testing.assert_array_equal(*bed)
    return bed[0]


def level_db(points: DuckPoints, *positions: int) -> list[float]:
    """Return the level at each of `positions`."""
    heard = gain(points, max(positions) + 1)
    return [round(float(20 * np.log10(heard[at * FRAMES_PER_MS])), 3) for at in positions]


def test_the_bed_is_down_from_the_first_syllable_to_the_last_of_each_run() -> None:
    level = gain(under(TALK), 16_000)

    for start, end in ((1_000, 2_800), (8_000, 10_600)):
        assert level[start * FRAMES_PER_MS : end * FRAMES_PER_MS] == pytest.approx(db_to_gain(UNDER_DB), rel=1e-6)
    assert level[0] == level[-1] == 1.0


def test_the_bed_has_three_levels() -> None:
    last = 8_500 + LONG
    talk = spoken((1_000, "line-500"), (8_000, "line-500"), (last + 1, "line-500"))

    before, short, long, after = level_db(under(talk), 0, 1_500 + RELEASE, 8_500 + RELEASE, last + 501 + RELEASE)

    assert (before, short, long, after) == (0.0, GAP_DB, 0.0, 0.0)
    assert level_db(under((*talk[:2], *spoken((last, "line-500")))), 8_500 + RELEASE) == [GAP_DB]


def test_each_stretch_in_which_nobody_speaks_may_have_a_level_of_its_own() -> None:
    of, lifts = timeline(60_000, spoken((4_000, "line-500"), (12_000, "line-500"))), (1.5, -0.5, 3.0)
    points = duck_points(of, lifts)

    assert [(one.start, one.end, one.level_db) for one in music_alone(of)] == [
        (0, 4_000 - ATTACK, 0.0), (4_500 + RELEASE, 12_000 - ATTACK, GAP_DB), (12_500 + RELEASE, 60_000, 0.0)
    ]  # fmt: skip
    assert level_db(points, 0, 4_200, 8_000, 12_200, 50_000) == [1.5, UNDER_DB, GAP_DB - 0.5, UNDER_DB, 3.0]
    for start in (0, 8_000, 20_000):  # flat stretches, the first of them before any corner
        assert points_within(points, Ms(start), Ms(start + 1_000)) == ((0, *level_db(points, start)),)
    with pytest.raises(ValueError, match="zip"):
        duck_points(of, lifts[:2])


def test_the_level_moves_in_straight_lines_of_decibels_and_never_steps() -> None:
    points = under(TALK)
    level = 20 * np.log10(gain(points, 16_000).astype(np.float64))

    # The steepest line is the attack; float32 adds 1e-6 dB of rounding to each frame.
    assert np.abs(np.diff(level)).max() <= -UNDER_DB / (ATTACK * FRAMES_PER_MS) + 2e-6
    assert level_db(points, 1_000 - ATTACK // 2, 2_800 + RELEASE // 2) == [UNDER_DB / 2, (UNDER_DB + GAP_DB) / 2]


def test_a_short_gap_is_bridged_and_a_longer_one_is_not() -> None:
    level = gain(under(spoken((1_000, "line-500"), (1_500 + BRIDGE, "line-500"))), 9_000)
    assert level[1_000 * FRAMES_PER_MS : (2_000 + BRIDGE) * FRAMES_PER_MS].max() == pytest.approx(db_to_gain(UNDER_DB))

    longer = under(spoken((1_000, "line-500"), (1_501 + BRIDGE, "line-500")))
    assert level_db(longer, 1_500 + RELEASE) == [GAP_DB]


def test_the_bed_gives_way_to_a_tone_as_to_a_word() -> None:
    tone = tones((5_000, 4_000, "rise"), (9_000, 200, "hold"))

    assert under((), tone) == under(spoken((5_000, "line-4200")))
    assert level_db(under(TALK, tone), 3_500, 5_000, 7_000) == [UNDER_DB] * 3


def test_ramps_never_meet() -> None:
    assert BRIDGE >= ATTACK + RELEASE
    assert LONG > BRIDGE


def test_tones_give_way_to_words_and_come_back_right_behind_them() -> None:
    points = give_way_points(timeline(60_000, TALK), level_db=-3.0, under_db=-22.0)

    assert level_db(points, 0, 1_000 - GIVE_WAY, 1_500 + GIVE_WAY) == [-3.0, -3.0, -3.0]
    for clip in TALK:
        assert level_db(points, clip.start, clip.end - 1) == [-22.0, -22.0]
    close = spoken((1_000, "line-500"), (1_500 + 2 * GIVE_WAY, "line-500"))
    assert level_db(give_way_points(timeline(9_000, close), level_db=0.0, under_db=-22.0), 1_500 + GIVE_WAY) == [-22.0]
    assert level_db(give_way_points(timeline(9_000), level_db=-3.0, under_db=-22.0), 0, 8_000) == [-3.0, -3.0]
    with pytest.raises(ValueError, match=r"tones at -3 dB would come up to \+0 under a word"):
        give_way_points(timeline(9_000), level_db=-3.0, under_db=0.0)


@pytest.mark.parametrize("start", [0, 700, 850, 1_000, 1_600, 2_799, 2_801, 3_400, 5_850, 8_000, 9_000, 11_000])
@pytest.mark.parametrize("length", [1, 100, 2_500])
def test_the_corners_of_a_stretch_give_its_level_to_the_bit(start: int, length: int) -> None:
    points = under(TALK)
    whole = gain(points, 16_000)[start * FRAMES_PER_MS : (start + length) * FRAMES_PER_MS]

    stretch = gain(points_within(points, Ms(start), Ms(start + length)), length)

    assert np.array_equal(stretch, whole)


def test_equal_stretches_have_equal_corners_wherever_they_lie() -> None:
    early = under((*TALK, *spoken((16_000, "line-400"))))
    late = under(spoken(*((clip.start + 5_000, clip.text) for clip in TALK), (20_000, "line-400")))

    for start, end in ((0, 3_000), (900, 1_100), (1_200, 1_300), (3_000, 5_000), (7_000, 11_000)):
        moved = points_within(late, Ms(start + 5_000), Ms(end + 5_000))
        assert points_within(early, Ms(start), Ms(end)) == moved
    assert points_within(early, Ms(0), Ms(300)) == ()
    assert points_within(early, Ms(5_000), Ms(6_000)) == ((0, GAP_DB),)


def test_music_stands_at_its_three_levels_against_the_voice() -> None:
    # Speech stands at -16 LUFS.
    assert pytest.approx(-16.0 - 22.0, abs=2.0) == BED_LUFS + UNDER_DB
    assert pytest.approx(-16.0 - 16.0, abs=2.0) == BED_LUFS + GAP_DB
    assert pytest.approx(-16.0 - 10.0, abs=2.0) == BED_LUFS


def test_a_line_within_another_does_not_raise_the_bed_before_the_longer_one_is_over() -> None:
    first, nested = (1_000, "line-500"), ((9_000, "line-3000"), (9_500, "line-200"))

    assert under(spoken(first, *nested)) == under(spoken(first, nested[0]))


def test_where_nobody_speaks_the_bed_is_left_to_the_bit() -> None:
    assert under(()) == ()
    assert (gain((), 2_000) == 1.0).all()
