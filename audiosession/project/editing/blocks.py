"""A TOML text parted into its keys and heads of tables, each with what belongs to it, and put together again. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from audiosession.value_words import KeyPath
from audiosession.writing.translating.statements import logical_lines

_NAME = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+)"""
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_PLAIN = re.compile(r"[A-Za-z0-9_-]*")
_HEAD = re.compile(rf"[ \t]*(\[{{1,2}})[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=[ \t]*")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A key with its value, or the head of a table.

    Args:
        keys: What leads to it, with the numbers of tables in lists.
        table: What leads to the table that it stands in; of a head, that table itself.
        text: It, with what stands behind it on its line.
        gap: What stands above it and belongs to nothing: blank lines, and paragraphs of comments.
        above: The comment directly above it.
        below: The comment directly below it, where a blank line follows.
    """

    keys: KeyPath
    table: KeyPath
    text: str
    is_head: bool = False
    gap: str = ""
    above: str = ""
    below: str = ""

    @property
    def whole(self) -> str:
        """All of it, as it stands in the text."""
        return self.gap + self.above + self.text + self.below


@dataclass(frozen=True, kw_only=True)
class Parted:
    """A text in its blocks, and what stands behind the last of them."""

    blocks: tuple[Stated, ...] = ()
    tail: str = ""

    @property
    def text(self) -> str:
        """The text that it is of."""
        return "".join(one.whole for one in self.blocks) + self.tail

    def within(self, keys: KeyPath) -> list[int]:
        """Return the numbers of all blocks that are what `keys` lead to, or stand in it."""
        return [number for number, one in enumerate(self.blocks) if one.keys[: len(keys)] == keys]

    def over(self, keys: KeyPath) -> int | None:
        """Return the number of the key whose value is what `keys` lead to, or holds it; None where tables do."""
        found = (n for n, one in enumerate(self.blocks) if not one.is_head and keys[: len(one.keys)] == one.keys)
        return next(found, None)

    def replaced(self, first: int, behind: int, blocks: Iterable[Stated]) -> Parted:
        """Return it with `blocks` in the place of those from `first` up to `behind`."""
        return replace(self, blocks=(*self.blocks[:first], *blocks, *self.blocks[behind:]))


@dataclass(kw_only=True)
class _Reader:
    """Reads a text line by line; `pending` are blank lines and comments whose place is not known yet."""

    table: KeyPath = ()
    pending: list[str] = field(default_factory=list)
    counts: dict[KeyPath, int] = field(default_factory=dict)

    def block(self, piece: str) -> Stated:
        """Return what the line `piece` states."""
        if head := _HEAD.match(piece):
            self.table = self._resolved(names_of(head[2]), is_list=head[1] == "[[")
            return Stated(keys=self.table, table=self.table, text=piece, is_head=True)
        key = _KEY.match(piece)
        names = names_of(key[1]) if key else ()
        return Stated(keys=(*self.table, *names), table=self.table, text=piece)

    def _resolved(self, names: KeyPath, *, is_list: bool) -> KeyPath:
        here: KeyPath = ()
        for depth, name in enumerate(names, 1):
            here = (*here, name)
            if depth == len(names) and is_list:
                self.counts[here] = self.counts.get(here, -1) + 1
            if here in self.counts:
                here = (*here, self.counts[here])
        return here


def in_blocks(text: str) -> Parted:
    """Return `text`, which is TOML, in its blocks; put together again it is `text`.

    What a file begins with, up to its last blank line above the first key, belongs to no key.
    """
    reader, blocks = _Reader(), list[Stated]()
    for piece in logical_lines(text):
        stripped = piece.strip()
        if not stripped or stripped.startswith("#"):
            reader.pending.append(piece)
            continue
        below, gap, above = _shared_out(reader.pending, is_first=not blocks)
        if below:
            blocks[-1] = replace(blocks[-1], below=below)
        blocks.append(replace(reader.block(piece), gap=gap, above=above))
        reader.pending = []
    below, gap, above = _shared_out([*reader.pending, ""], is_first=not blocks)
    if below:
        blocks[-1] = replace(blocks[-1], below=below)
    return Parted(blocks=tuple(blocks), tail=gap + above)


def _shared_out(lines: list[str], *, is_first: bool) -> tuple[str, str, str]:
    """Return which of `lines` belong to the key before them, to none, and to the key behind them."""
    blank = [number for number, line in enumerate(lines) if not line.strip()]
    if not blank:
        return ("", "".join(lines), "") if is_first else ("", "", "".join(lines))
    first = 0 if is_first else blank[0]
    return "".join(lines[:first]), "".join(lines[first : blank[-1] + 1]), "".join(lines[blank[-1] + 1 :])


def names_of(dotted: str) -> KeyPath:
    """Return the names that a key of TOML consists of.

    >>> names_of('a . "b.c"')
    ('a', 'b.c')
    """
    plain = tuple(part.strip() for part in dotted.split("."))
    return plain if _PLAIN.fullmatch("".join(plain)) else tuple(_names(tomllib.loads(f"{dotted} = 0")))


def _names(table: Any) -> Iterator[str]:
    while isinstance(table, dict):
        ((name, table),) = table.items()
        yield name


def value_starts(text: str) -> int:
    """Return where in the text of a key its value begins."""
    found = _KEY.match(text)
    return found.end() if found else 0


def key_at(text: str, line: int) -> KeyPath:
    """Return what leads to the key or the table that stands on `line`, from 1, of a text; empty where none does.

    >>> key_at("a = 1\\n[[b]]\\nc = [\\n  2,\\n]", 4)
    ('b', 0, 'c')
    """
    number = 1
    for one in in_blocks(text).blocks:
        number += one.gap.count("\n")
        behind = number + (one.above + one.text).count("\n")
        if number <= line < max(behind, number + 1):
            return one.keys
        number = behind + one.below.count("\n")
    return ()
