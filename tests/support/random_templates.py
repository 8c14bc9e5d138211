"""Templates made by chance from all that their language has, so that laws can be held against any of them."""

from __future__ import annotations

from hypothesis import strategies as st

from audiosession.writing.templating.comparing import CONDITIONS
from audiosession.writing.templating.filters import FILTERS

NAMES = ["a", "b", "c", "plan", "texts", "ns", "loop", "nope", "varargs"]
KEYS = ["title", "reps", "rest", "a", "b", "index", "last", "nextitem", "length"]
PARTS = {"part.j2": "{% set c = a %}{{ b }}, part of {{ plan.title }}", "deep.j2": "{% include 'deep.j2' %}"}
"""Templates that the others include."""
_LONG_NAMES = {"eq", "ne", "lt", "le", "gt", "ge", "in", "divisibleby", "equalto", "lessthan", "greaterthan"}
_ALONE = sorted(name for name in CONDITIONS if name.isalpha() and name not in _LONG_NAMES)
_ATTRIBUTE = ["join(',', attribute='a')", "map(attribute='title', default='')", "map('upper')", "map('default', 1)"]
_ARGUED = [
    "round(30000000, 'ceil')", "round(2, 'floor')", "default([1, [2]])", "join(texts)", "sum(start=9)", "int(1, 36)",
    "trim('ab')", "sort(reverse=true)", "select('odd')", "reject('in', texts)", "selectattr('a')", "map('join', b)",
    "unique(true)", "rejectattr('title', 'eq', b)", "sort(attribute='title')", "max(attribute='rest')",
]  # fmt: skip
FILTERED = sorted(FILTERS) + _ATTRIBUTE + _ARGUED
_NUMBERS = ["0", "1", "7", "-3", "0.5", "1e14", "999999999999999", "1e-300", "true", "none"]
_LETTERS = ["''", "'a'", "'ß ŉ'", "'\\U0001F600'", "'%1000000000d'", "'<b>'", "'title'"]


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    filtered = st.tuples(inner, st.sampled_from(FILTERED))
    return st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "~", "and", "or"]), inner).map(
            lambda three: "({} {} {})".format(*three)
        ),
        st.tuples(inner, st.sampled_from(["==", "!=", "<", ">=", "in", "not in"]), inner).map(
            lambda three: "({} {} {})".format(*three)
        ),
        filtered.map(lambda two: f"({two[0]} | {two[1]})"),
        st.tuples(inner, st.sampled_from(_ALONE)).map(lambda two: f"({two[0]} is {two[1]})"),
        st.tuples(inner, st.sampled_from(KEYS)).map(lambda two: f"{two[0]}.{two[1]}"),
        two.map(lambda two: f"{two[0]}[{two[1]}]"),
        two.map(lambda two: f"{two[0]}[{two[1]}:]"),
        two.map(lambda two: f"[{two[0]}, {two[1]}]"),
        two.map(lambda two: f"({two[0]}, {two[1]})"),
        two.map(lambda two: f"{{'a': {two[0]}, 'title': {two[1]}}}"),
        st.tuples(inner, inner, inner).map(lambda three: "({} if {} else {})".format(*three)),
        two.map(lambda two: f"({two[0]} if {two[1]})"),
        two.map(lambda two: f"dict(a={two[0]}, title={two[1]})"),
        inner.map(lambda one: f"range({one})"),
        two.map(lambda two: f"m({two[0]}, {two[1]})"),
        two.map(lambda two: f"loop.cycle({two[0]}, {two[1]})"),
        inner.map(lambda one: f"(not {one})"),
        inner.map(lambda one: f"(-{one})"),
    )


def expressions() -> st.SearchStrategy[str]:
    """Expressions of any kind, nested some levels deep."""
    leaves = st.sampled_from([*NAMES, "a", "b", "ns.a", "ns.a", "range(1000)", *_NUMBERS, *_LETTERS])
    return st.recursive(leaves, _nested, max_leaves=8)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    value = expressions()
    target = st.sampled_from(["a", "b", "ns.a", "ns.a"])
    over = st.sampled_from(["range(1000)", "range(30)", "a", "texts", "plan.reps", "b"])
    return st.one_of(
        st.tuples(over, inner).map(lambda two: f"{{% for c in {two[0]} %}}{two[1]}{{% endfor %}}"),
        st.tuples(over, value, inner).map(
            lambda three: "{{% for a in {} if {} %}}{}{{% else %}}x{{% endfor %}}".format(*three)
        ),
        st.tuples(value, inner, inner).map(lambda three: "{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format(*three)),
        st.tuples(target, inner).map(lambda two: f"{{% set {two[0]} %}}{two[1]}{{% endset %}}"),
        inner.map(lambda one: f"{{% macro m(a, b=1) %}}{one}{{{{ m(a, b) }}}}{{% endmacro %}}"),
        inner.map(lambda one: f"{{% macro m(a=2, b=a) %}}{one}{{{{ varargs | length }}}}{{% endmacro %}}"),
        inner.map(lambda one: f"{{% call m(1) %}}{one}{{% endcall %}}"),
        st.tuples(value, inner).map(lambda two: f"{{% with b = {two[0]} %}}{two[1]}{{% endwith %}}"),
        st.tuples(st.sampled_from(["upper", "lower", "title", "capitalize", "trim", "join"]), inner).map(
            lambda two: f"{{% filter {two[0]} %}}{two[1]}{{% endfilter %}}"
        ),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("\n".join),
    )


def templates() -> st.SearchStrategy[str]:
    """Whole templates: statements in statements, on a ground of some names that hold something."""
    value = expressions()
    target = st.sampled_from(["a", "b", "c", "ns.a", "ns.a"])
    leaves = st.one_of(
        st.just("words "),
        value.map(lambda one: f"{{{{ {one} }}}}"),
        st.tuples(target, value).map(lambda two: f"{{% set {two[0]} = {two[1]} %}}"),
        st.sampled_from(["ns.a = [ns.a, ns.a]", "ns.a = ns.a ~ ns.a", "ns.a = ns.a + ns.a", "ns.a = {1: ns.a}"]).map(
            lambda one: f"{{% set {one} %}}"
        ),
        st.sampled_from(["{% include 'part.j2' %}", "{% include 'deep.j2' %}", "{% import 'part.j2' as b %}"]),
    )
    ground = (
        "{% set ns = namespace(a='x') %}{% set a = 'ab' %}{% set b = [1, 'b', [2]] %}{% set c = 0.5 %}"
        "{% macro m(a, b=1) %}{{ a }}{{ caller() if caller is defined }}{% endmacro %}"
    )
    return st.recursive(leaves, _blocks, max_leaves=12).map(lambda body: ground + body)
