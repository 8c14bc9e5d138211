"""What a mix will measure is known before it is mixed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.sounds_in_memory import LEAD, TAIL, Measured, Shelf, bed, desk, spoken, timeline

from audiosession.sound.ducking import DuckPoints, duck
from audiosession.sound.forecast import Energies, foretold_hops, music_pauses
from audiosession.sound.loudness import blocks_of, hop_energies, integrated_loudness, k_weighted
from audiosession.sound.mixing import fade, mixed_samples
from audiosession.sound.recipes import BedPart, Recipe
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

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


class Even(Measured):
    """A bed and takes that have the same energy in every millisecond, but for a mark in the bed each second."""

    def take_energies(self, digest: str) -> Energies:
        return np.full(500, 0.25, np.float32)

    def bed_energies(self, digest: str, position: int, length: Ms) -> Energies:
        at = position // FRAMES_PER_MS + np.arange(length)
        return np.where(at % 1_000 == 0, 101.0, 1.0).astype(np.float32)


def part(**changed: int) -> BedPart:
    usual = {"anchor": 0, "start": -9_000, "end": 9_000, "fade_in": 0, "fade_out": 0}
    return BedPart(bed="bed", gain_db=0.0, **{key: Ms(value) for key, value in {**usual, **changed}.items()})


def recipe(*beds: BedPart, takes: tuple[int, ...] = (), duck: DuckPoints = ()) -> Recipe:
    lines = tuple((Ms(at), "line-500") for at in takes)
    return Recipe(length=Ms(2_450), lead=LEAD, tail=TAIL, takes=lines, tones=(), beds=beds, duck=duck)


@pytest.mark.parametrize(("anchor", "marked"), [(0, {0, 10, 20}), (350, {3, 13, 23}), (-350, {6, 16})])
def test_a_bed_is_foretold_from_its_first_millisecond_on_and_from_its_anchor_round(
    anchor: int, marked: set[int]
) -> None:
    hops = foretold_hops(recipe(part(anchor=anchor)), Even())

    assert len(hops) == 24, "a hop that is not whole is not foretold"
    assert [pytest.approx(2.0 if n in marked else 1.0) for n in range(24)] == hops.tolist()


def test_takes_are_foretold_as_far_as_they_lie_in_the_window() -> None:
    hops = foretold_hops(recipe(takes=(-100, 1_000, 2_200, 2_460)), Even())

    expected = np.zeros(24)
    expected[0:4] = expected[10:15] = expected[22:24] = 0.25
    np.testing.assert_allclose(hops, expected)


def test_a_bed_of_another_level_and_two_takes_at_once_add_their_energies() -> None:
    quieter = replace(part(anchor=50), gain_db=-6.0)
    hops = foretold_hops(recipe(quieter, takes=(1_000, 1_000)), Even())

    assert hops[15] == pytest.approx(db_to_gain(-12.0))
    assert hops[12] == pytest.approx(db_to_gain(-12.0) + 2 * 0.25)


@pytest.mark.parametrize(
    ("start", "end", "fade_in", "fade_out"), [(-300, 9_000, 900, 0), (200, 2_000, 1_000, 600), (0, 2_600, 0, 700)]
)
def test_fades_and_ducks_are_foretold_as_they_are_mixed(start: int, end: int, fade_in: int, fade_out: int) -> None:
    duck_at: DuckPoints = ((Ms(600), 0.0), (Ms(900), -12.0), (Ms(1_300), -12.0), (Ms(2_200), 0.0))
    bed = part(start=start, end=end, fade_in=fade_in, fade_out=fade_out, anchor=50)

    class Flat(Even):
        def bed_energies(self, digest: str, position: int, length: Ms) -> Energies:
            return np.full(length, 1.0, np.float32)

    gain = np.ones((end - start) * FRAMES_PER_MS, np.float32)
    fade(gain, 0, fade_in * FRAMES_PER_MS)
    fade(gain[::-1], 0, fade_out * FRAMES_PER_MS)
    window = np.zeros(2_450 * FRAMES_PER_MS, np.float32)
    first, last = max(0, start), min(2_450, end)
    window[first * FRAMES_PER_MS : last * FRAMES_PER_MS] = gain[(first - start) * FRAMES_PER_MS :][
        : (last - first) * FRAMES_PER_MS
    ]
    duck(window, duck_at)
    mixed = np.square(window[: 2_400 * FRAMES_PER_MS]).reshape(24, -1).mean(axis=1)

    # The gain in the middle of a millisecond stands for all of it: off by its bend alone, below a thousandth.
    found = foretold_hops(recipe(bed, duck=duck_at), Flat())
    np.testing.assert_allclose(found, mixed, rtol=1e-3, atol=1e-6)


class Pausing(Measured):
    """A shelf whose bed is silent in its second second of three."""

    def bed_energies(self, digest: str, position: int, length: Ms) -> Energies:
        at = (position // FRAMES_PER_MS + np.arange(length)) % 3_000
        return np.where((at >= 1_000) & (at < 2_000), 0.0, 1e-3).astype(np.float32)


@pytest.mark.parametrize("window", [2_400, 4_800, 20_400])
def test_the_pauses_of_the_music_are_known_whatever_the_windows(window: int) -> None:
    whole = timeline(16_800, spoken((700, "hello-900")), (), (bed(0, 16_800, fade_in=0, fade_out=0),))

    found = music_pauses(desk(whole).recipes(Ms(window)), Pausing())

    assert found == [(at, min(at + 1_000, 16_800)) for at in range(1_000, 16_800, 3_000)]


def test_a_bed_that_is_louder_or_softer_by_0_db_is_the_same_window() -> None:
    plain = timeline(4_800, (), (), (bed(0, 4_800),))
    (usual,) = desk(plain).recipes()
    levels = (0.0, -0.0, -6.0, 6.0)
    found = [next(desk(replace(plain, beds=(replace(plain.beds[0], level_db=db),))).recipes()) for db in levels]

    assert [one.beds[0].gain_db - usual.beds[0].gain_db for one in found] == list(levels)
    assert [one.address == usual.address for one in found] == [True, True, False, False]
