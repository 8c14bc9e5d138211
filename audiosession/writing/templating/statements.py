"""Statements of the language as functions of a scope and of what was printed so far.

Every run of statements pays, before it begins, for all expressions and all the text that stand in it, so that nothing
in a template is free however it is reached: by a loop, a macro, an include, a block or a condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jinja2 import nodes

from audiosession.writing.templating.budget import ENTRY, TemplateFaultError
from audiosession.writing.templating.expressions import Expressions, unknown
from audiosession.writing.templating.plain import short
from audiosession.writing.templating.reach import attribute, items
from audiosession.writing.templating.running import Assign, first_known, passes, print_block, put, unpack
from audiosession.writing.templating.scopes import (
    Body,
    Expression,
    Macro,
    Module,
    Scope,
    Template,
    Turns,
    Vocabulary,
    run_template,
    text_of,
)
from audiosession.writing.templating.texts import as_html, printed

NODE = 4
"""What a statement or a part of an expression costs."""
PRINT = 10
"""What printing costs besides the characters; those of HTML cost again where signs of it are put in place of them."""
TURN = 20
"""What a turn of a loop costs besides."""
_CALLER = "caller of a call block"
_INSIDE = ("body", "else_")
"""Where a statement holds others, which pay for themselves."""

Step = Callable[[Scope, list[str]], None]


class Statements:
    """Makes functions of the statements of the template `name`, whose text is HTML where `html` says so."""

    def __init__(self, name: str, html: bool, words: Vocabulary) -> None:
        self._name = name
        self._html = html
        self._expressions = Expressions(words)
        self._blocks: dict[str, Body] = {}
        self._has_parent = False
        self._in_block = self._nesting = 0

    def template(self, tree: nodes.Template) -> Template:
        """Return the template whose tree is `tree`.

        Raises:
            TemplateFaultError: Something in it is not in the language.
        """
        self._has_parent = any(isinstance(one, nodes.Extends) for one in tree.body)
        body = self._body(tree.body)
        return Template(name=self._name, body=body, blocks=self._blocks, html=self._html)

    def _body(self, statements: Sequence[nodes.Node], besides: Sequence[nodes.Node] = ()) -> Body:
        self._nesting += 1
        steps = [step for one in statements for step in self._steps(one)]
        self._nesting -= 1
        cost = _cost([*statements, *besides])
        name, first = self._name, steps[0][0] if steps else 1

        def run(scope: Scope, out: list[str]) -> None:
            line = first
            try:
                scope.run.budget.pay(cost)
                for line, step in steps:  # noqa: B007
                    step(scope, out)
            except TemplateFaultError as fault:
                fault.at(name, line)
                raise
            except RecursionError:
                raise TemplateFaultError("nested too deeply, or includes or calls itself without end").at(
                    name, line
                ) from None
            except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
                raise TemplateFaultError(str(error)).at(name, line) from None

        return run

    def _steps(self, node: nodes.Node) -> Iterator[tuple[int, Step]]:
        parts = node.nodes if isinstance(node, nodes.Output) else [node]
        for one in parts:
            try:
                step = self._step(one)
            except TemplateFaultError as fault:
                fault.at(self._name, one.lineno or _first_line(one))
                raise
            yield one.lineno, step

    def _step(self, node: nodes.Node) -> Step:
        if isinstance(node, nodes.Expr):
            return self._printing(node)
        make: Callable[[Any], Step] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if make is None:
            raise unknown(node)
        return make(node)

    def _printing(self, node: nodes.Expr) -> Step:
        if isinstance(node, nodes.TemplateData):
            text = node.data
            return lambda scope, out: out.append(text)
        value, html = self._expressions.of(node), self._html

        def show(scope: Scope, out: list[str]) -> None:
            text = printed(value(scope))
            scope.run.budget.pay(PRINT + len(text))
            out.append(as_html(scope.run.budget, text) if html else text)

        return show

    def _if(self, node: nodes.If) -> Step:
        branches = [(self._expressions.of(one.test), self._body(one.body)) for one in (node, *node.elif_)]
        otherwise = self._body(node.else_)

        def run(scope: Scope, out: list[str]) -> None:
            for test, body in branches:
                if test(scope):
                    return body(scope, out)
            return otherwise(scope, out)

        return run

    def _for(self, node: nodes.For) -> Step:
        if node.recursive:
            raise unknown(node, "recursive")
        over, assign = self._expressions.of(node.iter), self._target(node.target)
        body, otherwise = self._body(node.body), self._body(node.else_)
        test = self._expressions.of(node.test) if node.test else None
        turn = TURN + (_cost([node.test]) if node.test else 0)

        def run(scope: Scope, out: list[str]) -> None:
            budget = scope.run.budget
            found = items(budget, over(scope))
            if test is not None:
                found = [one for one in found if passes(test, turn, assign, one, scope)]
            loop = Turns(found)
            for loop.at, one in enumerate(found):
                budget.pay(turn)
                inner = Scope(scope.run, scope)
                inner.names["loop"] = loop
                assign(inner, one)
                body(inner, out)
            if not found:
                otherwise(Scope(scope.run, scope), out)

        return run

    def _with(self, node: nodes.With) -> Step:
        pairs = [
            (self._target(target), self._expressions.of(value))
            for target, value in zip(node.targets, node.values, strict=True)
        ]
        body = self._body(node.body)

        def run(scope: Scope, out: list[str]) -> None:
            inner = Scope(scope.run, scope)
            for assign, value in pairs:
                assign(inner, value(scope))
            body(inner, out)

        return run

    def _assign(self, node: nodes.Assign) -> Step:
        assign, value = self._target(node.target), self._expressions.of(node.node)
        return lambda scope, out: assign(scope, value(scope))

    def _assignblock(self, node: nodes.AssignBlock) -> Step:
        assign, text = self._target(node.target), self._captured(node.body, node.filter)
        return lambda scope, out: assign(scope, text(scope))

    def _filterblock(self, node: nodes.FilterBlock) -> Step:
        text, html = self._captured(node.body, node.filter), self._html

        def show(scope: Scope, out: list[str]) -> None:
            made = printed(text(scope))
            out.append(as_html(scope.run.budget, made) if html else made)

        return show

    def _captured(self, statements: Sequence[nodes.Node], through: nodes.Filter | None) -> Expression:
        """Return what `statements` print, gone `through` filters."""
        body, html = self._body(statements), self._html

        def text(scope: Scope) -> str:
            parts: list[str] = []
            body(Scope(scope.run, scope), parts)
            return text_of(parts, html)

        return text if through is None else self._through(through, text)

    def _through(self, node: nodes.Filter, value: Expression) -> Expression:
        inner = value if node.node is None else self._through(node.node, value)  # type: ignore[arg-type]
        return self._expressions.filtered(node, inner)

    def _macro(self, node: nodes.Macro) -> Step:
        macro, name = self._made_macro(node, node.name), node.name

        def run(scope: Scope, out: list[str]) -> None:
            scope.names[name] = macro.bound(scope)

        return run

    def _made_macro(self, node: nodes.Macro | nodes.CallBlock, name: str) -> Macro:
        parameters = [one.name for one in node.args]
        defaults = zip(parameters[len(parameters) - len(node.defaults) :], node.defaults, strict=True)
        extras = {one.name for one in node.find_all(nodes.Name)} & {"varargs", "kwargs", "caller"}
        return Macro(
            name=short(name),
            parameters=parameters,
            defaults={parameter: self._expressions.of(one) for parameter, one in defaults},
            body=self._body(node.body, node.defaults),
            html=self._html,
            extras=frozenset(extras),
        )

    def _callblock(self, node: nodes.CallBlock) -> Step:
        caller = self._made_macro(node, "caller")
        if not isinstance(node.call, nodes.Call):
            raise unknown(node)
        node.call.kwargs.append(nodes.Keyword("caller", nodes.Name(_CALLER, "load", lineno=node.lineno)))
        show = self._printing(node.call)

        def run(scope: Scope, out: list[str]) -> None:
            inner = Scope(scope.run, scope, {_CALLER: caller.bound(scope)})
            show(inner, out)

        return run

    def _block(self, node: nodes.Block) -> Step:
        name, required, html = node.name, node.required, self._html
        elsewhere = self._has_parent and not self._in_block
        self._in_block += 1
        self._blocks[name] = self._body(node.body)
        self._in_block -= 1

        def run(scope: Scope, out: list[str]) -> None:
            versions = scope.blocks[name]
            if required and len(versions) == 1:
                raise TemplateFaultError(f"the block {short(name)} must be given by a template that extends this one")
            print_block(scope, versions, out, html)

        return _nothing if elsewhere else run

    def _extends(self, node: nodes.Extends) -> Step:
        if self._nesting > 1:
            raise unknown(node, "extends within another block")
        name = self._expressions.of(node.template)

        def run(scope: Scope, out: list[str]) -> None:
            scope.parent = scope.run.words.template(name(scope), scope.run.budget)

        return run

    def _include(self, node: nodes.Include) -> Step:
        name, with_context, may_miss = self._expressions.of(node.template), node.with_context, node.ignore_missing

        def run(scope: Scope, out: list[str]) -> None:
            template = first_known(scope.run, name(scope), may_miss)
            if template is not None:
                run_template(template, Scope(scope.run, scope if with_context else scope.run.functions), out)

        return run

    def _imported(self, node: nodes.Import | nodes.FromImport) -> Callable[[Scope], Module]:
        name, with_context = self._expressions.of(node.template), node.with_context

        def module(scope: Scope) -> Module:
            inner = Scope(scope.run, scope if with_context else scope.run.functions)
            run_template(scope.run.words.template(name(scope), scope.run.budget), inner, [])
            scope.run.budget.pay(ENTRY * len(inner.names))
            return Module({key: value for key, value in inner.names.items() if not key.startswith("_")})

        return module

    def _import(self, node: nodes.Import) -> Step:
        module, name = self._imported(node), node.target
        return lambda scope, out: scope.names.__setitem__(name, module(scope))

    def _fromimport(self, node: nodes.FromImport) -> Step:
        module = self._imported(node)
        wanted = [one if isinstance(one, tuple) else (one, one) for one in node.names]

        def run(scope: Scope, out: list[str]) -> None:
            found = module(scope)
            for name, alias in wanted:
                scope.names[alias] = attribute(found, name)

        return run

    def _target(self, node: nodes.Node) -> Assign:
        match node:
            case nodes.Name(name=name):
                return lambda scope, value: scope.names.__setitem__(name, value)
            case nodes.NSRef(name=name, attr=attr):
                return lambda scope, value: put(scope, name, attr, value)
            case nodes.Tuple(items=targets):
                parts = [self._target(one) for one in targets]
                return lambda scope, value: unpack(parts, scope, value)
        raise unknown(node)


def _cost(statements: Sequence[nodes.Node]) -> int:
    """Return what `statements` cost, without those that stand inside them."""
    cost = 0
    left = list(statements)
    while left:
        node = left.pop()
        cost += NODE + (len(node.data) if isinstance(node, nodes.TemplateData) else 0)
        left += node.iter_child_nodes(exclude=_INSIDE)
    return cost


def _first_line(node: nodes.Node) -> int:
    """Return the line of the first thing in `node`, which Jinja gave none."""
    return next((one.lineno for one in node.find_all(nodes.Node) if one.lineno), 1)


def _nothing(scope: Scope, out: list[str]) -> None:
    """Do nothing: a block of a template that extends another is printed where that one has it."""
