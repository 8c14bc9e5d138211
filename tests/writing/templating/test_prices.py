"""What a template pays: for what is new when it is made, for all that a value holds when it is looked at."""

from __future__ import annotations

from typing import Any

import pytest

from audiosession.errors import DefinitionError
from audiosession.writing.templating.budget import (
    DEEPEST,
    ENTRY,
    HELD,
    LARGEST,
    Budget,
    TemplateFaultError,
    UndefinedFaultError,
    number,
)
from audiosession.writing.templating.comparing import compare
from audiosession.writing.templating.filters import FOR_HTML
from audiosession.writing.templating.plain import Thing, kind, short
from audiosession.writing.templating.reach import LONGEST_PATH, along, items, part, path_of
from audiosession.writing.templating.reading import LONGEST_TEMPLATE, MOST_TOKENS, NESTED, read
from audiosession.writing.templating.rendering import Templates
from audiosession.writing.templating.scopes import CALL, MOST_CALLS, MOST_STEPS, Run, Scope, run_template
from audiosession.writing.templating.statements import NODE, TURN
from audiosession.writing.templating.texts import as_html, joined

WHOLE = 1_000_000


def paid(do: Any) -> int:
    """Return what `do` takes from a budget."""
    budget = Budget(WHOLE)
    do(budget)
    return WHOLE - budget.left


def made(text: str, budget: int = WHOLE, name: str = "x.j2", **values: Any) -> str:
    return Templates({name: text}, filters=FOR_HTML, budget=budget).render(name, values)


def test_a_budget_may_be_spent_to_the_last_and_not_beyond_and_never_comes_back() -> None:
    budget = Budget(10)
    budget.pay(4)
    budget.pay(6)
    budget.pay(0)
    for cost in (1, 0):
        with pytest.raises(TemplateFaultError, match="makes more than 10 characters, or never ends"):
            budget.pay(cost)


def test_what_is_made_costs_a_character_each_and_a_place_as_much_as_it_holds() -> None:
    assert paid(lambda budget: budget.made("x" * 100)) == 100
    assert paid(lambda budget: budget.made([0] * 100)) == paid(lambda budget: budget.made((0,) * 100)) == HELD * 101
    assert paid(lambda budget: budget.made(dict.fromkeys(range(100)))) == ENTRY * 101
    assert paid(lambda budget: [budget.made(one) for one in (1, 2.5, True, None, Thing())]) == 0
    with pytest.raises(TemplateFaultError, match="nothing to do with something that is no text"):
        Budget(WHOLE).made(b"bytes")


def test_looking_pays_for_all_that_is_held_and_as_often_as_it_grows() -> None:
    text = paid(lambda budget: budget.look("x" * 4_000))

    assert 4_000 > text > 400, "reading is cheaper than making"
    assert paid(lambda budget: budget.look("x" * 4_000, 8)) == pytest.approx(8 * text, rel=0.01)
    assert paid(lambda budget: budget.look(["x" * 4_000] * 3)) == HELD * 4 + 3 * text
    assert paid(lambda budget: budget.look({"a": "x" * 4_000, "b" * 4_000: 1})) > HELD * 3 + 2 * text
    assert paid(lambda budget: budget.look("")) > 0
    assert paid(lambda budget: [budget.look(one) for one in (1, 2.5, True, None)]) == 0
    for value in (b"bytes", Thing(), [Thing()]):
        with pytest.raises(TemplateFaultError, match="nothing to look at"):
            Budget(WHOLE).look(value)


def nested(depth: int, as_table: bool) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value} if as_table else [value]
    return value


@pytest.mark.parametrize("as_table", [False, True])
def test_twenty_lists_within_one_another_are_looked_into_and_no_more(as_table: bool) -> None:
    Budget(WHOLE).look(nested(DEEPEST, as_table))
    with pytest.raises(TemplateFaultError, match=f"more than {DEEPEST} deep"):
        Budget(WHOLE).look(nested(DEEPEST + 1, as_table))


def test_numbers_have_fifteen_digits() -> None:
    for fine in (LARGEST, -LARGEST, 0, 0.5):
        assert number(fine) == fine
    for large in (LARGEST * 1.001, -LARGEST * 1.001, float("nan"), float("inf")):
        with pytest.raises(TemplateFaultError, match="more than 15 digits"):
            number(large)
    assert made("{{ 999999999999999 + 1 }}") == "1000000000000000"
    with pytest.raises(DefinitionError, match="15 digits"):
        made("{{ 1000000000000000 + 1 }}")


def test_a_fault_is_told_its_place_once_by_whoever_is_innermost() -> None:
    fault = UndefinedFaultError("gone", hint="look").at("inner.j2", 3).at("outer.j2", 7)

    assert (fault.template, fault.line, fault.message, fault.hint) == ("inner.j2", 3, "gone", "look")
    assert fault.node is None
    assert TemplateFaultError("gone").line == 0


def test_values_are_named_in_words() -> None:
    values = [None, {}, [], (), "", True, 1, 0.5, Thing()]

    assert [kind(one) for one in values] == [
        "nothing", "a table", "a list", "a list", "a text", "a truth", "a number", "a number",
        "something that is no text",
    ]  # fmt: skip
    assert [len(short("x" * n)) for n in (59, 60, 61, 62, 120, 6_000)] == [59, 60, 61, 61, 61, 61]
    assert short(12) == "12"


@pytest.mark.parametrize("value", ["abcdef", [1, 2, 3, 4, 5, 6], (1, 2, 3, 4, 5, 6)])
def test_a_part_costs_what_it_holds(value: Any) -> None:
    a_place = 1 if isinstance(value, str) else HELD
    extra = 0 if isinstance(value, str) else HELD

    for bounds in (slice(None), slice(1, 3), slice(None, None, -2), slice(4, 99), slice(3, 1), slice(-2, None)):
        assert paid(lambda budget, bounds=bounds: part(budget, value, bounds)) == a_place * len(value[bounds]) + extra
        assert part(Budget(WHOLE), value, bounds) == value[bounds]
    for wrong in (slice("a"), slice(None, 1.5), slice(None, None, "x")):
        with pytest.raises(TemplateFaultError, match="from a whole number"):
            part(Budget(WHOLE), value, wrong)
    with pytest.raises(TemplateFaultError, match="can't be cut"):
        part(Budget(WHOLE), {"a": 1}, slice(1))


def test_going_through_a_list_is_free_and_through_what_must_be_made_a_list_is_not() -> None:
    assert paid(lambda budget: items(budget, [1, 2])) == 0
    assert paid(lambda budget: items(budget, "ab")) == paid(lambda budget: items(budget, {1: 2, 3: 4})) == HELD * 3
    with pytest.raises(TemplateFaultError, match="a list is needed here, and this is nothing"):
        items(Budget(WHOLE), None)


def test_a_path_leads_by_names_and_places_and_is_short() -> None:
    value = {"a": [{"7": "x", "b": "y"}], "0" * 10: "long"}

    assert along(value, "a.0.b") == "y"
    assert along([5, 6], 1) == 6
    assert along(value, "0" * 10) == "long", "what is too long for a place is a name"
    assert path_of("a" * LONGEST_PATH)
    for wrong in ("a" * (LONGEST_PATH + 1), None, 1.5):
        with pytest.raises(TemplateFaultError, match="an attribute is named by"):
            path_of(wrong)
    for absent in ("a.1", "a.0.c", "b"):
        with pytest.raises(UndefinedFaultError):
            along(value, absent)


def test_texts_that_are_put_together_cost_what_they_make() -> None:
    assert paid(lambda budget: joined(budget, ["ab", "cd", "e"], ", ")) == 5 + 2 * 3
    marked = as_html(Budget(WHOLE), "ab")
    assert paid(lambda budget: joined(budget, [marked, "<d", "e"], ", ")) == 2 + 5 + 1 + 2 * 3 + 3
    assert paid(lambda budget: as_html(budget, "<&a")) == len("&lt;&amp;a") - 3
    assert paid(lambda budget: as_html(budget, as_html(Budget(WHOLE), "<&a"))) == 0
    html = as_html(Budget(WHOLE), "<")
    assert joined(Budget(WHOLE), [html, ">"], "&") == "&lt;&amp;&gt;"
    assert joined(Budget(WHOLE), ["<", ">"], html) == "&lt;&lt;&gt;"


def test_what_can_not_be_compared_or_looked_for_is_told() -> None:
    for sign, left, right, why in (
        ("lt", "a", 1, "a text and a number have no order"),
        ("in", 1, "text", "looks for a number in a text"),
        ("in", [1], {1: 2}, "looks for a list among the keys"),
        ("in", 1, 2, "looks for something in a number"),
        ("notin", 1, None, "looks for something in nothing"),
    ):
        with pytest.raises(TemplateFaultError, match=why):
            compare(Budget(WHOLE), sign, left, right)
    assert compare(Budget(WHOLE), "in", None, {None: 1})
    # Both sides are looked at, and for a text in a text as much more as it may take to find it.
    plain = paid(lambda budget: compare(budget, "eq", "x" * 4_000, "y" * 4_000))
    assert plain == 2 * paid(lambda budget: budget.look("x" * 4_000))
    quick, slow, slower = (
        paid(lambda budget, n=n: compare(budget, "in", "x" * n, "y" * 100_000)) for n in (1, 500, 5_000)
    )
    assert quick < slow < slower < 2.5 * slow


@pytest.mark.parametrize(
    "text", ["{% if true is odd(1) %}{% endif %}", "{{ 'a' is odd }}", "{{ [] is divisibleby(2) }}"]
)
def test_what_is_no_number_is_neither_odd_nor_even(text: str) -> None:
    with pytest.raises(DefinitionError):
        made(text)


def test_borders_of_reading() -> None:
    assert len(made("x" * LONGEST_TEMPLATE)) == LONGEST_TEMPLATE
    with pytest.raises(DefinitionError, match=f"more than {LONGEST_TEMPLATE:,} characters") as caught:
        made("x" * (LONGEST_TEMPLATE + 1))
    assert caught.value.line == 1

    signs = "{{a}}" * (MOST_TOKENS // 3)
    assert MOST_TOKENS - 3 < 3 * (MOST_TOKENS // 3) <= MOST_TOKENS
    assert read("x", signs, Budget(10**9)).body
    with pytest.raises(TemplateFaultError, match="words and signs") as fault:
        read("x", signs + "\n{{ a }}{{ a }}", Budget(10**9))
    assert fault.value.line == 2


@pytest.mark.parametrize("depth", [NESTED - 4, NESTED + 1])
def test_brackets_may_stand_fifty_deep_in_one_another(depth: int) -> None:
    text = "\n\n{{ " + "[" * depth + "1" + "]" * depth + " | length }}"

    if depth < NESTED:
        assert made(text).strip() == "1"
    else:
        with pytest.raises(DefinitionError, match=f"more than {NESTED} deep") as caught:
            made(text)
        assert caught.value.line == 3


def test_blocks_may_stand_as_deep_in_one_another_as_brackets_and_no_deeper() -> None:
    def deep(n: int) -> str:
        return "\n" + "{% if 1 %}" * n + "x" + "{% endif %}" * n

    # The text in the innermost one, and that it is printed, are two steps further in.
    assert made(deep(NESTED - 2)).strip() == "x"
    with pytest.raises(DefinitionError, match=f"more than {NESTED} deep") as caught:
        made(deep(NESTED - 1))
    assert caught.value.line == 2


def test_a_longer_template_costs_more_to_read_and_once_only() -> None:
    def cost(text: str) -> int:
        return paid(lambda budget: read("x", text, budget))

    assert cost("x" * 1_000) - cost("x" * 500) == 500
    assert cost("{{ a }}{% set b = a %}") - cost("{{ a }}              ") > 300, "a word costs more than its letters"
    again = "{% for i in [1, 2, 3] %}{% include 'p.j2' %}{% endfor %}"
    templates = Templates({"x.j2": again, "p.j2": "{{ 1 }}" * 500}, filters={}, budget=500_000)
    assert templates.render("x.j2", {}) == "1" * 1_500


def test_as_many_calls_as_are_allowed_may_be_under_way() -> None:
    def deep(n: int) -> str:
        return "{% macro f(n) %}{{ n }}{% if n > 1 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(" + str(n) + ") }}"

    assert made(deep(MOST_CALLS - 1)).startswith(str(MOST_CALLS - 1))
    with pytest.raises(DefinitionError, match=f"{MOST_CALLS} within one another"):
        made(deep(MOST_CALLS))


@pytest.mark.parametrize("over", ["{{ m() }}", "{% include 'p.j2' %}", "{% import 'p.j2' as p %}"])
def test_calls_that_are_over_count_neither_for_nor_against_those_that_follow(over: str) -> None:
    def after(n: int) -> str:
        macros = "{% macro m() %}{% endmacro %}{% macro f(n) %}{% if n > 1 %}{{ f(n - 1) }}{% endif %}{% endmacro %}"
        text = macros + "{% for i in range(60) %}" + over + "{% endfor %}{{ f(" + str(n) + ") }}"
        return Templates({"x.j2": text, "p.j2": ""}, filters={}).render("x.j2", {})

    assert after(MOST_CALLS - 1) == ""
    with pytest.raises(DefinitionError, match=f"{MOST_CALLS} within one another"):
        after(MOST_CALLS)


def test_a_range_has_a_thousand_steps_and_whole_ends() -> None:
    assert made(f"{{{{ range({MOST_STEPS}) | length }}}}") == str(MOST_STEPS)
    for wrong, why in ((f"range({MOST_STEPS + 1})", "1,001 steps"), ("range(1.5)", "from a whole number")):
        with pytest.raises(DefinitionError, match=why):
            made(f"{{{{ {wrong} | length }}}}")


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("1 | round(16)", "at most 15 places"), ("1 | round(-16)", "at most 15 places"),
        ("1 | round('a')", "at most 15 places"),
        ("1 | round(1, 'up')", "common, ceil or floor"), ("'a' | round", "only numbers are rounded"),
        ("'a' | abs", "absolute value"), ("1 | length", "has no length"), ("[] | first", "first or last of nothing"),
        ("[] | last", "first or last of nothing"), ("[] | max", "least or most of nothing"), ("[1] | map", "map needs"),
        ("['a'] | sum", "only numbers have a sum"), ("[1] | sum(start='a')", "only numbers have a sum"),
        ("'a' | trim('x' * 41)", "works on numbers"), ("[[1]] | unique", "unique tells texts and numbers apart"),
        ("'x' | trim(long)", "at most 40 characters off"), ("huge | upper", "texts of at most 100,000"),
        ("rows | map(attribute='b') | list", "has no attribute"), ("1 | nope", "no filter named 'nope'"),
        ("1 is nope", "no condition named 'nope'"), ("rows | select('nope')", "no condition named"),
        ("rows | map('nope')", "no filter named"), ("{[]: 1}", "the key of a table"), ("-'a'", "not on a text"),
        ("+none", "not on nothing"), ("'a' * 3", "not between a text and a number"), ("m(1, 2)", "is given more"),
        ("m(1, a=2)", "given a twice"), ("m(b=1)", "is given more"), ("3(1)", "is not callable"),
        ("none", "prints nothing"),
        ("[1][:'a']", "whole number"), ("'a' + [1]", "not between a text and a list"),
        ("[1] + 2", "not between a list and a number"), ("{} + {}", "not between a table and a table"),
        ("2 ** 3", r'"\*\*" is not in the language'), ("m(*[1])", r'"\* and \*\* in a call" is not in the language'),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_told_in_words(expression: str, why: str) -> None:
    with pytest.raises(DefinitionError, match=why) as caught:
        made(
            "{% macro m(a) %}{{ a }}{% endmacro %}\n{{ " + expression + " }}",
            rows=[{"a": 1}], long="x" * 41, huge="x" * 100_001,
        )  # fmt: skip
    assert caught.value.line == 2


def test_what_lies_just_within_the_borders_is_done() -> None:
    assert made("{{ 'xxa' | trim(long) }}{{ huge | upper | length }}", long="x" * 40, huge="a" * 100_000) == "a100000"
    assert made("{{ 1.26 | round(15) }} {{ 12.5 | round(-15) }}") == "1.26 0.0"


@pytest.mark.parametrize("size", [1, 10, 1_000])
def test_what_is_printed_costs_at_least_its_characters(size: int) -> None:
    text = "{{ word }}"

    spent = [budget for budget in (size, size + 2_000) if _fits(text, budget, "x" * size)]
    assert spent == [size + 2_000]


def _fits(text: str, budget: int, word: str) -> bool:
    try:
        return made(text, budget, word=word) == word
    except DefinitionError:
        return False


def price(text: str) -> int:
    """Return what is paid for all that `text` does, once it is read."""
    templates = Templates({"x.j2": text, "p.j2": ""}, filters=FOR_HTML)
    run = Run(templates, Budget(WHOLE))
    run_template(templates.template("x.j2", Budget(WHOLE)), Scope(run, run.functions, {"one": 1}), [])
    return WHOLE - run.budget.left


NEAR = "{% with a = 1 %}" * 20


@pytest.mark.parametrize(
    ("more", "less", "least"),
    [
        ("{% set a = [one, one, one] %}", "{% set a = [one, one] %}", HELD),
        ("{% set a = {one: one, 2: one, 3: one} %}", "{% set a = {one: one, 2: one} %}", ENTRY),
        ("{% set a = [one] + [one, one] %}", "{% set a = [one] + [one] %}", 2 * HELD),
        ("{% set a = dict(a=1, b=2) %}", "{% set a = dict(a=1) %}", ENTRY),
        ("{% set a = range(20) %}", "{% set a = range(10) %}", 10 * HELD),
        ("{% set a = 'abc' ~ one %}", "{% set a = 'ab' ~ one %}", 1),
        ("{{ 'abcd' }}", "{{ 'abc' }}", 1),
        ("abcd", "abc", 1),
        ("{% for i in [1, 2, 3] %}{% endfor %}", "{% for i in [1, 2] %}{% endfor %}", TURN),
        ("{% for i in [1, 2, 3] if 0 %}{% endfor %}", "{% for i in [1, 2] if 0 %}{% endfor %}", TURN),
        ("{% for i in [1, 2, 3] if 1 %}{% endfor %}", "{% for i in [1, 2, 3] if 0 %}{% endfor %}", 3 * TURN),
        ("{% set a = one | abs | abs %}", "{% set a = one | abs %}", CALL),
        ("{% include 'p.j2' %}{% include 'p.j2' %}", "{% include 'p.j2' %}", CALL),
        ("{% include ['a', 'b', 'c', 'p.j2'] %}", "{% include ['c', 'p.j2'] %}", 2 * CALL),
        ("{% import 'p.j2' as p %}{% import 'p.j2' as q %}", "{% import 'p.j2' as p %}", CALL),
        ("{% macro m() %}{% endmacro %}{{ m() }}{{ m() }}", "{% macro m() %}{% endmacro %}{{ m() }}", 2 * CALL),
        ("{% block a %}{% endblock %}{% block b %}{% endblock %}", "{% block a %}{% endblock %}", CALL),
        ("{% if one %}abc{% endif %}", "{% if not one %}abc{% endif %}", 2),
        ("{% set t %}abc{% endset %}", "{% set t %}ab{% endset %}", 1),
        ("{{ one + one + one }}", "{{ one + one }}", NODE),
        (f"{NEAR}{{{{ one }}}}{'{% endwith %}' * 20}", f"{NEAR}{{{{ a }}}}{'{% endwith %}' * 20}", 20),
    ],
)  # fmt: skip
def test_whoever_does_more_pays_more(more: str, less: str, least: int) -> None:
    assert price(more) - price(less) >= least
    assert price(more) < 1_000


def test_a_fault_in_a_template_that_stands_nowhere_is_told_under_its_name() -> None:
    templates = Templates({"x.j2": "\n{% include 'p.j2' %}", "p.j2": "\n\n{{ nope }}"}, filters={})

    with pytest.raises(DefinitionError) as caught:
        templates.render("x.j2", {})
    assert (caught.value.path, caught.value.line) == ("p.j2", 3)


def test_messages_do_not_grow_with_what_a_template_makes() -> None:
    with pytest.raises(DefinitionError) as caught:
        made("{{ " + "a" * 5_000 + " }}")
    assert len(caught.value.message) < 400
    with pytest.raises(DefinitionError, match='no template is called "…"'):
        made("{% include 7 %}")
