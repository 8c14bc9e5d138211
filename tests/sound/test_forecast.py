"""What a mix will measure is known before it is mixed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.sounds_in_memory import Measured, Shelf, bed, desk, spoken, timeline

from audiosession.sound.forecast import foretold_hops
from audiosession.sound.loudness import blocks_of, hop_energies, integrated_loudness, k_weighted
from audiosession.sound.mixing import mixed_samples
from audiosession.sound.recipes import BedPart, Recipe
from audiosession.units import FRAMES_PER_MS, Ms

CLASS = timeline(
    16_800,
    spoken((700, "hello-900"), (2_300, "over a seam-400"), (4_600, "long-2700"), (10_000, "far-800")),
    (),
    (bed(0, 9_240, name="first", fade_in=900, fade_out=1_000), bed(8_600, 16_800, name="second", fade_in=1_000)),
)


def measured_hops(recipe: Recipe) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weighted = k_weighted(mixed_samples(recipe, Shelf()))
    return hop_energies(weighted[recipe.lead * FRAMES_PER_MS :][: recipe.length * FRAMES_PER_MS])


@pytest.mark.parametrize(
    "changed", [{}, {"takes": ()}, {"beds": ()}, {"duck": ()}], ids=["all", "bed", "voice", "loud"]
)
def test_the_forecast_is_what_the_mix_measures(changed: dict[str, tuple[()]]) -> None:
    recipes = [replace(recipe, **changed) for recipe in desk(CLASS).recipes(Ms(4_800))]

    foretold = np.concatenate([foretold_hops(recipe, Measured()) for recipe in recipes])
    measured = np.concatenate([measured_hops(recipe) for recipe in recipes])

    assert len(foretold) == len(measured)
    # Sums of squares leave out what two sounds have in common by chance: noise and a tone share some per cent in 0.1 s.
    assert integrated_loudness(blocks_of(foretold)) == pytest.approx(integrated_loudness(blocks_of(measured)), abs=0.05)


def test_a_bed_that_ends_inside_a_window_is_foretold_as_far_as_it_goes() -> None:
    part = BedPart(
        bed="bed", anchor=Ms(-500), start=Ms(-500), end=Ms(1_000), fade_in=Ms(0), fade_out=Ms(0), gain_db=0.0
    )
    recipe = Recipe(length=Ms(2_400), lead=Ms(0), tail=Ms(0), takes=(), tones=(), beds=(part,), duck=())

    hops = foretold_hops(recipe, Measured())

    assert hops[:10].min() > 0
    assert not hops[10:].any()
