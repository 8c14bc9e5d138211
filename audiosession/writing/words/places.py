"""Places in a sentence, in curly brackets, where a value goes: ``{number}``."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiosession.value_words import RefusedError

_PLACE = re.compile(r"\{(\w*)\}")


def holding(*names: str) -> Callable[[str], str]:
    """Return a check that a sentence has a place for each of `names`, in curly brackets, and no other."""

    def check(text: str) -> str:
        found = _PLACE.findall(text)
        if unknown := next((name for name in found if name not in names), None):
            such = f'such places are "{{{names[0]}}}"' if names else "leave the brackets out"
            raise RefusedError(f'nothing is put into "{{{unknown}}}"', such)
        if lacking := next((name for name in names if name not in found), None):
            raise RefusedError(f'"{{{lacking}}}" is not in it', "it stands where that is said")
        return text

    return check


def filled(sentence: str, **values: object) -> str:
    """Return `sentence` with each value in its place.

    >>> filled("All you need is {equipment}.", equipment="a chair")
    'All you need is a chair.'
    """
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), sentence)
