"""Parts that join in any order: their fades keep the power, and their levels leave no dip at a join."""

from __future__ import annotations

import numpy as np
import pytest
from support.signals import noise

from audiosession.beds.arranging import Joins, evened, levelled, loudness, played
from audiosession.sound.loudness import weighted_hops
from audiosession.units import SAMPLE_RATE

pytestmark = pytest.mark.slow

JOINS = Joins(step=10, overlap=4)


def parts(*levels_db: float) -> list[np.ndarray]:
    fade = JOINS.fade(SAMPLE_RATE)[:, None]
    return [noise(JOINS.length, level_db=db, seed=seed).astype(np.float64) * fade for seed, db in enumerate(levels_db)]


@pytest.mark.parametrize("alike", [False, True])
def test_a_part_that_leaves_and_one_that_comes_in_are_as_one(alike: bool) -> None:
    fade = JOINS.fade(100, alike=alike)
    leaving, coming = fade[1_000:], fade[:400]

    assert len(fade) == 1_400
    assert (leaving + coming if alike else leaving**2 + coming**2) == pytest.approx(np.ones(400))
    assert fade[400:1_000] == pytest.approx(np.ones(600))


def test_a_curve_that_is_still_at_the_joins_moves_only_between_them() -> None:
    still = JOINS.still(1_600, 100)

    assert not still[:401].any()
    assert not still[1_000:].any()
    assert still[700] == pytest.approx(1, abs=1e-3)


def test_parts_are_summed_each_a_step_after_the_one_before() -> None:
    one, two = parts(-20, -26)
    sound = played([one, two], (1, 0), JOINS)

    assert len(sound) == 24 * SAMPLE_RATE
    assert np.allclose(sound[: 10 * SAMPLE_RATE], two[: 10 * SAMPLE_RATE], rtol=0, atol=1e-6)
    assert np.allclose(sound[14 * SAMPLE_RATE :], one[4 * SAMPLE_RATE :], rtol=0, atol=1e-6)


def test_evening_takes_away_as_much_as_it_is_told_to() -> None:
    order = (0, 1, 2, 0, 2, 1)
    uneven = parts(-20, -26, -23)

    def spread(some: list[np.ndarray]) -> float:
        hops = weighted_hops(played(some, order, JOINS))[40:-40]
        return float(np.ptp(10 * np.log10(np.convolve(hops, np.ones(30) / 30, "valid"))))

    whole, half = (spread(evened(uneven, JOINS, strength=strength)) for strength in (1.0, 0.3))
    assert spread(uneven) == pytest.approx(6.0, abs=0.5)
    assert half == pytest.approx(6.0 * 0.7**3, abs=0.7)
    assert whole < 0.7


def test_what_is_not_evened_within_parts_is_evened_at_their_joins() -> None:
    def at_the_join_db(some: list[np.ndarray]) -> float:
        hops = weighted_hops(played(some, (0, 1), JOINS))
        return float(10 * np.log10(hops[105:135].mean() / hops[60:80].mean()))

    dipping = [part * (1 - 0.5 * (1 - JOINS.still(len(part), SAMPLE_RATE)))[:, None] for part in parts(-20, -20)]
    before, after = at_the_join_db(dipping), at_the_join_db(evened(dipping, JOINS, strength=0.0))
    assert before < -4
    assert after > 0.7 * before


def test_levelling_brings_all_parts_to_one_level_by_one_gain() -> None:
    uneven = parts(-20, -26, -23)
    level = levelled(uneven, (0, 1, 2), JOINS, -30.0)

    assert loudness(level, (0, 1, 2), JOINS) == pytest.approx(-30.0, abs=0.01)
    ratios = [np.abs(one).max() / np.abs(other).max() for one, other in zip(level, uneven, strict=True)]
    assert ratios == pytest.approx([ratios[0]] * 3)
