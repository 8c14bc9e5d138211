"""Sentences of articles whose facts are known, each with the fields that are right for it."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from support.article_facts import Case, Fact, Facts
from support.imported_articles import KNOWN, page_of_text, rules_alone

from audiosession.errors import DefinitionError
from audiosession.importing.article import Article
from audiosession.importing.book import Book
from audiosession.importing.draft import Draft
from audiosession.importing.imported import Request, import_page
from audiosession.importing.understanding.exercises import articles_of
from audiosession.importing.understanding.lines import FIELDS
from audiosession.importing.understanding.reading import ReadSentence
from audiosession.importing.understanding.stages import roles_by_rules
from audiosession.importing.understanding.weighing import IN_A_REP, LEARNED, NOTHING, told_of

_SAME = {"preparation": IN_A_REP, "ready": "tip", "practice": "tip"}
"""Fields that are not told apart."""
_ALSO = 0.3
"""As much as such a part of a fact is worth what is right and missed by nobody."""
_FEW = 3
"""A sentence of fewer words that no line holds tells nothing."""
_LEARNED = frozenset(LEARNED.values()) | {"change_sides"}


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A sentence: the article it is from, its signs, and how right each field is for it, above 0 to 1.

    Where no field is, ``none`` is.
    """

    article: str
    told: tuple[tuple[str, float], ...]
    fields: Mapping[str, float]


def labelled(case: Case) -> Iterator[Labelled]:
    """Yield the sentences of an article, as the rules alone read it.

    A field is as right as the facts of it that the sentence's lines tell, or its own words where it has none, each a
    part of as many sentences as tell it. Nothing is yielded where the rules find other exercises than there are.
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
    rows = roles_by_rules(article, book)
    said = [lines.get(one.number) or _own_words(one) for one in rows]
    told = [{fact for line in some for fact in facts.facts if fact.says and fact.said_in(line)} for some in said]
    often = Counter(fact for some in told for fact in some)
    for n, lines_of_one in enumerate(said):
        worth: dict[str, float] = defaultdict(float)
        for fact in told[n]:
            for field in _fields(fact):
                worth[field] += 1 / often[fact]
        for line in lines_of_one:
            for field in {at for fact in facts.also if fact.says and fact.said_in(line) for at in _fields(fact)}:
                worth[field] += _ALSO / len(lines_of_one)
        most = max(worth.values(), default=0.0)
        right = {field: value / most for field, value in sorted(worth.items())}
        yield Labelled(article=name, told=tuple(told_of(rows, n)), fields=right or {NOTHING: 1.0})


def _own_words(one: ReadSentence) -> Sequence[str]:
    """Return the words of a sentence of which nothing is said, with its heading; none where they tell nothing."""
    return [f"{one.sentence.heading}: {one.sentence.text}"] if len(one.plain.split()) >= _FEW else []


def _fields(fact: Fact) -> set[str]:
    """Return the fields of a fact, of those that are learned."""
    return {_SAME.get(at, at) for at in (one.partition(".")[0] for one in fact.at)} & _LEARNED


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
