"""A page becomes drafts of exercises: its language is recognised, its exercises are told apart, each is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from audiosession.errors import DefinitionError, nearest
from audiosession.importing.article import Page, Sentence
from audiosession.importing.book import Book
from audiosession.importing.draft import Draft
from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.outline import DraftOutline
from audiosession.importing.outlined import outline_of
from audiosession.importing.understanding.exercises import articles_of
from audiosession.importing.written import draft_text
from audiosession.naming import plain_name, within_name

_NAMELESS = "exercise"
_MOST_NAME = 60
_LEAST_DONE, _LEAST_BODILY = 2, 1
_MANY = 8
_COMMON_OF, _ENOUGH_WORDS = 20, 40
"""One word of so many is a common one in a text of so many words, or it is in another language."""
TELLS = "an article tells what the body does: a position, movements, breaths"
"""What whoever brings something else is told."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What an import goes by: the phrase books by language, and the library's titles with their names.

    `language` is the tag of the article's, which is recognised where it is empty; with `keep_words` the lines are the
    article's own sentences.
    """

    books: Mapping[str, Book]
    titles: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    keep_words: bool = False


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a page: its language, all its sentences, and a draft of each exercise in it."""

    language: str
    sentences: tuple[Sentence, ...]
    drafts: tuple[Draft, ...]


def import_page(page: Page, request: Request) -> Imported:
    """Return drafts of the exercises that `page` tells of.

    Raises:
        DefinitionError: There is no exercise in it, or no phrase book of its language.
    """
    if page.refused:
        raise DefinitionError(f"no exercise in it: {page.refused}", hint=TELLS)
    book = book_for(page, request)
    if _is_about_else(page, book):
        raise DefinitionError("no exercise in it: it is about something else", hint=TELLS)
    articles, sentences = articles_of(page, book)
    outlines = [outline_of(one, book, request.titles, keep_words=request.keep_words) for one in articles]
    outlines = [one for one in outlines if is_exercise(one, book)]
    if not outlines:
        as_read = f" read in the language {book.language}" if request.language else ""
        raise DefinitionError(f"no exercise in it{as_read}: neither a position nor a movement was found", hint=TELLS)
    by_number = {one.number: one for one in sentences}
    names = draft_names(outlines)
    drafts = tuple(draft_text(one, name, by_number, book) for one, name in zip(outlines, names, strict=True))
    return Imported(language=book.language, sentences=tuple(sentences), drafts=drafts)


def book_for(page: Page, request: Request) -> Book:
    """Return the phrase book of the page's language: the one asked for, else the one whose words it has most.

    Raises:
        DefinitionError: There is none.
    """
    if request.language:
        tag = request.language.split("-")[0].lower()
        if tag not in request.books:
            hint = nearest(tag, request.books) or f"there are {', '.join(sorted(request.books))}"
            raise DefinitionError(f'no phrase book of the language "{request.language}"', hint=hint)
        return request.books[tag]
    words = [word for block in page.blocks for word in words_of_text(block.text)]
    if not words:
        raise DefinitionError("there is nothing to read in it", hint=TELLS)
    counts = {tag: sum(map(frozenset(book.common).__contains__, words)) for tag, book in request.books.items()}
    best = max(counts, key=lambda tag: (counts[tag], tag == "en"))
    if counts[best] * _COMMON_OF < len(words) and len(words) >= _ENOUGH_WORDS:
        known = ", ".join(sorted(request.books))
        raise DefinitionError("it is in no language that can be read", hint=f"there are phrase books of {known}")
    return request.books[best]


def _is_about_else(page: Page, book: Book) -> bool:
    """Tell whether a page has many words of something else, and as many as of the body: a dough is folded, too."""
    found = Counter(word for block in page.blocks for word in words_of_text(block.text))
    n_else = sum(found[word] for word in book.elsewhere)
    n_parts = sum(len(list(book.found_parts.find(plainly(block.text)))) for block in page.blocks)
    return n_else >= _MANY and n_else >= n_parts


def is_exercise(outline: DraftOutline, book: Book) -> bool:
    """Tell whether what was found is an exercise: things to do with the body, in a place or on breaths."""
    done = [
        *outline.values("set_up"),
        *outline.values("preparation"),
        *outline.values("practice"),
        *(cue for one in outline.phases for cue in one.cues),
    ]
    breathes = any(one.breath in ("inhale", "exhale") for one in outline.phases)
    places = outline.values("position")
    bodily = sum(book.found_parts.first(plainly(str(one.value))) is not None for one in done)
    if not breathes and all(one.guessed for one in places):  # a dough is left to stand, too
        return bool(places or outline.phases) and bodily * 2 >= len(done) > _LEAST_DONE
    return len(done) >= _LEAST_DONE and bodily >= _LEAST_BODILY


def draft_names(outlines: list[DraftOutline]) -> list[str]:
    """Return a name for each, from its title; no two are the same."""
    names: list[str] = []
    for one in outlines:
        name = within_name(plain_name(one.title) or _NAMELESS, _MOST_NAME)
        number = 2
        while name in names:
            name, number = within_name(f"{plain_name(one.title) or _NAMELESS}-{number}", _MOST_NAME), number + 1
        names.append(name)
    return names
