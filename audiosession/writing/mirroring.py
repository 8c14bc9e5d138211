"""Words for the other side of the body."""

from __future__ import annotations

import re

_SIDE_WORD = re.compile(r"\b(left|right)\b(?! (?:angle|angles|away|now|over|through|there|here))", re.IGNORECASE)


def mirror_words(text: str) -> str:
    """Return `text` with left and right exchanged, idioms such as "right angle" left alone.

    >>> mirror_words("Left heel in. Right away, a right angle.")
    'Right heel in. Right away, a right angle.'
    """

    def swap(found: re.Match[str]) -> str:
        word = found[0]
        other = "right" if word.lower() == "left" else "left"
        return other.capitalize() if word[0].isupper() else other

    return _SIDE_WORD.sub(swap, text)
