"""Sentences of articles whose facts are known, each with the fields that are right for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from support.article_facts import Case, Facts
from support.imported_articles import KNOWN, page_of_text, rules_alone

from audiosession.errors import DefinitionError
from audiosession.importing.article import Article
from audiosession.importing.book import Book
from audiosession.importing.draft import Draft
from audiosession.importing.imported import Request, import_page
from audiosession.importing.understanding.exercises import articles_of
from audiosession.importing.understanding.lines import FIELDS
from audiosession.importing.understanding.stages import read_roles
from audiosession.importing.understanding.weighing import IN_A_REP, LEARNED, NOTHING, told_of

_SAME = {"preparation": IN_A_REP, "ready": "tip", "practice": "tip"}
"""Fields that are not told apart."""
_FEW = 3
"""A sentence of fewer words that no line holds tells nothing."""
_LEARNED = frozenset(LEARNED.values()) | {"change_sides"}


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A sentence: the article it is from, its signs, and the fields that are right for it, or ``none``."""

    article: str
    told: tuple[tuple[str, float], ...]
    fields: frozenset[str]


def labelled(case: Case) -> Iterator[Labelled]:
    """Yield the sentences of an article, as the rules alone read it.

    A sentence belongs where facts say of its lines; where it has none, of its own words. Nothing is yielded where the
    rules find other exercises than there are.
    """
    page = page_of_text(case.text, is_html=case.path.suffix == ".html")
    book = rules_alone()[case.language]
    try:
        drafts = import_page(page, Request(books=rules_alone(), titles=KNOWN)).drafts
    except DefinitionError:
        return
    articles = articles_of(page, book)[0]
    if len(articles) == len(drafts) == len(case.exercises):
        for article, draft, facts in zip(articles, drafts, case.exercises, strict=True):
            yield from _of_article(case.folder.name, article, draft, facts, book)


def _of_article(name: str, article: Article, draft: Draft, facts: Facts, book: Book) -> Iterator[Labelled]:
    lines = _lines_by_sentence(draft)
    rows = read_roles(article, book)
    for n, one in enumerate(rows):
        said = lines.get(one.number, [])
        if not said and len(one.plain.split()) >= _FEW:
            said = [f"{one.sentence.heading}: {one.sentence.text}"]
        right = {_SAME.get(at, at) for line in said for at in _fields_of(line, facts)} & _LEARNED
        yield Labelled(article=name, told=tuple(told_of(rows, n)), fields=frozenset(right or {NOTHING}))


def _fields_of(line: str, facts: Facts) -> Iterator[str]:
    for fact in (*facts.facts, *facts.also):
        if fact.says and fact.said_in(line):
            yield from (at.partition(".")[0] for at in fact.at)


def _lines_by_sentence(draft: Draft) -> dict[int, Sequence[str]]:
    """Return what is said for each sentence, by its number: lines of fields and of phases."""
    said: dict[int, list[str]] = {}
    sources = {mark.line: mark.sentences for mark in draft.sourced}
    table = ""
    for number, line in enumerate(draft.text.splitlines(), start=1):
        if head := re.match(r"\[\[?([\w.]+)\]\]?", line):
            table = head[1]
        found = re.match(r'(?:say|full) = (".*?")\s+#', line)
        if found and (table in FIELDS.values() or table in ("phase", "change_sides")) and sources.get(number):
            said.setdefault(sources[number][0], []).append(json.loads(found[1]))
    return dict(said)
