"""TOML text into a table; every slip of the pen is told in plain words, with its line and how it is written right.

A slip that can only be meant in one way is put right for the rest of the reading, so that all that is wrong with a
file comes out at once. A file with a slip is still refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from audiosession.errors import MOST_FAULTS, Fault, FaultsError, Where
from audiosession.toml_slips import Slip, slip_of
from audiosession.value_words import KeyPath

_MAX_CHARACTERS = 1_000_000
_MAX_LINE = 10_000
_MAX_LINES = 40_000
_MAX_ROWS = 40_000
"""Of keys and tables, a kilobyte each for the parser."""
_MAX_DEPTH = 16
_MAX_DOTS = 10_000
"""Of keys, in a whole file: each dot is a table, and the parser keeps a kilobyte of notes on each."""
_MOST_MENDED = 100_000
"""Longer texts are not read again and again for what else is wrong with them."""
_MOST_DIGITS = 300
"""Of a whole number: TOML has some twenty, the parser reads any, and no decimal number holds one of many more."""
_LONG_NUMBER = re.compile(r"[0-9a-fA-F_]{200,}")
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DOTTED = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})+")
_IS_KEY = re.compile(r"[ \t]*[=\]]")
"""What stands behind names with dots where they are a key. It is looked for apart: nothing is then matched twice."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a text holds. `table` is None where it can't be told; `faults` are its slips, all that were found."""

    table: Mapping[str, Any] | None
    faults: tuple[Fault, ...] = field(default=())


def read_toml(text: str, path: Where) -> Read:
    """Return the table that `text` holds, with all slips in it that could be put right.

    Raises:
        FaultsError: `text` is longer than a megabyte, or too deep to be a definition.
    """
    _refuse_too_much(text, path)
    lines = text.split("\n")
    faults: list[Fault] = []
    mended: set[int] = set()
    while True:
        try:
            table: dict[str, Any] | None = tomllib.loads("\n".join(lines))
            if any(abs(number) >= 10**_MOST_DIGITS for number in _whole_numbers(table)):
                line = next((at for at, one in enumerate(lines, 1) if _LONG_NUMBER.search(one)), 0)
                faults.append(
                    Fault(path=path, line=line, message=f"not TOML: a whole number of over {_MOST_DIGITS} digits")
                )
                table = None
            return Read(table=table, faults=tuple(faults))
        except tomllib.TOMLDecodeError as error:
            slip = slip_of(lines, str(error))
        except RecursionError:
            slip = Slip(line=0, message="tables or arrays nested too deeply")
        except ValueError:  # the one that is left: Python reads no whole number of over 4,300 digits
            slip = Slip(line=0, message="a number with thousands of digits")
        if slip.line not in mended:
            faults.append(Fault(path=path, line=slip.line, message=f"not TOML: {slip.message}", hint=slip.hint))
        if slip.meant is None or slip.line in mended or len(faults) > MOST_FAULTS or len(text) > _MOST_MENDED:
            return Read(table=None, faults=tuple(faults))
        mended.add(slip.line)
        lines[slip.line - 1] = slip.meant


def toml_table(text: str, path: Where) -> dict[str, Any]:
    """Return the table that `text` holds.

    Raises:
        FaultsError: `text` is no TOML, is longer than a megabyte or holds NUL bytes.
    """
    found = read_toml(text, path)
    if found.faults or found.table is None:
        raise FaultsError(found.faults)
    return dict(found.table)


def texts_of(value: object, keys: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text in what a TOML file holds, with the keys that lead to it from there.

    >>> list(texts_of({"a": "x", "b": [{"c": "y"}, 3]}))
    [(('a',), 'x'), (('b', 0, 'c'), 'y')]
    """
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(inner, (*keys, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*keys, index))


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return `below` with all that `above` has in its place: key by key in tables; a list stands for a whole list.

    >>> laid_over({"a": {"b": 1, "c": 2}, "d": [1, 2]}, {"a": {"b": 3}, "d": [4]})
    {'a': {'b': 3, 'c': 2}, 'd': [4]}
    """
    both = {
        name: laid_over(below[name], one)
        for name, one in above.items()
        if isinstance(one, Mapping) and isinstance(below.get(name), Mapping)
    }
    return {**below, **above, **both}


def _whole_numbers(value: object) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _whole_numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _whole_numbers(inner)


def _refuse_too_much(text: str, path: Where) -> None:
    """Refuse what is no definition by its size alone, before the parser makes a thousand times as much of it."""
    lines = text.split("\n")
    n_rows = text.count("=") + sum(line.lstrip().startswith("[") for line in lines)
    for n, most, what in (
        (len(text), _MAX_CHARACTERS, "characters"),
        (len(lines), _MAX_LINES, "lines"),
        (n_rows, _MAX_ROWS, "keys and tables"),
    ):
        if n > most:
            raise FaultsError([Fault(path=path, message=f"is {n:,} {what} long; at most {most:,} are read")])
    n_dots = 0
    for number, line in enumerate(lines, 1):
        if len(line) > _MAX_LINE:
            message = f"a line of {len(line):,} characters; at most {_MAX_LINE:,}"
            raise FaultsError([Fault(path=path, line=number, message=message)])
        for dots in (found[0].count(".") for found in _DOTTED.finditer(line) if _IS_KEY.match(line, found.end())):
            n_dots += dots
            if dots > _MAX_DEPTH or n_dots > _MAX_DOTS:
                message = f"a key of {dots + 1} parts" if dots > _MAX_DEPTH else f"over {_MAX_DOTS:,} dots in keys"
                raise FaultsError([Fault(path=path, line=number, message=f"{message}: too deep to be a definition")])
