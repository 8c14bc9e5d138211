"""TOML text into a model: every fault of a file at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from audiosession.errors import Fault, FaultsError, Where, near_miss

KeyPath = tuple[int | str, ...]
"""What leads to a value in a file: keys, and positions in arrays from 0, as pydantic and TOML nest them."""

_HEADER = re.compile(r"^\s*(\[\[|\[)\s*([^\]]+?)\s*\]{1,2}\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*(\.[^=]*)?=")
_MAX_CHARACTERS = 1_000_000
_MAX_LINE = 10_000


class Model(BaseModel):
    """What a person writes in a file: unknown keys are faults, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # a narration needs none


M = TypeVar("M", bound=BaseModel)


def toml_table(text: str, path: Where) -> dict[str, Any]:
    """Return the table that `text` holds.

    Raises:
        FaultsError: `text` is no TOML, is longer than a megabyte or holds NUL bytes.
    """
    if len(text) > _MAX_CHARACTERS:
        raise FaultsError(
            [Fault(path=path, message=f"is {len(text):,} characters long; at most {_MAX_CHARACTERS:,} are read")]
        )
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _MAX_LINE:  # a key of 100,000 dots would keep the parser busy for a quarter of a minute
            message = f"a line of {len(line):,} characters; at most {_MAX_LINE:,}"
            raise FaultsError([Fault(path=path, line=number, message=message)])
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
        errors = error.errors(include_url=False)
        faults = [_fault(one, text, path, model, prefix) for one in errors if not _follows(one, errors)]
        raise FaultsError(sorted(faults, key=lambda fault: fault.line)) from None


def locate(text: str, keys: KeyPath) -> int:
    """Return the line, from 1, on which `keys` lead to something in TOML `text`; its nearest parent's where it is not.

    >>> locate("a = 1\\n[[b]]\\nc = 2\\n[[b]]\\nc = 3", ("b", 1, "c"))
    5
    """
    best, best_depth = 1, 0
    here: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            here = _resolve(header[2].split("."), counts, is_array=header[1] == "[[")
            found = here
        elif key := _KEY.match(line):
            found = (*here, key[1].strip('"'))
        else:
            continue
        if len(found) > best_depth and found == keys[: len(found)]:
            best, best_depth = number, len(found)
    return best


def _resolve(names: Sequence[str], counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    here: KeyPath = ()
    for depth, name in enumerate(names, 1):
        here = (*here, name.strip().strip('"'))
        if depth == len(names) and is_array:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Tell whether a list counts as too short only because what stands in it is at fault."""
    keys = error["loc"]
    inside = any(len(one["loc"]) > len(keys) and one["loc"][: len(keys)] == keys for one in errors)
    return error["type"] == "too_short" and inside


def _fault(error: ErrorDetails, text: str, path: Where, model: type[BaseModel], prefix: KeyPath) -> Fault:
    message, hint = _words(error, model)
    return Fault(path=path, line=locate(text, prefix + tuple(error["loc"])), message=message, hint=hint)


def _words(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return what is wrong and what to do, in our own words for the faults that people make most."""
    loc = tuple(error["loc"])
    owner, key = _owner(loc), str(loc[-1]) if loc else ""
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
            return f'{has}{key} "{given}"', near_miss(str(given), known)
        case "string_pattern_mismatch" if key == "name" and len(loc) == 1:
            fit = re.sub(r"[^a-z0-9]+", "-", str(given).lower()).strip("-")
            hint = f"rename it {fit}.toml" if fit else "such as my-exercise.toml"
            return f'"{given}" is no name: lower-case letters, digits and hyphens make one', hint
        case "value_error":
            return f"{owner + ': ' if owner else ''}{context.get('error', error['msg'])}", ""
        case _:
            reason = error["msg"][:1].lower() + error["msg"][1:]
            return f"{has}{key} {_short(given)}: {reason}", ""


def _owner(loc: KeyPath) -> str:
    """Name the table that holds the fault as a reader counts: ``phase 3``."""
    words: list[str] = []
    for part in loc[:-1]:
        words.append(str(part + 1) if isinstance(part, int) else str(part))
    return " ".join(words)


def _short(value: object) -> str:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."


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
