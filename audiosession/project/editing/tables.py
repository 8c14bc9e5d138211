"""Tables of a TOML text: put in, taken out and moved, each with its comment; and new keys in their order. Pure text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from audiosession.errors import DefinitionError
from audiosession.project.editing.blocks import Parted, Stated
from audiosession.project.editing.values import written_line
from audiosession.value_words import KeyPath
from audiosession.writing.translating.tree import toml_key


def is_table(value: Any) -> bool:
    """Tell whether a value is written as a table of its own, or as several: what has keys, or lists what has."""
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def table_blocks(at: KeyPath, value: Any, order: Callable[[KeyPath], Sequence[str]]) -> list[Stated]:
    """Return `value`, a table that `at` leads to or a list of them, as blocks: its keys, then the tables in it."""
    if isinstance(value, list):
        return [one for n, entry in enumerate(value) for one in table_blocks((*at, n), entry, order)]
    name = ".".join(toml_key(key) for key in at if isinstance(key, str))
    head = f"[[{name}]]" if isinstance(at[-1], int) else f"[{name}]"
    known = list(order(at))
    keys = sorted(value, key=lambda key: known.index(key) if key in known else len(known))
    found = [Stated(keys=at, table=at, text=f"{head}\n", is_head=True, gap="\n")]
    if isinstance(at[-1], str) and all(is_table(one) for one in value.values()):
        found = []  # its tables tell of it
    for key in keys:
        if not is_table(value[key]):
            found.append(Stated(keys=(*at, key), table=at, text=written_line(toml_key(key), value[key])))
    for key in keys:
        if is_table(value[key]):
            found += table_blocks((*at, key), value[key], order)
    return found


def without(parts: Parted, at: KeyPath) -> Parted:
    """Return `parts` without what `at` leads to, and the comments that belong to it."""
    numbers = parts.within(at)
    for number in reversed(numbers):
        gone = parts.blocks[number]
        parts = parts.replaced(number, number + 1, [])
        if number < len(parts.blocks):
            next_one = parts.blocks[number]
            is_kept = number == 0 or gone.gap.strip() or (not gone.is_head and not next_one.gap)
            if is_kept and number not in numbers[1:]:
                parts = parts.replaced(number, number + 1, [replace(next_one, gap=gone.gap)])
        elif gone.gap.strip():
            parts = replace(parts, tail=gone.gap.rstrip("\n") + "\n" + parts.tail)
    return parts


def with_table(parts: Parted, at: KeyPath, index: int, new: Sequence[Stated]) -> Parted:
    """Return `parts` with the table that `new` is as number `index` of the list that `at` leads to."""
    here = parts.within((*at, index))
    if here:
        first = here[0]
        old = parts.blocks[first]
        usual = old.gap if first and not old.gap.strip() else "\n"
        blocks = [replace(new[0], gap=old.gap), *new[1:], replace(old, gap=usual)]
        return parts.replaced(first, first + 1, blocks)
    last = parts.within((*at, index - 1))
    gap = parts.blocks[last[0]].gap
    gap = gap if gap and not gap.strip() and last[0] else "\n"
    behind = last[-1] + 1
    return parts.replaced(behind, behind, [replace(new[0], gap=gap), *new[1:]])


def with_tables_moved(parts: Parted, at: KeyPath, before: int, after: int, n_tables: int) -> Parted:
    """Return `parts` with table number `before` of the list at `at` as number `after`; what is between them stays.

    Raises:
        DefinitionError: A table of the list is written in several places.
    """
    runs = [parts.within((*at, number)) for number in range(n_tables)]
    if any(run != list(range(run[0], run[-1] + 1)) for run in runs):
        raise DefinitionError("a table is written in several places", hint="change it in its text")
    order = list(range(n_tables))
    order.insert(after, order.pop(before))
    gaps = [parts.blocks[run[0]].gap for run in runs]
    moved = [[parts.blocks[number] for number in runs[one]] for one in order]
    for run, blocks, gap in reversed(list(zip(runs, moved, gaps, strict=True))):
        parts = parts.replaced(run[0], run[-1] + 1, [replace(blocks[0], gap=gap), *blocks[1:]])
    return parts


def new_key(parts: Parted, at: KeyPath, value: Any, order: Sequence[str]) -> Parted:
    """Return `parts` with a new key, where `at` leads, behind those that come before it in `order`."""
    above, name = at[:-1], str(at[-1])
    beside = [n for n in parts.within(above) if not parts.blocks[n].is_head and parts.blocks[n].table == above]
    heads = [n for n in parts.within(above) if parts.blocks[n].is_head and parts.blocks[n].keys == above]
    dotted = [n for n in parts.within(above) if not parts.blocks[n].is_head and len(parts.blocks[n].table) < len(above)]
    if dotted and not beside and not heads:
        table = parts.blocks[dotted[-1]].table
        names = ".".join(toml_key(str(key)) for key in at[len(table) :])
        new = Stated(keys=at, table=table, text=written_line(names, value))
        return parts.replaced(dotted[-1] + 1, dotted[-1] + 1, [new])
    new = Stated(keys=at, table=above, text=written_line(toml_key(name), value))
    if above and not heads:
        first = parts.within(above)[0]
        head = table_blocks(above, {name: value}, lambda _: order)
        return parts.replaced(first, first, head)
    earlier = [n for n in beside if _rank(parts.blocks[n], above, order) <= _rank(new, above, order)]
    if earlier or heads:
        behind = (earlier[-1] if earlier else heads[0]) + 1
        return parts.replaced(behind, behind, [new])
    return _put_first(parts, new)


def _put_first(parts: Parted, new: Stated) -> Parted:
    """Return `parts` with `new` before all else, below what the file begins with."""
    if not parts.blocks:
        return replace(parts, blocks=(new,), tail="") if not parts.tail else _behind_all(parts, [new], "")
    first = parts.blocks[0]
    gap = "\n" if first.is_head else ""
    return parts.replaced(0, 1, [replace(new, gap=first.gap), replace(first, gap=gap)])


def new_tables(parts: Parted, at: KeyPath, new: Sequence[Stated], order: Sequence[str]) -> Parted:
    """Return `parts` with new tables where `at` leads, behind those of the same table that come before in `order`."""
    above = at[:-1]
    region = parts.within(above)
    if not region:
        return _behind_all(parts, new, "\n" if parts.blocks or parts.tail else "")
    rank = _rank(new[0], above, order)
    plain = [n for n in region if not parts.blocks[n].is_head and parts.blocks[n].table == above]
    heads = [n for n in region if parts.blocks[n].keys == above]
    tables = [n for n in region if n not in plain and n not in heads]
    behind = max([*plain, *heads, *(n for n in tables if _rank(parts.blocks[n], above, order) <= rank)], default=-1) + 1
    later = [n for n in tables if n >= behind]
    if behind == len(parts.blocks):
        return _behind_all(parts, new, "\n")
    if not later and above:
        behind = region[-1] + 1
    return parts.replaced(behind, behind, new)


def _behind_all(parts: Parted, new: Sequence[Stated], gap: str) -> Parted:
    """Return `parts` with `new` at the end, and what the file ends with above it."""
    if not parts.blocks:
        return Parted(blocks=(replace(new[0], gap=parts.tail + gap), *new[1:]))
    return Parted(blocks=(*parts.blocks, replace(new[0], gap=parts.tail + gap), *new[1:]))


def _rank(block: Stated, above: KeyPath, order: Sequence[str]) -> int:
    """Return where in `order` the key stands that `block` is of, in the table that `above` leads to."""
    key = block.keys[len(above)] if len(block.keys) > len(above) else ""
    return list(order).index(str(key)) if key in order else len(order)
