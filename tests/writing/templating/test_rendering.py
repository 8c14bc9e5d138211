"""What a template can do, and above all what it can't: reach out, look inside, grow or go on for ever."""

from __future__ import annotations

import time
from typing import Any

import pytest

from audiosession.errors import DefinitionError
from audiosession.writing.templating.rendering import render

FOLDER = "scripts/templates/"
VALUES: dict[str, Any] = {"plan": {"title": "Sway", "reps": [1, 2, 3], "rest": 0.5, "is_class": False}, "tones": True}


def made(text: str, **others: str) -> str:
    sources = {"class.j2": text, **{f"{name}.j2": other for name, other in others.items()}}
    paths = {name: FOLDER + name for name in sources}
    return render("class.j2", VALUES, sources=sources, filters={"twice": lambda n: 2 * n}, paths=paths)


def refused(text: str, **others: str) -> DefinitionError:
    began = time.process_time()
    with pytest.raises(DefinitionError) as caught:
        made(text, **others)
    assert time.process_time() - began < 5, "a template that can't be done is refused in seconds"
    assert caught.value.path is not None
    assert "\n" not in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ plan.title }}", "Sway"),
        ("{% for n in plan.reps %}{{ n }}{% if not loop.last %}, {% endif %}{% endfor %}", "1, 2, 3"),
        ("{{ plan.reps | length }} {{ 3 | twice }} {{ plan.rest * 2 + 1 }}", "3 6 2.0"),
        ("{{ plan['title'] ~ '!' }}", "Sway!"),
        ("{{ 'a' + 'b' }}", "ab"),
        ("{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "6"),
        ("{% macro hello(name) %}hello {{ name }}{% endmacro %}{{ hello('you') }}", "hello you"),
        ("{% import 'other.j2' as other %}{{ other.hi() }}", "hi"),
        ("{% include 'part.j2' %}", "part of Sway"),
        ("{{ plan.reps[:2] | join('-') }}", "1-2"),
        ("{{ 'yes' if tones else 'no' }}", "yes"),
        ("{% if plan.nope is defined %}a{% else %}b{% endif %}", "b"),
        ("{{ plan.nope | default('none') }}", "none"),
    ],
)
def test_ordinary_templates_work(text: str, result: str) -> None:
    assert made(text, other="{% macro hi() %}hi{% endmacro %}", part="part of {{ plan.title }}") == result


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../../secret", "file:///etc/passwd", "C:\\x", "class.j2/../../x", "", "https://example.org"],
)
@pytest.mark.parametrize("way", ["{{% include '{}' %}}", "{{% import '{}' as x %}}", "{{% extends '{}' %}}"])
def test_no_file_and_no_network_is_reached(way: str, name: str) -> None:
    error = refused(way.format(name.replace("\\", "\\\\")))

    assert error.message == f'no template is called "{name}"'
    assert "class.j2" in error.hint


@pytest.mark.parametrize(
    "text",
    [
        "{{ plan.__class__ }}",
        "{{ plan['__class__'] }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ plan | attr('__class__') }}",
        "{{ plan.title.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ joiner.__init__ }}",
        "{{ namespace.__init__ }}",
        "{{ self.__init__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ loop.__class__ }}",
        "{% for i in [1] %}{{ loop._iterable }}{% endfor %}",
        "{% for i in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
        "{{ range.__self__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ url_for.__globals__ }}",
        "{{ config }}",
        "{{ plan.items() }}",
        "{{ plan.pop('title') }}",
        "{{ plan.title.format(1) }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ plan.title.upper() }}",
        "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
        "{% macro m() %}{% endmacro %}{{ m._func }}",
        "{% import 'other.j2' as o %}{{ o.__dict__ }}",
        "{{ (1).__class__ }}",
        "{{ __pay(-1000000000) }}{{ __pay.__self__ }}",
        "{{ [] | map(attribute='__class__') | list }}{{ [1] | map(attribute='__class__') | list }}",
        "{{ plan | tojson }}",
        "{{ plan | pprint }}",
        "{{ plan | xmlattr }}",
        "{{ 'x' | format }}",
        "{{ dict }}",
        "{{ plan }}",
        "{{ plan.reps }}",
    ],
)
def test_python_is_not_to_be_seen_inside(text: str) -> None:
    error = refused(text, other="hello")

    assert error.path == f"{FOLDER}class.j2"
    assert "0x" not in error.message, "no address of an object is shown"


GROW = (
    "{{% set ns = namespace(a=[1], b=[1]) %}}{{% for i in range(60) %}}"
    "{{% set ns.a = {} %}}{{% set ns.b = {} %}}{{% endfor %}}"
)
THOUSAND = "{% set x = range(1000) | list %}"
NINETY_THOUSAND = "{{% for a in range(1000) %}}{{% for c in range(90) %}}{}{{% endfor %}}{{% endfor %}}"
NEST = "{% for a in range(1000) %}" * 4 + "{% endfor %}" * 4


@pytest.mark.parametrize(
    "text",
    [
        NEST,
        "{% for a in range(1000) %}{% for b in range(1000) %}x{% endfor %}{% endfor %}",
        "{% for a in range(100000000) %}{% endfor %}",
        "{% for a in range(0, 10000, 1) %}{% endfor %}",
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
        "{% include 'class.j2' %}",
        "{% include 'other.j2' %}",
        "{% import 'class.j2' as me %}{{ me.x }}",
        "{% extends 'class.j2' %}",
        "{% block a %}{{ self.a() }}{% endblock %}",
        "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
        "{% for n in [[1]] recursive %}{{ loop(n and [[1]]) }}{% endfor %}",
        "{% macro f() %}{{ caller() }}{{ caller() }}{% endmacro %}"
        + "{% call f() %}" * 60 + "x" + "{% endcall %}" * 60,
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=(1,)) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=2) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] | join %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set x %}{{ ns.x }}{{ ns.x }}{% endset %}"
        "{% set ns.x = x %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}"
        "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 10 ** 400000 }}",
        "{{ '%1000000000d' % 3 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x' | indent(1000000000) }}",
        "{{ ('x' * 10) | wordwrap(1) }}",
        "{{ 'abc' | replace('', 'x' ~ 'y') }}",
        "{{ [3, 1] | batch(1000000000, 0) | list }}",
        "{{ [3, 1] | slice(1000000000) | list }}",
        "{{ lipsum(1000) }}",
        GROW.format("[ns.a, ns.a] | sum(start=[])", "1"),
        GROW.format("[ns.a, ns.a]", "[ns.b, ns.b]") + "{{ ns.a == ns.b }}",
        GROW.format("(ns.a, ns.a)", "(ns.b, ns.b)") + "{{ {ns.a: 1} | length }}",
        GROW.format("{1: ns.a, 2: ns.a}", "{1: ns.b, 2: ns.b}") + "{{ [ns.a] | select('eq', ns.b) | list | length }}",
        GROW.format("dict(x=ns.a, y=ns.a)", "dict(x=ns.b, y=ns.b)") + "{{ [ns.a, ns.b] | unique | list | length }}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1, varargs, varargs) }}{% endif %}{% endmacro %}{{ f(60, 1, 1) }}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1, x=kwargs, y=kwargs) }}{% endif %}{% endmacro %}{{ f(60, x=1, y=1) }}",
        THOUSAND + NINETY_THOUSAND.format("{% for b in x if 0 %}{% endfor %}"),
        THOUSAND + NINETY_THOUSAND.format("{% set y = x | sort | length %}"),
        THOUSAND + NINETY_THOUSAND.format("{% set y = 5000 in x %}"),
        NINETY_THOUSAND.format("{% set x = range(1000) | list %}"),
    ],
)  # fmt: skip
def test_nothing_goes_on_or_grows_for_ever(text: str) -> None:
    refused(text, other="{% include 'class.j2' %}")


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
        "{{ " + "[" * 150 + "]" * 150 + " | length }}",
        "{% for a in [1] %}" * 75 + "{% endfor %}" * 75,
        "{% if 1 %}" * 150 + "{% endif %}" * 150,
        "{{ 1e400 | int }}",
        "{% if 1e400 > 1 %}{% endif %}",
        "{{ 'inf' | float | int }}",
        "{{ cycler() }}",
        "{{ {}[[1]] }}",
        "{{ plan.reps | sum(attribute='x') }}",
    ],
    ids=range(10),
)
def test_what_python_itself_would_choke_on_is_refused(text: str) -> None:
    refused(text)


def test_numbers_have_a_sum_and_texts_have_none() -> None:
    assert made("{{ plan.reps | sum }} {{ plan.reps | sum(start=4) }}") == "6 10"
    assert "only numbers have a sum" in refused("{{ ['a'] | sum }}").message


def test_a_long_class_is_well_within_the_budget() -> None:
    text = "{% for a in range(500) %}{% for b in range(30) %}[inhale 4] Breathe in.\n{% endfor %}{% endfor %}"

    assert made(text).count("\n") == 15_000


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("one\ntwo {{ nope }}", 2, "'nope' is undefined"),
        ("one\n\n{{ plan.nope }}", 3, "has no attribute 'nope'"),
        ("{% for x in nope %}{% endfor %}", 1, "'nope' is undefined"),
        ("{% if nope %}{% endif %}", 1, "'nope' is undefined"),
        ("a\n{% if %}", 2, "expected an expression"),
        ("a\n{% endfor %}", 2, "unknown tag 'endfor'"),
        ("a\nb\n{% for x in y %}", 3, "unexpected end of template"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("\n{{ 'a' | nope }}", 2, "no filter named 'nope'"),
        ("\n{{ plan.reps[9] }}", 2, "has no element 9"),
        ("\n{{ 'a' + 1 }}", 2, "not between a text and a number"),
        ("\n{{ none }}", 2, "prints nothing"),
        ("\n{{ 3() }}", 2, "not callable"),
        ("{% for a, b in plan.reps %}{% endfor %}", 1, "cannot unpack"),
    ],
)
def test_a_fault_has_its_file_and_line(text: str, line: int, message: str) -> None:
    error = refused(text)

    assert (error.path, error.line) == (f"{FOLDER}class.j2", line)
    assert message in error.message


def test_a_fault_in_an_included_template_names_that_template() -> None:
    error = refused("a\n{% include 'part.j2' %}", part="\n\n{{ nope }}")

    assert (error.path, error.line) == (f"{FOLDER}part.j2", 3)


def test_a_syntax_fault_in_an_included_template_names_that_template() -> None:
    error = refused("a\n{% include 'part.j2' %}", part="\n{% if %}")

    assert (error.path, error.line) == (f"{FOLDER}part.j2", 2)


def test_a_missing_template_names_the_near_one_and_the_line_that_wants_it() -> None:
    error = refused("a\n{% include 'prat.j2' %}", part="")

    assert (error.line, error.hint) == (2, 'did you mean "part.j2"?')
