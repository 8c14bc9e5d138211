"""In which words a person is told of a value that a key can't have: what stands there, and what may."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from audiosession.errors import near_miss
from audiosession.naming import plain_name
from audiosession.value_kinds import NAME, alternatives, bounds_of, called_by, is_model, options, wanted, within

KeyPath = tuple[int | str, ...]
"""What leads to a value in a file: keys, and positions in arrays from 0, as pydantic and TOML nest them."""
_LONGEST_WORDS = 300
_LONGEST_SHOWN = 40
_MANY = 4
"""Of so many words that a key may be, the hint tells, and not the fault itself."""
_YES, _NO = frozenset({"yes", "on", "true", "y", "1"}), frozenset({"no", "off", "false", "n", "0"})


class RefusedError(ValueError):
    """What a check of a value says of it, and what to do about it, apart."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def refuse(refused: Sequence[tuple[KeyPath, RefusedError]]) -> None:
    """Refuse all that a check of a model found, each at the keys that lead to it from there; nothing where none is.

    Raises:
        ValidationError: There is some.
    """
    if refused:
        raise ValidationError.from_exception_data(
            "refused",
            [
                InitErrorDetails(type=PydanticCustomError("refused", "{error}", {"error": error}), loc=keys, input=None)
                for keys, error in refused
            ],
        )


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A value that can't be, as a reader of models found it.

    Args:
        kind: What is wrong with it, as pydantic calls it.
        keys: What leads to it.
        hint: The type that it should have.
        given: What stands there.
        facts: What pydantic tells beside.
        in_header: Whether it is written as a table of its own, in brackets.
    """

    kind: str
    keys: KeyPath
    hint: Any
    given: Any
    facts: Mapping[str, Any]
    in_header: bool = False


def value_words(wrong: Wrong) -> tuple[str, str]:
    """Return what is wrong and what to do about it; of a key that is missing or unknown others tell."""
    match wrong.kind:
        case "literal_error" | "enum" if isinstance(wrong.given, str):
            return _says(wrong.keys, value_shown(wrong.given)), near_miss(wrong.given, list(options(wrong.hint)))
        case "string_pattern_mismatch":
            return _pattern_words(wrong)
        case "too_short" | "string_too_short":
            what = "a letter at least, or leave it out" if wrong.kind != "too_short" else _an_example(wrong)
            return _says(wrong.keys, "empty", "as"), f"give it {what}"
        case "too_long" | "string_too_long":
            size, most = len(wrong.given), wrong.facts.get("max_length", 0)
            what = "characters long" if isinstance(wrong.given, str) else "long"
            return _says(wrong.keys, f"{size:,} {what}", "as"), f"at most {most:,}"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return _says(wrong.keys, value_shown(wrong.given)), _range(wrong)
        case "value_error" | "refused":
            error, owner = wrong.facts.get("error"), owner_of(wrong.keys)
            said = shortened(str(error))
            return f"{owner}: {said}" if owner else said, getattr(error, "hint", "")
        case _:
            words = list(options(wrong.hint))
            what = wanted(wrong.hint) if len(words) < _MANY else "one of its words"
            return _says(wrong.keys, _given(wrong)) + f", not {what}", _advice(wrong)


def owner_of(keys: KeyPath) -> str:
    """Name the table that holds what `keys` lead to, as a reader counts: ``phase 3``."""
    return " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in keys[:-1])


def value_shown(value: object) -> str:
    """Return `value` as it may stand in a message: as TOML has it, and short."""
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a number of over 40 digits"  # of thousands, Python writes none
    if isinstance(value, Mapping | list | tuple):
        return "a table" if isinstance(value, Mapping) else "a list"
    text = f'"{value[:_LONGEST_SHOWN]}"' if isinstance(value, str) else _literal(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def shortened(text: str) -> str:
    """Return `text`, as long as a message may be."""
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 3] + "..."


def _says(keys: KeyPath, value: str, verb: str = "") -> str:
    """Say that `value` stands where `keys` lead to: ``phase 2 has breath "exale"``, ``avoid has "nees"``."""
    if not keys:
        return f"the file is {value}"
    owner, key = shortened(owner_of(keys)), shortened(str(keys[-1]))
    if isinstance(keys[-1], int):
        outer, container = owner_of(keys[:-1]), str(keys[-2]) if len(keys) > 1 else "the list"
        return f"{outer} has {value} in {container}" if outer else f"{container} has {value}"
    if verb:
        return f"{key} of {owner} is {value}" if owner else f"{key} is {value}"
    return f"{owner} has {key} {value}" if owner else f"{key} is {value}"


def _given(wrong: Wrong) -> str:
    """Return what stands there: its value within a table, what kind of thing it is at the top."""
    value = wrong.given
    if len(wrong.keys) > 1 or isinstance(value, bool) or value != value:
        return value_shown(value)
    if hasattr(value, "isoformat"):
        return "a date" if hasattr(value, "year") else "a time"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, float) and any(one is int for one in alternatives(wrong.hint)):
        return value_shown(value)
    return "a number" if isinstance(value, int | float) and abs(value) != float("inf") else value_shown(value)


def _pattern_words(wrong: Wrong) -> tuple[str, str]:
    called, key = called_by(wrong.hint), wrong.keys[-1] if wrong.keys else ""
    if called is NAME:
        fit = plain_name(str(wrong.given))
        write = f'"{fit}"' if isinstance(key, int) else f'{key} = "{fit}"'
        said = _says(wrong.keys, value_shown(wrong.given))
        return f"{said}: lower-case letters, digits and hyphens make a name", f"write {write}" if fit else ""
    return _says(wrong.keys, value_shown(wrong.given)) + f", not {called.one if called else 'what fits here'}", ""


def name_words(name: str) -> tuple[str, str]:
    """Return what is wrong with a file that is called `name`, which no exercise or class can be, and its right name."""
    fit = plain_name(name)[:60].rstrip("-")
    what = "lower-case letters, digits and hyphens make one, 60 at most"
    return f"{value_shown(name)} is no name: {what}", f"rename it {fit}.toml" if fit else "such as my-exercise.toml"


def _an_example(wrong: Wrong) -> str:
    element = within(wrong.hint, 0)
    called = called_by(element) if element is not None else None
    what = f"one of the {wanted(element, several=True)} at least" if element is not None else "one at least"
    return what + (f", such as {called.example}" if called and called.example else "")


def _range(wrong: Wrong) -> str:
    """Return between which numbers a value must lie; empty where nothing bounds it."""
    bounds = bounds_of(wrong.hint)
    low = f"{bounds['ge']:,}" if "ge" in bounds else f"over {bounds['gt']:,}" if "gt" in bounds else ""
    high = f"{bounds['le']:,}" if "le" in bounds else f"under {bounds['lt']:,}" if "lt" in bounds else ""
    if low and high:
        return f"from {low} to {high}" if "ge" in bounds else f"{low}, to {high}"
    return (f"at least {low}" if "ge" in bounds else low) or (f"at most {high}" if "le" in bounds else high)


def _advice(wrong: Wrong) -> str:
    """Return what to write where a value of another kind stands."""
    given, kinds = wrong.given, list(alternatives(wrong.hint))
    key = str(next((part for part in reversed(wrong.keys) if isinstance(part, str)), ""))
    if isinstance(wrong.keys[-1] if wrong.keys else key, int):
        return _write("", given, kinds, wrong)
    if isinstance(given, Mapping) and any(get_origin(one) in (tuple, list) for one in kinds):
        return f"write [[{key}]], in two pairs of brackets" if wrong.in_header else f"put it in brackets: {key} = […]"
    if isinstance(given, list) and wrong.in_header and any(is_model(one) for one in kinds):
        return f"write [{key}], in one pair of brackets"
    return _write(f"{key} = ", given, kinds, wrong)


def _write(key: str, given: Any, kinds: Sequence[Any], wrong: Wrong) -> str:
    """Return how `given` would be written as one of `kinds`, behind `key`; empty where nobody could tell."""
    if isinstance(given, list) and len(given) == 1 and not isinstance(given[0], list | Mapping):
        given = given[0]
        if _fits(given, kinds):
            return f"write {key}{value_shown(given)}"
    for one in kinds:
        if one is bool:
            word = str(given).strip().lower()
            if word in _YES | _NO:
                return f"write {key}{'true' if word in _YES else 'false'}"
            return f"write {key}true or {key}false"
        if one in (int, float) and (number := _number(given, whole=one is int)):
            return f"write {key}{number}" + (", without quotes" if isinstance(given, str) else "")
        if get_origin(one) in (tuple, list) and not isinstance(given, list | Mapping):
            element = get_args(one)[0]
            if _fits(given, list(alternatives(element))):
                return f"write {key}[{value_shown(given)}]"
            if called := called_by(element):
                return f"write each as {called.example}" if called.example else ""
        if one in (str, SecretStr) and not isinstance(given, list | Mapping):
            return f'write {key}"{_literal(given)}"'
        if is_model(one) and (called := called_by(one)) and called.example:
            return f"write {key}{called.example}"
    if names := list(options(wrong.hint)):
        return near_miss("", names) if len(names) >= _MANY else f"write {key}{value_shown(names[0])}"
    if not any(one in (int, float) for one in kinds):
        return ""
    return ", ".join(filter(None, ("a number without quotes" if isinstance(given, str) else "", _range(wrong))))


def _fits(given: Any, kinds: Sequence[Any]) -> bool:
    """Tell whether `given` may well be one of `kinds`."""
    if isinstance(given, bool):
        return bool in kinds
    text = any(one is str or is_model(one) or get_origin(one) is Literal for one in kinds) or any(
        isinstance(one, type) and issubclass(one, Enum) for one in kinds
    )
    return (isinstance(given, str) and text) or (isinstance(given, int | float) and (int in kinds or float in kinds))


def _number(given: Any, *, whole: bool) -> str:
    """Return the number that somebody meant, as TOML has it; empty where it can't be told."""
    if isinstance(given, float) and whole and abs(given) < 10**9:
        return str(round(given))
    found = re.fullmatch(r"\s*([+-]?\d{1,9})(?:[.,](\d{1,9}))?\s*", given) if isinstance(given, str) else None
    if found is None or (whole and found[2] and int(found[2])):
        return ""
    return found[1] if whole or not found[2] else f"{found[1]}.{found[2]}"


def _literal(value: object) -> str:
    """Return a single value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
