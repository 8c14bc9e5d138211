"""What a change was, in words: ``Swan: reps 4 → 5``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audiosession.project.editing.changes import Change, Inserted, Moved, Put, Removed, place_words, value_at
from audiosession.project.editing.secrets import is_secret

_LONGEST = 40
_NAMED_BY = ("use", "say", "breath", "text", "title")
"""The keys that a table is told by."""


def label_of(title: str, values: Mapping[str, Any], changes: Sequence[Change]) -> str:
    """Return what `changes` of a file called `title` do to its `values`, in one line."""
    if not changes:
        return title
    more = f", and {len(changes) - 1} more" if len(changes) > 1 else ""
    return f"{title}: {_told(values, changes[0])}{more}"


def title_of(values: Mapping[str, Any] | None, name: str) -> str:
    """Return what people call a file: by its title, else by its name."""
    title = (values or {}).get("title")
    return title if isinstance(title, str) and title else name


def _told(values: Mapping[str, Any], change: Change) -> str:
    place = place_words(change.at)
    if any(map(is_secret, change.at)):
        return place
    match change:
        case Put(at=at, value=value):
            before = value_at(values, at)
            return f"{place} {_shown(value)}" if before is None else f"{place} {_shown(before)} → {_shown(value)}"
        case Removed(at=at):
            return f"{place} {_shown(value_at(values, at))} taken out"
        case Inserted(value=value):
            return f"{place} {_shown(value)} added"
        case Moved(at=at, before=before, after=after):
            what = _shown(value_at(values, (*at, before)))
            return f"{place} {what} moved {'up' if after < before else 'down'}"


def _shown(value: Any) -> str:
    """Return a value as a few words."""
    if isinstance(value, Mapping):
        named = next((value[key] for key in _NAMED_BY if isinstance(value.get(key), str)), "")
        return _short(named) or f"{len(value)} keys"
    if isinstance(value, list):
        return f"{len(value)} entries" if len(value) != 1 else _shown(value[0])
    if isinstance(value, str):
        return f"“{_short(value)}”" if " " in value else _short(value)
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
