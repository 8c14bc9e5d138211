"""What a template says means what it means in Jinja: each word of the language, on values at its borders."""

from __future__ import annotations

import warnings
from typing import Any

import jinja2
import pytest

from audiosession.errors import DefinitionError
from audiosession.writing.templating.comparing import CONDITIONS
from audiosession.writing.templating.filters import FILTERS, FOR_HTML
from audiosession.writing.templating.rendering import Templates

VALUES: dict[str, Any] = {
    "plan": {"title": "Sway <b> & co", "reps": [3, 1, 2], "rest": 0.5, "a": None, "deep": {"er": [{"x": 7}]}},
    "texts": ["b", "A", "c", "a", "B"],
    "rows": [{"n": 2, "t": "x"}, {"n": 1, "t": "y"}, {"n": 2, "t": "X"}, {"n": 3, "t": "z", "u": 1}],
    "empty": [],
    "word": "abcdef",
}
PARTS = {
    "part.html.j2": "{{ plan.title }}{{ i }}",
    "macros.html.j2": "{% macro hi(who='you') %}hi {{ who }}{% endmacro %}{% set _hidden = 1 %}{% set seen = 2 %}",
    "page.html.j2": "<{% block a %}A{% endblock %}|{% block b %}B{{ 1 }}{% endblock %}>",
    "needy.html.j2": "<{% block a required %}{% endblock %}>",
    "middle.html.j2": "{% extends 'page.html.j2' %}{% block a %}M{{ super() }}{% endblock %}",
}


def ours(text: str) -> str:
    templates = Templates({"x.html.j2": text, **PARTS}, filters=FOR_HTML)
    return templates.render("x.html.j2", VALUES)


def jinjas(text: str) -> str:
    environment = jinja2.Environment(
        trim_blocks=True, lstrip_blocks=True, optimized=False, undefined=jinja2.StrictUndefined, autoescape=True,
        loader=jinja2.DictLoader({"x.html.j2": text, **PARTS}),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        return environment.get_template("x.html.j2").render(VALUES)


EXPRESSIONS = """
1 + 2 * 3 - 4 / 5
7 // 2
-7 // 2
7 % 3
-7 % 3
2 - -3
+4
-plan.rest
10 / 4
2 * 3 % 4
'a' + 'b'
'a' ~ 1 ~ 0.5 ~ '<'
([1] + [2, 3]) | join('-')
not 0
not 'a'
1 and 0
0 or 'x'
1 if 0 else 2
(1 if 0)
'y' if plan.a is none else 'n'
1 < 2 < 3
1 < 3 < 2
3 > 2 >= 2
1 == 1.0
'a' != 'b'
'a' < 'b'
2 <= 2
[1, 2] == [1, 2]
[1] < [2]
'b' in texts
'z' in texts
'z' not in texts
'bc' in word
'bd' in word
'a' in plan
'q' in plan
7 not in plan.reps
1 in plan.reps
word[0]
word[5]
word[-1]
word[-6]
word[1:3]
word[:-1]
word[::2]
word[::-1]
word[4:99]
plan['title']
plan.deep.er[0].x
plan.reps[-3]
plan.reps[:2] | join
plan.reps[1:] | join
plan.nope is defined
plan.reps[3] is defined
plan.reps[2] is defined
plan.reps[-4] is defined
nope is undefined
plan.nope | default('d')
plan.a | default('d') is none
plan.a | default('d', true)
0 | default(7, true)
nope | d(1)
-3 | abs
'ab CD' | capitalize
'ab cd-ef' | title
'aB' | upper
'aB' | lower
' a ' | trim
'xxaxx' | trim('x')
plan.reps | count
word | length
plan | length
plan.reps | first
word | first
plan.reps | last
word | last
'7.9' | int
'x' | int
'x' | int(5)
'1f' | int(0, 16)
7.9 | int
-7.9 | int
'7.5' | float
'x' | float
'x' | float(2.5)
3 | float
none | int
none | float(1.5)
plan.reps | join(', ')
rows | join('-', attribute='n')
plan.reps | list | length
word | list | join('.')
plan.reps | max
plan.reps | min
texts | max
texts | min
texts | min(true)
texts | max(true)
rows | max(attribute='n') | length
(rows | min(attribute='n')).t
(rows | max(attribute='n')).t
plan.reps | reverse | join
word | reverse
2.5 | round
3.5 | round
2.567 | round(2)
2.561 | round(2, 'ceil')
2.569 | round(2, 'floor')
1234 | round(-2)
2.5 | round(0, 'floor')
plan.reps | sum
plan.reps | sum(start=10)
rows | sum('n')
rows | sum(attribute='n')
plan.reps | sort | join
plan.reps | sort(reverse=true) | join
texts | sort | join
texts | sort(false, true) | join
rows | sort(attribute='n,t') | map(attribute='t') | join
rows | sort(attribute='n') | map(attribute='t') | join
rows | sort(attribute='t') | map(attribute='n') | join
texts | unique | join
texts | unique(true) | join
rows | unique(attribute='n') | map(attribute='t') | join
texts | map('upper') | join
rows | map(attribute='t') | join
rows | map(attribute='u', default=0) | join
[1.26] | map('round', 1) | join
plan.reps | select | join
[0, 1, ''] | select | list | length
[0, 1, ''] | reject | list | length
plan.reps | select('odd') | join
plan.reps | reject('odd') | join
plan.reps | select('gt', 1) | join
rows | selectattr('n', 'eq', 2) | map(attribute='t') | join
rows | rejectattr('n', 'eq', 2) | map(attribute='t') | join
rows | selectattr('n') | list | length
rows | rejectattr('n') | list | length
plan.title
plan.title | safe
plan.title | e
plan.title | escape | upper
['<', '&'] | join('>')
['<' | safe, '&'] | join('>')
'<a>' | tojson
word | tojson
none | tojson
{'a': 1, 2: 3}['a']
{'a': 1, 2: 3}[2]
dict(a=1).a
dict(a=1, b=2) | length
range(4) | join
range(2, 9, 3) | join
range(5, 0, -2) | join
range(1000) | length
namespace(a=3).a
(1, 2) | join
""".strip().splitlines()

OPERANDS = ["0", "1", "-3", "2", "0.5", "7.0", "true", "false", "none", "''", "'a'", "[]", "[1]", "{}", "{'a': 1}"]
ASKS_ONE = [name for name in CONDITIONS if name.isalpha() and name not in {
    "eq", "equalto", "ne", "lt", "lessthan", "le", "gt", "greaterthan", "ge", "in", "divisibleby"
}]  # fmt: skip
ASKS_TWO = ["eq", "equalto", "ne", "lt", "lessthan", "le", "gt", "greaterthan", "ge", "divisibleby"]

STATEMENTS = [
    "a\n{% if 1 %}\n  b\n  {% endif %}\n  {% set c = 2 %}\nd {{ c }}\n\n   {{ c }} {% if 0 %}x{% endif %}\ne\n",
    "{% set n = namespace(a=1) %}{{ ([n] | last).a }}{{ ([n] | first).a }}{{ [n] | length }}{{ [n] | count }}"
    "{{ ([n] | list | first).a }}{{ ([n][0] | default(3)).a }}{{ (nope | d(n)).a }}",
    "{% for a in texts %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}"
    "{{ loop.last }}{{ loop.length }}{{ a }};{% endfor %}",
    "{% for a in texts %}{{ loop.previtem is defined }}{{ loop.previtem | default('-') }}"
    "{{ loop.nextitem | default('-') }}{{ loop.nextitem is defined }}{{ loop.cycle('x', 'y', 'z') }}{% endfor %}",
    "{% for a in plan.reps if a > 1 %}{{ loop.index }}{{ a }}{{ loop.last }}{% else %}none{% endfor %}",
    "{% for a in plan.reps if a > 9 %}x{% else %}none{% endfor %}{% for a in empty %}x{% else %}none{% endfor %}",
    "{% for a, b in [[1, 2], [3, 4]] %}{{ a }}-{{ b }};{% endfor %}{% for k in {'x': 1, 'y': 2} %}{{ k }}{% endfor %}",
    "{% for a in word %}{{ a }}.{% endfor %}{% for a in [1, 2] %}{% for b in [3] %}{{ loop.index }}{{ a }}{{ b }}"
    "{% endfor %}{{ loop.index }}{% endfor %}",
    "{% set i = 1 %}{% for a in [2, 3] %}{% set i = a %}{{ i }}{% endfor %}{{ i }}",
    "{% set ns = namespace(i=0) %}{% for a in [2, 3] %}{% set ns.i = ns.i + a %}{% endfor %}{{ ns.i }}",
    "{% if 0 %}a{% elif 1 %}b{% else %}c{% endif %}{% if 0 %}a{% elif 0 %}b{% else %}c{% endif %}",
    "{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}",
    "{% set t %}<{{ word }}>{% endset %}{{ t }}{% set t | upper %}{{ word }}{% endset %}{{ t }}",
    "{% filter upper %}a{{ word }}{% endfilter %}{% filter trim | title %} a b {% endfilter %}",
    "{% macro m(a, b=2, c=3) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}{{ m(1, 5) }}{{ m(1, c=9) }}"
    "{{ m(b=7, a=0) }}",
    "{% macro m(a) %}{{ a }}{{ varargs | join('+') }}{{ kwargs | length }}{% endmacro %}{{ m(1, 2, 3) }}"
    "{{ m(1, x=4) }}",
    "{% macro m(n) %}[{{ caller(n) }}]{% endmacro %}{% call(k) m(4) %}{{ k }}!{% endcall %}",
    "{% macro m() %}{{ caller() if caller is defined else 'alone' }}{% endmacro %}{{ m() }}"
    "{% call m() %}two{% endcall %}",
    "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(5) }}",
    "{% set i = 5 %}{% include 'part.html.j2' %}{% include ['none.html.j2', 'part.html.j2'] %}",
    "{% include 'none.html.j2' ignore missing %}{% import 'macros.html.j2' as m %}{{ m.hi() }}{{ m.hi('<') }}"
    "{{ m.seen }}{{ m._hidden is defined }}",
    "{% from 'macros.html.j2' import hi, seen as s %}{{ hi('me') }}{{ s }}",
    "{% extends 'page.html.j2' %}{% block b %}new{{ super() }}{% endblock %}out of it",
    "{% if 0 %}x{% endif %}{% for i in [] %}{% endfor %}{% extends 'page.html.j2' %}{% block b %}late{% endblock %}",
    "{% extends 'needy.html.j2' %}{% block a %}given{% endblock %}",
    "{% block a %}{{ super is defined }}{% endblock %}",
    "{% extends 'middle.html.j2' %}{% block a %}top{{ super() }}{% endblock %}",
    "{% block a %}x{% endblock %}{{ 1 }}",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_is_worth_what_it_is_in_jinja(expression: str) -> None:
    text = f"{{{{ {expression} }}}}"

    assert ours(text) == jinjas(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_does_what_it_does_in_jinja(text: str) -> None:
    assert ours(text) == jinjas(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{% extends 'needy.html.j2' %}", "the block a must be given by a template that extends this one"),
        ("{% include 'needy.html.j2' %}", "the block a must be given"),
        ("{% if 1 %}{% extends 'page.html.j2' %}{% endif %}", "extends within another block"),
        ("{% for i in [[1]] recursive %}{% endfor %}", "recursive"),
        ("{% block a %}{{ super() }}{% endblock %}", "'super' is undefined"),
        ("{% set a.b = 1 %}", "can't be set"),
        ("{% set plan.b = 1 %}", "only a namespace"),
        ("{% for a, b in [[1, 2, 3]] %}{% endfor %}", "cannot unpack a list into 2 names"),
        ("{% from 'macros.html.j2' import nope %}", "has no attribute 'nope'"),
        ("{% from 'macros.html.j2' import _hidden %}", ""),
        ("{% autoescape false %}{% endautoescape %}", '"autoescape" is not in the language'),
    ],
)
def test_what_is_not_in_the_language_or_wrong_in_jinja_too_is_refused(text: str, why: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        ours(text)
    assert why in caught.value.message
    assert caught.value.line == 1


def test_each_condition_holds_of_what_it_holds_of_in_jinja() -> None:
    parts = [f"{one} is {name}" for name in ASKS_ONE for one in OPERANDS if name not in ("odd", "even")]
    parts += [f"{one} is {name}" for name in ("odd", "even") for one in ("0", "1", "-3", "2", "0.5", "7.0")]
    numbers = ["1", "2", "0.5", "-3"]
    parts += [f"{one} is {name}({other})" for name in ASKS_TWO for one in numbers for other in numbers]
    parts += [f"{one} is in([1, 'a'])" for one in ("1", "'a'", "2", "true")]
    text = ";".join(f"{{{{ {part} }}}}" for part in parts)

    for part, mine, theirs in zip(parts, ours(text).split(";"), jinjas(text).split(";"), strict=True):
        assert (part, mine) == (part, theirs)


def test_every_filter_is_asked() -> None:
    asked = "".join(EXPRESSIONS + STATEMENTS)

    assert [name for name in {**FILTERS, **FOR_HTML} if f"| {name}" not in asked] == []
