"""What an exercise is called: by the title of its article, or in passing, as letters name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from audiosession.importing.article import Article
from audiosession.importing.book import Book
from audiosession.importing.finding import find_word, plainly
from audiosession.importing.understanding.exercises import is_letterhead
from audiosession.importing.understanding.reading import ReadSentence
from audiosession.importing.understanding.rewording.changes import MOST_IN_A_ROW
from audiosession.importing.understanding.sentences import role_of_heading

_MOST_TITLE = 60
_NUMBERED = re.compile(r"^\W*(?:\d+(?:\.\d+)*\s*(?:[.):·–-]\s*|\s)|[A-H][.):]\s+)(?=\D)")
_MOST_NAME = 5
_AROUND = 2
"""So many more words than a known name has, and a title is one of its author's, who names it in passing."""
_TITLE_ENDS = re.compile(r"\s*(?:\||\s[-–—/·]\s|\(|:(?=\s)|,(?=\s))")
_CAPITALS = re.compile(r"(?<=[a-zß-ÿ] )([A-ZÀ-Þ][\w'’-]+(?: (?:[a-z]{1,4} ){0,2}[A-ZÀ-Þ][\w'’-]+){1,4})")
_SHOUTED = re.compile(r"(?<![\w'’-])[A-ZÀ-Þ][A-ZÀ-Þ'’-]+(?:\s+[A-ZÀ-Þ][A-ZÀ-Þ'’-]*){1,6}(?![\w'’-])")
_NUMERAL = re.compile(r"[IVX]+")
_MOST_HEAD = 12
"""So many sentences of a letter may pass before it names the exercise."""
_MOST_GREETED = 3
_MOST_INFORMED = 6
"""So many words behind a label such as “Patient information” name an exercise."""
_PARTS = re.compile(r":\s+|\s[-–—/|·]\s|[(),]\s*|\s{2,}")
_LEAST_NAME = 2
"""A name that nobody knows has so many words at the least."""
_OFTEN, _USED, _BODILY, _KNOWN = 2, 0.75, 1.0, 2.0
_WHOLE, _LATER, _OWN, _LEAST_TOLD = 0.5, 0.1, 1.0, 0.65
"""What speaks for a line at the head being a name: each of so many uses in the text, a part of the body or a movement,
that it is known everywhere, that it is a whole line; against it, that it stands later; how much the title has before.
"""
_SUBTITLE = 4
"""So many words behind a colon or a comma are no part of a name."""


def article_title(
    article: Article, rows: Sequence[ReadSentence], book: Book, titles: Iterable[str] = ()
) -> tuple[str, tuple[int, ...]]:
    """Return what the exercise is called, and the sentence that says it: none where it is the article's title.

    Both are empty where nothing calls it anything.
    """
    text, where = _called(article, rows, book, titles)
    text = _as_title(text, book, titles)
    return (text, where) if re.search(r"\w", text) else ("", ())


def _called(
    article: Article, rows: Sequence[ReadSentence], book: Book, titles: Iterable[str]
) -> tuple[str, tuple[int, ...]]:
    """Return what calls the exercise something, as it stands in the article, and the sentence that does."""
    text = article.title.strip()
    where: tuple[int, ...] = ()
    greeted = any(book.found_greetings.at(one.plain) for one in rows[:_MOST_GREETED])
    surely = bool(_known(text, (*titles, *book.names), book))
    if text and greeted and not (surely or _is_bodily(text, book)):
        text = ""  # the name of a letter
    if not text and rows:
        first = rows[0].sentence
        is_kind = rows[0].heading == "title" or is_letterhead(first.heading, book)
        text, where = ("" if is_kind else first.heading) or _named(first.text, book), (first.number,)
        addressed = first.text.rstrip().endswith(",") or is_letterhead(first.text, book)
        text = "" if addressed or book.found_greetings.at(plainly(text)) else text
    if not text or (greeted and not surely):
        text, where = _in_passing(rows, book, titles) or (text, where)
    if not (_is_name(text, book, titles) or (text and any(plainly(text) in one.plain for one in rows[1:]))):
        text, where = _by_other_names(rows, book) or (text, where)
    known = (*titles, *book.names)
    if not _is_exactly(re.split(r":\s", text)[0], known) and (other := _at_its_head(article, text, rows, book, known)):
        text, where = other, ()
    told = next((one.sentence for one in rows[:4] if one.heading == "title" and one.sentence.heading != text), None)
    if told is not None and len(told.text.split()) <= _MOST_INFORMED and not re.search(r"\d", told.text):
        text, where = told.text, (told.number,)
    return text, where


def _as_title(text: str, book: Book, titles: Iterable[str]) -> str:
    """Return `text` as a title: without numbers, what leads to a name and what is added to it; short."""
    text = _NUMBERED.sub("", text)
    if (known := _known(text, titles, book)) and len(text.split()) > len(known.split()) + _AROUND:
        text = known
    for lead in sorted(book.title_leads, key=len, reverse=True):
        text = re.sub(rf"(?i)^{re.escape(lead)}\s+", "", text)
    text = _NUMBERED.sub("", text)
    cut = _without_subtitle(text, book).strip(' .!?:*#"“”·•')
    called = _known(text, book.names, book)
    cut = cut if plainly(called) in plainly(cut) or _is_bodily(cut, book) else called.replace(" - ", "-")
    text = cut if len(cut) > 2 else text
    if text.isupper():
        text = _in_title_case(text, book) if book.wording.has_title_case else text.capitalize()
    text = text.replace("[", "(").replace("]", ")").lstrip("#")
    text = f"{text[:1].upper()}{text[1:]}"
    words = text.replace("#", " ").split()
    ends = [n for n in range(2, MOST_IN_A_ROW + 1) if n < len(words) and words[n].lower() in book.wording.breaks]
    words = words[: ends[-1]] if ends and len(words) > MOST_IN_A_ROW else words
    while (
        len(words) > MOST_IN_A_ROW and len(words := words[:MOST_IN_A_ROW]) and words[-1].lower() in book.wording.breaks
    ):
        words.pop()
    return " ".join(words)[:_MOST_TITLE].strip()


def _is_exactly(text: str, names: Iterable[str]) -> bool:
    """Tell whether a title is one of `names`, be it with a small word or a number before it."""
    plain = plainly(_NUMBERED.sub("", text)).strip(" .!?:")
    return any(
        plain == name or (plain.endswith(f" {name}") and len(plain.split()) == len(name.split()) + 1) for name in names
    )


def _at_its_head(article: Article, text: str, rows: Sequence[ReadSentence], book: Book, known: Sequence[str]) -> str:
    """Return the name at the head of an article that is likelier one than `text`; empty where none is.

    It is a line there, or what stands behind or before a sign in one.
    """
    plains = [one.plain for one in rows]
    own = _likeness(text, plains, book, known)
    best, most = "", own + _OWN if own else _LEAST_TOLD
    for place, head in enumerate(article.heads):
        for piece in _pieces(head, book):
            score = _likeness(piece, plains, book, known) + (_WHOLE if piece == head else 0.0) - place * _LATER
            if score > most:
                best, most = piece, score
    return best


def _pieces(head: str, book: Book) -> Iterator[str]:
    """Yield a line and its parts between signs, each without what leads to a name."""
    for piece in dict.fromkeys((head, *_PARTS.split(head))):
        bare = _NUMBERED.sub("", piece.strip(' .!?:*#"“”'))
        for lead in sorted(book.title_leads, key=len, reverse=True):
            bare = re.sub(rf"(?i)^{re.escape(lead)}\s+", "", bare)
        if bare:
            yield bare


def _leads_off(plain: str, book: Book) -> bool:
    """Tell whether a line begins with a small word that no name begins with: “and rolling like a ball”."""
    return plain.partition(" ")[0] in (*book.joins, *book.wording.fronts, *book.wording.clinging)


def _likeness(piece: str, plains: Sequence[str], book: Book, known: Sequence[str]) -> float:
    """Return how much speaks for `piece` being what the exercise is called."""
    plain = plainly(piece)
    words = plain.split()
    exactly = _is_exactly(piece, known)
    is_else = role_of_heading(piece, book) or is_letterhead(piece, book) or book.found_greetings.at(plain)
    told = book.found_persons.first(plain) or book.found_levels.first(plain) or _leads_off(plain, book)
    alone = len(words) < _LEAST_NAME and not exactly
    if alone or is_else or told or len(words) > _MOST_NAME + 2 or re.search(r"\d", plain):
        return 0.0
    n_used = sum(find_word(one, plain) is not None for one in plains if one.strip(" .!") != plain)
    score = min(n_used, _OFTEN) * _USED + (_BODILY if _is_bodily(piece, book) else 0.0)
    return score + (_KNOWN if exactly else _KNOWN / 2 if _known(piece, known, book) else 0.0)


def _is_name(text: str, book: Book, titles: Iterable[str]) -> bool:
    """Tell whether a title may be what an exercise is called: it is known, or about a body and nobody's own."""
    if _known(text, (*titles, *book.names), book):
        return True
    return _is_bodily(text, book) and book.found_persons.first(plainly(text)) is None


def _by_other_names(rows: Sequence[ReadSentence], book: Book) -> tuple[str, tuple[int, ...]] | None:
    """Return what exercises are called everywhere that the first sentences, or what stands above them, name."""
    for one in rows[:_MOST_HEAD]:
        if name := _known(one.sentence.heading, book.names, book) or next(
            _names(one.sentence.text, book, book.names), ""
        ):
            return name, (one.number,)
    return None


def _in_title_case(text: str, book: Book) -> str:
    small = {*book.determiners, *book.wording.breaks}
    return " ".join(
        word.lower() if word.lower() in small else word if _NUMERAL.fullmatch(word) else word.capitalize()
        for word in text.split()
    )


def _without_subtitle(text: str, book: Book) -> str:
    """Return `text` up to the sign behind which no name goes on: neither many words do, nor small ones.

    What stands behind a colon is the name where it alone is about a body: “Small wonders: ankle circles”.
    """
    for end in _TITLE_ENDS.finditer(text):
        behind = text[end.end() :].strip()
        head = text[: end.start()]
        known = _is_bodily(head, book) or _known(head, book.names, book)
        names_it = end[0].strip() not in ("(", ",") and not known
        if names_it and _is_bodily(behind, book):
            return _without_subtitle(behind[:1].upper() + behind[1:], book)
        if end[0].strip() not in (":", ",") or len(behind.split()) >= _SUBTITLE:
            return head
        if end[0].strip() == ":" and behind[:1].islower():
            return head
    return text


def _known(text: str, titles: Iterable[str], book: Book) -> str:
    """Return the longest title of the library that stands in `text`, as it stands there; empty where none does."""
    plain = plainly(text)
    for title in sorted(titles, key=lambda one: (-len(one), one)):
        if (found := find_word(plain, title)) is not None:
            said = text[found.start() : found.end()]
            return said if said[:1].isupper() else said.title() if book.wording.has_title_case else said.capitalize()
    return ""


def _in_passing(rows: Sequence[ReadSentence], book: Book, titles: Iterable[str]) -> tuple[str, tuple[int, ...]] | None:
    """Return what the first sentences of a letter call the exercise, and which of them: as the library does, or so.

    Of names in capitals, which may be somebody's, those count that hold a movement or a part of the body. One that
    begins with the first one's words is the whole of it.
    """
    heads = [one.sentence for one in rows[:_MOST_HEAD]]
    found = [(name, one.number) for one in heads for name in _names(one.text, book, titles)]
    if not found:
        return None
    first = plainly(found[0][0])
    name, number = max((row for row in found if plainly(row[0]).startswith(first)), key=lambda row: len(row[0]))
    return name, (number,)


def _is_bodily(name: str, book: Book) -> bool:
    """Tell whether a name holds a movement or a part of the body."""
    return any(phrases.first(plainly(name)) for phrases in (book.found_verbs, book.found_parts))


def _names(text: str, book: Book, titles: Iterable[str]) -> Iterator[str]:
    """Yield the names of exercises in a sentence: in capitals, or as the library has them."""
    runs = [hit[0] for hit in _SHOUTED.finditer(text)]
    runs += [] if book.wording.has_capitals else [hit[1] for hit in _CAPITALS.finditer(text)]
    yield from (run for run in runs if _is_bodily(run, book))
    known = _known(text, titles, book)
    at = plainly(text).find(plainly(known)) if known else -1
    before = plainly(text[:at]).split()[-1:]
    n_words = len(re.split(r"[ -]", known))  # “the kickstand of a bicycle” is no name
    called = n_words > 1 and bool(before) and before[0] in book.determiners  # nor is “roll up again”
    called = called or n_words > _AROUND
    if known and (known.isupper() or not text.startswith(known)) and (known in text or called):
        more = re.match(r"(?:[ -][A-ZÀ-Þ][\w'’-]+)*", text[at + len(known) :]) if known in text else None
        yield known + (more[0] if more else "")


def _named(text: str, book: Book) -> str:
    """Return what a first sentence calls the exercise: what stands before its colon, or its first words in capitals."""
    head = re.split(r":| [-–—] ", text)[0]
    if len(head.split()) <= _MOST_NAME and book.found_verbs.first(plainly(head)) is None:
        return head
    words = text.split()
    run: list[str] = []
    for word in words[1:]:  # behind an article, which has a capital where a sentence begins
        if not word[:1].isupper() or len(run) >= _MOST_NAME:
            break
        run.append(word)
    return " ".join(run)
