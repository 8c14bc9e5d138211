"""Words for the other side of the body, and for the other way round."""

from __future__ import annotations

import re

_WAYS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_ANY_WAYS = re.compile(r"\{[^{}]*\|[^{}]*\}?")
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


def has_ways(text: str) -> bool:
    """Tell whether `text` holds words for one way and for the other, as ``{forward|back}``; ``{next}`` is no such."""
    return _WAYS.search(text) is not None


def wrong_ways(text: str) -> str:
    """Return the first of what should be words for two ways in `text` and is not; empty where all are."""
    return next((found[0] for found in _ANY_WAYS.finditer(text) if not _WAYS.fullmatch(found[0])), "")


def one_way(text: str, *, back: bool) -> str:
    """Return `text` as it is said on the first way, or on the way `back`, the reversed one.

    >>> one_way("Circle {in|out}, lie back.", back=False), one_way("Circle {in|out}, lie back.", back=True)
    ('Circle in, lie back.', 'Circle out, lie back.')
    """
    if not has_ways(text):
        return text
    said = _WAYS.sub(lambda found: found[2 if back else 1], text)
    return re.sub(r" +(?=[,.!?]|$)", "", re.sub(r"  +", " ", said)).strip()
