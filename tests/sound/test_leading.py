"""How far a breath's tone stands over the bed: measured in its own bands, where nobody speaks, for a phone too."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from support.signals import sine
from support.sounds_in_memory import Shelf, bed, desk, spoken, timeline, tones

from audiosession.sound.leading import HOP, PHONE_HZ, critical_band_hz, tone_over_bed_db
from audiosession.sound.recipes import windows
from audiosession.sound.segments import Samples
from audiosession.sound.tones import tone
from audiosession.timing.timeline import Clip
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms

LENGTH = 20_000


class Humming(Shelf):
    """A shelf whose bed is one sine, at `level_db` of full scale as it comes."""

    def __init__(self, hz: float, level_db: float) -> None:
        super().__init__()
        self.hum = sine(LENGTH / 1000, hz=hz, level_db=level_db)

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        return self.hum.take(np.arange(position, position + n_frames), axis=0, mode="wrap")


def least(shelf: Shelf, guide: Sequence[Clip], voice: Sequence[Clip] = (), music: bool = True) -> float:
    beds = (bed(0, LENGTH, fade_in=0, fade_out=0),) if music else ()
    of = timeline(LENGTH, tuple(voice), tuple(guide), beds)
    return min(tone_over_bed_db(recipe, shelf) for recipe in desk(of).recipes())


def test_it_is_the_ratio_of_the_energies_in_the_bands_of_the_tone() -> None:
    # A hum of 300 Hz lies in the lowest band where the tone begins, and in none where that has risen over it.
    found = least(Humming(300.0, -20.0), tones((4_000, 8_000, "rise")))

    level = tone("rise", Ms(8_000))[: SAMPLE_RATE // 10, 0] * np.hanning(SAMPLE_RATE // 10)
    told = desk(timeline(LENGTH, (), tones((4_000, 8_000, "rise")), (bed(0, LENGTH, fade_in=0, fade_out=0),)))
    (recipe,) = list(told.recipes())[:1]
    bed_db = -20.0 + recipe.beds[0].gain_db - 12.0
    hum = sine(0.1, hz=300.0, level_db=bed_db, channels=1)[:, 0] * np.hanning(SAMPLE_RATE // 10)
    over_db = 10 * math.log10(np.sum(np.square(level, dtype=np.float64)) / np.sum(np.square(hum, dtype=np.float64)))
    # The tone is loudest at its beginning, but 300 Hz leave its lowest band only when that lies over 350 Hz.
    assert over_db - 3.5 < found < over_db


def test_a_phone_hears_less_of_a_low_tone_and_of_a_low_bed() -> None:
    # 880 Hz lie in the second harmonic's band at the top: a phone hears that much better than the first.
    low, high = (least(Humming(hz, -20.0), tones((4_000, 4_000, "fall"))) for hz in (440.0, 880.0))

    assert low > high
    assert PHONE_HZ < 440.0


def test_what_lies_outside_its_bands_does_not_count() -> None:
    guide = tones((4_000, 4_000, "rise"))

    assert least(Humming(120.0, -20.0), guide) > least(Humming(300.0, -20.0), guide) + 40


def test_where_somebody_speaks_it_is_not_looked() -> None:
    guide = tones((4_000, 3_000, "rise"))

    assert least(Humming(300.0, -20.0), guide, spoken((4_000, "line-3000"))) == math.inf
    # Under the word the tone is 22 dB softer; beside it, it is back within 60 ms.
    beside = least(Humming(300.0, -20.0), guide, spoken((5_000, "line-1000")))
    assert beside > least(Humming(300.0, -20.0), guide) - 3.5


@pytest.mark.parametrize("shape", ["tick", "hold"])
def test_without_a_breath_or_without_a_bed_there_is_nothing_to_compare(shape: str) -> None:
    assert least(Humming(300.0, -20.0), tones((4_000, 200, shape))) == math.inf
    assert least(Humming(300.0, -20.0), tones((4_000, 4_000, "rise")), music=False) == math.inf


def test_a_tone_over_two_windows_is_measured_to_its_end() -> None:
    of = timeline(LENGTH, (), tones((9_000, 4_000, "rise")), (bed(0, LENGTH, fade_in=0, fade_out=0),))
    starts = [start for start, _ in windows(of, Ms(10_200))]
    border = next(start for start in starts if 9_000 < start < 13_000)

    class Late(Humming):
        """A hum that begins behind the 100 ms that lie over the border."""

        def bed(self, digest: str, position: int, n_frames: int) -> Samples:
            sound = super().bed(digest, position, n_frames).copy()
            sound[: max(0, (border + HOP) * FRAMES_PER_MS - position)] = 0
            return sound

    found = [tone_over_bed_db(recipe, Late(440.0, -20.0)) for recipe in desk(of).recipes(Ms(10_200))]

    assert found[starts.index(border)] < 40
    assert all(one > 80 for one in found[: starts.index(border)])


def test_critical_bands_are_those_of_zwicker_and_terhardt() -> None:
    # Table 1 there: 100 Hz at 150, 160 at 1000, 380 at 2500; the formula is within 10 % of it.
    assert critical_band_hz(np.array([150.0, 1_000.0, 2_500.0])) == pytest.approx([100, 160, 380], rel=0.1)
