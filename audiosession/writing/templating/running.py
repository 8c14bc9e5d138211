"""What statements do while a template runs, besides running others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from audiosession.writing.templating.budget import TemplateFaultError
from audiosession.writing.templating.plain import kind, short
from audiosession.writing.templating.scopes import (
    CALL,
    Body,
    Expression,
    Function,
    Namespace,
    Run,
    Scope,
    Template,
    text_of,
)

Assign = Callable[[Scope, Any], None]


def passes(test: Expression, cost: int, assign: Assign, value: Any, scope: Scope) -> bool:
    """Tell whether `test` lets a loop take `value`, which it has assigned."""
    scope.run.budget.pay(cost)
    inner = Scope(scope.run, scope)
    assign(inner, value)
    return bool(test(inner))


def print_block(scope: Scope, versions: Sequence[Body], out: list[str], html: bool) -> None:
    """Print the first of the `versions` of a block; ``super()`` in it prints the next."""

    def above(run: Run, /) -> str:
        parts: list[str] = []
        print_block(scope, versions[1:], parts, html)
        return text_of(parts, html)

    inner = Scope(scope.run, scope, {"super": Function(above)} if len(versions) > 1 else None)
    with scope.run:
        versions[0](inner, out)


def first_known(run: Run, wanted: Any, may_miss: bool) -> Template | None:
    """Return the template that `wanted` names, or the first that it names; None where it may miss."""
    names = wanted if isinstance(wanted, list) else [wanted]
    run.budget.pay(CALL * len(names))
    known = [name for name in names if run.words.knows(name)]
    if not known and may_miss:
        return None
    return run.words.template((known or names or [""])[0], run.budget)


def put(scope: Scope, name: str, attr: str, value: Any) -> None:
    """Give the attribute `attr` of the namespace `name` a new value."""
    namespace = scope.find(name)
    if type(namespace) is not Namespace:
        raise TemplateFaultError(f"{short(name)}.{short(attr)} can't be set; only a namespace() takes new values")
    namespace.names[attr] = value


def unpack(parts: Sequence[Assign], scope: Scope, value: Any) -> None:
    """Assign the values in the list `value`, one to each of `parts`."""
    if not isinstance(value, list | tuple) or len(value) != len(parts):
        raise TemplateFaultError(f"cannot unpack {kind(value)} into {len(parts)} names")
    for assign, one in zip(parts, value, strict=True):
        assign(scope, one)
