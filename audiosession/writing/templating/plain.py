"""The values that a template works on: plain ones, and the few things of its own that it can call or ask."""

from __future__ import annotations

from typing import Any

_NAMES = {str: "a text", bool: "a truth", int: "a number", float: "a number"}


class Thing:
    """What is no plain value: a loop, a macro, a namespace, another template's macros. Each says what can be asked."""

    __slots__ = ()

    def attribute(self, name: str) -> Any:
        """Return what `name` is here.

        Raises:
            LookupError: Nothing.
        """
        raise LookupError(name)


def kind(value: Any) -> str:
    """Return what `value` is, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return next((name for one, name in _NAMES.items() if isinstance(value, one)), "something that is no text")


def short(text: object) -> str:
    """Return the beginning of a name, for messages; they must not grow with what a template makes.

    >>> short("a" * 1000) == "a" * 60 + "…"
    True
    """
    name = text if isinstance(text, str) else str(text)
    return name if len(name) <= 60 else name[:60] + "…"
