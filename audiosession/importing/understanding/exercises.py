"""A page as its exercises, one or several, each with its title and its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiosession.importing.article import Article, BlockKind, Page, Sentence
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.numbers import reps_in
from audiosession.importing.understanding.sentences import MOST_LABEL, PageSection, role_of_heading, sentences_of

_NUMBER = re.compile(r"(?:[^\W\d_]+ )?\d+\s*[.):]")
_LEAST_DONE = 2
_MOST_HEADS = 5
_MOST_BLOCKS, _MOST_LINES, _MOST_HEAD_WORDS = 6, 4, 10
_NAMING = (BlockKind.HEADING, BlockKind.PARAGRAPH)
_ASIDE = ("equipment", "about", "purpose", "reps")
_MOST_BEFORE_PLACE = 3
"""An exercise takes its position in one of so many first sentences below its name."""


def articles_of(page: Page, book: Book) -> tuple[list[Article], list[Sentence]]:
    """Return the exercises of `page`, one or several, and all its sentences."""
    sections = sentences_of(page, book)
    every = [one for section in sections for one in section.sentences]
    own = [number for number, one in enumerate(sections) if _is_exercise(one, book)]
    own += [n for n, one in enumerate(sections) if own and n not in own and _is_next(one, sections[own[0]], book)]
    own.sort()
    titled = _title(page, sections, book)
    depths = [sections[n].depth for n in own]
    own = [n for n in own if sections[n].depth == max(depths, key=lambda depth: (depths.count(depth), -depth))]
    if len(own) < 2:
        return [Article(title=titled, sentences=every, tools=page.tools, heads=_heads(page, book))], every
    return [_one_of(sections, own, place, book) for place in range(len(own))], every


def _one_of(sections: Sequence[PageSection], own: Sequence[int], place: int, book: Book) -> Article:
    """Return the exercise that begins at one of the headings, with what holds for the whole page."""
    begun = own[place]
    depth = sections[begun].depth
    ends = next((n for n in range(begun + 1, len(sections)) if sections[n].depth <= depth), len(sections))
    shared = [n for n in range(len(sections)) if n > own[-1] and n >= _behind(sections, own[-1])]
    titles = [plainly(sections[n].heading) for n in own]
    sentences = [one for n in range(begun, ends) for one in sections[n].sentences]
    before = [one for n in range(own[0]) for one in sections[n].sentences]
    sentences = [*(one for one in before if place == 0 or _warns(one, book)), *sentences]
    for n in shared:
        if n >= ends:
            sentences += [one for one in sections[n].sentences if _is_about(plainly(one.text), place, titles)]
    return Article(title=sections[begun].heading, sentences=sentences)


def _warns(one: Sentence, book: Book) -> bool:
    plain = plainly(one.text)
    return any(phrases.first(plain) for phrases in (book.found_stops, book.found_avoids, book.found_asks))


def _is_about(plain: str, place: int, titles: Sequence[str]) -> bool:
    """Tell whether a sentence that holds for a whole page is about one of its exercises: it names it, or none."""
    named = [title in plain or (len(title.split()) > 2 and " ".join(title.split()[-2:]) in plain) for title in titles]
    return named[place] or not any(named)


def _behind(sections: Sequence[PageSection], last: int) -> int:
    depth = sections[last].depth
    return next((n for n in range(last + 1, len(sections)) if sections[n].depth <= depth), len(sections))


def _is_exercise(section: PageSection, book: Book) -> bool:
    """Tell whether what stands below a heading is an exercise by itself: a position is taken, and things are done."""
    if not section.heading or role_of_heading(section.heading, book):
        return False
    plains = [plainly(one.text) for one in section.sentences]
    n_done = _n_done(plains, book)
    placed = any(
        book.found_positions.first(plain) and any(hit.key == "posture" for hit in book.found_verbs.find(plain))
        for plain in _first_done(section, book)
    )
    goes = any(book.found_breath.first(plain) or reps_in(plain, book) for plain in plains)
    return placed and n_done >= (_LEAST_DONE if goes else 2 * _LEAST_DONE)


def _first_done(section: PageSection, book: Book) -> list[str]:
    """Return the first sentences of a section, without those behind a label that says what one needs, or what for."""
    aside = [
        one
        for one in section.sentences
        if one.heading != section.heading and role_of_heading(one.heading, book) in _ASIDE
    ]
    return [plainly(one.text) for one in section.sentences if one not in aside][:_MOST_BEFORE_PLACE]


def _is_next(section: PageSection, exercise: PageSection, book: Book) -> bool:
    """Tell whether a section is numbered as one that is an exercise is, and things are done in it: one more."""
    numbered = all(_NUMBER.match(one.heading) for one in (section, exercise)) and section.depth == exercise.depth
    plains = [plainly(one.text) for one in section.sentences]
    n_breaths = sum(book.found_breath.first(plain) is not None for plain in plains)
    return numbered and (n_breaths > 1 or _n_done(plains, book) >= 2 * _LEAST_DONE)


def _n_done(plains: Sequence[str], book: Book) -> int:
    """Return how many sentences breathe, or do something with a part of the body."""
    return sum(
        bool(book.found_breath.first(plain) or (book.found_verbs.first(plain) and book.found_parts.first(plain)))
        for plain in plains
    )


def _heads(page: Page, book: Book) -> tuple[str, ...]:
    """Return what stands at the head of a page, before anything is told: its title, and lines that may be names."""
    told = [page.title]
    for place, one in enumerate(page.blocks[:_MOST_BLOCKS]):
        lead = re.match(r"[^:]*[^\s:](?=:)", one.text)
        is_line = one.kind is BlockKind.HEADING or (place < _MOST_LINES and len(one.text.split()) <= _MOST_HEAD_WORDS)
        is_said = one.kind is BlockKind.PARAGRAPH and one.text.endswith(".")
        roles = {role_of_heading(label, book) for label in (one.text, lead[0] if lead else "")}
        is_told = is_said or roles - {"", "title"}
        if one.kind not in _NAMING or is_told or not is_line:
            break
        told += [one.text] * (one.text.count(": ") < _LEAST_DONE)  # “Home: Poses: Standing” is the way to the page
    return tuple(dict.fromkeys(one for one in told if one))


def _title(page: Page, sections: Sequence[PageSection], book: Book) -> str:
    first = page.blocks[0].text if page.blocks and page.blocks[0].kind is BlockKind.HEADING else ""
    capitals = []
    for one in sections[1:5]:
        capitals += [one.heading] if one.heading.isupper() and not role_of_heading(one.heading, book) else []
        if sum(len(row.text.split()) for row in one.sentences) > MOST_LABEL:
            break
    if capitals and (not first or (first.isupper() and len(capitals) > 1)):
        return _named(capitals[-1], sections, book)
    title = next((one.heading for one in sections if one.heading and one.depth <= 1), "") or first or page.title
    return _named(title, sections, book)


def _named(title: str, sections: Sequence[PageSection], book: Book) -> str:
    """Return `title`, or the next heading where it is that of a sheet or a letter; empty where there is no other."""
    if not is_letterhead(title, book):
        return title
    headings = [one.heading for one in sections[1:_MOST_HEADS] if one.heading and one.heading != title]
    return next((one for one in headings if not (role_of_heading(one, book) or is_letterhead(one, book))), "")


def is_letterhead(heading: str, book: Book) -> bool:
    """Tell whether a heading says whose sheet or what kind of letter it stands over, and not what is done."""
    return book.found_letterheads.first(plainly(heading)) is not None
