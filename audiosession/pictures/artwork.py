"""What podcast apps ask of a picture (Apple Podcasts, articles 893 and 896)."""

from __future__ import annotations

import io
import warnings

from PIL import Image

SMALLEST, LARGEST = 1400, 3000
MAX_BYTES = 512_000
_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


def artwork_faults(content: bytes, name: str) -> list[str]:
    """Return, in words, which rules the picture in `content`, called `name`, breaks."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
    except (OSError, ValueError, EOFError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
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
    if len(content) >= MAX_BYTES:
        faults.append(f"has {len(content):,} bytes; under {MAX_BYTES:,} are taken")
    return faults
