"""TOML text into a model: every fault of a file at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from audiosession.errors import MOST_FAULTS, Fault, FaultsError, Where, near_miss

KeyPath = tuple[int | str, ...]
"""What leads to a value in a file: keys, and positions in arrays from 0, as pydantic and TOML nest them."""

_HEADER = re.compile(r"^\s*+(\[\[|\[)([^\]]+)\]{1,2}\s*+(#.*)?$")
_KEY = re.compile(r"^\s*+([A-Za-z0-9_-]++|\"[^\"]*+\"|'[^']*+')\s*+(\.[^=]*+)?=")
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DOTTED = re.compile(rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})++(?=[ \t]*+[=\]])")
_MAX_CHARACTERS = 1_000_000
_MAX_LINE = 10_000
_MAX_LINES = 40_000
_MAX_ROWS = 40_000
"""Of keys and tables, a kilobyte each for the parser."""
_MAX_DEPTH = 16
_LONGEST_WORDS = 300
_MAX_DOTS = 10_000
"""Of keys, in a whole file: each dot is a table, and the parser keeps a kilobyte of notes on each."""


class Model(BaseModel):
    """What a person writes in a file: unknown keys are faults, and nothing changes once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, allow_inf_nan=False
    )  # a narration needs none


M = TypeVar("M", bound=BaseModel)


def toml_table(text: str, path: Where) -> dict[str, Any]:
    """Return the table that `text` holds.

    Raises:
        FaultsError: `text` is no TOML, is longer than a megabyte or holds NUL bytes.
    """
    _refuse_too_much(text, path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", str(error), re.S)
        message, at = (found[1], int(found[2] or 0)) if found else (str(error), 0)
        at = at or text.count("\n") + 1
        raise FaultsError(
            [Fault(path=path, line=at, message=f"not TOML: {message[:1].lower()}{message[1:]}", hint="see toml.io")]
        ) from None
    except RecursionError:
        raise FaultsError([Fault(path=path, message="not TOML: tables or arrays nested too deeply")]) from None
    except ValueError:  # the one that is left: Python reads no whole number of over 4,300 digits
        raise FaultsError([Fault(path=path, message="not TOML: a number with thousands of digits")]) from None


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
        for dots in (found[0].count(".") for found in _DOTTED.finditer(line)):
            n_dots += dots
            if dots > _MAX_DEPTH or n_dots > _MAX_DOTS:
                message = f"a key of {dots + 1} parts" if dots > _MAX_DEPTH else f"over {_MAX_DOTS:,} dots in keys"
                raise FaultsError([Fault(path=path, line=number, message=f"{message}: too deep to be a definition")])


def read_definition(text: str, path: Where, model: type[M], **given: object) -> M:
    """Return `text` as a `model`, with `given` added to what the file says.

    Raises:
        FaultsError: All that is wrong with the file, in the order of its lines.
    """
    return check_table({**toml_table(text, path), **given}, text, path, model)


def check_table(table: Mapping[str, Any], text: str, path: Where, model: type[M], prefix: KeyPath = ()) -> M:
    """Return `table`, found under `prefix` in the file's `text`, as a `model`; see `read_definition`."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise FaultsError(_faults(error.errors(include_url=False), text, path, model, prefix)) from None


def _faults(
    errors: Sequence[ErrorDetails], text: str, path: Where, model: type[BaseModel], prefix: KeyPath
) -> Sequence[Fault]:
    """Return what is wrong, in the order of the file's lines; all but the first few are only counted."""
    inside = {one["loc"][:depth] for one in errors for depth in range(len(one["loc"]))}
    # A list counts as too short, too, where what stands in it is at fault.
    meant = [one for one in errors if one["type"] != "too_short" or one["loc"] not in inside]
    placed = sorted(((locate(text, prefix + tuple(one["loc"])), one) for one in meant), key=lambda row: row[0])
    faults = []
    for line, one in placed[:MOST_FAULTS]:
        message, hint = _words(one, model)
        faults.append(Fault(path=path, line=line, message=message, hint=hint))
    return [*faults, *(Fault(path=path, line=line, message="") for line, _ in placed[MOST_FAULTS:])]


def locate(text: str, keys: KeyPath) -> int:
    """Return the line, from 1, on which `keys` lead to something in TOML `text`; its nearest parent's where it is not.

    >>> locate("a = 1\\n[[b]]\\nc = 2\\n[[b]]\\nc = 3", ("b", 1, "c"))
    5
    """
    lines = _lines(text)
    return next((lines[keys[:depth]] for depth in range(len(keys), 0, -1) if keys[:depth] in lines), 1)


@lru_cache(maxsize=2)
def _lines(text: str) -> Mapping[KeyPath, int]:
    """Return the line of everything in TOML `text`, by the keys that lead to it; one reading serves all its faults."""
    found_at: dict[KeyPath, int] = {}
    here: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            here = _resolve(header[2].split("."), counts, is_array=header[1] == "[[")
            found = here
        elif key := _KEY.match(line):
            found = (*here, key[1].strip("\"'"))
        else:
            continue
        found_at.setdefault(found, number)
    return found_at


def _resolve(names: Sequence[str], counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    here: KeyPath = ()
    for depth, name in enumerate(names, 1):
        here = (*here, name.strip().strip("\"'"))
        if depth == len(names) and is_array:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here


def _words(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return what is wrong and what to do, in our own words for the faults that people make most."""
    loc = tuple(error["loc"])
    owner, key = _cut(_owner(loc)), _cut(str(loc[-1]) if loc else "")
    has = f"{owner} has " if owner else ""
    context = error.get("ctx", {})
    given = error.get("input")
    match error["type"]:
        case "missing":
            return f'{owner or "the file"} lacks "{key}"', ""
        case "extra_forbidden":
            return f'{has}unknown key "{key}"', near_miss(key, _known_keys(model, loc[:-1]))
        case "literal_error" | "enum":
            known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return f"{has}{key} {_short(given)}", near_miss(str(given), known)
        case "string_pattern_mismatch" if key == "name" and len(loc) == 1:
            fit = re.sub(r"[^a-z0-9]+", "-", str(given).lower()).strip("-")
            hint = f"rename it {fit}.toml" if fit else "such as my-exercise.toml"
            return f"{_short(given)} is no name: lower-case letters, digits and hyphens make one", hint
        case "value_error":
            return f"{owner + ': ' if owner else ''}{_cut(str(context.get('error', error['msg'])))}", ""
        case _:
            reason = _cut(error["msg"][:1].lower() + error["msg"][1:])
            return f"{has}{key} {_short(given)}: {reason}", ""


def _owner(loc: KeyPath) -> str:
    """Name the table that holds the fault as a reader counts: ``phase 3``."""
    words: list[str] = []
    for part in loc[:-1]:
        words.append(str(part + 1) if isinstance(part, int) else str(part))
    return " ".join(words)


def _short(value: object) -> str:
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a number of over 40 digits"  # of thousands, Python writes none
    if isinstance(value, Mapping | list | tuple):
        return "a table" if isinstance(value, Mapping) else "a list"
    shown = f'"{value[:40]}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 3] + "..."


def _known_keys(model: type[BaseModel], loc: KeyPath) -> list[str]:
    """Return the keys that the table at `loc` may hold, by aliases where it has them."""
    for part in loc:
        if isinstance(part, int):
            continue
        field = next((f for n, f in model.model_fields.items() if part in (n, f.alias)), None)
        inner = _inner_model(field.annotation) if field else None
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _inner_model(argument)) is not None:
            return found
    return None
