"""Any template ends within its budget, with what it made or with an error that names file and line."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jinja2
import pytest
from hypothesis import given, settings
from support.random_templates import PARTS, templates

from audiosession.errors import DefinitionError
from audiosession.writing.templating.budget import Budget
from audiosession.writing.templating.filters import FOR_HTML
from audiosession.writing.templating.reading import read
from audiosession.writing.templating.rendering import Templates

SECONDS, MEGABYTES = 2.0, 200
VALUES: dict[str, Any] = {
    "plan": {"title": "Sway <b> & ŉ", "reps": [1, 2, 3], "rest": 0.5, "a": None},
    "texts": ["one", "Two", "three", "two"],
}


@contextmanager
def within_bounds() -> Iterator[None]:
    """Hold what is done here to the bounds of a rendering, and the clock of this machine's processor aside."""
    tracemalloc.start()
    began = time.process_time()
    try:
        yield
        spent = time.process_time() - began
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert spent < SECONDS * 3, "tracemalloc makes it up to three times as slow"
    assert peak < MEGABYTES * 1_000_000


def made(name: str, text: str, **others: str) -> str | DefinitionError:
    """Return what the template `text` makes, or why it makes nothing."""
    sources = {name: text, **PARTS, **{f"{key}.j2": other for key, other in others.items()}}
    paths = {key: f"templates/{key}" for key in sources}
    try:
        return Templates(sources, filters=FOR_HTML, paths=paths).render(name, VALUES)
    except DefinitionError as error:
        assert str(error.path).startswith("templates/")
        assert error.line is not None
        assert 0 < error.line <= sources[str(error.path).removeprefix("templates/")].count("\n") + 1
        assert "\n" not in error.message
        assert len(error.message) < 400
        return error


def held_to(examples: int) -> None:
    @settings(max_examples=examples)
    @given(templates())
    def law(text: str) -> None:
        for name in ("class.j2", "class.html.j2"):
            with within_bounds():
                made(name, text)

    law()


def test_any_template_ends_within_its_budget() -> None:
    held_to(100)


@pytest.mark.peers
def test_any_of_thousands_of_templates_ends_within_its_budget() -> None:
    held_to(5_000)


def against_jinja(examples: int) -> None:
    page = jinja2.Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        loader=jinja2.DictLoader(PARTS),
    )

    @settings(max_examples=examples)
    @given(templates())
    def law(text: str) -> None:
        ours = made("class.html.j2", text)
        if isinstance(ours, str):
            assert ours == page.from_string(text).render(VALUES)

    law()


def test_what_a_template_makes_here_it_makes_in_jinja_too() -> None:
    against_jinja(100)
