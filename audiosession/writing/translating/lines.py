"""The lines of a definition: all in it that is said, each under the keys that lead to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from audiosession.digests import digest_of
from audiosession.value_words import KeyPath

Said: TypeAlias = "str | list[Any]"
"""One line, or several that take turns."""

SAID = frozenset(
    {
        "title",
        "description",
        "equipment",
        "encouragement",
        "say",
        "or_say",
        "one_side",
        "full",
        "short",
        "bare",
    }
)
"""The keys that hold words, wherever they stand."""
LINES = frozenset(
    {
        "purpose",
        "warm_up_note",
        "caution",
        "set_up",
        "modification",
        "preparation",
        "quiet",
        "call",
        "tip",
        "into_place",
        "ready",
        "practice",
        "change_way",
        "change_sides",
        "release",
        "opening",
        "closing",
        "transition",
    }
)
"""The keys that hold lines at leisure: each a table, or its `say` alone in place of it."""
MORE = frozenset({"or_say", "full", "short", "bare"})
"""Other forms of a line, of which a language may have some that the original has not."""
SECTIONS = "sections"
"""What stands before the titles of a class's exercises, by what the original says."""
_DIGEST = 8
_APART = frozenset({"sound", "exercise", "source"})


def lines_in(table: Mapping[str, Any]) -> dict[KeyPath, Said]:
    """Return all that is said in a definition's `table`, by the keys that lead to it, in the order of the file.

    A line that is written in place of its table is its `say`. Of a class each `section` stands once, under `sections`.

    >>> lines_in({"title": "Saw", "reps": 3, "tip": ["Slowly.", {"say": "Tall.", "rest": 1}]})
    {('title',): 'Saw', ('tip', 0, 'say'): 'Slowly.', ('tip', 1, 'say'): 'Tall.'}
    """
    found = dict(_lines(table, ()))
    for index, entry in enumerate(_tables(table.get("exercise"))):
        if section := entry.get("section"):
            found[(SECTIONS, str(section))] = section
        transition = {"transition": entry["transition"]} if "transition" in entry else {}
        found.update(_lines(transition, ("exercise", index)))
    return found


def is_said(keys: KeyPath) -> bool:
    """Tell whether `keys` lead to words that are said or shown; why a limit is raised is, in show notes.

    >>> is_said(("phase", 0, "full")), is_said(("safety", "reason")), is_said(("reps", "reason"))
    (True, True, False)
    """
    return keys[-1] in SAID or keys[-1] in LINES or keys[-2:] == ("safety", "reason")


def _lines(table: Mapping[str, Any], at: KeyPath) -> Iterator[tuple[KeyPath, Said]]:
    for key, value in table.items():
        here = (*at, key)
        if key in _APART:
            continue
        if key in LINES:
            yield from _of_line(value, here)
        elif is_said(here) and isinstance(value, str | list):
            yield here, value
        elif isinstance(value, Mapping):
            yield from _lines(value, here)
        elif isinstance(value, list):
            for index, one in enumerate(_tables(value)):
                yield from _lines(one, (*here, index))


def _of_line(value: Any, at: KeyPath) -> Iterator[tuple[KeyPath, Said]]:
    if isinstance(value, str):
        yield (*at, "say"), value
    elif isinstance(value, Mapping):
        yield from _lines(value, at)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _of_line(one, (*at, index))


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [one if isinstance(one, Mapping) else {} for one in value] if isinstance(value, list) else []


def group_of(keys: KeyPath) -> str:
    """Return the part of a definition that a line belongs to: ``purpose``, ``easier.phase``.

    >>> group_of(("easier", "phase", 1, "full")), group_of(("title",))
    ('easier.phase', 'title')
    """
    depth = 2 if keys[0] in ("easier", "harder") else 1
    return ".".join(map(str, keys[:depth]))


def digest_of_words(words: Said) -> str:
    """Return what tells one line from another, in eight hexadecimal digits."""
    return digest_of(json.dumps(words, ensure_ascii=False))[:_DIGEST]


def told_place(keys: KeyPath) -> str:
    """Return where a line stands, as a person counts: ``easier phase 2, full``.

    >>> told_place(("easier", "phase", 1, "full")), told_place(("tip", 0, "say")), told_place(("sections", "Warm-up"))
    ('easier phase 2, full', 'tip 1', 'the section "Warm-up"')
    """
    if keys[0] == SECTIONS:
        return f'the section "{keys[-1]}"'
    parts = [str(key + 1) if isinstance(key, int) else str(key) for key in keys]
    form = parts.pop() if len(parts) > 1 else ""
    return " ".join(parts) + (f", {form}" if form and form != "say" else "")
