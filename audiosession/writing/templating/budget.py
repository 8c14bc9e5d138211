"""What one rendering may cost, and what a template is told that can't go on.

There are two rules, and together they bound time and memory alike. Making pays for what is new: a character, a place in
a list, a statement. Looking pays for all that a value holds, before anybody compares, sorts or filters it, so that ten
lines that put a list into itself thirty times can't make one that a comparison never ends on.
"""

from __future__ import annotations

from typing import Any, Self

from audiosession.writing.templating.plain import Thing, kind

BUDGET = 8_000_000
"""What one rendering may spend; a character costs 1."""
HELD = 4
"""What a place in a list costs, when it is made and when it is looked at."""
ENTRY = 16
"""What an entry of a table costs."""
LONGEST = 100_000
"""Characters in a text that a filter takes; a longer one can be printed, no more."""
DEEPEST = 20
"""How deep lists and tables that are looked at stand in one another."""
LARGEST = 1e15
_READ_AT_ONCE = 4
"""Characters that are read at the price of one that is made."""


class TemplateFaultError(Exception):
    """What a template can't do. The innermost statement that it passes through tells it where that was."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.template = ""
        self.line = 0

    def at(self, template: str, line: int) -> Self:
        """Return this fault with its place, unless it has one."""
        if not self.template:
            self.template, self.line = template, line
        return self


class UndefinedFaultError(TemplateFaultError):
    """A name or a value that does not exist; `node` is the expression that named it, for ``is defined``."""

    node: object = None


class Budget:
    """What is left of a rendering's budget."""

    __slots__ = ("left", "whole")

    def __init__(self, whole: int) -> None:
        self.whole = self.left = whole

    def pay(self, cost: int) -> None:
        """Take `cost` away.

        Raises:
            TemplateFaultError: There is not as much left; nor is there ever again.
        """
        self.left -= cost
        if self.left < 0:
            raise TemplateFaultError(f"makes more than {self.whole:,} characters, or never ends")

    def look(self, value: Any, growth: int = 1, depth: int = 0) -> None:
        """Pay for all that `value` holds, and for up to `growth` characters that are made of each one in it.

        Raises:
            TemplateFaultError: That is too much, too deep, or no plain value.
        """
        if isinstance(value, str):
            self.pay(1 + len(value) * growth // _READ_AT_ONCE)
        elif isinstance(value, list | tuple | dict):
            if depth == DEEPEST:
                raise TemplateFaultError(f"looks into lists that stand more than {DEEPEST} deep in one another")
            self.pay(HELD * (1 + len(value)))
            for one in value:
                self.look(one, growth, depth + 1)
            if isinstance(value, dict):
                for one in value.values():
                    self.look(one, growth, depth + 1)
        elif value is not None and not isinstance(value, int | float):
            raise TemplateFaultError(f"there is nothing to look at in {kind(value)}")

    def made(self, value: Any) -> Any:
        """Return `value`, which is new, paid for.

        Raises:
            TemplateFaultError: That is too much, or it is a number that is too large, or no value of a template.
        """
        if isinstance(value, str):
            self.pay(len(value))
        elif isinstance(value, int | float):
            return number(value)
        elif isinstance(value, list | tuple):
            self.pay(HELD * (1 + len(value)))
        elif isinstance(value, dict):
            self.pay(ENTRY * (1 + len(value)))
        elif value is not None and not isinstance(value, Thing):
            raise TemplateFaultError(f"there is nothing to do with {kind(value)}")
        return value


def number(value: Any) -> Any:
    """Return `value`, which is no larger than any that a template needs.

    Raises:
        TemplateFaultError: It is, or it is no number at all.
    """
    if not abs(value) <= LARGEST:  # so said, no NaN passes
        raise TemplateFaultError("computes with a number of more than 15 digits")
    return value
