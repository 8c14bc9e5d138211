"""What is wanted of a class, as an address or a job says it, by the names that all faces have: ``?pace=slow``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from audiosession.errors import DefinitionError
from audiosession.studio.offers import Wanted

_LONGEST = 500


def wanted_of(asked: Mapping[str, object]) -> Wanted:
    """Return the choices among what was asked for; what is empty is as usual, and what is no choice is not for us.

    Raises:
        DefinitionError: A choice that has to be a number is none, or one is no plain value.
    """
    found: Wanted = {}
    for name, kinds in get_type_hints(Wanted).items():
        value = asked.get(name)
        if value is None:
            continue
        if not isinstance(value, str | int | float) or len(text := str(value).strip()) > _LONGEST:
            raise DefinitionError(f"{name} is no choice that can be read")
        if text:
            found[name] = _reader(str(kinds))(name, text)  # type: ignore[literal-required]
    return found


def _reader(kinds: str) -> Callable[[str, str], Any]:
    if "str" in kinds:
        return _text
    return _flag if "bool" in kinds else _whole if "int" in kinds else _number


def _text(_: str, text: str) -> str:
    return text


def _flag(_: str, text: str) -> bool:
    return text.lower() in ("1", "true", "yes", "on")


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise DefinitionError(f"{name} is a whole number, not “{text[:40]}”") from None


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise DefinitionError(f"{name} is a number, not “{text[:40]}”") from None
