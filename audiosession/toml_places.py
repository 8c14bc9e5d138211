"""Where in a TOML text something stands: the line, by the keys that lead to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from audiosession.value_words import KeyPath

_HEADER = re.compile(r"^\s*+(\[\[|\[)([^\]]+)\]{1,2}\s*+(#.*)?$")
_KEY = re.compile(r"^\s*+([A-Za-z0-9_-]++|\"[^\"]*+\"|'[^']*+')\s*+(\.[^=]*+)?=")


def locate(text: str, keys: KeyPath) -> int:
    """Return the line, from 1, on which `keys` lead to something in TOML `text`; its nearest parent's where it is not.

    >>> locate("a = 1\\n[[b]]\\nc = 2\\n[[b]]\\nc = 3", ("b", 1, "c"))
    5
    """
    lines = _lines(text)
    return next((lines[keys[:depth]] for depth in range(len(keys), 0, -1) if keys[:depth] in lines), 1)


@lru_cache(maxsize=2)
def _lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line of everything in TOML `text`, by the keys that lead to it; one reading serves all its faults."""
    found_at: dict[KeyPath, int] = {}
    here: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            here = _resolve(header[2].split("."), counts, is_array=header[1] == "[[")
            found = here
            for depth in range(1, len(here)):
                found_at.setdefault(here[:depth], number)
        elif key := _KEY.match(line):
            found = (*here, key[1].strip("\"'"))
        else:
            continue
        found_at.setdefault(found, number)
    return found_at


def _resolve(names: Sequence[str], counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    here: KeyPath = ()
    for depth, name in enumerate(names, 1):
        here = (*here, name.strip().strip("\"'"))
        if depth == len(names) and is_array:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here
