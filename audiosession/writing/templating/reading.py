"""The text of a template into Jinja's syntax tree, within bounds: Jinja reads, and nothing of it runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from audiosession.writing.templating.budget import Budget, TemplateFaultError

MOST_TOKENS = 20_000
"""Words and signs in one template."""
LONGEST_TEMPLATE = 250_000
NESTED = 50
"""How deep blocks and brackets, and the sides of signs such as + and `and`, may stand in one another."""
TOKEN = 300
"""What a word or sign costs when it is read."""
_TOO_DEEP = f"blocks, brackets or signs nested more than {NESTED} deep"


class _Counted(Extension):
    """Ends the reading of a template that has no end."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Pass on `stream` as far as is allowed."""
        for count, token in enumerate(stream):
            if count > MOST_TOKENS:
                raise TemplateSyntaxError(f"a template of more than {MOST_TOKENS:,} words and signs", token.lineno)
            yield token


@cache
def _environment() -> Environment:
    return Environment(trim_blocks=True, lstrip_blocks=True, extensions=[_Counted])


def read(name: str, source: str, budget: Budget) -> nodes.Template:
    """Return the tree of the template `name`.

    Raises:
        TemplateFaultError: A syntax error, or more than the bounds allow, with its line.
    """
    if len(source) > LONGEST_TEMPLATE:
        raise TemplateFaultError(f"a template of more than {LONGEST_TEMPLATE:,} characters").at(name, 1)
    budget.pay(len(source))
    tree, n_nodes = _tree(name, source)
    budget.pay(TOKEN * n_nodes)
    return tree


@lru_cache(maxsize=32)
def _tree(name: str, source: str) -> tuple[nodes.Template, int]:
    """Return the tree of a template with the number of its nodes: each class of a project is made of the same few."""
    parser = None
    try:
        parser = Parser(_environment(), source, name)
        tree = parser.parse()
    except TemplateSyntaxError as error:
        raise TemplateFaultError(error.message or "syntax error").at(name, error.lineno) from None
    except RecursionError:
        raise TemplateFaultError(_TOO_DEEP).at(name, _line(parser)) from None
    except ValueError as error:  # of a number with thousands of digits
        raise TemplateFaultError(str(error)).at(name, _line(parser)) from None
    return tree, _checked(tree, name)


def _line(parser: Parser | None) -> int:
    return parser.stream.current.lineno if parser else 1


def _checked(tree: nodes.Template, name: str) -> int:
    """Return how many nodes `tree` has, and go through it without climbing down by calls."""
    left: list[tuple[nodes.Node, int, int]] = [(tree, 0, 1)]
    count = 0
    while left:
        node, depth, line = left.pop()
        count += 1
        line = node.lineno or line
        if depth > NESTED:
            raise TemplateFaultError(_TOO_DEEP).at(name, line)
        left += [(child, depth + 1, line) for child in node.iter_child_nodes()]
    return count
