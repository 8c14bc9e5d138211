"""A bed is as loud as it is meant to be wherever nobody speaks, whatever of it plays there; and it stays what it is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from support.signals import noise
from support.sounds_in_memory import Shelf, bed, desk, spoken, timeline

from audiosession.sound.ducking import ATTACK, GAP_DB, LONG, RELEASE, music_alone
from audiosession.sound.lifting import MOST_DB, NEAREST_LUFS, STEP_DB, lifts_db
from audiosession.sound.loudness import loudness_of, weighted_hops
from audiosession.sound.mixing import HEADROOM_DB, bed_in_parts
from audiosession.sound.recipes import BED_LUFS
from audiosession.sound.segments import Samples
from audiosession.timing.timeline import Timeline
from audiosession.units import SAMPLE_RATE, Ms, db_to_gain

pytestmark = pytest.mark.slow

WITHIN_LU = STEP_DB / 2 + 0.1
"""Half a step, and what a mean of noise over a second is off by."""
VOICE_LUFS = -16.0
FULL_SCALE = np.float32(db_to_gain(HEADROOM_DB) / 2**31)
LAST = 14_000 + LONG + 1
TALK = spoken((3_000, "one-1000"), (13_500, "two-500"), (LAST, "three-1000"))
"""A word, a gap, a word, a silence, and a word: with what is before and behind, each level that a bed has."""


@cache
def hiss() -> Samples:
    """Return the noise that all beds here are made of."""
    return noise(36)


class Moving(Shelf):
    """A shelf whose bed is noise that is `BED_LUFS` loud in the mean, and moves so far up and down from there."""

    def __init__(self, by_db: float, every_s: float = 9.0) -> None:
        super().__init__()
        slow = np.sin(2 * np.pi * np.arange(36 * SAMPLE_RATE) / (every_s * SAMPLE_RATE))
        sound = hiss() * db_to_gain(by_db) ** slow[:, None].astype(np.float32)
        self.loop = sound * np.float32(db_to_gain(BED_LUFS - loudness_of(float(weighted_hops(sound).mean()))))

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        first = position + 17 * SAMPLE_RATE * (digest == "other")
        return self.loop.take(np.arange(first, first + n_frames), axis=0, mode="wrap")


def class_of(begins: int = 0, *, level_db: float = 0.0, fade_out: int = 4_000) -> Timeline:
    """Return a class over a bed that is so far into its loop at the beginning."""
    length = LAST + 1_000 + 3_000 + fade_out
    span = bed(0, length, fade_in=1_500, fade_out=fade_out)
    return timeline(length, TALK, (), (replace(span, begins=Ms(begins), level_db=level_db),))


def lifts(of: Timeline, shelf: Shelf, lufs: float = BED_LUFS) -> tuple[float, ...]:
    return lifts_db(of, {one.name: (one.name, lufs) for one in of.beds}, shelf.bed)


def heard(of: Timeline, shelf: Shelf) -> Samples:
    """Return the bed of a class as it is mixed, window by window."""
    told = replace(desk(of), lifts_db=lifts(of, shelf), lead=Ms(0), tail=Ms(0))
    parts = [bed_in_parts(recipe, shelf) for recipe in told.recipes()]
    middle, side = np.concatenate([one for one in parts if one is not None], axis=1) * FULL_SCALE
    return np.stack([middle + side, middle - side], axis=1)


def levels(of: Timeline, shelf: Shelf) -> list[float]:
    """Return the loudness of the mixed bed in each stretch in which nobody speaks, where it does not fade."""
    energies = weighted_hops(heard(of, shelf), Ms(1))
    first, last = of.beds[0], of.beds[-1]
    return [
        loudness_of(float(energies[max(one.start, first.fade_in) : min(one.end, last.end - last.fade_out)].mean()))
        for one in music_alone(of)
    ]


@pytest.mark.parametrize("begins", range(0, 9_000, 1_500))
def test_a_bed_has_its_levels_wherever_in_its_ups_and_downs_it_is(begins: int) -> None:
    shelf = Moving(2.5)

    before, gap, silence, after = levels(class_of(begins), shelf)

    assert before == pytest.approx(BED_LUFS, abs=WITHIN_LU)
    assert gap == pytest.approx(BED_LUFS + GAP_DB, abs=WITHIN_LU)
    assert silence == pytest.approx(BED_LUFS, abs=WITHIN_LU)
    assert after == pytest.approx(BED_LUFS, abs=WITHIN_LU)
    assert max(lifts(class_of(begins), shelf), key=abs) != 0


def test_a_bed_that_does_not_move_is_left_as_it_is() -> None:
    assert lifts(class_of(), Moving(0.0)) == (0.0, 0.0, 0.0, 0.0)


def test_how_loud_it_comes_bears_on_nothing_and_what_is_wanted_louder_stays_so() -> None:
    shelf = Moving(2.5)
    softer = Moving(2.5)
    softer.loop = shelf.loop * np.float32(db_to_gain(-6.0))
    usual, louder = class_of(), class_of(level_db=3.0)

    assert lifts(usual, shelf) == lifts(usual, softer, BED_LUFS - 6.0) == lifts(louder, shelf)
    for one, other in zip(levels(usual, shelf), levels(louder, shelf), strict=True):
        assert other - one == pytest.approx(3.0, abs=0.01)


def test_a_bed_that_is_silent_for_a_while_is_not_torn_up() -> None:
    shelf = Moving(0.0)
    shelf.loop[: 10 * SAMPLE_RATE] *= np.float32(db_to_gain(-30.0))

    assert lifts(class_of(), shelf)[0] == MOST_DB


def test_no_three_seconds_come_nearer_to_the_voice_by_a_lift() -> None:
    """A long silence that is soft but for one loud moment stays as soft as that moment wants it."""
    shelf = Moving(0.0)
    shelf.loop *= np.float32(db_to_gain(-5.0))
    shelf.loop[24 * SAMPLE_RATE : 27 * SAMPLE_RATE] *= np.float32(db_to_gain(6.0))

    _, gap, silence, _ = lifts(class_of(), shelf)

    assert gap == pytest.approx(5.0, abs=STEP_DB / 2)
    assert silence == pytest.approx(NEAREST_LUFS - (BED_LUFS + 1.0), abs=STEP_DB)
    assert NEAREST_LUFS + STEP_DB / 2 < VOICE_LUFS - 8.0


def test_a_long_fade_is_lifted_by_what_is_before_it_and_by_the_loudest_that_is_in_it() -> None:
    shelf = Moving(2.5)
    of = class_of(1_500, fade_out=60_000)

    *_, after = levels(of, shelf)

    assert after == pytest.approx(BED_LUFS, abs=WITHIN_LU)


def test_the_lifts_of_a_class_are_the_same_wherever_it_begins_and_are_steps_of_half_a_decibel() -> None:
    shelf, of = Moving(2.5), class_of()
    moved = [replace(clip, start=Ms(clip.start + 7_000), end=Ms(clip.end + 7_000)) for clip in TALK]
    (span,) = of.beds
    later = replace(span, end=Ms(span.end + 7_000), anchor=Ms(span.anchor + 7_000))

    found = lifts(of, shelf)

    assert lifts(timeline(of.length + 7_000, tuple(moved), (), (later,)), shelf)[1:] == found[1:]
    assert all(lift % STEP_DB == 0 for lift in found)


def test_nothing_is_lifted_without_music_or_without_a_word() -> None:
    silent = class_of()
    assert lifts(replace(silent, beds=()), Moving(2.5)) == ()
    assert lifts(replace(silent, tracks=()), Moving(2.5)) == ()


def test_a_gap_in_which_one_bed_passes_into_another_is_measured_as_both_are_heard() -> None:
    """Two sounds that have nothing to do with one another lose a quarter of their energy in a crossfade, or 1.2 LU."""
    shelf, of = Moving(0.0), class_of()
    (span,) = of.beds
    leaving = replace(span, end=Ms(12_500), fade_out=Ms(6_000))
    of = replace(of, beds=(leaving, replace(span, name="other", start=Ms(6_500), fade_in=Ms(6_000))))

    assert music_alone(of)[1].start == 4_000 + RELEASE < 6_500 < 12_500 < music_alone(of)[1].end == 13_500 - ATTACK
    assert lifts(of, shelf) == (0.0, 1.0, 0.0, 0.0)
    assert levels(of, shelf)[1] == pytest.approx(BED_LUFS + GAP_DB, abs=WITHIN_LU)
