"""What is asked of values: comparisons, ``in``, and the conditions after ``is``."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from audiosession.writing.templating.budget import Budget, TemplateFaultError
from audiosession.writing.templating.plain import kind

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}


def compare(budget: Budget, sign: str, left: Any, right: Any) -> bool:
    """Tell whether ``left sign right``, in Jinja's names for signs, such as ``lteq``.

    Raises:
        TemplateFaultError: They can't be compared, or hold too much.
    """
    budget.look(left)
    budget.look(right)
    if sign in ("in", "notin"):
        return _within(budget, left, right) is (sign == "in")
    try:
        return _ORDER[sign](left, right)
    except TypeError:
        raise TemplateFaultError(f"{kind(left)} and {kind(right)} have no order") from None


def _within(budget: Budget, one: Any, many: Any) -> bool:
    if isinstance(many, str):
        if not isinstance(one, str):
            raise TemplateFaultError(f"looks for {kind(one)} in a text")
        budget.pay(len(many) * min(len(one), _SLOW) // _AT_ONCE)
    if isinstance(many, dict) and not isinstance(one, str | int | float | None):
        raise TemplateFaultError(f"looks for {kind(one)} among the keys of a table")
    if not isinstance(many, str | list | tuple | dict):
        raise TemplateFaultError(f"looks for something in {kind(many)}")
    return one in many


_SLOW, _AT_ONCE = 1_000, 256
"""Python may look for a text of some hundred letters at every place in the other; for a longer one it is quick."""


_Condition = Callable[..., bool]


def _comparison(sign: str) -> _Condition:
    return lambda budget, value, other: compare(budget, sign, value, other)


def _of_kind(*kinds: type) -> _Condition:
    return lambda budget, value: isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


CONDITIONS: dict[str, _Condition] = {
    "none": lambda budget, value: value is None,
    "true": lambda budget, value: value is True,
    "false": lambda budget, value: value is False,
    "boolean": _of_kind(bool),
    "integer": _of_kind(int),
    "float": _of_kind(float),
    "number": _of_kind(int, float, bool),
    "string": _of_kind(str),
    "mapping": _of_kind(dict),
    "sequence": _of_kind(list, tuple, dict, str),
    "iterable": _of_kind(list, tuple, dict, str),
    "odd": lambda budget, value: value % 2 == 1 if isinstance(value, int | float) else _no_number(value),
    "even": lambda budget, value: value % 2 == 0 if isinstance(value, int | float) else _no_number(value),
    "divisibleby": lambda budget, value, by: value % by == 0 if isinstance(value, int | float) else _no_number(value),
    **{
        name: _comparison(sign)
        for sign, names in {
            "eq": ("eq", "equalto", "=="),
            "ne": ("ne", "!="),
            "lt": ("lt", "lessthan", "<"),
            "lteq": ("le", "<="),
            "gt": ("gt", "greaterthan", ">"),
            "gteq": ("ge", ">="),
            "in": ("in",),
        }.items()
        for name in names
    },
}
"""The conditions after ``is``, and of select and reject, by name; ``defined`` and ``undefined`` ask for names alone."""


def _no_number(value: Any) -> bool:
    raise TemplateFaultError(f"{kind(value)} is neither odd nor even; only numbers are")
