"""What podcast apps ask of a picture (Apple Podcasts, articles 893 and 896)."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image

from audiosession.errors import CodecError

SMALLEST, LARGEST = 1400, 3000
MAX_BYTES = 512_000
_KNOWN = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
"""What is told by its name where it is not taken; rarer formats are not even tried on what strangers send."""
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, struct.error, *_BOMBS)
"""What Pillow raises for a picture that is none, or only half of one."""
_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


def artwork_faults(content: bytes, name: str) -> list[str]:
    """Return, in words, which rules the picture in `content`, called `name`, breaks."""
    return [*shape_faults(content, name), *weight_faults(content)]


def weight_faults(content: bytes) -> list[str]:
    """Return, in words, whether a picture is too heavy to be loaded on the way."""
    return [f"has {len(content):,} bytes; under {MAX_BYTES:,} are taken"] if len(content) >= MAX_BYTES else []


def shape_faults(content: bytes, name: str) -> list[str]:
    """Return, in words, which rules of directories the picture in `content`, called `name`, breaks."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=_KNOWN)
    except _UNREADABLE:
        return ["is no picture that can be read"]
    faults = []
    if picture.format not in _ENDINGS:
        faults.append(f"is {picture.format}, not JPEG or PNG")
    elif not name.lower().endswith(_ENDINGS[picture.format]):
        faults.append(f"is {picture.format}, but its name does not end in {_ENDINGS[picture.format][0]}")
    if picture.width != picture.height:
        faults.append(f"is {picture.width} x {picture.height} pixels, not square")
    elif not SMALLEST <= picture.width <= LARGEST:
        faults.append(f"is {picture.width} pixels wide; from {SMALLEST} to {LARGEST} are taken")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        faults.append("has an alpha channel")
    elif picture.mode != "RGB":
        faults.append(f"is in the colour mode {picture.mode}, not RGB")
    return faults or _damage(picture)


def picture_in(content: bytes, size: int) -> Image.Image:
    """Return the picture in `content` in RGB; one that is far larger than `size` comes smaller where that is cheap.

    Raises:
        CodecError: It is no picture, or only a part of one.
    """
    try:
        picture = Image.open(io.BytesIO(content), formats=_KNOWN)
        picture.draft("RGB", (size, size))  # a JPEG is then decoded at half or a quarter of its size already
        return picture.convert("RGB")
    except _UNREADABLE as error:
        raise CodecError(f"is no picture: {error}", hint="use a JPEG or PNG") from error


def _damage(picture: Image.Image) -> list[str]:
    """Return what is wrong with the pixels of a picture that seems fit by its header."""
    try:
        picture.load()
    except _UNREADABLE as error:
        return [f"is damaged: {error}"]
    return []
