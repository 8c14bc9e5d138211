"""Expressions of the language as functions of a scope. What has no method here is not in the language."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from jinja2 import nodes

from audiosession.writing.templating.budget import (
    ENTRY,
    HELD,
    Budget,
    TemplateFaultError,
    UndefinedFaultError,
    number,
)
from audiosession.writing.templating.comparing import compare
from audiosession.writing.templating.plain import kind, short
from audiosession.writing.templating.reach import attribute, item, part
from audiosession.writing.templating.scopes import MISSING, Expression, Scope, Vocabulary, called
from audiosession.writing.templating.texts import joined, printed

_COMPUTE: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "Add": ("+", operator.add),
    "Sub": ("-", operator.sub),
    "Mul": ("*", operator.mul),
    "Div": ("/", operator.truediv),
    "FloorDiv": ("//", operator.floordiv),
    "Mod": ("%", operator.mod),
}

Arguments = Callable[[Scope], tuple[list[Any], dict[str, Any]]]


class Expressions:
    """Makes functions of the expressions of one template, which are looked up in `words`."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words

    def of(self, node: nodes.Node) -> Expression:
        """Return the function that gives the value of `node`.

        Raises:
            TemplateFaultError: `node` is not in the language.
        """
        make: Callable[[Any], Expression] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if make is None:
            raise unknown(node)
        return make(node)

    def arguments(
        self, node: nodes.Call | nodes.Filter | nodes.Test
    ) -> Callable[[Scope], tuple[list[Any], dict[str, Any]]]:
        """Return the function that gives what is between the brackets of a call."""
        if node.dyn_args or node.dyn_kwargs:
            raise unknown(node, "* and ** in a call")
        given = [self.of(one) for one in node.args]
        named = {str(one.key): self.of(one.value) for one in node.kwargs}
        return lambda scope: ([one(scope) for one in given], {key: one(scope) for key, one in named.items()})

    def filtered(self, node: nodes.Filter, value: Expression) -> Expression:
        """Return `value` gone through the filter of `node`."""
        arguments, name = self.arguments(node), node.name
        apply = self._words.filter(name)

        def run(scope: Scope) -> Any:
            given, named = arguments(scope)
            try:
                return apply(scope.run, value(scope), given, named)
            except UndefinedFaultError as fault:
                fault.node = fault.node or node
                raise

        return run

    def _const(self, node: nodes.Const) -> Expression:
        value = node.value
        if isinstance(value, int | float):
            number(value)
        return lambda scope: value

    def _name(self, node: nodes.Name) -> Expression:
        name = node.name

        def run(scope: Scope) -> Any:
            value = scope.find(name)
            if value is MISSING:
                raise _undefined(f"'{short(name)}' is undefined", node)
            return value

        return run

    def _getattr(self, node: nodes.Getattr) -> Expression:
        of, name = self.of(node.node), node.attr

        def run(scope: Scope) -> Any:
            value = of(scope)
            if isinstance(value, dict) and name in value:  # nearly always
                return value[name]
            try:
                return attribute(value, name)
            except UndefinedFaultError as fault:
                fault.node = node
                raise

        return run

    def _getitem(self, node: nodes.Getitem) -> Expression:
        of = self.of(node.node)
        if isinstance(node.arg, nodes.Slice):
            bounds = [self.of(one) if one else None for one in (node.arg.start, node.arg.stop, node.arg.step)]
            return lambda scope: part(
                scope.run.budget, of(scope), slice(*(one(scope) if one else None for one in bounds))
            )
        key = self.of(node.arg)

        def run(scope: Scope) -> Any:
            value, wanted = of(scope), key(scope)
            try:
                return item(value, wanted)
            except UndefinedFaultError as fault:
                fault.node = node
                raise

        return run

    def _call(self, node: nodes.Call) -> Expression:
        of, arguments = self.of(node.node), self.arguments(node)

        def run(scope: Scope) -> Any:
            function = of(scope)
            return called(scope.run, function, *arguments(scope))

        return run

    def _filter(self, node: nodes.Filter) -> Expression:
        if node.node is None:
            raise unknown(node)
        value = self.of(node.node)
        if node.name in ("default", "d"):
            return self._default(node, value)
        return self.filtered(node, value)

    def _default(self, node: nodes.Filter, value: Expression) -> Expression:
        arguments, subject = self.arguments(node), node.node

        def choose(found: Any, default_value: Any = "", boolean: Any = False) -> Any:
            return default_value if found is MISSING or (boolean and not found) else found

        def run(scope: Scope) -> Any:
            given, named = arguments(scope)
            return choose(_if_there(value, subject, scope), *given, **named)

        return run

    def _test(self, node: nodes.Test) -> Expression:
        value, arguments = self.of(node.node), self.arguments(node)
        if node.name in ("defined", "undefined"):
            wanted, subject = node.name == "defined", node.node
            return lambda scope: (_if_there(value, subject, scope) is not MISSING) is wanted
        condition = self._words.condition(node.name)

        def run(scope: Scope) -> Any:
            one = value(scope)
            given, named = arguments(scope)
            return condition(scope.run.budget, one, *given, **named)

        return run

    def _condexpr(self, node: nodes.CondExpr) -> Expression:
        test, then = self.of(node.test), self.of(node.expr1)
        otherwise = self.of(node.expr2) if node.expr2 else lambda scope: ""  # as in Jinja, however strict
        return lambda scope: then(scope) if test(scope) else otherwise(scope)

    def _list(self, node: nodes.List) -> Expression:
        held = [self.of(one) for one in node.items]

        def run(scope: Scope) -> list[Any]:
            scope.run.budget.pay(HELD * (1 + len(held)))
            return [one(scope) for one in held]

        return run

    def _tuple(self, node: nodes.Tuple) -> Expression:
        return self._list(nodes.List(node.items, lineno=node.lineno))

    def _dict(self, node: nodes.Dict) -> Expression:
        pairs = [(self.of(one.key), self.of(one.value)) for one in node.items]

        def run(scope: Scope) -> dict[Any, Any]:
            scope.run.budget.pay(ENTRY * (1 + len(pairs)))
            return {_key(key(scope)): value(scope) for key, value in pairs}

        return run

    def _concat(self, node: nodes.Concat) -> Expression:
        parts = [self.of(one) for one in node.nodes]
        return lambda scope: joined(scope.run.budget, [printed(one(scope)) for one in parts])

    def _compare(self, node: nodes.Compare) -> Expression:
        first = self.of(node.expr)
        rest = [(one.op, self.of(one.expr)) for one in node.ops]

        def run(scope: Scope) -> bool:
            left = first(scope)
            for sign, operand in rest:
                right = operand(scope)
                if not compare(scope.run.budget, sign, left, right):
                    return False
                left = right
            return True

        return run

    def _binary(self, node: nodes.BinExpr) -> Expression:
        left, right = self.of(node.left), self.of(node.right)
        sign, compute = _COMPUTE[type(node).__name__]
        return lambda scope: _computed(scope.run.budget, sign, compute, left(scope), right(scope))

    _add = _sub = _mul = _div = _floordiv = _mod = _binary

    def _neg(self, node: nodes.Neg) -> Expression:
        value = self.of(node.node)
        return lambda scope: -_as_number("-", value(scope))

    def _pos(self, node: nodes.Pos) -> Expression:
        value = self.of(node.node)
        return lambda scope: +_as_number("+", value(scope))

    def _not(self, node: nodes.Not) -> Expression:
        value = self.of(node.node)
        return lambda scope: not value(scope)

    def _and(self, node: nodes.And) -> Expression:
        left, right = self.of(node.left), self.of(node.right)
        return lambda scope: left(scope) and right(scope)

    def _or(self, node: nodes.Or) -> Expression:
        left, right = self.of(node.left), self.of(node.right)
        return lambda scope: left(scope) or right(scope)


_LEFT_OUT = {"Pow": "**", "Scope": "autoescape", "NSRef": "that attribute here"}


def unknown(node: nodes.Node, what: str = "") -> TemplateFaultError:
    """Return the fault that `node`, or `what` of it, is not in the language."""
    name = what or _LEFT_OUT.get(type(node).__name__, type(node).__name__.lower())
    return TemplateFaultError(f'"{name}" is not in the language of templates here')


def _undefined(message: str, node: nodes.Node) -> UndefinedFaultError:
    fault = UndefinedFaultError(message)
    fault.node = node
    return fault


def _if_there(value: Expression, node: nodes.Node | None, scope: Scope) -> Any:
    """Return the value of `node`, MISSING where it is the very thing that does not exist."""
    try:
        return value(scope)
    except UndefinedFaultError as fault:
        if fault.node is not node:
            raise
        return MISSING


def _key(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    raise TemplateFaultError(f"the key of a table is a text or a number, and not {kind(value)}")


def _computed(budget: Budget, sign: str, compute: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return number(compute(left, right))
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        return joined(budget, [left, right])
    if sign == "+" and isinstance(left, list | tuple) and isinstance(right, list | tuple):
        budget.pay(HELD * (2 + len(left) + len(right)))
        return [*left, *right]
    raise TemplateFaultError(f'"{sign}" works on numbers here, and not between {kind(left)} and {kind(right)}')


def _as_number(sign: str, value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    raise TemplateFaultError(f'"{sign}" works on numbers here, and not on {kind(value)}')
