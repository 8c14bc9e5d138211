"""Edits of definitions made by chance, for laws that hold for all of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from audiosession.value_words import KeyPath

_WORDS = ("Breathe.", "Long and low.", 'Say "now".', "Atme aus – lang.", "a\\b")


def places(value: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield all that stands in `value`, with the keys that lead to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*at, key), one
        yield from places(one, (*at, key))


def another(value: Any, chance: random.Random) -> Any:
    """Return another value of the kind of `value`."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.randint(1, 5)
    if isinstance(value, float):
        return value + chance.choice([0.5, 1.0])
    if isinstance(value, str):
        return chance.choice(_WORDS) + value[:10]
    if isinstance(value, list):
        return [*value, another(value[0], chance)] if value else ["new"]
    return {**value, "added": chance.choice([1, 2.5, "x", ["a", "b"]])}


def random_change(values: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a change that can be made in `values`, told as faces tell it."""
    every = list(places(values))
    lists = [(at, one) for at, one in every if isinstance(one, list) and one]
    kind = chance.choice(["put", "new", "remove", "insert", "move"])
    if kind == "new":
        at = chance.choice([(), *(at for at, one in every if isinstance(one, dict))])
        return {"at": [*at, "new-key"], "value": chance.choice([1, "x", [1, 2], {"a": 1}, [{"a": 1}, {"b": [2]}]])}
    if kind in ("put", "remove") or not lists:
        at, one = chance.choice(every)
        return {"at": [*at], "remove": True} if kind == "remove" else {"at": [*at], "value": another(one, chance)}
    at, one = chance.choice(lists)
    if kind == "insert":
        return {"at": [*at], "insert": chance.randint(0, len(one)), "value": another(chance.choice(one), chance)}
    return {"at": [*at], "move": [chance.randrange(len(one)), chance.randrange(len(one))]}
