"""What is wanted of a class, as an address says it: ``?pace=slow&length=15m``, by the names that all faces have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from audiosession.errors import DefinitionError
from audiosession.studio.offers import Wanted

_LONGEST = 500


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """Return the choices in an address; what is empty is as usual, and what is no choice is for somebody else.

    Raises:
        DefinitionError: A choice that has to be a number is none.
    """
    return _read({name: query[name] for name in get_type_hints(Wanted) if query.get(name, "").strip()})


def _read(texts: Mapping[str, str]) -> Wanted:
    found: Wanted = {}
    for name, text in texts.items():
        if len(text) > _LONGEST:
            raise DefinitionError(f"{name} is longer than {_LONGEST} letters")
        found[name] = _reader(name)(name, text.strip())  # type: ignore[literal-required]
    return found


def _reader(name: str) -> Callable[[str, str], Any]:
    kinds = str(get_type_hints(Wanted)[name])
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
