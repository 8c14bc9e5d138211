"""A cover is a picture that podcast apps take, and the same title always gives the same one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image

from audiosession.errors import CodecError
from audiosession.pictures.drawing import MOTIFS, PALETTES, Layer, Palette, draw_cover, motif_named, paint

pytestmark = pytest.mark.slow


def test_a_feed_cover_is_what_apple_asks_for() -> None:
    content = draw_cover("Single Leg Kick", subtitle="Breath & Line")
    picture = Image.open(io.BytesIO(content))

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (3000, 3000))
    assert len(content) < 512_000


@pytest.mark.parametrize("motif", MOTIFS)
def test_the_same_title_gives_the_same_picture(motif: str) -> None:
    assert draw_cover("Swan", motif=motif, size=200) == draw_cover("Swan", motif=motif, size=200)


def test_another_title_gives_another_picture() -> None:
    assert draw_cover("Swan", size=200) != draw_cover("Saw", size=200)


@pytest.mark.parametrize("colour", [*PALETTES, "#204080", "#f0e0d0"])
def test_letters_stand_out_from_the_sky(colour: str) -> None:
    """WCAG 2.2 asks 3:1 of large letters; the measure is taken between the ink and the sky behind the title."""
    plain = np.asarray(Image.open(io.BytesIO(draw_cover("", colour=colour, motif="hills", size=400))), float)
    lettered = np.asarray(Image.open(io.BytesIO(draw_cover("MMM", colour=colour, motif="hills", size=400))), float)
    changed = np.abs(lettered - plain).sum(axis=2)
    row, column = np.unravel_index(int(changed.argmax()), changed.shape)

    bright, dark = sorted((_luminance(plain[row, column]), _luminance(lettered[row, column])), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) > 4.5


def _luminance(pixel: np.ndarray) -> float:
    part = pixel / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize(
    "title", ["", "x" * 300, "Ruhe 🌊", "Дыхание", "نفس عميق", "日本語", "a\u202eb\x00c", "word " * 60]
)
def test_any_title_can_be_drawn_and_leaves_the_bottom_fifth_alone(title: str) -> None:
    plain = np.asarray(Image.open(io.BytesIO(draw_cover("", colour="tide", motif="ripples", size=300))), float)
    drawn = np.asarray(Image.open(io.BytesIO(draw_cover(title, colour="tide", motif="ripples", size=300))), float)

    assert np.abs(plain[240:] - drawn[240:]).max() < 8  # what JPEG's 8 x 8 blocks may change on the border


def test_an_unknown_motif_or_colour_is_an_error_with_the_near_miss() -> None:
    with pytest.raises(CodecError) as raised:
        draw_cover("Swan", motif="riples")
    assert raised.value.hint == 'did you mean "ripples"?'
    with pytest.raises(CodecError, match="no colour"):
        draw_cover("Swan", colour="#12")


def painted_pixel_by_pixel(palette: Palette, layers: Sequence[Layer], size: int) -> np.ndarray[Any, Any]:
    """Return the picture with every mask made for every pixel: what `paint` must come to, at less work."""
    x = ((np.arange(size, dtype=np.float32) + 0.5) / size)[None, :]
    y = x.T
    fall = np.clip(y * 1.05 + 0.08 * (x - 0.5), 0, 1)
    grain = np.random.default_rng(1).uniform(-0.5, 0.5, (64, 64)).astype(np.float32)
    noise = np.tile(grain, (size // 64 + 1, size // 64 + 1))[:size, :size]
    planes = []
    for top, bottom, channel in zip(palette.top, palette.bottom, range(3), strict=True):
        plane = top + (bottom - top) * fall
        for mask, colour, opacity in layers:
            plane = plane + mask(x, y, 1 / size) * opacity * (colour[channel] - plane)
        planes.append(np.clip(plane + noise + 0.5, 0, 255).astype(np.uint8))
    return np.stack(planes, axis=-1)


@pytest.mark.parametrize("size", [77, 600])
@pytest.mark.parametrize("motif", MOTIFS)
def test_masks_are_left_out_only_where_they_change_no_pixel(motif: str, size: int) -> None:
    palette = PALETTES["tide"]
    layers = motif_named(motif)(palette)

    painted = paint(palette, layers, size).astype(int)

    # A processor may round the same sum in two ways, by where it lies in memory: one step, here and there.
    apart = np.abs(painted - painted_pixel_by_pixel(palette, layers, size))
    assert apart.max() <= 1
    assert (apart > 0).mean() < 1e-4


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_large_cover_makes_masks_for_few_of_its_pixels(motif: str) -> None:
    palette = PALETTES["tide"]
    layers = motif_named(motif)(palette)
    made = 0

    def counted(layer: Layer) -> Layer:
        def mask(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], pixel: float) -> np.ndarray[Any, Any]:
            nonlocal made
            covered = layer[0](x, y, pixel)
            made += covered.size
            return covered

        return mask, *layer[1:]

    paint(palette, [counted(layer) for layer in layers], 3_000)

    assert made < 0.1 * len(layers) * 3_000**2
