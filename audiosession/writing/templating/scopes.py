"""What a rendering knows while it runs: names, scope within scope, and the things of a template that are no values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from markupsafe import Markup

from audiosession.writing.templating.budget import ENTRY, HELD, Budget, TemplateFaultError
from audiosession.writing.templating.plain import Thing, kind, short

CALL = 50
"""What a call costs besides what happens in it, and so does a filter."""
MOST_CALLS = 50
"""How many macros, blocks and includes may be under way within one another."""
MOST_STEPS = 1_000
MISSING = object()
"""What a name holds that was never given a value."""
_NEAR = 8


class Vocabulary(Protocol):
    """What a rendering looks up by name: templates, filters, and the conditions after ``is``."""

    def knows(self, name: Any) -> bool: ...
    def template(self, name: Any, budget: Budget) -> Template: ...
    def filter(self, name: str) -> Callable[..., Any]: ...
    def condition(self, name: str) -> Callable[..., bool]: ...


class Run:
    """One rendering."""

    __slots__ = ("budget", "depth", "functions", "words")

    def __init__(self, words: Vocabulary, budget: Budget) -> None:
        self.words = words
        self.budget = budget
        self.depth = 0
        self.functions = Scope(self, names=FUNCTIONS)

    def __enter__(self) -> None:
        """Begin a macro, a block or an include; it ends where the ``with`` does."""
        self.budget.pay(CALL)
        self.depth += 1
        if self.depth > MOST_CALLS:
            raise TemplateFaultError(f"calls itself, or what it includes does: {MOST_CALLS} within one another")

    def __exit__(self, *_: object) -> None:
        self.depth -= 1


class Scope:
    """The names of a loop's turn, a macro or a whole template, within those around it.

    `blocks` holds the versions of each block of this page, the innermost template's first; `parent` is the template
    that this one extends, once it has said so.
    """

    __slots__ = ("blocks", "names", "outer", "parent", "run")

    def __init__(self, run: Run, outer: Scope | None = None, names: Mapping[str, Any] | None = None) -> None:
        self.run = run
        self.outer = outer
        self.names: dict[str, Any] = dict(names) if names else {}
        self.blocks: dict[str, list[Body]] = outer.blocks if outer else {}
        self.parent: Template | None = None

    def find(self, name: str) -> Any:
        """Return what `name` holds, MISSING where nothing does; a long way out costs something."""
        scope: Scope | None = self
        steps = 0
        while scope is not None:
            if name in scope.names:
                break
            scope = scope.outer
            steps += 1
        if steps > _NEAR:
            self.run.budget.pay(steps)
        return MISSING if scope is None else scope.names[name]


Expression = Callable[[Scope], Any]
Body = Callable[[Scope, list[str]], None]


@dataclass(frozen=True, kw_only=True)
class Template:
    """A template that was read: what it does, and its blocks."""

    name: str
    body: Body
    blocks: Mapping[str, Body]
    html: bool


def run_template(template: Template, scope: Scope, out: list[str]) -> None:
    """Do what `template` says and what those say that it extends; their text comes to `out`."""
    scope.blocks = {}
    entered = 0
    try:
        while True:
            scope.run.__enter__()
            entered += 1
            for name, block in template.blocks.items():
                scope.blocks.setdefault(name, []).append(block)
            scope.parent = None
            own: list[str] = []
            template.body(scope, own)
            if scope.parent is None:
                out += own
                return
            template = scope.parent
    except TemplateFaultError as fault:
        fault.at(template.name, 1)  # of templates that extend one another in a ring
        raise
    finally:
        scope.run.depth -= entered


class Turns(Thing):
    """What ``loop`` is in a loop over `over`, which stands at `at`."""

    __slots__ = ("at", "over")

    def __init__(self, over: Sequence[Any]) -> None:
        self.over = over
        self.at = 0

    def attribute(self, name: str) -> Any:
        """Return the number of the turn and what goes with it."""
        return _OF_A_LOOP[name](self, self.at, len(self.over))


def _neighbour(loop: Turns, at: int) -> Any:
    if 0 <= at < len(loop.over):
        return loop.over[at]
    raise LookupError


_OF_A_LOOP: dict[str, Callable[[Turns, int, int], Any]] = {
    "index": lambda loop, at, length: at + 1,
    "index0": lambda loop, at, length: at,
    "revindex": lambda loop, at, length: length - at,
    "revindex0": lambda loop, at, length: length - at - 1,
    "first": lambda loop, at, length: at == 0,
    "last": lambda loop, at, length: at == length - 1,
    "length": lambda loop, at, length: length,
    "previtem": lambda loop, at, length: _neighbour(loop, at - 1),
    "nextitem": lambda loop, at, length: _neighbour(loop, at + 1),
    "cycle": lambda loop, at, length: Function(lambda run, /, *options: options[at % len(options)]),
}


class Namespace(Thing):
    """A table whose values a template may change."""

    __slots__ = ("names",)

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names

    def attribute(self, name: str) -> Any:
        """Return what was last put there."""
        return self.names[name]


class Module(Namespace):
    """The macros and values at the top of a template that was imported; they can't be changed."""

    __slots__ = ()


class Function(Thing):
    """What can be called; the function behind it is given the rendering first, and can't be seen."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def call(self, run: Run, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """Return what it makes of what it is given."""
        return run.budget.made(self._function(run, *given, **named))


def _range(run: Run, /, *bounds: Any) -> list[int]:
    for one in bounds:
        if not isinstance(one, int):
            raise TemplateFaultError(f"a range goes from a whole number to another, and not to {kind(one)}")
    steps = range(*bounds)
    if len(steps) > MOST_STEPS:
        raise TemplateFaultError(f"a range of {len(steps):,} steps; at most {MOST_STEPS:,}")
    run.budget.pay(HELD * len(steps))
    return list(steps)


FUNCTIONS: dict[str, Function] = {
    "range": Function(_range),
    "dict": Function(lambda run, /, *given, **named: dict(*given, **named)),
    "namespace": Function(lambda run, /, **named: Namespace(named)),
}
"""What every template can call."""


@dataclass(frozen=True, kw_only=True)
class Macro:
    """What a macro does, before it is bound to the place that it stands in."""

    name: str
    parameters: Sequence[str]
    defaults: Mapping[str, Expression]
    body: Body
    html: bool
    extras: frozenset[str] = field(default=frozenset())
    """Which of ``varargs``, ``kwargs`` and ``caller`` it asks for, and therefore takes."""

    def bound(self, scope: Scope) -> Function:
        """Return the macro as it can be called; it sees the names in `scope`."""
        return Function(lambda run, /, *given, **named: self._run(scope, given, named))

    def _run(self, around: Scope, given: tuple[Any, ...], named: dict[str, Any]) -> str:
        scope = Scope(around.run, around, self._bind(given, named))
        for name, default in self.defaults.items():
            if scope.names[name] is MISSING:
                scope.names[name] = default(scope)
        out: list[str] = []
        with around.run:
            self.body(scope, out)
        return text_of(out, self.html)

    def _bind(self, given: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        names = dict.fromkeys(self.parameters, MISSING) | dict(zip(self.parameters, given, strict=False))
        for name in [name for name in named if name in names]:
            if names[name] is not MISSING:
                raise TemplateFaultError(f"{self.name} is given {short(name)} twice")
            names[name] = named.pop(name)
        more = given[len(self.parameters) :]
        if "caller" in self.extras:
            names["caller"] = named.pop("caller", MISSING)
        if "varargs" in self.extras:
            names["varargs"], more = more, ()
        if "kwargs" in self.extras:
            names["kwargs"], named = named, {}
        if more or named:
            wanted = ", ".join(self.parameters) or "nothing"
            raise TemplateFaultError(f"{self.name} takes {short(wanted)}, and is given more")
        return names


def text_of(parts: list[str], html: bool) -> str:
    """Return what was printed, as one text that knows whether it is HTML; each part was paid for."""
    return Markup("".join(parts)) if html else "".join(parts)


def called(run: Run, value: Any, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """Return what calling `value` makes.

    Raises:
        TemplateFaultError: It is nothing that can be called.
    """
    run.budget.pay(CALL + ENTRY * len(named))
    if not isinstance(value, Function):
        raise TemplateFaultError(f"{kind(value)} is not callable")
    return value.call(run, given, named)
