"""Write into takes.toml which take of a line is heard, and leave all else in it as it stands. Pure text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from audiosession.definitions import locate
from audiosession.errors import AudioSessionError, DefinitionError
from audiosession.project.takes.found import take_rows
from audiosession.spelling import line_key
from audiosession.voices.chosen.rows import TakeRow

_KEY = re.compile(r"^\s*(?:\w+|\"\w+\")\s*=")
_HEADER = re.compile(r"^\s*\[")
_CHOICE = re.compile(r"""^(\s*)(?:number|recording)(\s*=\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|\d+)(.*)$""")


def with_row(text: str, path: Path, row: TakeRow) -> str:
    """Return `text`, the takes.toml at `path`, with `row` in place of what it told of that line and that voice.

    Raises:
        FaultsError: The file is at fault.
        DefinitionError: It is written in a way that can't be edited here.
    """
    rows = take_rows(text, path)
    at = _index(rows, row)
    lines = text.split("\n")
    if at is None:
        end = "\r\n" if "\r\n" in text else "\n"
        before = text.rstrip("\r\n")
        edited = (before + 2 * end if before else "") + end.join([*_written(row), ""])
    else:
        number = next((n for n in _block(text, at) if _CHOICE.match(lines[n].rstrip("\r"))), None)
        if number is not None:
            end = "\r" if lines[number].endswith("\r") else ""
            lines[number] = _CHOICE.sub(lambda one: f"{one[1]}{_choice(row)}{one[3]}", lines[number].rstrip("\r")) + end
        edited = "\n".join(lines)
    wanted = [*rows, row] if at is None else [*rows[:at], _as_typed(row, rows[at]), *rows[at + 1 :]]
    return _checked(edited, path, wanted, "write it yourself: " + ", ".join(_written(row)))


def without_row(text: str, path: Path, line: str, voice: str | None) -> str:
    """Return `text`, the takes.toml at `path`, without what it tells of `line` for just `voice`; see `with_row`."""
    rows = take_rows(text, path)
    at = _index(rows, TakeRow.model_construct(text=line, voice=voice))
    if at is None:
        return text
    lines, block = text.split("\n"), _block(text, at)
    after = block[-1] + 1
    if after < len(lines) and not lines[after].strip() and (block[0] == 0 or not lines[block[0] - 1].strip()):
        after += 1
    edited = "\n".join([*lines[: block[0]], *lines[after:]])
    return _checked(edited, path, [*rows[:at], *rows[at + 1 :]], "take the row out yourself")


def _index(rows: Sequence[TakeRow], wanted: TakeRow) -> int | None:
    key = (line_key(wanted.text), wanted.voice)
    return next((n for n, row in enumerate(rows) if (line_key(row.text), row.voice) == key), None)


def _as_typed(row: TakeRow, before: TakeRow) -> TakeRow:
    """Return `row` with its line as somebody typed it `before`."""
    return row.model_copy(update={"text": before.text})


def _block(text: str, at: int) -> range:
    """Return the lines, from 0, of the row number `at`: its heading and its keys, and what stands between them."""
    lines, head = text.split("\n"), locate(text, ("take", at)) - 1
    last = head
    for number in range(head + 1, len(lines)):
        if _HEADER.match(lines[number]):
            break
        if _KEY.match(lines[number]):
            last = number
    return range(head, last + 1)


def _choice(row: TakeRow) -> str:
    return f"number = {row.number}" if row.recording is None else f"recording = {_quoted(row.recording)}"


def _written(row: TakeRow) -> list[str]:
    voice = [f"voice = {_quoted(row.voice)}"] if row.voice else []
    return ["[[take]]", *voice, f"text = {_quoted(row.text)}", _choice(row)]


def _quoted(text: str) -> str:
    """Return a text as TOML has it: as JSON does, but for one control character that no line holds."""
    return json.dumps(text, ensure_ascii=False)


def _checked(edited: str, path: Path, wanted: Sequence[TakeRow], hint: str) -> str:
    """Return what was `edited` where it says what it is to say, and nothing else."""
    try:
        if list(take_rows(edited, path)) == list(wanted):
            return edited
    except AudioSessionError:
        pass
    raise DefinitionError("is written in a way that can't be edited here", path=path, hint=hint)
