"""What one needs for an exercise: the things that an article lists, or that it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiosession.importing.article import Article
from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, plainly
from audiosession.importing.outline import DraftItem
from audiosession.importing.understanding.reading import ReadSentence, Sense
from audiosession.importing.understanding.rewording.changes import MOST_IN_A_ROW

_MOST_NAMED = 5
"""So many words a thing has at the most."""
_MOST_DESCRIBED = 4
"""It is told in so many words before it of what kind it is, the article among them."""
_MOST_KINDS = 2
"""So many words may tell of what kind a thing is that stands in a list without its article."""
_VOWELS = "aeiou"
_USED = (Sense.EQUIPMENT, Sense.SET_UP, Sense.PHASE)


def needed(article: Article, rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield what one needs: what the page says in its markup, else what a list names, else the first thing in use."""
    if article.tools:
        yield DraftItem(
            field="equipment", value=_all_of([_thing(one, book) or _small(one, book) for one in article.tools], book)
        )
        return
    told = [one for one in rows if not one.is_negated or book.found_signs["equipment"].first(one.plain)]
    things = [(thing, one.number) for one in told for thing in _listed(one, book)]
    if things:
        numbers = tuple(dict.fromkeys(number for _, number in things))
        value = _all_of([thing for thing, _ in things], book)
        yield DraftItem(field="equipment", value=value, sentences=numbers)
        return
    yield from _in_use(told, book)


def _in_use(rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield the first thing that is used; what one lies on only where there is no other."""
    found = [
        (one, hit)
        for one in rows
        for hit in book.found_equipment.find(one.plain)
        if one.role in _USED and not _is_denied(one.plain[: hit.start], book)
    ]
    found.sort(key=lambda row: row[1].key in book.underlays)
    for one, hit in found[:1]:
        yield DraftItem(field="equipment", value=_described(one, hit, book), sentences=(one.number,))


def _is_denied(before: str, book: Book) -> bool:
    """Tell whether what stands before a thing ends in a no: “you need no chair”."""
    return any(no.end == len(before.rstrip()) for no in book.found_negations.find(before))


def _described(one: ReadSentence, hit: FoundPhrase, book: Book) -> str:
    """Return a thing as its sentence has it where it is told there of what kind: “a sturdy chair”, “two blocks”."""
    article = hit.key.partition(" ")[0]
    words = re.findall(r"[\w'-]+", one.plain[: hit.start])[-_MOST_DESCRIBED:]
    if words and words[-1] in book.numbers:
        return f"{words[-1]} {one.sentence.text[hit.start : hit.end]}"
    while words and words[0] != article:
        words.pop(0)
    other = {*book.joins, *book.determiners, *book.wording.fronts}
    if len(words) < 2 or other & set(words[1:]) or not one.plain[: hit.start].rstrip().endswith(words[-1]):
        return hit.key
    begun = one.plain.rfind(f"{article} ", 0, hit.start)
    return f"{article}{one.sentence.text[begun + len(article) : hit.end]}"


def _listed(one: ReadSentence, book: Book) -> list[str]:
    """Return the things that a sentence lists: all of it below a heading, else what it knows behind “you need”."""
    if one.heading == "equipment":
        return list(_things(one.sentence.text, book))
    sign = book.found_signs["equipment"].first(one.plain)
    if sign is None or one.role is not Sense.EQUIPMENT:
        return []
    last = sign.text.rpartition(" ")[2]
    begun = sign.end - len(last) if last in book.determiners else sign.end
    return [
        thing
        for thing in _things(one.sentence.text[begun:], book)
        if book.found_equipment.first(plainly(thing)) is not None
    ]


def _things(text: str, book: Book) -> Iterator[str]:
    """Yield the things that a list names, up to where it says what for; what may be done without is left out."""
    text = re.sub(r"\([^)]*\)", "", text)
    ends = "|".join(map(re.escape, book.wording.adds))
    for piece in re.split(rf"[;,:+]|[.!](?:\s|$)|\s(?:{ends})(?=\s|,)", text):
        if named := _thing(piece.strip(" –-"), book):
            yield named


def _thing(piece: str, book: Book) -> str:
    """Return a thing of a list with its article, and what it has: “a step with a handrail”.

    Empty where it is none, or told in too many words.
    """
    if any(phrases.first(plainly(piece)) for phrases in (book.found_signs["condition"], book.found_negations)):
        return ""
    bounds = [one for one in (*book.joins, *book.wording.fronts, *book.wording.being) if one not in book.wording.having]
    ends = "|".join(map(re.escape, bounds))
    piece = re.split(rf"\s(?:{ends})\s", piece)[0].strip()
    bare = re.split(rf"\s(?:{'|'.join(map(re.escape, book.wording.having))})\s", piece)[0]
    has = piece[len(bare) :] if len(piece.split()) <= _MOST_NAMED else ""
    words = bare.split()
    if not 0 < len(words) <= _MOST_NAMED:
        return ""
    naming = book.wording.naming
    first = plainly(words[0])
    if len(words) > 1 and (first in naming or first in book.numbers):
        return f"{' '.join([naming.get(first, first), *words[1:]])}{has}"
    hit = book.found_equipment.first(plainly(bare))
    if hit is None:
        return ""
    named = not hit.start or plainly(hit.text).partition(" ")[0] in naming
    return hit.key if named else f"{_with_article(bare, hit, book)}{has}"


def _with_article(piece: str, hit: FoundPhrase, book: Book) -> str:
    """Return a thing that is told of what kind with its article; by its name alone where other words are before it."""
    article = hit.key.partition(" ")[0]
    kind = plainly(piece[: hit.start]).split()
    if len(kind) > _MOST_KINDS or any(_tells_no_kind(word, book) for word in kind):
        return hit.key
    said = _small(piece[: hit.end], book)
    return f"{book.wording.before_vowels.get(article, article) if said[0] in _VOWELS else article} {said}"


def _tells_no_kind(word: str, book: Book) -> bool:
    return (
        word.isdigit()
        or word in (*book.common, *book.determiners, *book.soft)
        or book.found_verbs.first(word) is not None
    )


def _small(text: str, book: Book) -> str:
    """Return `text` as it stands within a sentence."""
    return text if book.wording.has_capitals else text[:1].lower() + text[1:]


def _all_of(things: Sequence[str], book: Book) -> str:
    """Return things as one list; turned round where it would follow its article for too many words."""
    things = list(dict.fromkeys(things))
    if sum(len(one.split()) for one in things) + 1 > MOST_IN_A_ROW:
        things.reverse()
    *others, last = things
    return f"{', '.join(others)} {book.wording.adds[0]} {last}" if others else last
