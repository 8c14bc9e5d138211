"""Articles of the tests as drafts, by the phrase books that come with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from audiosession.importing.article import Page
from audiosession.importing.book import Book
from audiosession.importing.evidence import Evidence
from audiosession.importing.imported import Imported, Request, import_page
from audiosession.importing.pages import read_html
from audiosession.importing.plain import read_plain
from audiosession.project.project import Project
from audiosession.project.reading.glanced import titles
from audiosession.studio.importing.books import books
from support.article_facts import Case, Facts, Filled, filled_in, read_case

FOLDER = Path(__file__).parents[1] / "importing"
KNOWN = titles(Project(FOLDER), "exercises")
"""Titles of the starter content, as an import is given them in a folder without exercises of its own."""


@cache
def cases(kind: str) -> tuple[Case, ...]:
    """Return the cases in a folder: ``articles`` or ``practice``."""
    return tuple(read_case(path) for path in sorted((FOLDER / kind).iterdir()) if path.is_dir())


def english() -> Book:
    """Return the phrase book of English."""
    return books()["en"]


def page_of_text(text: str, *, is_html: bool = False) -> Page:
    """Return the page that `text` is."""
    return read_html(text) if is_html else read_plain(text)


@cache
def rules_alone() -> dict[str, Book]:
    """Return the phrase books without what was learned."""
    return {tag: book.model_copy(update={"evidence": Evidence()}) for tag, book in books().items()}


def drafted_by_rules(text: str) -> Imported:
    """Return what `text` becomes by the rules alone."""
    return import_page(page_of_text(text), Request(books=rules_alone(), titles=KNOWN))


def drafted(text: str, *, is_html: bool = False, keep_words: bool = False) -> Imported:
    """Return what `text` becomes."""
    return import_page(page_of_text(text, is_html=is_html), Request(books=books(), titles=KNOWN, keep_words=keep_words))


@cache
def drafts_of_case(case: Case) -> Imported:
    """Return what the article of a case becomes."""
    return drafted(case.text, is_html=case.path.suffix == ".html")


def scored(case: Case) -> list[tuple[Facts, list[Filled]]]:
    """Return each exercise of a case with what its draft fills in; nothing where there is no draft of it."""
    texts = [one.text for one in drafts_of_case(case).drafts]
    texts += [""] * (len(case.exercises) - len(texts))
    return [(facts, filled_in(text)) for facts, text in zip(case.exercises, texts, strict=False)]
