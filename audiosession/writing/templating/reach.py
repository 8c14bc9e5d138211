"""How a template gets from a value to what it holds: by the keys of tables and the places in lists and texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audiosession.writing.templating.budget import HELD, Budget, TemplateFaultError, UndefinedFaultError
from audiosession.writing.templating.plain import Thing, kind, short

LONGEST_PATH = 100


def attribute(value: Any, name: str) -> Any:
    """Return what ``value.name`` is.

    Raises:
        UndefinedFaultError: There is no such thing.
    """
    if isinstance(value, dict):
        if name in value:
            return value[name]
    elif isinstance(value, Thing):
        try:
            return value.attribute(name)
        except LookupError:
            pass
    raise UndefinedFaultError(f"{kind(value)} has no attribute '{short(name)}'")


def item(value: Any, key: Any) -> Any:
    """Return what ``value[key]`` is.

    Raises:
        UndefinedFaultError: There is no such thing.
    """
    if isinstance(key, str):
        return attribute(value, key)
    if isinstance(value, dict) and isinstance(key, int | float | None) and key in value:
        return value[key]
    if isinstance(value, list | tuple | str) and isinstance(key, int) and -len(value) <= key < len(value):
        return value[key]
    wanted = short(key) if isinstance(key, int | float) else kind(key)
    raise UndefinedFaultError(f"{kind(value)} has no element {wanted}")


def part(budget: Budget, value: Any, bounds: slice) -> Any:
    """Return ``value[from:to:step]``.

    Raises:
        TemplateFaultError: `value` has no order, or the result is too long.
    """
    if not isinstance(value, list | tuple | str):
        raise TemplateFaultError(f"{kind(value)} can't be cut into parts")
    for one in (bounds.start, bounds.stop, bounds.step):
        if one is not None and not isinstance(one, int):
            raise TemplateFaultError(f"a part goes from a whole number to another, and not to {kind(one)}")
    length = len(range(*bounds.indices(len(value))))
    budget.pay(length if isinstance(value, str) else HELD * (1 + length))
    return value[bounds]


def items(budget: Budget, value: Any) -> Sequence[Any]:
    """Return what a loop over `value` goes through.

    Raises:
        TemplateFaultError: `value` is no list, table or text.
    """
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, dict | str):
        budget.pay(HELD * (1 + len(value)))
        return list(value)
    raise TemplateFaultError(f"a list is needed here, and this is {kind(value)}")


def along(value: Any, path: str | int) -> Any:
    """Return what ``attribute="a.b.0"`` leads to from `value`.

    Raises:
        UndefinedFaultError: It leads nowhere.
    """
    if isinstance(path, int):
        return item(value, path)
    for step in path_of(path).split("."):
        value = item(value, int(step) if step.isdecimal() and len(step) < 10 else step)
    return value


def path_of(attribute: Any) -> str:
    """Return `attribute`, which leads somewhere by a few names.

    Raises:
        TemplateFaultError: It is no text, or a long one: each element of a list would go all the way.
    """
    if not isinstance(attribute, str):
        raise TemplateFaultError(f'an attribute is named by a text such as "start", and not by {kind(attribute)}')
    if len(attribute) > LONGEST_PATH:
        raise TemplateFaultError(f"an attribute is named by at most {LONGEST_PATH} characters")
    return attribute
