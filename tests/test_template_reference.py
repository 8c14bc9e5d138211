"""What templates are given is what scripts/README.md says that they are given."""

from __future__ import annotations

import re
from dataclasses import fields

import jinja2
import jinja2.meta
import pytest
from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_NAMESPACE
from support.documents import read
from support.starter_content import class_plan

from audiosession.errors import DefinitionError
from audiosession.feed.site import PACKAGED, ShownEntry
from audiosession.writing.narration import narrate

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
    return narrate(class_plan("back-body"), {"class.j2": template})


@pytest.mark.parametrize("line", probed(PROBE).splitlines(), ids=lambda line: line.partition(":")[0])
def test_the_values_of_a_narration_template_are_told(line: str) -> None:
    name, _, keys = line.partition(": ")

    assert told(name if name == "a line" else f"`{name}`", 2) == set(keys.split())


def test_the_filters_and_functions_of_a_narration_template_are_told() -> None:
    [sentence] = re.findall(r"there are the filters (.*?), and the functions (.*?)\.\n", TEXT, re.S)
    filters, functions = (set(re.findall(r"`(\w+)`", part)) for part in sentence)

    assert filters == {name for name in DEFAULT_FILTERS if is_filter(name)}
    assert functions == {name for name in DEFAULT_NAMESPACE if "yes" in probed(f"{{{{ 'yes' if {name} is defined }}}}")}


def is_filter(name: str) -> bool:
    try:
        probed(f"{{{{ 'text' | {name} }}}}")
    except DefinitionError as error:
        return "no filter named" not in error.message
    return True


@pytest.mark.parametrize("name", [*PAGES, "notes.txt.j2"])
def test_what_a_page_uses_is_told(name: str) -> None:
    [ours] = re.findall(r"filters are Jinja's, and (.*)", TEXT, re.S)
    pages = jinja2.Environment()
    pages.filters |= dict.fromkeys(re.findall(r"`([a-z]+)[`(]", ours), str)
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
