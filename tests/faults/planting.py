"""Small faults in a module's source: where one can be planted, what it turns the line into, and which are drawn.

A fault replaces a few characters of the source and nothing else, so comments and lines stay where they are. Left alone
is what no test should hold: docstrings, annotations, decorators, claims such as ``strict=True``, what an error says,
and numbers that guard against rounding.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Replacement = tuple[int, int, str]
"""From which byte of the source, to which, and what stands there instead."""

COMPARED = {
    ast.Lt: ("<", ("<=", ">=")), ast.LtE: ("<=", ("<", ">")), ast.Gt: (">", (">=", "<=")), ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)), ast.NotEq: ("!=", ("==",)), ast.Is: ("is", ("is not",)), ast.IsNot: (r"is\s+not", ("is",)),
    ast.In: ("in", ("not in",)), ast.NotIn: (r"not\s+in", ("in",)),
}  # fmt: skip
"""What an operator looks like, and what it is mistaken for: its neighbour at the border, and its opposite."""
COMPUTED = {
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"), ast.Pow: ("**", "*"), ast.LShift: ("<<", ">>"), ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"), ast.BitOr: ("|", "&"), ast.BitXor: ("^", "&"),
}  # fmt: skip
OPPOSITES = (
    ("min", "max"), ("any", "all"), ("floor", "ceil"), ("minimum", "maximum"), ("startswith", "endswith"),
    ("first", "last"), ("union", "intersection"), ("lstrip", "rstrip"),
)  # fmt: skip
CALLED = {**dict(OPPOSITES), **{second: first for first, second in OPPOSITES}}
CLAIMS = ("strict", "frozen", "defer_build")
"""Keywords that claim what holds anyway: of `zip`, and of models, which mypy holds to it."""
SMALL = 10
"""Whole numbers below it are counts and places, and are missed by one; others are amounts, and are doubled."""
ROUNDING = 1e-5
"""Numbers below it guard against rounding."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One small fault: its name says the function, the line as it is and as it would be."""

    name: str
    line: int
    source: str


def faults(source: str) -> list[Fault]:
    """Return every fault that can be planted in `source`, from its first line to its last."""
    text = source.encode()
    found = []
    seen: Counter[str] = Counter()
    for scope, (start, stop, instead) in sorted(_Finder(text).found, key=lambda one: one[1]):
        planted = text[:start] + instead.encode() + text[stop:]
        name = f"{scope}: {_line_at(text, start)} => {_line_at(planted, start)}"
        seen[name] += 1
        told = name if seen[name] == 1 else f"{name} ({seen[name]})"
        found.append(Fault(name=told, line=text.count(b"\n", 0, start) + 1, source=planted.decode()))
    return found


def draw(every: Iterable[Fault], number: int, seed: str) -> list[Fault]:
    """Draw `number` of the faults: the same for the same `seed`, and mostly the same when other lines have changed."""
    ranked = sorted(every, key=lambda fault: hashlib.sha256(f"{seed} {fault.name}".encode()).digest())
    return sorted(ranked[:number], key=lambda fault: fault.line)


def _line_at(text: bytes, place: int) -> str:
    stop = text.find(b"\n", place)
    return text[text.rfind(b"\n", 0, place) + 1 : stop if stop >= 0 else len(text)].decode().strip()


class _Finder(ast.NodeVisitor):
    """Walk over what is computed, and note each place with the function that it stands in."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer(rb"\n", text))]
        self.scope: list[str] = []
        self.found: list[tuple[str, Replacement]] = []
        self.visit(ast.parse(text))

    def visit(self, node: ast.AST) -> None:
        if plant := _PLANTED.get(type(node)):
            scope = ".".join(self.scope) or "module"
            self.found += [(scope, one) for one in plant(self, node)]
        super().visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside(node.name, node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        defaults = [one for one in (*node.args.defaults, *node.args.kw_defaults) if one]
        self._inside(node.name, [*defaults, *node.body])

    def _inside(self, name: str, nodes: Iterable[ast.AST]) -> None:
        self.scope.append(name)
        for node in nodes:
            self.visit(node)
        self.scope.pop()

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        of_types = isinstance(node.func, ast.Name) and node.func.id in ("isinstance", "issubclass")
        arguments = node.args[:1] if of_types else node.args
        for one in (node.func, *arguments, *(word for word in node.keywords if word.arg not in CLAIMS)):
            self.visit(one)

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) != "TYPE_CHECKING":
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """What an error says is for people to read."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Before Python 3.12 nobody knows where its parts stand."""

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def stop(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.end_lineno - 1] + node.end_col_offset

    def between(self, left: ast.expr, right: ast.expr, looks: str) -> tuple[int, int]:
        """Return where the operator stands between two operands; comments lie there, too."""
        begin = self.stop(left)
        for match in re.finditer(rb"#[^\n]*|" + looks.encode(), self.text[begin : self.start(right)]):
            if not match[0].startswith(b"#"):
                return begin + match.start(), begin + match.end()
        raise ValueError(f"no {looks} after byte {begin}")


def _compared(at: _Finder, node: ast.Compare) -> Iterator[Replacement]:
    operands = [node.left, *node.comparators]
    for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
        looks, mistaken = COMPARED[type(operator)]
        place = at.between(left, right, looks)
        yield from ((*place, other) for other in mistaken)


def _computed(at: _Finder, node: ast.BinOp) -> Iterator[Replacement]:
    of_types = isinstance(node.op, ast.BitOr) and not at.scope
    if not of_types and type(node.op) in COMPUTED:
        looks, other = COMPUTED[type(node.op)]
        yield (*at.between(node.left, node.right, re.escape(looks)), other)


def _computed_in_place(at: _Finder, node: ast.AugAssign) -> Iterator[Replacement]:
    if type(node.op) in COMPUTED:
        looks, other = COMPUTED[type(node.op)]
        yield (*at.between(node.target, node.value, re.escape(looks)), other)


def _joined(at: _Finder, node: ast.BoolOp) -> Iterator[Replacement]:
    looks, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    for left, right in zip(node.values, node.values[1:], strict=False):
        yield (*at.between(left, right, looks), other)


def _signed(at: _Finder, node: ast.UnaryOp) -> Iterator[Replacement]:
    looks = {ast.Not: rb"not\s*", ast.USub: rb"-"}.get(type(node.op))
    if looks and (match := re.match(looks, at.text[at.start(node) :])):
        yield at.start(node), at.start(node) + match.end(), ""


def _told(at: _Finder, node: ast.Constant) -> Iterator[Replacement]:
    value, place = node.value, (at.start(node), at.stop(node))
    if isinstance(value, bool):
        yield (*place, str(not value))
    elif isinstance(value, int) and value < SMALL:
        yield from ((*place, str(other)) for other in (value + 1, value - 1) if other >= 0)
    elif isinstance(value, int | float) and not 0 < value < ROUNDING:
        yield (*place, str(value * 2 or 1.0))


def _called(at: _Finder, node: ast.Call) -> Iterator[Replacement]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in CALLED:
        yield at.stop(node.func) - len(name), at.stop(node.func), CALLED[name]


def _left(at: _Finder, node: ast.Break | ast.Continue) -> Iterator[Replacement]:
    yield at.start(node), at.stop(node), "continue" if isinstance(node, ast.Break) else "break"


def _returned(at: _Finder, node: ast.Return) -> Iterator[Replacement]:
    if node.value and not isinstance(node.value, ast.Constant):
        yield at.start(node), at.stop(node), "return None"


_PLANTED: dict[type[ast.AST], Callable[[_Finder, Any], Iterator[Replacement]]] = {
    ast.Compare: _compared, ast.BinOp: _computed, ast.AugAssign: _computed_in_place, ast.BoolOp: _joined,
    ast.UnaryOp: _signed, ast.Constant: _told, ast.Call: _called, ast.Break: _left, ast.Continue: _left,
    ast.Return: _returned,
}  # fmt: skip
