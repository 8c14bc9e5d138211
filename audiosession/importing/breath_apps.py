"""A breath pattern as breath apps keep it, in JSON: four numbers and how often, whatever they are called there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from audiosession.errors import DefinitionError
from audiosession.json_text import read_json

SHAPE = 'such as {"inhale": 4, "hold": 7, "exhale": 8, "cycles": 4}'
_MOST = 100
"""How many patterns one file may hold."""
_MILLISECONDS = 500
"""From here on a number can't be seconds of a breath."""
_LONGEST_S = 9_999
_DEEPEST = 6


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTS: Mapping[str, frozenset[str]] = {
    "inhale": _words("inhale inhalation breathein in inbreath inspire inspiration einatmen inhalar inspirar"),
    "exhale": _words("exhale exhalation breatheout out outbreath expire expiration ausatmen exhalar espirar"),
    "hold": _words(
        "hold hold1 holdin holdfull holdafterinhale holdafterinhalation inhalehold inhold tophold"
        " holdtop retain retention pause pause1 pauseafterinhale inhalepause halten retener"
    ),
    "wait": _words(
        "hold2 holdout holdempty holdafterexhale holdafterexhalation exhalehold outhold"
        " bottomhold holdbottom wait rest pause2 pauseafterexhale exhalepause sustain holdend"
    ),
}
_HELD = _PARTS["hold"] | _PARTS["wait"] | {"holding", "held", "stop"}
_LISTS = _words("pattern ratio timing timings sequence breath breaths breathing seconds durations counts")
_PHASES = _words("phases steps stages parts sequence pattern")
_ROUNDS = _words(
    "cycles cycle rounds round repetitions reps repeat repeats times breaths loops iterations"
    " ncycles numcycles cyclecount roundcount numberofcycles numberofrounds totalcycles zyklen runden ciclos"
)
_MINUTES = _words("minutes durationminutes durationmin totalminutes minuten minutos")
_TITLES = ("name", "title", "label")
_KINDS = _words("type phase name action kind label breath state")
_LENGTHS = _words("duration seconds length time count counts value secs s durationseconds durationms ms")
_UNIT = re.compile(r"(?:seconds|secs|sec|durations?|length|time|milliseconds|millis|ms)$")
_SPELT = re.compile(r"\s*\d+(?:\.\d+)?(?:\s*[-:/]\s*\d+(?:\.\d+)?){1,3}\s*")
_OPENED = re.compile(r"\{\s*\"[^\"\n]{1,60}\"\s*:")
"""What an object of JSON begins with, and words do not."""
_NUMBER = re.compile(r"\s*(\d{1,7}(?:\.\d{1,6})?)\s*(?:ms|s|secs?|seconds)?\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class AppBreath:
    """A pattern of an app: what it is called there, empty where it has no name, and how it is written in one line."""

    title: str
    written: str


def is_json(text: str) -> bool:
    """Tell whether `text` is an object or a list of JSON, be it damaged, rather than words."""
    head = text.lstrip("\ufeff \t\r\n")
    if not head.startswith(("{", "[")):
        return False
    if _OPENED.match(head):
        return True
    try:
        return isinstance(read_json(text), dict | list)
    except ValueError:
        return False


def read_breaths(text: str) -> tuple[AppBreath, ...]:
    """Return the breath patterns that `text`, JSON of an app, holds: at least one.

    Numbers are seconds; where one of a pattern is 500 or more, all of it are milliseconds. Whether a pattern is good
    for anybody is another question.

    Raises:
        DefinitionError: It holds none, or one that is not a breath in and a breath out.

    >>> read_breaths('{"name": "Calm", "pattern": [4000, 7000, 8000, 0], "rounds": 4}')
    (AppBreath(title='Calm', written='4-7-8-0x4'),)
    """
    try:
        value = read_json(text)
    except ValueError:
        raise DefinitionError("holds no JSON", hint=SHAPE) from None
    found = list(_found(value, _DEEPEST))
    if not found:
        raise DefinitionError("holds JSON, but no breath pattern", hint=SHAPE)
    if len(found) > _MOST:
        raise DefinitionError(f"holds {len(found)} breath patterns", hint=f"at most {_MOST} at once")
    return tuple(found)


def _found(value: Any, deep: int) -> Iterator[AppBreath]:
    """Yield the patterns in `value` or, where it is none itself, in what it holds."""
    if deep == _DEEPEST and isinstance(value, list) and _are_numbers(value):
        yield AppBreath(title="", written=_written(_in_order(value), 1, ""))
    elif isinstance(value, dict) and (lengths := _lengths(value)):
        parts, rounds = lengths
        yield AppBreath(title=_title(value), written=_written(parts, rounds, _times(value)))
    elif deep and isinstance(value, dict):
        inner = [one for held in value.values() for one in _found(held, deep - 1)]
        if len(inner) == 1:  # what stands around it is told of it
            title, times = inner[0].title or _title(value), _times(value)
            numbers = inner[0].written.partition("x")
            yield AppBreath(title=title, written=f"{numbers[0]}{times}" if times else inner[0].written)
        else:
            yield from inner
    elif isinstance(value, list):
        for held in value if deep else ():
            yield from _found(held, deep - 1)


def _lengths(table: Mapping[str, Any]) -> tuple[dict[str, float], int] | None:
    """Return how long each part of a breath is in `table`, and how often it stands there; None where it tells none."""
    parts: dict[str, float] = {}
    for key, value in table.items():
        plain = _plain(key)
        if (part := _part(plain)) and (number := _number(value)) is not None:
            parts[part] = number
        elif plain in _PHASES and isinstance(value, list) and (rows := _rows(value)):
            return _once(rows)
        elif plain in _LISTS and isinstance(value, list) and _are_numbers(value):
            return _in_order(value), 1
        elif plain in _LISTS and isinstance(value, str) and _SPELT.fullmatch(value):
            return _in_order(re.split(r"[-:/]", value)), 1
    return (parts, 1) if {"inhale", "exhale"} <= set(parts) else None


def _rows(rows: Sequence[Any]) -> list[tuple[str, float]]:
    """Return kind and length of each phase of a list; nothing where one of them is no phase."""
    found = []
    for row in rows:
        kind, number = _row(row)
        if not kind or number is None:
            return []
        found.append((kind, number))
    return found


def _row(row: Any) -> tuple[str, float | None]:
    """Return which part of a breath a phase is, ``held`` where its place tells which hold, and how long it is."""
    if isinstance(row, list) and len(row) == 2:
        return _kind(row[0]), _number(row[1])
    if not isinstance(row, dict):
        return "", None
    if len(row) == 1:
        ((kind, length),) = row.items()
        return _kind(kind), _number(length)
    kind = next((kind for key, value in row.items() if _plain(key) in _KINDS and (kind := _kind(value))), "")
    return kind, next((_number(value) for key, value in row.items() if _plain(key) in _LENGTHS), None)


def _kind(said: object) -> str:
    plain = _plain(said)
    return "held" if plain in _HELD else _part(plain)


def _once(rows: Sequence[tuple[str, float]]) -> tuple[dict[str, float], int]:
    """Return the parts of the breath that `rows` are, and how often they are the same one.

    Raises:
        DefinitionError: They are something else than a breath in, held or not, and a breath out, held or not.
    """
    size = next(n for n in range(1, len(rows) + 1) if len(rows) % n == 0 and [*rows[:n]] * (len(rows) // n) == [*rows])
    parts: dict[str, float] = {}
    for kind, number in rows[:size]:
        part = ("wait" if "exhale" in parts else "hold") if kind == "held" else kind
        ready = {"inhale": not parts, "exhale": "inhale" in parts, "hold": "inhale" in parts, "wait": True}[part]
        if part in parts or not ready:
            told = ", ".join(kind for kind, _ in rows[:size])
            raise DefinitionError(f"a breath of the phases {told}", hint="in, hold, out, hold; holds may be left out")
        parts[part] = number
    if not {"inhale", "exhale"} <= set(parts):
        raise DefinitionError("a breath pattern without a breath in and a breath out", hint=SHAPE)
    return parts, len(rows) // size


def _in_order(numbers: Sequence[Any]) -> dict[str, float]:
    names = ("inhale", "exhale") if len(numbers) == 2 else ("inhale", "hold", "exhale", "wait")
    return {name: _number(one) or 0.0 for name, one in zip(names, numbers, strict=False)}


def _are_numbers(values: Sequence[Any]) -> bool:
    return 2 <= len(values) <= 4 and all(_number(one) is not None for one in values)


def _written(parts: Mapping[str, float], rounds: int, times: str) -> str:
    """Return a pattern in one line, as `audiosession.writing.phases.pattern.read_pattern` reads it."""
    scale = 0.001 if max(parts.values()) >= _MILLISECONDS else 1.0
    lengths = [round(parts.get(name, 0.0) * scale, 3) for name in ("inhale", "hold", "exhale", "wait")]
    if max(lengths) > _LONGEST_S:
        raise DefinitionError(f"a breath of {max(lengths):g} s", hint=SHAPE)
    return "-".join(f"{one:.3f}".rstrip("0").rstrip(".") for one in lengths) + (times or (f"x{rounds}" * (rounds > 1)))


def _times(table: Mapping[str, Any]) -> str:
    """Return how often a pattern is done, as it is written behind it; empty where `table` does not say."""
    for key, value in table.items():
        plain, number = _plain(key), _number(value)
        if number is None or not 0 < number <= _LONGEST_S:
            continue
        if plain in _ROUNDS and number == int(number):
            return f"x{int(number)}"
        if plain in _MINUTES:
            return f"x{number:.2f}".rstrip("0").rstrip(".") + "m"
    return ""


def _title(table: Mapping[str, Any]) -> str:
    said = next((table[key] for key in _TITLES if isinstance(table.get(key), str)), "")
    return " ".join(said.split())[:100]


def _part(plain: str) -> str:
    """Return which part of a breath a key means, with its unit or without; empty where it means none."""
    for word in (plain, _UNIT.sub("", plain)):
        if part := next((part for part, words in _PARTS.items() if word in words), ""):
            return part
    return ""


def _plain(key: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(key).lower())


def _number(value: object) -> float | None:
    """Return the number that `value` is, or that is written in it; None where there is none that could be one."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        return float(found[1]) if found else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 10_000_000 and isfinite(value) else None
