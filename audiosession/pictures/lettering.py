"""Set a line of text in a box, with fonts that travel in wheels: no font of the machine is asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageDraw, ImageFont

from audiosession.errors import CodecError

_LEADING = 1.13
"""Distance between lines, in font sizes."""


@dataclass(frozen=True, kw_only=True)
class Lettering:
    """The largest `size` in pixels, the `width` of the box in pixels, the most `lines` it holds."""

    size: float
    width: float
    lines: int


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """Lines of text at the size in which they fit."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont

    def draw(self, pen: ImageDraw.ImageDraw, at: tuple[float, float], colour: tuple[int, int, int]) -> None:
        """Draw the lines with the top left corner `at`."""
        for number, line in enumerate(self.lines):
            pen.text((at[0], at[1] + number * self.font.size * _LEADING), line, fill=colour, font=self.font)


def set_block(text: str, lettering: Lettering) -> TextBlock:
    """Break `text` into lines at the largest size that fits; what can't fit even at half of it ends in "…"."""
    face, text = _face_for(" ".join(text.split()))
    size = lettering.size
    while True:
        font = _font(face, size)
        lines = _wrapped(text, font, lettering.width)
        if len(lines) <= lettering.lines and all(font.getlength(line) <= lettering.width for line in lines):
            return TextBlock(lines=tuple(lines), font=font)
        if size <= lettering.size / 2:
            return TextBlock(lines=_shortened(lines[: lettering.lines], font, lettering.width), font=font)
        size *= 0.94


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _shortened(lines: Sequence[str], font: ImageFont.FreeTypeFont, width: float) -> tuple[str, ...]:
    kept = []
    for number, line in enumerate(lines):
        end = "…" if number == len(lines) - 1 else ""
        while line and font.getlength(line + end) > width:
            line = line[:-1]
        kept.append(line.rstrip() + end)
    return tuple(kept)


_FACES = ("", "DejaVuSans.ttf")
"""Pillow's own face (Aileron, Latin only), then matplotlib's, which has Greek, Cyrillic, Arabic and Hebrew too."""


def _face_for(text: str) -> tuple[str, str]:
    """Return the first face with every letter of `text`, or the last face and the letters that it has."""
    for face in _FACES:
        if _drawable(text, face) == text:
            return face, text
    return _FACES[-1], _drawable(text, _FACES[-1])


def undrawn(text: str) -> str:
    """Return the letters of `text` that no font here draws."""
    _, kept = _face_for(" ".join(text.split()))
    return "".join(letter for letter in text if not letter.isspace() and letter not in kept)


def _drawable(text: str, face: str) -> str:
    return "".join(letter for letter in text if letter == " " or _has(face, letter))


@cache
def _has(face: str, letter: str) -> bool:
    font = _font(face, 24)
    return letter.isprintable() and bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


@cache
def _bytes_of(face: str) -> bytes:
    package = find_spec("matplotlib")
    folders = [Path(folder) for folder in (package.submodule_search_locations or [])] if package else []
    for folder in folders:
        file = folder / "mpl-data" / "fonts" / "ttf" / face
        if file.is_file():
            return file.read_bytes()
    raise CodecError(f"the font {face} is not in matplotlib's package", hint="install matplotlib again")


def _font(face: str, size: float) -> ImageFont.FreeTypeFont:
    if face:
        return ImageFont.truetype(io.BytesIO(_bytes_of(face)), size)
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise CodecError("this Pillow can't draw letters: it was built without FreeType", hint="pip install Pillow")
    return font
