"""What a finished class was made of, by the kinds and addresses of its parts: so that a pin can name them. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from audiosession.json_text import read_json


def written_parts(parts: Mapping[str, Sequence[str]]) -> bytes:
    """Return the addresses of parts by their kinds as they are kept.

    >>> written_parts({"take": ["b", "a", "b"]})
    b'{"take":["a","b"]}'
    """
    return json.dumps({kind: sorted(set(each)) for kind, each in parts.items()}, separators=(",", ":")).encode()


def read_parts(content: bytes) -> list[tuple[str, str]]:
    """Return the kind and the address of each part that `written_parts` told; nothing where it is something else.

    >>> read_parts(b'{"take":["a"],"window":["c","d"]}'), read_parts(b'{"take":3}'), read_parts(b"[")
    ([('take', 'a'), ('window', 'c'), ('window', 'd')], [], [])
    """
    try:
        told = read_json(content)
    except ValueError:
        return []
    if not isinstance(told, Mapping) or not all(isinstance(each, list) for each in told.values()):
        return []
    return [(str(kind), str(address)) for kind, each in told.items() for address in each]
