"""Render templates that people write: strict about names, shut in, and sure to end.

A template sees plain values and the filters given here. It can't reach a file, a network or Python's inside, and it
pays for every turn of a loop and every character it makes from a budget, so that an endless one stops by itself.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes, runtime
from jinja2.exceptions import SecurityError
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from audiosession.errors import DefinitionError, Where, near_miss
from audiosession.writing.weaving import CONCAT, PAY, WHOLE, weave

BUDGET = 4_000_000
"""Characters that one rendering may make; a turn of a loop or a call costs 40 besides, a filter what it goes over."""
_LONGEST = 20_000
"""Characters in one text, or values in one list or table and all that it holds."""
_MOST_STEPS = 1_000
_HELD = 4
"""What each value costs that a list or a table holds, whenever it is made, compared or filtered."""

_SAFE_FILTERS = frozenset(
    [
        "abs",
        "capitalize",
        "count",
        "d",
        "default",
        "first",
        "float",
        "int",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "reverse",
        "round",
        "select",
        "selectattr",
        "sort",
        "sum",
        "title",
        "trim",
        "unique",
        "upper",
    ]
)
_SAFE_GLOBALS = frozenset({"dict", "namespace", "joiner", "cycler"})


class _OverBudgetError(SecurityError):
    """The template made too much."""


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja with the budget woven in where a template can repeat itself or grow a value."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(
        self, sources: Mapping[str, str], paths: Mapping[str, Where], filters: Mapping[str, Callable[..., Any]]
    ) -> None:
        def load(name: str) -> tuple[str, str, None] | None:
            return (sources[name], str(paths.get(name, name)), None) if name in sources else None

        super().__init__(
            loader=FunctionLoader(load),
            undefined=StrictUndefined,
            finalize=self._paid,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=50,
            optimized=False,  # or filters run while the template is read, with nowhere to say so
        )
        self.left = BUDGET
        safe = {name: f for name, f in self.filters.items() if name in _SAFE_FILTERS} | {"sum": _sum}
        self.filters = {name: self._measuring(f) for name, f in safe.items()}
        self.filters |= dict(filters) | {
            "join": self._join,
            CONCAT: lambda parts: self._join(parts),
            WHOLE: self._whole,
        }
        self.globals = {name: g for name, g in self.globals.items() if name in _SAFE_GLOBALS}
        self.globals |= {"range": self._range, "dict": lambda *a, **k: self._whole(dict(*a, **k)), PAY: self._pay}

    def _pay(self, cost: int) -> str:
        self.left -= cost
        if self.left < 0:
            raise _OverBudgetError(f"makes more than {BUDGET:,} characters, or never ends")
        return ""

    def _paid(self, value: Any) -> Any:
        if not isinstance(value, runtime.Undefined):
            self._pay(len(_shown(value)))
        return value

    def _whole(self, value: Any) -> Any:
        """Return `value` as it is, once it is known not to hold too much, and paid for."""
        self._pay(_HELD * _size(value, _LONGEST))
        return value

    def _measuring(self, f: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(f)
        def measured(*args: Any, **more: Any) -> Any:
            for value in (*args, *more.values()):
                self._whole(value)
            return f(*args, **more)

        return measured

    def _range(self, *bounds: int) -> range:
        steps = range(*bounds)
        if len(steps) > _MOST_STEPS:
            raise _OverBudgetError(f"a range of {len(steps):,} steps; at most {_MOST_STEPS:,}")
        self._pay(_HELD * len(steps))
        return steps

    def _join(self, parts: Iterable[Any], d: str = "") -> str:
        shown = [_shown(part) for part in parts]
        if sum(map(len, shown)) + len(d) * len(shown) > _LONGEST:
            raise _OverBudgetError(f"joins more than {_LONGEST:,} characters in one value")
        return d.join(shown)

    def call_binop(self, context: runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Compute with numbers; strings and lists may only be added, and only while they stay short."""
        if isinstance(left, int | float) and isinstance(right, int | float) and operator != "**":
            if abs(left) > 1e12 or abs(right) > 1e12:
                raise _OverBudgetError("computes with numbers over a million million")
            return super().call_binop(context, operator, left, right)
        if operator == "+" and type(left) is type(right) and isinstance(left, str | list | tuple):
            if len(left) + len(right) > _LONGEST:
                raise _OverBudgetError(f"makes a value longer than {_LONGEST:,}")
            return self._whole(left + right)
        raise SecurityError(f'"{operator}" works on numbers here, and not between {_kind(left)} and {_kind(right)}')

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow attributes of loops, namespaces and imported macros; everything else is looked up as an item."""
        mine = isinstance(obj, runtime.LoopContext | Namespace | runtime.TemplateReference) or _is_module(obj)
        return mine and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Refuse ``"…".format``: a width in it makes a text of any length."""

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        """Weave the budget into the syntax tree before Jinja turns it into Python (Environment._generate's hook)."""
        weave(source)
        return super()._generate(source, *args, **kwargs)


def _is_module(obj: Any) -> bool:
    from jinja2.environment import TemplateModule

    return isinstance(obj, TemplateModule)


def _size(value: Any, most: int) -> int:
    """Return how many values `value` holds, and they in turn; a text holds none.

    Raises:
        SecurityError: More than `most`.
    """
    if not isinstance(value, list | tuple | set | frozenset | dict):
        return 0
    held = [*value, *value.values()] if isinstance(value, dict) else value
    size = 0
    for one in held:
        size += 1 + _size(one, most - size)
        if size > most:
            raise _OverBudgetError(f"makes a value that holds more than {_LONGEST:,} others")
    return size


def _sum(values: Iterable[Any], start: Any = 0) -> Any:
    """Return the sum of numbers; lists can't be summed, since that grows them unseen."""
    return sum((_number(value) for value in values), _number(start))


def _number(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    raise SecurityError(f"sums up {_kind(value)}; only numbers have a sum")


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise SecurityError(f"prints {_kind(value)}; print a text or a number")


def _kind(value: Any) -> str:
    names = {str: "a text", int: "a number", float: "a number", list: "a list", tuple: "a list", dict: "a table"}
    return names.get(type(value), "nothing" if value is None else "something that is no text")


def render(
    name: str,
    values: Mapping[str, Any],
    *,
    sources: Mapping[str, str],
    filters: Mapping[str, Callable[..., Any]],
    paths: Mapping[str, Where] | None = None,
) -> str:
    """Return what the template `name` makes of `values`.

    Args:
        name: The template to begin with; it may include the others in `sources`.
        values: Plain values: texts, numbers, truths, lists, tables.
        sources: Every template, by name.
        filters: What templates may call besides Jinja's harmless filters.
        paths: Where each template stands, by name; one that is not named here stands nowhere.

    Raises:
        DefinitionError: A syntax error, an unknown name or a template that does too much, with file and line.
    """
    known = paths or {}
    environment = _Environment(sources, known, filters)
    try:
        return environment.get_template(name).render(values)
    except TemplateSyntaxError as error:
        message = f"template: {_lower(error.message or 'syntax error')}"
        raise DefinitionError(message, path=_where(known, error.filename or name), line=error.lineno) from None
    except TemplateNotFound as error:
        path, line = _place(error, known, name)
        hint = near_miss(str(error.name), sources)
        raise DefinitionError(f'no template is called "{error.name}"', path=path, line=line, hint=hint) from None
    except SyntaxError as error:  # of the Python that Jinja wrote: it nests loops 20 deep at the most
        path = _where(known, error.filename or name)
        raise DefinitionError("template: loops or conditions nested too deeply", path=path) from None
    except RecursionError:
        message = "template: nested too deeply, or includes or calls itself without end"
        raise DefinitionError(message, path=_where(known, name)) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError) as error:
        path, line = _place(error, known, name)
        raise DefinitionError(f"template: {_lower(str(error))}", path=path, line=line) from None


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _where(paths: Mapping[str, Where], name: str) -> Where:
    """Return the path of the template that Jinja calls `name`, or by the text of its path."""
    return paths.get(name) or {str(path): path for path in paths.values()}.get(name, name)


def _place(error: BaseException, paths: Mapping[str, Where], name: str) -> tuple[Where, int | None]:
    """Return the template file and the line in it that `error` was raised at."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return _where(paths, frame.filename), frame.lineno
    return _where(paths, name), None
