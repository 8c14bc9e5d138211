"""Draw a cover from a title, a colour and a motif.

Everything lies in the unit square, so that a thumbnail and a 3,000 pixel picture show the same thing. The title
stands at the top: podcast apps lay their buttons over the bottom fifth.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from audiosession.errors import CodecError, near_miss
from audiosession.pictures.artwork import picture_in
from audiosession.pictures.lettering import Lettering, set_block

Plane = NDArray[np.float32]
Colour = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one cover: a sky from `top` to `bottom`, the motif's `light` and `accent`, the letters' `ink`."""

    top: Colour
    bottom: Colour
    light: Colour
    accent: Colour
    ink: Colour


def _rgb(code: str) -> Colour:
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def _palette(codes: str) -> Palette:
    top, bottom, light, accent, ink = map(_rgb, codes.split())
    return Palette(top=top, bottom=bottom, light=light, accent=accent, ink=ink)


PALETTES = {
    "tide": _palette("0b2a35 1f6a70 9fdcd0 f6dcae f2f7f4"),
    "dusk": _palette("231a3b 84496b f0a79c ffdcb2 fbf1ec"),
    "moss": _palette("16261d 46694d bcd8a2 f3e8b9 f4f6ea"),
    "clay": _palette("331a18 a5563b f4b78f ffe6c6 fdf3ea"),
    "night": _palette("0c1430 35508c a2bcf0 f8dab8 eff3fb"),
    "plum": _palette("2c1028 7b2f56 ec9bb8 ffd7c4 fcf0f3"),
    "sand": _palette("f6eee2 e5cba9 c98b62 8c4a35 3b2a22"),
    "mist": _palette("eef3f3 b6cdd0 6a98a0 f2a57b 1d3940"),
}

_TILE, _STRIP = 32, 256
_REACH = 1.5 * _TILE * 0.5**0.5 + 1
"""How far from the middle of a tile, in pixels, an edge may run so that it touches none of its pixels.

Masks tell how deep a point lies to within a factor of 1.2: a strand's slope leaves out how its swing swells.
"""

Layer = tuple[Callable[[Plane, Plane, float], Plane], Colour, float]
"""A mask from 0 to 1 as a function of x, y and the width of a pixel; its colour; its opacity."""


def draw_cover(
    title: str,
    *,
    subtitle: str = "",
    colour: str | None = None,
    motif: str | None = None,
    size: int = 3000,
    limit: int = 512_000,
) -> bytes:
    """Draw a square cover and return it as a baseline RGB JPEG.

    The same arguments give the same picture. Letters that no font at hand can draw are left out.

    Args:
        subtitle: A short line over the title, such as the show's name.
        colour: A name in `PALETTES` or ``#rrggbb``; without it the title chooses.
        motif: A name in `MOTIFS`; without it the title chooses.
        size: Width and height in pixels; 3,000 for a feed, 600 to embed in a file.
        limit: The most bytes that the JPEG may have; Apple Podcasts asks for under 512 KB.

    Raises:
        CodecError: `colour` or `motif` is unknown.
    """
    seed = zlib.crc32(title.encode("utf-8", "replace"))
    palette = palette_named(sorted(PALETTES)[seed % len(PALETTES)] if colour is None else colour)
    layers = motif_named(sorted(MOTIFS)[seed // len(PALETTES) % len(MOTIFS)] if motif is None else motif)
    picture = Image.fromarray(paint(palette, layers(palette), size))
    _write_title(picture, title, subtitle, palette)
    return _as_jpeg(picture, limit)


def motif_named(name: str) -> Callable[[Palette], list[Layer]]:
    """Return what draws the motif called `name`.

    Raises:
        CodecError: There is none.
    """
    if name not in MOTIFS:
        raise CodecError(f'no motif is called "{name}"', hint=near_miss(name, MOTIFS))
    return MOTIFS[name]


def palette_named(colour: str) -> Palette:
    """Return the palette called `colour`, or one around the colour that ``#rrggbb`` tells.

    Raises:
        CodecError: It is neither.
    """
    if colour in PALETTES:
        return PALETTES[colour]
    code = colour.removeprefix("#")
    if len(code) != 6 or not set(code.lower()) <= set("0123456789abcdef"):
        raise CodecError(f'no colour is called "{colour}"', hint=f"write #rrggbb; {near_miss(colour, PALETTES)}")
    return _palette_around(_rgb(code))


def _palette_around(middle: Colour) -> Palette:
    """Return a palette whose sky holds `middle`, with letters that stand out from it (WCAG relative luminance)."""
    bright = float(np.dot(middle, (0.2126, 0.7152, 0.0722))) > 140

    def towards(target: int, share: float) -> Colour:
        red, green, blue = (round(part + (target - part) * share) for part in middle)
        return red, green, blue

    if bright:
        return Palette(
            top=towards(255, 0.7), bottom=middle, light=towards(0, 0.35), accent=towards(0, 0.6), ink=towards(0, 0.8)
        )
    return Palette(
        top=towards(0, 0.65), bottom=middle, light=towards(255, 0.55), accent=(255, 226, 186), ink=towards(255, 0.93)
    )


def paint(palette: Palette, layers: Sequence[Layer], size: int) -> NDArray[np.uint8]:
    """Return the picture, shape ``(size, size, 3)``; painted in strips, so that memory stays small."""
    grain = np.random.default_rng(1).uniform(-0.5, 0.5, (64, 64)).astype(np.float32)
    picture = np.empty((size, size, 3), np.uint8)
    for first in range(0, size, _STRIP):
        picture[first : first + _STRIP] = _strip(palette, layers, size, first, grain)
    return picture


def _strip(palette: Palette, layers: Sequence[Layer], size: int, first: int, grain: Plane) -> NDArray[np.uint8]:
    """Return the rows of the picture from `first` on, at most `_STRIP` of them, in tiles of `_TILE` pixels.

    A mask is made, pixel by pixel, only for tiles that its edge may run through: everywhere else it is 0 or 1.
    """
    pixel, n_rows = 1.0 / size, min(_STRIP, size - first)
    x, y = (_positions(start, n, pixel) for start, n in ((0, size), (first, n_rows)))
    fall = np.clip(y[:, None, :, None] * 1.05 + 0.08 * (x[None, :, None, :] - 0.5), 0, 1)
    sky = [top + (bottom - top) * fall for top, bottom in zip(palette.top, palette.bottom, strict=True)]
    for mask, colour, opacity in layers:
        there = mask(x.mean(axis=1)[None, :], y.mean(axis=1)[:, None], 2 * _REACH * pixel)
        inside, edge = np.nonzero(there == 1), np.nonzero((there > 0) & (there < 1))
        covered = mask(x[edge[1]][:, None, :], y[edge[0]][:, :, None], pixel) * opacity
        for plane, part in zip(sky, colour, strict=True):
            plane[inside] += opacity * (part - plane[inside])
            plane[edge] += covered * (part - plane[edge])
    noise = np.tile(grain.reshape(2, _TILE, 2, _TILE).swapaxes(1, 2), (len(y) // 2 + 1, len(x) // 2 + 1, 1, 1))
    noisy = [np.clip(plane + noise[: len(y), : len(x)] + 0.5, 0, 255).astype(np.uint8) for plane in sky]
    rows = [plane.swapaxes(1, 2).reshape(len(y) * _TILE, len(x) * _TILE)[:n_rows, :size] for plane in noisy]
    return np.stack(rows, axis=-1)


def _positions(first: int, n: int, pixel: float) -> Plane:
    """Return where the middles of `n` pixels lie, a row for each tile; the last tile goes beyond."""
    n_tiles = -(-n // _TILE)
    return ((np.arange(first, first + n_tiles * _TILE, dtype=np.float32) + 0.5) * pixel).reshape(n_tiles, _TILE)


def _edge(depth: Plane) -> Plane:
    """Return how much of each pixel is covered, from how deep it lies inside the shape, in pixels."""
    return np.asarray(np.clip(depth + 0.5, 0, 1), np.float32)


def _disc(cx: float, cy: float, radius: float) -> Callable[[Plane, Plane, float], Plane]:
    def mask(x: Plane, y: Plane, pixel: float) -> Plane:
        return _edge((radius - np.hypot(x - cx, y - cy)) / pixel)

    return mask


def _ring(cx: float, cy: float, radius: float, width: float) -> Callable[[Plane, Plane, float], Plane]:
    def mask(x: Plane, y: Plane, pixel: float) -> Plane:
        return _edge((width / 2 - np.abs(np.hypot(x - cx, y - cy) - radius)) / pixel)

    return mask


def _petal(cx: float, cy: float, turn: float, length: float, width: float) -> Callable[[Plane, Plane, float], Plane]:
    """An ellipse that stands on its tip at the centre, turned by `turn` radians from upright."""

    def mask(x: Plane, y: Plane, pixel: float) -> Plane:
        along = (x - cx) * np.sin(turn) - (y - cy) * np.cos(turn) - length / 2
        across = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn)
        distance = np.hypot(along / (length / 2), across / (width / 2))
        return _edge((1 - distance) * (width / 2) / pixel)

    return mask


def _hill(height: float, swing: float, waves: float, phase: float) -> Callable[[Plane, Plane, float], Plane]:
    def mask(x: Plane, y: Plane, pixel: float) -> Plane:
        crest = height - swing * np.sin(2 * np.pi * (waves * x + phase))
        return _edge((y - crest) / pixel)

    return mask


def _strand(height: float, swing: float, phase: float, width: float) -> Callable[[Plane, Plane, float], Plane]:
    """A line that breathes: a sine whose swing swells in the middle of the picture."""

    def mask(x: Plane, y: Plane, pixel: float) -> Plane:
        swell = swing * np.sin(np.pi * x) ** 2
        angle = 2 * np.pi * (1.5 * (x - 0.5) + phase)
        slope = 3 * np.pi * swell * np.cos(angle)
        distance = np.abs(y - height + swell * np.sin(angle)) / np.sqrt(1 + slope**2)
        return _edge((width / 2 - distance) / pixel)

    return mask


def _between(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _ripples(palette: Palette) -> list[Layer]:
    growing = [0.66 * 0.80**step for step in range(8)]
    layers: list[Layer] = [(_disc(0.5, 0.69, radius), palette.light, 0.115) for radius in growing]
    return [*layers, (_disc(0.5, 0.69, 0.088), palette.accent, 0.96)]


def _lotus(palette: Palette) -> list[Layer]:
    turns = [-1.36, 1.36, -1.02, 1.02, -0.68, 0.68, -0.34, 0.34, 0.0]
    layers: list[Layer] = [(_disc(0.5, 0.66, 0.30), palette.accent, 0.13)]
    layers += [(_petal(0.5, 0.86, turn, 0.46, 0.17), palette.light, 0.27) for turn in turns]
    return [*layers, (_disc(0.5, 0.86, 0.036), palette.accent, 0.96)]


def _hills(palette: Palette) -> list[Layer]:
    layers: list[Layer] = [
        (_disc(0.70, 0.56, 0.22), palette.accent, 0.10),
        (_disc(0.70, 0.56, 0.135), palette.accent, 0.95),
    ]
    for step in range(5):
        colour = _between(palette.light, palette.top, step / 4.6)
        layers.append((_hill(0.62 + 0.085 * step, 0.030 + 0.006 * step, 0.9 - 0.08 * step, 0.23 * step), colour, 0.88))
    return layers


def _strands(palette: Palette) -> list[Layer]:
    layers: list[Layer] = [
        (_strand(0.68, 0.19 - 0.016 * abs(step), 0.013 * step, 0.0034), palette.light, 0.8 - 0.03 * abs(step))
        for step in range(-8, 9)
    ]
    return [*layers, (_disc(0.5, 0.68, 0.062), palette.accent, 0.98)]


def _horizon(palette: Palette) -> list[Layer]:
    layers: list[Layer] = [
        (_ring(0.5, 0.84, 0.155 + 0.058 * step, 0.020), palette.light, 0.62 - 0.1 * step) for step in range(5)
    ]
    layers.append((_disc(0.5, 0.84, 0.118), palette.accent, 0.97))
    return [*layers, (_hill(0.84, 0.0, 1.0, 0.0), palette.top, 0.97)]


MOTIFS: dict[str, Callable[[Palette], list[Layer]]] = {
    "hills": _hills,
    "horizon": _horizon,
    "lotus": _lotus,
    "ripples": _ripples,
    "strands": _strands,
}


def _write_title(picture: Image.Image, title: str, subtitle: str, palette: Palette) -> None:
    size = picture.width
    pen = ImageDraw.Draw(picture)
    left, top = 0.085 * size, 0.088 * size
    if subtitle:
        line = set_block(subtitle, Lettering(size=0.036 * size, width=0.83 * size, lines=1))
        line.draw(pen, (left, top), _between(palette.ink, palette.light, 0.35))
        top += 0.072 * size
    block = set_block(title, Lettering(size=0.122 * size, width=0.83 * size, lines=3))
    block.draw(pen, (left - 0.004 * size, top), palette.ink)


def _as_jpeg(picture: Image.Image, limit: int) -> bytes:
    for quality in range(92, 20, -6):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, subsampling=0 if quality > 80 else 2, optimize=True)
        if file.tell() < limit:
            break
    return file.getvalue()


def small_copy(content: bytes, size: int = 600) -> bytes:
    """Return the picture in `content` as a small square JPEG, for pages and for embedding.

    Raises:
        CodecError: It is no picture.
    """
    picture = picture_in(content, size)
    return _as_jpeg(picture.resize((size, size), Image.Resampling.LANCZOS), 512_000)
