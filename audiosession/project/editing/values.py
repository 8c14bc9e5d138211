"""Values as they are written in TOML: one is changed, and what stands around it keeps its layout. Pure text.

tomlkit reads them; whoever edits nothing never loads it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiosession.errors import DefinitionError
from audiosession.project.editing.blocks import value_starts
from audiosession.project.editing.changes import Inserted, Moved, Put, Removed, is_same
from audiosession.writing.translating.tree import toml_key

if TYPE_CHECKING:
    from tomlkit.items import Array, InlineTable, Item, String

_WIDEST = 120
_INDENT = "    "
_INSTALL = "install audiosession[studio]"


@dataclass(frozen=True, kw_only=True)
class Brackets:
    """How a list or a table of several entries is written between its brackets."""

    opens: str
    between: str
    closes: str

    def text(self, entries: Sequence[str]) -> str:
        """Return `entries`, each as it is written, in this layout."""
        return self.opens + self.between.join(entries) + self.closes


_ON_ONE_LINE = Brackets(opens="[", between=", ", closes="]")
_TABLE = Brackets(opens="{ ", between=", ", closes=" }")


def _one_a_line(indent: str, closing: str = "", last: str = ",") -> Brackets:
    return Brackets(opens=f"[\n{indent}", between=f",\n{indent}", closes=f"{last}\n{closing}]")


def changed_line(line: str, names: Sequence[str], change: Put | Removed | Inserted | Moved) -> str:
    """Return `line`, that of a key with its value, with the `change` made; its place is told from the value on.

    Args:
        line: The whole line, of several where its value has several, with the comment behind it.
        names: What the key consists of.
        change: What is changed in its value, or the whole of it.

    Raises:
        DefinitionError: There is no such place in the value, or it is written in a way that can't be edited.
    """
    value: Any = _parsed(line)
    for name in names:
        value = _held(value, name)
    start, raw = value_starts(line), value.as_string()
    if not line.startswith(raw, start):
        raise _unreadable()
    head, behind = line[:start], line[start + len(raw) :]
    return head + _changed(value, change, len(head)) + behind


def written_line(name: str, value: Any) -> str:
    """Return a new line for the key called `name`, which may have dots, with its value as a person writes it."""
    return f"{name} = {written_value(value, len(name) + 3)}\n"


def written_value(value: Any, before: int = 0, indent: str = "") -> str:
    """Return a value as a person writes it, `before` letters into its line: a list too long for it, one a line."""
    if isinstance(value, Mapping):
        entries = [f"{toml_key(key)} = {written_value(one, _WIDEST)}" for key, one in value.items()]
        return _TABLE.text(entries) if entries else "{}"
    if isinstance(value, list):
        return _list_text([written_value(one, len(_INDENT), indent + _INDENT) for one in value], before, indent)
    if isinstance(value, str):
        return _string(value, is_multiline="\n" in value)
    return json.dumps(value) if isinstance(value, bool) else repr(value)


def _list_text(entries: Sequence[str], before: int, indent: str) -> str:
    line = _ON_ONE_LINE.text(entries)
    is_short = before < _WIDEST and before + len(line) <= _WIDEST and "\n" not in line
    return line if is_short or not entries else _one_a_line(indent + _INDENT, indent).text(entries)


def _changed(value: Item, change: Put | Removed | Inserted | Moved, before: int) -> str:
    """Return `value` as it is written with the `change` made in it."""
    from tomlkit.items import Array, InlineTable

    ends_here = not change.at if isinstance(change, Put | Inserted | Moved) else len(change.at) == 0
    if isinstance(change, Put) and not change.at:
        return _like(change.value, value, before)
    if isinstance(value, Array):
        return _changed_array(value, change, before)
    if isinstance(value, InlineTable) and not ends_here:
        return _changed_table(value, change, before)
    raise DefinitionError("there is no such place in it")


def _changed_array(array: Array, change: Put | Removed | Inserted | Moved, before: int) -> str:
    entries = _entries(array)
    match change:
        case Inserted(at=(), index=index, value=new):
            entries.insert(index, _like_others(new, array))
        case Moved(at=(), before=first, after=after):
            entries.insert(after, entries.pop(first))
        case Removed(at=(int(index),)):
            del entries[index]
        case Put(at=(int(index),), value=new) if index == len(entries):
            entries.append(_like_others(new, array))
        case _:
            index = int(change.at[0])
            entries[index] = _changed(array.item(index), _further(change), before)
    return _laid_out(array, entries, lambda: _by_hand(array, change, entries), before)


def _changed_table(table: InlineTable, change: Put | Removed | Inserted | Moved, before: int) -> str:
    name = str(change.at[0])
    entries = dict(zip(table, _entries(table), strict=True))
    if isinstance(change, Removed) and len(change.at) == 1:
        del entries[name]
    elif name in entries:
        entries[name] = f"{toml_key(name)} = {_changed(_held(table, name), _further(change), before)}"
    else:
        new = change.value if isinstance(change, Put) and len(change.at) == 1 else _made(_further(change))
        entries[name] = f"{toml_key(name)} = {written_value(new, _WIDEST)}"
    return _laid_out(table, list(entries.values()), None, before)


def _made(change: Put | Removed | Inserted | Moved) -> Any:
    """Return what a place that is missing holds once the `change` is made there."""
    if isinstance(change, Inserted) and not change.at:
        return [change.value]
    if isinstance(change, Put):
        value = change.value
        for key in reversed(change.at):
            value = [value] if isinstance(key, int) else {key: value}
        return value
    raise DefinitionError("there is no such place in it")


def _laid_out(value: Array | InlineTable, entries: list[str], otherwise: Callable[[], str] | None, before: int) -> str:
    """Return `entries` in the layout that `value` has; where that is none of ours, by hand or in a plain one."""
    from tomlkit.items import Array

    raw, is_list = value.as_string(), isinstance(value, Array)
    own = _entries(value)
    for layout in _layouts(raw, is_list=is_list):
        if own and layout.text(own) == raw:
            if not entries:
                return "[]" if is_list else "{}"
            widest = max(_WIDEST, before + len(raw))
            stays = "\n" in raw or before + len(layout.text(entries)) <= widest or not is_list
            return layout.text(entries) if stays else _one_a_line(_INDENT).text(entries)
    if not own or otherwise is None:
        return _list_text(entries, before, "") if is_list else _TABLE.text(entries)
    return otherwise()


def _entries(value: Array | InlineTable) -> list[str]:
    """Return what stands between the brackets of `value`, entry by entry, as it is written."""
    from tomlkit.items import Array

    if isinstance(value, Array):
        return [value.item(number).as_string() for number in range(len(value))]
    return [f"{toml_key(key)} = {_held(value, key).as_string()}" for key in value]


def _held(table: Any, key: str) -> Item:
    """Return what a table has under `key`, with how it is written: `table[key]` of a truth is that alone."""
    container = getattr(table, "value", table)
    found: Item = (container if hasattr(container, "item") else table).item(key)
    return found


def _layouts(raw: str, *, is_list: bool) -> list[Brackets]:
    """Return the layouts that `raw` may be written in."""
    if not is_list:
        return [_TABLE, Brackets(opens="{", between=", ", closes="}")]
    lines = raw.split("\n")
    indent = lines[1][: len(lines[1]) - len(lines[1].lstrip())] if len(lines) > 1 else ""
    closing = lines[-1][: len(lines[-1]) - len(lines[-1].lstrip())]
    padded = Brackets(opens="[ ", between=", ", closes=" ]")
    return [_ON_ONE_LINE, padded, _one_a_line(indent, closing), _one_a_line(indent, closing, last="")]


def _by_hand(array: Array, change: Put | Removed | Inserted | Moved, entries: list[str]) -> str:
    """Return an array with comments, or several entries a line, changed where the change is, and nowhere else."""
    match change:
        case Inserted(at=(), index=index):
            array.insert(index, _item(entries[index]))
        case Moved(at=(), before=before, after=after):
            del array[before]
            array.insert(after, _item(entries[after]))
        case Removed(at=(int(index),)):
            del array[index]
        case Put(at=(int(index), *_)) if index == len(array):
            array.append(_item(entries[index]))
        case _:
            array[int(change.at[0])] = _item(entries[int(change.at[0])])
    return array.as_string()


def _like_others(value: Any, array: Array) -> str:
    """Return a new entry of `array`, written as its others are."""
    return _like(value, array.item(-1), len(_INDENT)) if len(array) else written_value(value, len(_INDENT), _INDENT)


def _like(value: Any, old: Item, before: int) -> str:
    """Return `value` written as `old` is: what of it is the same stays to the letter."""
    from tomlkit.items import Array, Float, InlineTable, String

    if is_same(value, old.unwrap()) and value != [] and value != {}:
        return old.as_string()
    if isinstance(value, str) and isinstance(old, String):
        return _like_string(value, old)
    if isinstance(value, list) and isinstance(old, Array):
        entries = [
            _like(one, old.item(n), before) if n < len(old) else _like_others(one, old) for n, one in enumerate(value)
        ]
        return _laid_out(old, entries, None, before)
    if isinstance(value, Mapping) and isinstance(old, InlineTable):
        rows = {
            key: _like(one, _held(old, key), _WIDEST) if key in old else written_value(one)
            for key, one in value.items()
        }
        order = [key for key in old if key in rows] + [key for key in rows if key not in old]
        return _laid_out(old, [f"{toml_key(key)} = {rows[key]}" for key in order], None, before)
    if isinstance(old, Float) and type(value) is int:
        return f"{value}.0"
    return written_value(value, before)


def _like_string(value: str, old: String) -> str:
    raw = old.as_string()
    if raw.startswith('"""') and not raw.startswith('"""\n') and "\n" not in value:
        return _string(value, is_multiline=True).replace('"""\n', '"""', 1)
    is_literal = raw.startswith("'") and not raw.startswith("'''")
    if is_literal and "'" not in value and value.isprintable():
        return f"'{value}'"
    return _string(value, is_multiline=raw.startswith(('"""', "'''")) or "\n" in value)


def _string(value: str, *, is_multiline: bool) -> str:
    from tomlkit.api import string

    if is_multiline:
        raw = string(value, multiline=True).as_string()
        return raw if value.startswith("\n") else raw.replace('"""', '"""\n', 1)
    return string(value).as_string()


def _further(change: Put | Removed | Inserted | Moved) -> Put | Removed | Inserted | Moved:
    """Return the `change` as it is told one key further on the way to its place."""
    from dataclasses import replace

    return replace(change, at=change.at[1:])


def _parsed(line: str) -> Any:
    try:
        from tomlkit.api import parse
        from tomlkit.exceptions import TOMLKitError
    except ImportError:
        raise DefinitionError("definitions can't be edited without tomlkit", hint=_INSTALL) from None
    try:
        return parse(line)
    except TOMLKitError:
        raise _unreadable() from None


def _item(raw: str) -> Item:
    from tomlkit.api import value

    return value(raw)


def _unreadable() -> DefinitionError:
    return DefinitionError("is written in a way that can't be edited here", hint="change it in its text")
