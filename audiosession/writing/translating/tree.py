"""Lines by the keys that lead to them, as the tables and lists that a file has; and such values as TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from audiosession.value_words import KeyPath
from audiosession.writing.levels import FORMS
from audiosession.writing.translating.lines import SECTIONS, group_of
from audiosession.writing.translating.translation import SOURCE

_WIDEST = 120
_INDENT = "    "
_HEAD = "#. by these it is told which lines of the original were changed since they were translated"


def tree_of(leaves: Iterable[tuple[KeyPath, Any]]) -> Any:
    """Return the value that `leaves` are of, each under the keys that lead to it; gaps in a list are empty tables.

    >>> tree_of([((1, "say"), "Tall."), ((1, "one_side"), "Left."), ((2, "say"), "Slowly.")])
    [{}, {'say': 'Tall.', 'one_side': 'Left.'}, {'say': 'Slowly.'}]
    """
    inner: dict[int | str, list[tuple[KeyPath, Any]]] = {}
    for keys, value in leaves:
        if not keys:
            return value
        inner.setdefault(keys[0], []).append((keys[1:], value))
    found = {key: tree_of(below) for key, below in inner.items()}
    numbers = [key for key in found if isinstance(key, int)]
    return [found.get(index, {}) for index in range(max(numbers) + 1)] if numbers else found


def toml_value(value: Any) -> str:
    """Return texts, lists and tables as TOML, on one line.

    >>> toml_value([{"say": "Tall.", "or_say": ["Long."]}, {}])
    '[{ say = "Tall.", or_say = ["Long."] }, {}]'
    """
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{toml_key(key)} = {toml_value(one)}" for key, one in value.items()) + " }"
            if value
            else "{}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_key(key: str) -> str:
    """Return a key as TOML has it: in quotes unless it is plain."""
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else toml_value(key)


def source_table(kept: Mapping[KeyPath, str], original: Mapping[str, Any]) -> str:
    """Return the table that keeps the digest of each line that was translated, with each form's own below it."""
    parts: dict[str, list[str]] = {"": []}
    for group in dict.fromkeys(group_of(keys) for keys in kept):
        form, _, name = group.rpartition(".")
        depth = 2 if form in FORMS else 1
        value = tree_of((keys[depth:], digest) for keys, digest in kept.items() if group_of(keys) == group)
        if group not in ("exercise", SECTIONS):
            parts.setdefault(form, []).append(_row(name, lines_alone(value)))
    ways = [digests for _, digests in transitions(kept, original)]
    parts[""] += [_row("exercise", ways)] if ways else []
    tables = [(".".join(filter(None, (SOURCE, form))), rows) for form, rows in parts.items()]
    return f"\n{_HEAD}" + "".join(f"\n[{name}]\n" + "".join(rows) for name, rows in tables)


def transitions(lines: Mapping[KeyPath, Any], original: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Return the ways into the exercises of a class that it says something on: the place of each, and its table."""
    found = []
    for index, entry in enumerate(original.get("exercise") or []):
        if "transition" in entry:
            own = [(keys[3:], one) for keys, one in lines.items() if keys[:3] == ("exercise", index, "transition")]
            found.append((index, {"use": entry.get("use", ""), "transition": lines_alone(tree_of(own)) or []}))
    return found


def lines_alone(value: Any) -> Any:
    """Return `value` with each line in place of its table, where that holds nothing else."""
    if isinstance(value, list):
        return [lines_alone(one) for one in value]
    if isinstance(value, Mapping):
        return value["say"] if set(value) == {"say"} else {key: lines_alone(one) for key, one in value.items()}
    return value


def _row(name: str, value: Any) -> str:
    """Return a key with its value; a long list has several lines."""
    row = f"{toml_key(name)} = {toml_value(value)}\n"
    if len(row) <= _WIDEST + 1 or not isinstance(value, list):
        return row
    lines = [""]
    for one in value:
        piece = f"{toml_value(one)},"
        if lines[-1] and (isinstance(one, Mapping) or len(f"{_INDENT}{lines[-1]} {piece}") > _WIDEST):
            lines.append("")
        lines[-1] += f" {piece}" if lines[-1] else piece
    return f"{toml_key(name)} = [\n" + "".join(f"{_INDENT}{line}\n" for line in lines) + "]\n"
