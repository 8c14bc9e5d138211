"""Any template ends within its budget, with what it made or with an error that names file and line."""

from __future__ import annotations

import gc
import time
import tracemalloc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import jinja2
import pytest
from hypothesis import given, settings
from support.random_templates import PARTS, templates
from support.starter_content import class_plan, english, page_words

from audiosession.errors import DefinitionError
from audiosession.feed.page_filters import page_filters
from audiosession.writing.narration import narrate
from audiosession.writing.templating.budget import BUDGET
from audiosession.writing.templating.rendering import Templates

SECONDS, MEGABYTES = 2.0, 200
FILTERS = page_filters(page_words())
QUICK = 4
"""Time is as long as the budget is large, so the quick suite spends this part of it."""
VALUES: dict[str, Any] = {
    "plan": {"title": "Sway <b> & ŉ", "reps": [1, 2, 3], "rest": 0.5, "a": None},
    "texts": ["one", "Two", "three", "two"],
}


@contextmanager
def in_bounds(seconds: float = SECONDS / QUICK) -> Iterator[None]:
    """Hold what is done here to the time of a rendering; the processor's, so that a busy machine decides nothing.

    Nor does what thousands of tests before have left, all of which Python would look through for garbage.
    """
    gc.disable()
    began = time.process_time()
    try:
        yield
        assert time.process_time() - began < seconds
    finally:
        gc.enable()


@contextmanager
def in_memory() -> Iterator[None]:
    """Hold what is done here to the memory of a rendering; its time can't be told, since looking slows Python down."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1_000_000
    finally:
        tracemalloc.stop()


def made(name: str, text: str, budget: int = BUDGET // QUICK, **others: str) -> str | DefinitionError:
    """Return what the template `text` makes, or why it makes nothing."""
    sources = {name: text, **PARTS, **{f"{key}.j2": other for key, other in others.items()}}
    paths = {key: f"templates/{key}" for key in sources}
    try:
        return Templates(sources, filters=FILTERS, paths=paths, budget=budget).render(name, VALUES)
    except DefinitionError as error:
        fault = error
    assert str(fault.path).startswith("templates/")
    assert fault.line is not None
    assert 0 < fault.line <= sources[str(fault.path).removeprefix("templates/")].count("\n") + 1
    assert "\n" not in fault.message
    assert len(fault.message) < 400
    return fault


def held_to(examples: int, part: int = QUICK) -> None:
    @settings(max_examples=examples)
    @given(templates())
    def law(text: str) -> None:
        for name in ("class.j2", "class.html.j2"):
            with in_bounds(SECONDS / part):
                made(name, text, BUDGET // part)

    law()


def test_any_template_ends_within_its_budget() -> None:
    held_to(100)


@pytest.mark.peers
def test_any_of_thousands_of_templates_ends_within_its_budget() -> None:
    held_to(5_000, 1)


def against_jinja(examples: int) -> None:
    page = jinja2.Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: name is None,
        loader=jinja2.DictLoader(PARTS),
    )

    @settings(max_examples=examples)
    @given(templates())
    def law(text: str) -> None:
        ours = made("class.html.j2", text)
        if isinstance(ours, str):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)  # Jinja makes Python of it, and that warns of `0[1:]`
                assert ours == page.from_string(text).render(VALUES)

    law()


def test_what_a_template_makes_here_it_makes_in_jinja_too() -> None:
    against_jinja(100)


def endless(inside: str, before: str = "") -> str:
    """Return a template that does `inside` a thousand million times."""
    return before + "{% for i in range(1000) %}" * 3 + inside + "{% endfor %}" * 3


def grown(to: str, times: int, kept: int = 0) -> str:
    """Return a template that doubles the text `to` some `times`, and keeps a list that holds it `kept` times."""
    doubled = f"{{% for i in range({times}) %}}{{% set ns.a = ns.a ~ ns.a %}}{{% endfor %}}"
    listed = f"{{% for i in range({kept}) %}}{{% set ns.k = ns.k + [ns.a] %}}{{% endfor %}}"
    return f"{{% set ns = namespace(a={to}, k=[]) %}}{doubled}{listed}"


LONG = "{% set t = range(1000) | join('-') %}"
LIST = "{% set r = range(1000) %}"
SLOW_TO_FIND = grown("'a'", 11) + "{% set t = ns.a %}{% set n = ns.a[:1000] ~ 'b' ~ ns.a[:1] %}"

NEVER_ENDS = {
    "text": endless("x"),
    "nothing": endless(""),
    "conditions": endless("{% if 1 %}{% endif %}"),
    "names": endless("{{ t }}" * 5, LONG),
    "numbers": endless("{{ 1.1 + 2.2 * 3.3 - 4 }}"),
    "truths": endless("{{ i and i and i and 1 < 2 < 3 < 4 }}"),
    "empty texts": endless("{{ '' }}" * 9),
    "sets": endless("{% set a = 1 %}"),
    "set blocks": endless("{% set a %}x{% endset %}"),
    "filter blocks": endless("{% filter upper %}x{% endfilter %}"),
    "scopes": endless("{% with a = 1 %}{% endwith %}"),
    "names far out": "{% set z = 1 %}" + "{% with a = 1 %}" * 40 + endless("{{ z }}" * 4) + "{% endwith %}" * 40,
    "macros": endless("{{ m() }}", "{% macro m() %}{% endmacro %}"),
    "defaults of macros": endless("{{ m() }}", f"{{% macro m(a=[{'1, ' * 5_000}]) %}}{{% endmacro %}}"),
    "arguments": endless("{{ m(1, 2, x=3) }}", "{% macro m(a) %}{{ varargs and kwargs and 1 }}{% endmacro %}"),
    "callers": endless("{% call m() %}{% endcall %}", "{% macro m() %}{{ caller() }}{% endmacro %}"),
    "a tree of calls": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
    "includes": endless("{% include 'empty.j2' %}"),
    "text that is included": endless("{% include 'long.j2' %}"),
    "includes that miss": endless("{% include ['none', 'neither'] ignore missing %}"),
    "imports": endless("{% import 'empty.j2' as e %}{% from 'empty.j2' import m %}"),
    "blocks": endless("{% block a %}{% endblock %}"),
    "templates": "".join(f"{{% include 'part{number}.j2' %}}" for number in range(300)),
    "absent names": endless("{{ nope | default(1) }}{{ nope is defined }}"),
    "absent keys of long names": endless("{{ plan[t] | default('') }}", LONG),
    "nothing's first": endless("{{ [] | first | default(1) }}"),
    "letters": endless("{{ t | upper | lower | title | capitalize | length }}", LONG),
    "letters that are taken off": endless("{{ t | trim('0123456789-') | length }}", LONG),
    "many letters to take off": endless("{{ t | trim(t) | length }}", LONG),
    "sorting": endless("{{ r | sort | length }}", LIST),
    "sorting long texts": grown("'a'", 12, 100) + endless("{{ ns.k | sort | length }}"),
    "unique texts": grown("'a'", 12, 100) + endless("{{ ns.k | unique | length }}"),
    "least and most": endless("{{ r | min }}{{ r | max }}", LIST),
    "sums": endless("{{ r | sum }}", LIST),
    "joining": endless("{{ r | join | length }}", LIST),
    "mapping": endless("{{ r | map('upper') | length }}", LIST),
    "mapping by attribute": endless("{{ [plan] | map(attribute='reps.0') | list | length }}"),
    "long attributes": grown("'a.a.'", 14) + endless("{{ r | map(attribute=ns.a, default=1) | length }}", LIST),
    "many attributes": grown("'a,a,'", 14) + endless("{{ r | sort(attribute=ns.a) | length }}", LIST),
    "selecting": endless("{{ r | select('odd') | length }}{{ r | reject('in', r) | length }}", LIST),
    "looking in lists": endless("{{ 5000 in r }}", LIST),
    "looking in texts": endless("{{ n in t }}", SLOW_TO_FIND),
    "slices": endless("{{ t[1:] | length }}{{ r[1:] | length }}", LONG + LIST),
    "loops that pass over all": endless("{% for c in r if 0 %}{% endfor %}", LIST),
    "letters one by one": endless("{% for c in t %}{% endfor %}", LONG),
    "comparing": "{% set ns = namespace(a=[1]) %}{% for i in range(15) %}{% set ns.a = [ns.a, ns.a] %}{% endfor %}"
    + endless("{{ ns.a == ns.a }}"),
    "tables": endless("{{ {1: 2, 3: 4} | length }}{{ dict(a=1) | length }}{{ namespace(a=1).a }}"),
    "turns": endless("{{ loop.cycle('a', 'b') }}{{ loop.previtem is defined }}{{ loop.revindex }}"),
    "pages' filters": endless("{{ 1e14 | clock }}{{ 9 | minutes }}{{ '2026-01-01' | day }}{{ t | shorten(9) }}", LONG),
    "addresses": endless("{{ t | urlencode | length }}", LONG),
    "lines": endless("{{ ['a', 'b', 'c'] | join('\n') | lines | length }}"),
}  # fmt: skip


@pytest.mark.parametrize("text", NEVER_ENDS.values(), ids=NEVER_ENDS)
def test_each_way_of_going_on_for_ever_is_paid_for(text: str) -> None:
    parts = {f"part{number}": "{{ 1 }}" * 1_000 for number in range(300)}
    with in_bounds():
        error = made("class.html.j2", text, empty="{% macro m() %}{% endmacro %}", long="x" * 10_000, **parts)

    assert isinstance(error, DefinitionError)
    assert "or never ends" in error.message or "at most" in error.message


GROWS = {
    "wide letters": grown("'\U0001f600'", 60),
    "wide letters that are printed": grown("'\U0001f600'", 12) + endless("{{ ns.a }}"),
    "letters that escape": grown("'\"\U0001f600'", 20) + "{{ ns.a }}",
    "letters that grow": grown("'ŉ\U0001f600'", 15, 900) + "{{ ns.k | sort | length }}",
    "letters in JSON": grown("'\U0001f600'", 16, 900) + "{{ ns.k | tojson | length }}",
    "letters in addresses": grown("'\U0001f600'", 16) + endless("{{ ns.a | urlencode | length }}"),
    "joined lists": grown("'\U0001f600'", 16, 900) + "{{ ns.k | join | length }}",
    "lines": grown("'a\nb\n'", 14) + endless("{% set ns.k = ns.k + [ns.a | lines] %}"),
    "lists": "{% set ns = namespace(a=[]) %}" + endless("{% set ns.a = [ns.a, range(1000)] %}"),
    "lists of numbers": "{% set ns = namespace(a=[]) %}" + endless("{% set ns.a = [ns.a, range(9) | map('float')] %}"),
    "tables": "{% set ns = namespace(a=[]) %}" + endless("{% set ns.a = [ns.a, {1: {2: {3: {4: {}}}}}] %}"),
    "what is printed": endless("{{ 1.2345 }}{{ '' }}"),
    "repeated texts": "{{ 'a' * 1000000000 }}",
    "a rounded text": "{{ 'a' | round(15, 'ceil') }}",
    "a rounded number": "{{ 1 | round(30000000, 'ceil') }}",
    "powers": "{{ 10 ** 400000 }}",
    "large numbers": "{% set ns = namespace(a=9) %}" + endless("{% set ns.a = ns.a * ns.a %}"),
    "large fractions": "{% set ns = namespace(a=9.5) %}" + endless("{% set ns.a = ns.a * ns.a %}"),
    "width of a format": "{{ '%1000000000d' % 3 }}{{ '{:>1000000000}'.format(1) }}",
}


@pytest.mark.peers
@pytest.mark.parametrize("text", [*NEVER_ENDS.values(), *GROWS.values()], ids=[*NEVER_ENDS, *GROWS])
def test_the_whole_budget_is_within_time_and_memory(text: str) -> None:
    with in_bounds(SECONDS):
        made("class.html.j2", text, BUDGET)
    with in_memory():
        made("class.html.j2", text, BUDGET)


@pytest.mark.parametrize("text", GROWS.values(), ids=GROWS)
def test_each_way_of_growing_is_paid_for(text: str) -> None:
    with in_bounds():
        assert isinstance(made("class.html.j2", text), DefinitionError)
    with in_memory():
        made("class.html.j2", text)


QUICKLY_READ = {name: text for name, text in {**NEVER_ENDS, **GROWS}.items() if len(text) < 5_000}


@pytest.mark.parametrize("text", QUICKLY_READ.values(), ids=QUICKLY_READ)
def test_each_way_is_paid_for_from_a_hundredth_of_the_budget_too(text: str) -> None:
    empty = "{% macro m() %}{% endmacro %}"

    assert isinstance(made("class.html.j2", text, BUDGET // 100, empty=empty, long="x" * 10_000), DefinitionError)


LONG_TO_READ = {
    "words": "{{ 1 }}" * 200_000,
    "signs": "{{ " + "1 ~ " * 20_000 + "1 }}",
    "text": "x" * 5_000_000,
    "braces": "{" * 200_000,
    "brackets": "{{ " + "(" * 100_000,
    "lists in lists": "{{ " + "[" * 500 + "]" * 500 + " }}",
    "comments": "{#" * 100_000,
    "raw": "{% raw %}" * 20_000,
    "minus": "{{ " + "-" * 100_000 + "1 }}",
    "nots": "{{ " + "not " * 10_000 + "1 }}",
    "conditions in conditions": "\n{% if 1 %}" * 10_000,
    "loops in loops": "{% for a in [1] %}" * 100 + "{% endfor %}" * 100,
    "branches": "{% if 1 %}" + "{% elif 0 %}" * 10_000 + "{% endif %}",
    "digits": "{{ " + "9" * 5_000 + " }}",
    "hexadecimal digits": "{{ 0x" + "f" * 200_000 + " }}",
    "parted digits": "{{ " + "1_" * 100_000 + "1 }}",
    "an exponent": "{{ 1e400 }}",
    "a name": "{{ " + "a" * 200_000 + " }}",
    "a text without end": "{{ '" + "a" * 200_000 + " }}",
    "quotes": "{{ " + "'" * 200_001 + " }}",
    "attributes": "{{ plan" + ".a" * 9_000 + " }}",
    "filters": "{{ 1" + " | abs" * 6_000 + " }}",
    "sums": "{{ 1" + " + 1" * 9_000 + " }}",
    "ors": "{{ 1" + " or 1" * 9_000 + " }}",
    "choices": "{{ 1" + " if 1 else 1" * 4_000 + " }}",
    "calls": "{{ plan" + "()" * 5_000 + " }}",
    "blocks in one another": "{% extends 'page.j2' %}{% block a %}{% block b %}{{ super() }}" + "{% endblock %}" * 2,
    "templates that extend one another": "{% extends 'round.j2' %}",
}


@pytest.mark.parametrize("text", LONG_TO_READ.values(), ids=LONG_TO_READ)
def test_what_is_long_to_read_is_refused_where_it_stands(text: str) -> None:
    page = "{% block b %}{% block a %}{% endblock %}{% endblock %}"
    with in_bounds():
        assert isinstance(made("class.j2", text, page=page, round="{% extends 'class.j2' %}"), DefinitionError)


@pytest.mark.parametrize("what", ["hexadecimal digits", "parted digits", "a name", "a text without end", "text"])
def test_what_is_long_to_read_takes_little_memory(what: str) -> None:
    with in_memory():
        made("class.j2", LONG_TO_READ[what])


def test_a_value_that_holds_itself_many_times_over_is_not_looked_into() -> None:
    for inside in ("[ns.a, ns.a]", "{1: ns.a, 2: ns.a}", "[ns.a]"):
        text = f"{{% set ns = namespace(a=[1]) %}}{{% for i in range(900) %}}{{% set ns.a = {inside} %}}{{% endfor %}}"
        for looked in ("ns.a == ns.a", "ns.a | tojson", "ns.a in [ns.a]", "[ns.a] | unique | list", "ns.a is eq(1)"):
            with in_bounds():
                assert isinstance(made("class.html.j2", text + f"{{{{ {looked} }}}}"), DefinitionError)


def test_a_list_that_a_filter_of_narrations_prints_is_paid_for() -> None:
    """A letter that can't be printed is ten letters in the text of a list."""
    text = grown("'\U000e0001'", 16, 300) + "{{ ['a', 'b'] | pick(ns.k) }}"
    with in_memory(), pytest.raises(DefinitionError, match="or never ends"):
        narrate(replace(class_plan("back-body"), seed=1), {"class.j2": text}, english())
