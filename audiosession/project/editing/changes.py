"""What is changed in a definition, told by its keys; and what its values are then. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from audiosession.errors import DefinitionError
from audiosession.value_words import KeyPath

_MOST_DEEP = 16
_KINDS = ("value", "remove", "insert", "move")


@dataclass(frozen=True, kw_only=True)
class Put:
    """A value, written where `at` leads; tables that are missing on the way are made."""

    at: KeyPath
    value: Any


@dataclass(frozen=True, kw_only=True)
class Removed:
    """What `at` leads to is taken out."""

    at: KeyPath


@dataclass(frozen=True, kw_only=True)
class Inserted:
    """A value, put into the list that `at` leads to, so that it is number `index` of it, from 0."""

    at: KeyPath
    index: int
    value: Any


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What is number `before` of the list that `at` leads to becomes number `after` of it."""

    at: KeyPath
    before: int
    after: int


Change = Put | Removed | Inserted | Moved


def read_change(told: Mapping[str, Any]) -> Change:
    """Return the change that `told`, JSON values, tells of.

    It has ``at``, the keys that lead to a place, and what is done there: ``value``; ``"remove": true``; ``insert``, a
    number, with ``value``; or ``move``, two numbers.

    Raises:
        DefinitionError: It is no change.
    """
    at = told.get("at")
    if not isinstance(at, Sequence) or isinstance(at, str) or len(at) > _MOST_DEEP or not all(map(_is_key, at)):
        raise DefinitionError("a change without a place", hint='it has "at", a list of keys and numbers')
    keys = tuple(at)
    match {key: told[key] for key in told if key != "at"}:
        case {"insert": index, "value": value, **rest} if not rest and _is_number(index):
            return Inserted(at=keys, index=index, value=_plain(value, keys))
        case {"value": value, **rest} if not rest and keys:
            return Put(at=keys, value=_plain(value, keys))
        case {"remove": True, **rest} if not rest and keys:
            return Removed(at=keys)
        case {"move": [before, after], **rest} if not rest and _is_number(before) and _is_number(after):
            return Moved(at=keys, before=before, after=after)
    raise DefinitionError(f"no change is told at {place_words(keys)}", hint="it has one of: " + ", ".join(_KINDS))


def changed_values(values: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return `values`, a table, with the `change` made.

    Raises:
        DefinitionError: There is no such place in it.
    """
    found = deepcopy(dict(values))
    match change:
        case Put(at=at, value=value):
            _put(found, at, value)
        case Removed(at=at):
            del _owner(found, at)[at[-1]]
        case Inserted(at=at, index=index, value=value):
            if value_at(found, at) is None:
                _put(found, at, [])
            _list(found, at, index, "insert").insert(index, deepcopy(value))
        case Moved(at=at, before=before, after=after):
            entries = _list(found, at, before, "move")
            _list(found, at, after, "move")
            entries.insert(after, entries.pop(before))
    return found


def value_at(values: Any, at: KeyPath) -> Any:
    """Return what `at` leads to in `values`; None where it leads nowhere."""
    for key in at:
        known = range(len(values)) if isinstance(values, list) else values if isinstance(values, Mapping) else ()
        if key not in known:
            return None
        values = values[key]
    return values


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two values say the same: 2 and 2.0 do, 1 and true don't; what is empty counts as left out."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(is_same(one.get(key, {}), other.get(key, {})) for key in {*one, *other})
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, list | Mapping) and isinstance(other, list | Mapping):
        return not one and not other
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _put(values: dict[str, Any], at: KeyPath, value: Any) -> None:
    here: Any = values
    for depth, key in enumerate(at, 1):
        is_last = depth == len(at)
        new = deepcopy(value) if is_last else [] if isinstance(at[depth], int) else {}
        if isinstance(here, list) and isinstance(key, int) and 0 <= key <= len(here):
            if key == len(here):
                here.append(new)
            elif is_last:
                here[key] = new
        elif isinstance(here, dict) and isinstance(key, str):
            if is_last or key not in here:
                here[key] = new
        else:
            raise _nowhere(at)
        here = here[key]


def _owner(values: dict[str, Any], at: KeyPath) -> Any:
    owner = value_at(values, at[:-1])
    is_there = isinstance(owner, list | dict) and value_at(owner, at[-1:]) is not None
    if not is_there:
        raise _nowhere(at)
    return owner


def _list(values: dict[str, Any], at: KeyPath, index: int, what: str) -> list[Any]:
    found = value_at(values, at)
    if not isinstance(found, list):
        raise DefinitionError(f"{place_words(at)} is no list")
    if not 0 <= index < len(found) + (what == "insert"):
        raise DefinitionError(f"{place_words(at)} has {len(found)} entries, and none to {what} at {index}")
    return found


def _nowhere(at: KeyPath) -> DefinitionError:
    return DefinitionError(f"there is no {place_words(at)}")


def place_words(at: KeyPath) -> str:
    """Return a place as people read it.

    >>> place_words(("phase", 2, "counts")), place_words(("set_up", 0, "say")), place_words(("reps", "default"))
    ('phase 3 counts', 'set up 1', 'reps')
    """
    told = at[:-1] if len(at) > 1 and at[-1] in ("say", "default") else at
    return " ".join(str(key + 1) if isinstance(key, int) else key.replace("_", " ") for key in told) or "place"


def _is_key(key: object) -> bool:
    return isinstance(key, str) or _is_number(key)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _plain(value: Any, at: KeyPath, depth: int = 0) -> Any:
    """Return a value as TOML can have it.

    Raises:
        DefinitionError: It can't.
    """
    if depth > _MOST_DEEP:
        raise DefinitionError(f"{place_words(at)} is nested too deeply")
    if isinstance(value, Mapping):
        return {str(key): _plain(one, (*at, str(key)), depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, (*at, number), depth + 1) for number, one in enumerate(value)]
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise DefinitionError(f"{place_words(at)} holds a letter that is none") from None
    if not isinstance(value, str | bool | int | float):
        raise DefinitionError(f"{place_words(at)} has no value", hint="take it out instead")
    return value
