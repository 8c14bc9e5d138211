"""A definition with a change made in its text: in as few lines as a person would change. Pure text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from audiosession.errors import DefinitionError, Where
from audiosession.project.editing.blocks import Parted, Stated, in_blocks
from audiosession.project.editing.changes import (
    Change,
    Inserted,
    Moved,
    Put,
    Removed,
    changed_values,
    is_same,
    value_at,
)
from audiosession.project.editing.tables import (
    is_table,
    new_key,
    new_tables,
    table_blocks,
    with_table,
    with_tables_moved,
    without,
)
from audiosession.project.editing.values import changed_line
from audiosession.toml_text import toml_table
from audiosession.value_words import KeyPath

Order = Callable[[KeyPath], Sequence[str]]
"""Returns the keys that the table at a place may have, in the order in which people write them."""


def with_changes(text: str, path: Where, changes: Sequence[Change], order: Order) -> str:
    """Return `text`, which is TOML, with all `changes` made, one after the other.

    Comments, blank lines, quotes and the layout of lists stay; a table takes the comment above it with it. A new key
    stands where `order` has it.

    Raises:
        FaultsError: `text` is no TOML.
        DefinitionError: There is no such place, or it is written in a way that can't be edited so.
    """
    is_windows = 0 < text.count("\n") == text.count("\r\n")
    edited = text.replace("\r\n", "\n") if is_windows else text
    for change in changes:
        edited = _with_change(edited, path, change, order)
    return edited.replace("\n", "\r\n") if is_windows else edited


def _with_change(text: str, path: Where, change: Change, order: Order) -> str:
    values = toml_table(text, path)
    wanted = changed_values(values, change)
    if is_same(values, wanted) and not isinstance(change, Moved):
        return text
    edited = _Edited(_ended(text), path, order)
    match change:
        case Put(at=at, value=value):
            edited.put(at, value)
        case Removed(at=at):
            edited.remove(at)
        case Inserted(at=at, index=index, value=value):
            edited.insert(at, index, value)
        case Moved(at=at, before=before, after=after):
            edited.move(at, before, after)
    try:
        is_meant = is_same(toml_table(edited.text, path), wanted)
    except DefinitionError:
        is_meant = False
    if not is_meant:
        message = "is written in a way that can't be edited here"
        raise DefinitionError(message, path=path, hint="change it in its text")
    return edited.text


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


class _Edited:
    """A text under way from one change to the next."""

    def __init__(self, text: str, path: Where, order: Order) -> None:
        self.text = text
        self._path = path
        self._order = order

    def put(self, at: KeyPath, value: Any) -> None:
        """Write `value` where `at` leads; of a table, only what of it is another."""
        parts = in_blocks(self.text)
        if (number := parts.over(at)) is not None:
            self._change_line(parts, number, Put(at=at, value=value))
            return
        old = self._value(at)
        if isinstance(old, Mapping) and isinstance(value, Mapping) and old:
            self._put_table(at, old, value)
        elif isinstance(old, list) and old and is_table(value):
            self._put_tables(at, old, value)
        else:
            if old is not None:
                self.remove(at)
            self._make(at, value)

    def remove(self, at: KeyPath) -> None:
        """Take out what `at` leads to."""
        parts = in_blocks(self.text)
        number = parts.over(at)
        if number is not None and parts.blocks[number].keys != at:
            self._change_line(parts, number, Removed(at=at))
        else:
            self.text = without(parts, at).text

    def insert(self, at: KeyPath, index: int, value: Any) -> None:
        """Put `value` into the list at `at`."""
        parts = in_blocks(self.text)
        if (number := parts.over(at)) is not None:
            self._change_line(parts, number, Inserted(at=at, index=index, value=value))
        elif self._value(at):
            self.text = with_table(parts, at, index, self._tables((*at, index), value)).text
        else:
            self._make(at, [value])

    def move(self, at: KeyPath, before: int, after: int) -> None:
        """Move an entry of the list at `at`."""
        parts = in_blocks(self.text)
        if (number := parts.over(at)) is not None:
            self._change_line(parts, number, Moved(at=at, before=before, after=after))
        else:
            self.text = with_tables_moved(parts, at, before, after, len(self._value(at))).text

    def _change_line(self, parts: Parted, number: int, change: Change) -> None:
        block = parts.blocks[number]
        names = [str(key) for key in block.keys[len(block.table) :]]
        inner = replace(change, at=change.at[len(block.keys) :])
        try:
            changed = replace(block, text=changed_line(block.text, names, inner))
        except DefinitionError as error:
            raise error.at(self._path) from None
        self.text = parts.replaced(number, number + 1, [changed]).text

    def _put_table(self, at: KeyPath, old: Mapping[str, Any], value: Mapping[str, Any]) -> None:
        for key in old:
            if key not in value:
                self.remove((*at, key))
        for key, one in value.items():
            if key not in old or not is_same(one, old[key]):
                self.put((*at, key), one)

    def _put_tables(self, at: KeyPath, old: Sequence[Any], value: Sequence[Any]) -> None:
        for number in range(len(old) - 1, len(value) - 1, -1):
            self.remove((*at, number))
        for number, one in enumerate(value):
            if number < len(old):
                if not is_same(one, old[number]):
                    self.put((*at, number), one)
            else:
                self.insert(at, number, one)

    def _make(self, at: KeyPath, value: Any) -> None:
        """Write what is not there yet, with the tables on the way to it."""
        *way, key = at
        above = tuple(way)
        if isinstance(key, int):
            if self._value(above):
                self.insert(above, key, value)
            else:
                self._make(above, [value])
            return
        parts = in_blocks(self.text)
        if above and self._value(above) is None:
            self._make(above, {key: value})
        elif is_table(value):
            self.text = new_tables(parts, at, self._tables(at, value), self._order(above)).text
        else:
            self.text = new_key(parts, at, value, self._order(above)).text

    def _tables(self, at: KeyPath, value: Any) -> list[Stated]:
        """Return `value`, a table or several, as blocks, in the order in which people write its keys."""
        if not isinstance(value, Mapping) and not is_table(value):
            hint = "give a table, as those beside it are"
            raise DefinitionError("a table stands there, and this is none", path=self._path, hint=hint)
        return table_blocks(at, value, self._order)

    def _value(self, at: KeyPath) -> Any:
        return value_at(toml_table(self.text, self._path), at)
