"""The filters of the language. Each pays for what it is given before it looks at it, and for what it makes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2.filters import do_capitalize, do_title, do_trim
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from audiosession.errors import near_miss
from audiosession.writing.templating.budget import HELD, LONGEST, TemplateFaultError, UndefinedFaultError
from audiosession.writing.templating.plain import kind, short
from audiosession.writing.templating.reach import along, items, path_of
from audiosession.writing.templating.scopes import CALL, Run
from audiosession.writing.templating.texts import as_html, joined, printed

_MOST = 40
_PLACES = 15
_LETTERS = 4
"""How far a text may grow when its case changes: "ΐ" becomes three letters."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter: a function of a value, and of the rendering before it where it `needs_run`.

    Args:
        growth: How many characters it makes of one at the most.
        looks: Whether it does more than take the value or a place in it.
    """

    function: Callable[..., Any]
    growth: int = 1
    looks: bool = True
    needs_run: bool = False

    def __call__(self, run: Run, value: Any, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """Return what it makes of `value` and the arguments, all of them paid for."""
        run.budget.pay(CALL)
        if self.looks:
            for one in (value, *given, *named.values()):
                if isinstance(one, str) and len(one) > LONGEST:
                    raise TemplateFaultError(f"a filter takes texts of at most {LONGEST:,} characters")
                run.budget.look(one, self.growth)
        first = (run, value) if self.needs_run else (value,)
        return run.budget.made(self.function(*first, *given, **named))


def nothing_called(what: str, name: Any, known: Mapping[str, Any]) -> TemplateFaultError:
    """Return the fault that no `what`, such as a filter, is called `name`."""
    return TemplateFaultError(f"no {what} named '{short(name)}'", hint=near_miss(short(name), known))


def _rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
    if not isinstance(precision, int) or abs(precision) > _PLACES:
        raise TemplateFaultError(f"round takes at most {_PLACES} places")
    _number(value, "only numbers are rounded, and not")
    if method == "common":
        return round(value, precision)
    if method not in ("ceil", "floor"):
        raise TemplateFaultError("round takes common, ceil or floor")
    towards = math.ceil if method == "ceil" else math.floor
    return towards(value * 10**precision) / 10**precision


def _integer(value: Any, default: Any = 0, base: int = 10) -> Any:
    if isinstance(value, str):
        try:
            return int(_digits(value), base)
        except ValueError:
            pass
    try:
        return int(float(_digits(value)))
    except (ValueError, TypeError):
        return default


def _float(value: Any, default: Any = 0.0) -> Any:
    try:
        return float(_digits(value))
    except (ValueError, TypeError):
        return default


def _digits(value: Any) -> Any:
    return value[:_MOST] if isinstance(value, str) else value


def _end(of: int) -> Callable[..., Any]:
    def end(run: Run, value: Any) -> Any:
        found = items(run.budget, value)
        if not found:
            raise UndefinedFaultError("there is no first or last of nothing")
        return found[of]

    return end


def _length(value: Any) -> int:
    if isinstance(value, str | list | tuple | dict):
        return len(value)
    raise TemplateFaultError(f"{kind(value)} has no length")


def _join(run: Run, value: Any, d: Any = "", attribute: Any = None) -> str:
    return joined(run.budget, [printed(one) for one in _chosen(run, value, attribute)], printed(d))


def _chosen(run: Run, value: Any, attribute: Any) -> list[Any]:
    found = items(run.budget, value)
    run.budget.pay(HELD * (1 + len(found)))
    return list(found) if attribute is None else [along(one, attribute) for one in found]


def _list(run: Run, value: Any) -> list[Any]:
    return list(items(run.budget, value))


def _reverse(run: Run, value: Any) -> Any:
    return value[::-1] if isinstance(value, str) else [*reversed(items(run.budget, value))]


_SUM = "only numbers have a sum, and not"


def _sum(run: Run, value: Any, attribute: Any = None, start: Any = 0) -> Any:
    return sum((_number(one, _SUM) for one in _chosen(run, value, attribute)), _number(start, _SUM))


def _number(value: Any, what: str) -> Any:
    if isinstance(value, int | float):
        return value
    raise TemplateFaultError(f"{what} {kind(value)}")


def _default(value: Any, default_value: Any = "", boolean: Any = False) -> Any:
    return default_value if boolean and not value else value


def _trim(value: Any, chars: Any = None) -> str:
    if chars is not None and len(printed(chars)) > _MOST:
        raise TemplateFaultError(f"trim takes at most {_MOST} characters off")
    return do_trim(printed(value), chars)


def _folded(value: Any, case_sensitive: Any) -> Any:
    return value.lower() if isinstance(value, str) and not case_sensitive else value


def _sort(run: Run, value: Any, reverse: Any = False, case_sensitive: Any = False, attribute: Any = None) -> list[Any]:
    found = items(run.budget, value)
    before = run.budget.left
    run.budget.look(found)
    run.budget.pay((before - run.budget.left) * len(found).bit_length())
    paths = path_of(attribute).split(",") if isinstance(attribute, str) else [attribute]

    def key(one: Any) -> list[Any]:
        return [_folded(one if path is None else along(one, path), case_sensitive) for path in paths]

    return sorted(found, key=key, reverse=bool(reverse))


def _unique(run: Run, value: Any, case_sensitive: Any = False, attribute: Any = None) -> list[Any]:
    seen: dict[Any, Any] = {}
    for one, key in zip(items(run.budget, value), _chosen(run, value, attribute), strict=True):
        if key is not None and not isinstance(key, str | int | float):
            raise TemplateFaultError(f"unique tells texts and numbers apart, and not {kind(key)}")
        seen.setdefault(_folded(key, case_sensitive), one)
    return list(seen.values())


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    def extreme(run: Run, value: Any, case_sensitive: Any = False, attribute: Any = None) -> Any:
        found = _chosen(run, value, attribute)
        if not found:
            raise UndefinedFaultError("there is no least or most of nothing")
        return choose(
            zip(found, items(run.budget, value), strict=True), key=lambda two: _folded(two[0], case_sensitive)
        )[1]

    return extreme


def _map(run: Run, value: Any, *given: Any, **named: Any) -> list[Any]:
    found = items(run.budget, value)
    if "attribute" in named:
        return [_along_or(one, **named) for one in found]
    if not given:
        raise TemplateFaultError("map needs the name of a filter, or an attribute")
    apply = run.words.filter(given[0])
    return [apply(run, one, given[1:], named) for one in found]


def _along_or(value: Any, attribute: Any, **default: Any) -> Any:
    try:
        return along(value, attribute)
    except UndefinedFaultError:
        if "default" not in default:
            raise
        return default["default"]


def _select(wanted: bool, by_attribute: bool) -> Callable[..., Any]:
    def select(run: Run, value: Any, *given: Any) -> list[Any]:
        found = items(run.budget, value)
        attribute, given = (given[0], given[1:]) if by_attribute else (None, given)
        keys = _chosen(run, found, attribute)
        if not given:
            return [one for one, key in zip(found, keys, strict=True) if bool(key) is wanted]
        condition, others = run.words.condition(given[0]), given[1:]
        kept = []
        for one, key in zip(found, keys, strict=True):
            run.budget.pay(CALL)
            if bool(condition(run.budget, key, *others)) is wanted:
                kept.append(one)
        return kept

    return select


FILTERS: dict[str, Filter] = {
    "abs": Filter(function=lambda value: abs(_number(value, "only numbers have an absolute value, and not"))),
    "capitalize": Filter(function=lambda value: do_capitalize(printed(value)), growth=_LETTERS),
    "count": Filter(function=_length, looks=False),
    "d": Filter(function=_default, looks=False),
    "default": Filter(function=_default, looks=False),
    "first": Filter(function=_end(0), looks=False, needs_run=True),
    "float": Filter(function=_float),
    "int": Filter(function=_integer),
    "join": Filter(function=_join, needs_run=True),
    "last": Filter(function=_end(-1), looks=False, needs_run=True),
    "length": Filter(function=_length, looks=False),
    "list": Filter(function=_list, looks=False, needs_run=True),
    "lower": Filter(function=lambda value: printed(value).lower(), growth=_LETTERS),
    "map": Filter(function=_map, needs_run=True),
    "max": Filter(function=_extreme(max), growth=_LETTERS, needs_run=True),
    "min": Filter(function=_extreme(min), growth=_LETTERS, needs_run=True),
    "reject": Filter(function=_select(False, False), needs_run=True),
    "rejectattr": Filter(function=_select(False, True), needs_run=True),
    "reverse": Filter(function=_reverse, needs_run=True),
    "round": Filter(function=_rounded),
    "select": Filter(function=_select(True, False), needs_run=True),
    "selectattr": Filter(function=_select(True, True), needs_run=True),
    "sort": Filter(function=_sort, growth=_LETTERS, needs_run=True),
    "sum": Filter(function=_sum, needs_run=True),
    "title": Filter(function=lambda value: do_title(printed(value)), growth=_LETTERS),
    "trim": Filter(function=_trim),
    "unique": Filter(function=_unique, growth=_LETTERS, needs_run=True),
    "upper": Filter(function=lambda value: printed(value).upper(), growth=_LETTERS),
}
"""What every template has."""


def _json(value: Any) -> Markup:
    return htmlsafe_json_dumps(value, dumps=json.dumps, separators=(",", ":"))


FOR_HTML: dict[str, Filter] = {
    "e": Filter(function=lambda run, value: as_html(run.budget, printed(value)), needs_run=True, growth=8),
    "escape": Filter(function=lambda run, value: as_html(run.budget, printed(value)), needs_run=True, growth=8),
    "safe": Filter(function=lambda value: Markup(printed(value))),
    "tojson": Filter(function=_json, growth=16),
}
"""What templates of HTML have besides."""
