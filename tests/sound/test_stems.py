"""Stems sum to the mix, to the step; silence in them is silence."""

from __future__ import annotations

import numpy as np
import pytest
from support.sounds_in_memory import Shelf, bed, desk, spoken, timeline, tones

from audiosession.sound.mixing import HEADROOM_DB, mixed_samples
from audiosession.sound.stems import STEMS, stems
from audiosession.units import FRAMES_PER_MS

CLASS = timeline(
    9_000,
    spoken((1_000, "line-1500"), (5_000, "line-700")),
    tones((500, 2_000, "rise"), (2_500, 2_000, "fall"), (3_000, 200, "tick")),
    (bed(0, 7_000, fade_out=1_500), bed(5_500, 9_000, name="other", fade_in=1_500)),
)


@pytest.mark.parametrize("level_db", [-12.0, 0.0], ids=["at speech level", "at full scale"])
def test_stems_sum_to_the_mix_before_mastering(level_db: float) -> None:
    shelf = Shelf(level_db=level_db)
    for recipe in desk(CLASS).recipes():
        apart = stems(recipe, shelf)

        whole = mixed_samples(recipe, shelf, gain_db=-HEADROOM_DB).astype(np.float64) * 2**31
        own = whole[recipe.lead * FRAMES_PER_MS :][: recipe.length * FRAMES_PER_MS]
        assert tuple(apart) == STEMS
        # The sum is the mix rounded to 24 bits, and rounding is off by half a step of 256 at the most; the mix itself
        # is float32, and rounds three times by half a step of its own, which is 128 near full scale.
        assert np.abs(sum(apart.values()).astype(np.int64) * 256 - own).max() <= 128 + 3 * 2.0**-24 * np.abs(own).max()


def test_a_stem_is_silent_where_nothing_of_it_sounds() -> None:
    quiet = timeline(3_000, spoken((1_000, "line-500")), (), (bed(1_200, 3_000),))

    (recipe,) = desk(quiet).recipes()
    apart = stems(recipe, Shelf())

    frame = FRAMES_PER_MS
    assert not apart["tones"].any()
    assert not apart["voice"][: 1_000 * frame].any()
    assert not apart["voice"][1_500 * frame :].any()
    assert not apart["bed"][: 1_200 * frame].any()
    assert apart["voice"][1_100 * frame : 1_400 * frame].any()
    assert apart["bed"][2_000 * frame : 2_500 * frame].any()


def test_nothing_clips_with_every_lane_at_full_scale() -> None:
    for recipe in desk(CLASS).recipes():
        apart = stems(recipe, Shelf(level_db=0.0))

        for block in (*apart.values(), sum(apart.values())):
            assert np.abs(block).max() < 1 << 23
