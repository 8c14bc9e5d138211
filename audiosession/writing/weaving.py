"""Weave a budget into a template's syntax tree, so that the finished Python pays as it goes.

Every turn of a loop and every call of a macro pays; every value that holds other values is measured where it is made,
whole, so that ten lines that put a list into itself thirty times can't make one that a comparison never ends on.
"""

from __future__ import annotations

import math

from jinja2 import TemplateSyntaxError, nodes

PAY, CONCAT, WHOLE = "__pay", "__concat", "__whole"
"""What the environment offers: a function ``(cost)``, and filters for the parts of ``a ~ b`` and for made values."""
TURN = 40
"""What one turn of a loop or one call costs, besides its own text."""


_TRY = 10
"""What one turn costs that a loop's own condition passes over."""


def weave(tree: nodes.Node) -> None:
    """Change `tree` in place.

    Raises:
        TemplateSyntaxError: It holds a number that Python can't write down again.
    """
    for number in tree.find_all(nodes.Const):
        if isinstance(number.value, float) and not math.isfinite(number.value):
            raise TemplateSyntaxError("a number that is too large", number.lineno)
    node: nodes.For | nodes.Macro | nodes.CallBlock
    for node in list(tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock))):  # type: ignore[assignment]
        text = sum(len(piece.data) for piece in node.find_all(nodes.TemplateData))
        node.body.insert(0, nodes.ExprStmt(_pay(TURN + text), lineno=node.lineno))
        if isinstance(node, nodes.For) and node.test is not None:
            node.test = nodes.And(nodes.Not(_pay(_TRY)), node.test, lineno=node.lineno)
    _weave_values(tree)


def _pay(cost: int) -> nodes.Call:
    return nodes.Call(nodes.Name(PAY, "load"), [nodes.Const(cost)], [], None, None)


def _weave_values(node: nodes.Node) -> None:
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Node):
            setattr(node, name, _woven(value))
        elif isinstance(value, list):
            setattr(node, name, [_woven(one) if isinstance(one, nodes.Node) else one for one in value])


def _woven(node: nodes.Node) -> nodes.Node:
    _weave_values(node)
    match node:
        case nodes.Concat():
            return _filtered(nodes.List(node.nodes, lineno=node.lineno), CONCAT)
        case nodes.List() | nodes.Dict() | nodes.Tuple(ctx="load") | nodes.Name(name="varargs" | "kwargs", ctx="load"):
            return _filtered(node, WHOLE)
        case nodes.Compare():
            node.expr = _filtered(node.expr, WHOLE)
            for operand in node.ops:
                operand.expr = _filtered(operand.expr, WHOLE)
    return node


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
