"""JSON of anybody into plain values, within bounds."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json

MOST_BYTES = 4_000_000
_MARK = b"\xef\xbb\xbf"


def read_json(content: bytes | str, *, most: int = MOST_BYTES) -> Any:
    """Return the value that `content`, of `most` bytes at the most, holds.

    What nests deeper than 200 values, holds a number of thousands of digits, NaN, Infinity or half a character is none.
    A whole number may still be larger than any float, and a float infinite: ``1e999`` is.

    Raises:
        ValueError: It is no JSON, or longer.
    """
    encoded = content.encode() if isinstance(content, str) else content
    if len(encoded) > most:
        raise ValueError(f"is over {most // 1_000_000} MB, too long for what it is to be")
    return from_json(encoded.removeprefix(_MARK), allow_inf_nan=False)
