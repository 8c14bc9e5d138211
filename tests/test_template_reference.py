"""What templates are given is what scripts/README.md says that they are given."""

from __future__ import annotations

import re
from dataclasses import fields

import jinja2
import jinja2.meta
import pytest
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_NAMESPACE, DEFAULT_TESTS
from support.documents import read
from support.starter_content import class_plan, english, page_words

from audiosession.errors import DefinitionError
from audiosession.feed.page_filters import page_filters
from audiosession.feed.site import PACKAGED, ShownEntry
from audiosession.writing.narration import narrate
from audiosession.writing.templating.budget import BUDGET, LONGEST
from audiosession.writing.templating.reading import LONGEST_TEMPLATE, MOST_TOKENS, NESTED
from audiosession.writing.templating.scopes import MOST_STEPS

TEXT = read("scripts/README.md").partition("## Templates\n")[2]
PROBE = """\
plan: {{ plan | join(" ") }}
{% set exercise = plan.exercises | first %}
exercise: {{ exercise | join(" ") }}
{% set round = exercise.rounds | first %}
round: {{ round | join(" ") }}
rep: {{ round.reps | first | join(" ") }}
phase: {{ round.phases | first | join(" ") }}
a line: {{ exercise.ready | join(" ") }}
"""
PAGES = sorted(path.name for path in PACKAGED.glob("*.html.j2"))


def told(first: str, column: int) -> set[str]:
    """Return the names in one row of a table, what stands in brackets aside."""
    [row] = re.findall(rf"^\| {re.escape(first)}[ ,].*\|$", TEXT, re.M)
    return set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", row.split("|")[column])))


def probed(template: str) -> str:
    return narrate(class_plan("back-body"), {"class.j2": template}, english())


@pytest.mark.parametrize("line", probed(PROBE).splitlines(), ids=lambda line: line.partition(":")[0])
def test_the_values_of_a_narration_template_are_told(line: str) -> None:
    name, _, keys = line.partition(": ")

    assert told(name if name == "a line" else f"`{name}`", 2) == set(keys.split())


def named(first: str) -> set[str]:
    """Return the names in one row of the list of what templates have of Jinja."""
    [row] = re.findall(rf"^- {first} (.*?)[;.]$", TEXT, re.M | re.S)
    return set(re.findall(r"`([\w.]+)", row))


def test_what_templates_have_of_jinja_is_told() -> None:
    assert named("the filters") == {name for name in DEFAULT_FILTERS if is_there(f"{{{{ 'text' | {name} }}}}")}
    functions = {name for name in DEFAULT_NAMESPACE if "yes" in probed(f"{{{{ 'yes' if {name} is defined }}}}")}
    assert named("the functions") == functions
    conditions = {name for name in DEFAULT_TESTS if name.isalpha() and is_there(f"{{{{ 'text' is {name} }}}}")}
    assert named("after `is` the conditions") == conditions
    [turn] = re.findall(r"^- in a loop (.*?); in a block", TEXT, re.M | re.S)
    attributes = [name for name in dir(jinja2.runtime.LoopContext) if not name.startswith("_")]
    loop = "{{% for one in [1, 2, 3] %}}{{{{ 'yes' if loop.{} is defined }}}}{{% endfor %}}"
    assert set(re.findall(r"`loop\.(\w+)", turn)) == {name for name in attributes if "yes" in probed(loop.format(name))}


STATEMENTS = {
    "autoescape": "{% autoescape true %}{% endautoescape %}",
    "block": "{% block a %}{% endblock %}",
    "break": "{% for a in [1] %}{% break %}{% endfor %}",
    "call": "{% macro m() %}{% endmacro %}{% call m() %}{% endcall %}",
    "do": "{% do 1 %}",
    "extends": "{% extends 'other.j2' %}",
    "filter": "{% filter upper %}a{% endfilter %}",
    "for": "{% for a in [1] %}{% endfor %}",
    "from": "{% from 'other.j2' import m %}",
    "if": "{% if 1 %}{% endif %}",
    "import": "{% import 'other.j2' as other %}",
    "include": "{% include 'other.j2' %}",
    "macro": "{% macro m() %}{% endmacro %}",
    "raw": "{% raw %}{{ a }}{% endraw %}",
    "set": "{% set a = 1 %}",
    "trans": "{% trans %}a{% endtrans %}",
    "with": "{% with a = 1 %}{% endwith %}",
}


def test_the_statements_are_told() -> None:
    assert named("the statements") == {name for name, text in STATEMENTS.items() if is_there(text)}


@pytest.mark.parametrize("text", ["{{ 2 ** 2 }}", "{% for a in [] recursive %}{% endfor %}", "{{ range(*[1]) }}"])
def test_what_is_left_out_is_told(text: str) -> None:
    with pytest.raises(DefinitionError, match="not in the language"):
        probed(text)


def test_the_bounds_are_told() -> None:
    for bound in (BUDGET, LONGEST, LONGEST_TEMPLATE, MOST_TOKENS, NESTED, MOST_STEPS):
        assert re.search(rf"\b{bound:,}\s", TEXT), bound


def is_there(text: str) -> bool:
    other = "{% macro m() %}{% endmacro %}"
    try:
        narrate(class_plan("back-body"), {"class.j2": text, "other.j2": other}, english())
    except DefinitionError as error:
        return not any(word in error.message for word in ("named", "not in the language", "unknown tag"))
    return True


@pytest.mark.parametrize("name", [*PAGES, "notes.txt.j2"])
def test_what_a_page_uses_is_told(name: str) -> None:
    pages = jinja2.Environment()
    pages.filters |= dict.fromkeys(page_filters(page_words()), str)
    used = jinja2.meta.find_undeclared_variables(pages.parse((PACKAGED / name).read_text("utf-8")))
    frame = told("`page.html.j2`", 3)
    own = told(f"`{name}`", 3)
    if name == "notes.txt.j2":
        own = (own | told("`notes.html.j2`", 3)) - {"own_notes", "page"}

    assert used - own <= frame
    assert own - frame <= used


def test_what_an_entry_has_is_told() -> None:
    [sentence] = re.findall(r"An `entry` has (.*?)\.\n", TEXT, re.S)

    assert set(re.findall(r"`(\w+)`", sentence)) == {field.name for field in fields(ShownEntry)}


def test_the_filters_of_pages_are_told() -> None:
    [sentence] = re.findall(r"Besides the filters above there are (.*)", TEXT, re.S)

    assert set(re.findall(r"`([a-z]+)[`(]", sentence)) - {"published"} == set(page_filters(page_words()))
