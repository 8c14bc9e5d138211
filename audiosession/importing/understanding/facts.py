"""What an article says of an exercise as a whole: its title, position, level, reps, sides, and whom it is not for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from audiosession.importing.article import Article
from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, plainly
from audiosession.importing.outline import DraftItem, PhaseOutline
from audiosession.importing.understanding.breathing import held_places, in_stay, written_on_both
from audiosession.importing.understanding.cautions import is_turned
from audiosession.importing.understanding.numbers import ToldReps, amounts, reps_in
from audiosession.importing.understanding.roles import ReadSentence, Sense
from audiosession.importing.understanding.sentences import is_letterhead
from audiosession.importing.understanding.wording import MOST_IN_A_ROW

_ABOUT = (Sense.PURPOSE, Sense.NONE, Sense.ABOUT)
_ALSO = (Sense.REPS, Sense.TIP, Sense.CAUTION, Sense.SET_UP)
_TELL_REPS = (
    Sense.REPS,
    Sense.PHASE,
    Sense.HOLD,
    Sense.NONE,
    Sense.TIP,
    Sense.SET_UP,
    Sense.RELEASE,
    Sense.PURPOSE,
)
_MOST_TITLE = 60
_MOST_NAME = 5
_AROUND = 2
"""So many more words than a known name has, and a title is one of its author's, who names it in passing."""
_TITLE_ENDS = re.compile(r"\s*(?:\||\s[-–—]\s|\(|:(?=\s)|,(?=\s))")
_CAPITALS = re.compile(r"(?<=[a-zß-ÿ] )([A-ZÀ-Þ][\w'’-]+(?: (?:[a-z]{1,4} ){0,2}[A-ZÀ-Þ][\w'’-]+){1,4})")
_MOST_HEAD = 12
"""So many sentences of a letter may pass before it names the exercise."""
_SUBTITLE = 4
"""So many words behind a colon or a comma are no part of a name."""


def article_title(
    article: Article, rows: Sequence[ReadSentence], book: Book, titles: Iterable[str] = ()
) -> tuple[str, tuple[int, ...]]:
    """Return what the exercise is called, and the sentence that says it: none where it is the article's title.

    Both are empty where nothing calls it anything.
    """
    text = article.title.strip()
    where: tuple[int, ...] = ()
    if not text and rows:
        first = rows[0].sentence
        is_kind = rows[0].heading == "title" or is_letterhead(first.heading, book)
        text, where = ("" if is_kind else first.heading) or _named(first.text, book), (first.number,)
        text = "" if book.found_greetings.at(plainly(text)) else text
    if not text or book.found_greetings.at(rows[0].plain if rows else ""):
        text, where = _in_passing(rows, book, titles) or (text, where)
    told = next((one.sentence for one in rows[:4] if one.heading == "title" and one.sentence.heading != text), None)
    if told is not None and len(told.text.split()) <= 6:
        text, where = told.text, (told.number,)
    if (known := _known(text, titles)) and len(text.split()) > len(known.split()) + _AROUND:
        text = known
    for lead in sorted(book.title_leads, key=len, reverse=True):
        text = re.sub(rf"(?i)^{re.escape(lead)}\s+", "", text)
    text = re.sub(r"^\W*\d+\s*[.):·–-]\s*", "", text)
    cut = _without_subtitle(text).strip(' .!?:*#"“”')
    text = cut if len(cut) > 2 else text
    if text.isupper():
        text = text.title() if book.wording.has_title_case else text.capitalize()
    text = text.replace("[", "(").replace("]", ")").lstrip("#")
    text = f"{text[:1].upper()}{text[1:]}"
    words = text.replace("#", " ").split()
    while (
        len(words) > MOST_IN_A_ROW and len(words := words[:MOST_IN_A_ROW]) and words[-1].lower() in book.wording.breaks
    ):
        words.pop()
    return (" ".join(words)[:_MOST_TITLE].strip(), where) if re.search(r"\w", text) else ("", ())


def _without_subtitle(text: str) -> str:
    """Return `text` up to the sign behind which no name goes on: neither many words do, nor small ones."""
    for end in _TITLE_ENDS.finditer(text):
        behind = text[end.end() :].strip()
        if end[0].strip() not in (":", ",") or len(behind.split()) >= _SUBTITLE:
            return text[: end.start()]
        if end[0].strip() == ":" and behind[:1].islower():
            return text[: end.start()]
    return text


def _known(text: str, titles: Iterable[str]) -> str:
    """Return the longest title of the library that stands in `text`, as it stands there; empty where none does."""
    plain = plainly(text)
    for title in sorted(titles, key=lambda one: (-len(one), one)):
        if (found := re.search(rf"(?<!\w){re.escape(title)}(?!\w)", plain)) is not None:
            said = text[found.start() : found.end()]
            return said if said[:1].isupper() else said.title()
    return ""


def _in_passing(rows: Sequence[ReadSentence], book: Book, titles: Iterable[str]) -> tuple[str, tuple[int, ...]] | None:
    """Return what the first sentences of a letter call the exercise, as the library does or in capitals; and which.

    Of names in capitals, which may be somebody's, those count that hold a movement or a part of the body.
    """
    heads = [one.sentence for one in rows[:_MOST_HEAD]]
    for one in heads:
        known = _known(one.text, titles)
        if known and known in one.text and not one.text.startswith(known):  # “roll up again” is no name
            return known, (one.number,)
    if book.wording.has_capitals:
        return None
    found = ((hit[1], (one.number,)) for one in heads for hit in _CAPITALS.finditer(one.text))
    of_body = (book.found_verbs, book.found_parts)
    return next((row for row in found if any(phrases.first(plainly(row[0])) for phrases in of_body)), None)


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


def whole_facts(article: Article, rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield position, level, focus, what one needs, what the spine does, and where it ends."""
    if (position := _position(article, rows, book)) is not None:
        yield position
        if (ends := _ends_in(rows, book)) is not None and ends.value != position.value:
            yield ends
    yield from _first("level", rows, book.found_levels.first, (*_ABOUT, *_ALSO))
    told = [one for one in rows if one.role is Sense.PURPOSE]
    found: dict[str, list[int]] = {}
    for one in told:
        for key in book.found_focus.keys_in(one.plain):
            found.setdefault(key, []).append(one.number)
    for key, numbers in found.items():
        yield DraftItem(field="focus", value=key, sentences=tuple(numbers))
    yield from _equipment(article, rows, book)
    if (spine := book.found_spine.first(plainly(article.title))) is not None:
        yield DraftItem(field="spine", value=spine.key)
    else:
        yield from _first("spine", rows, book.found_spine.first, _ABOUT)


def _first(
    key: str, rows: Sequence[ReadSentence], find: Callable[[str], FoundPhrase | None], roles: Sequence[Sense]
) -> Iterator[DraftItem]:
    for one in rows:
        text = f"{plainly(one.sentence.heading)}: {one.plain}"
        if one.role in roles and not one.is_negated and (found := find(text)) is not None:
            yield DraftItem(field=key, value=found.key, sentences=(one.number,))
            return


def _position(article: Article, rows: Sequence[ReadSentence], book: Book) -> DraftItem | None:
    """Return the position that is taken first; a plank where one comes into it last."""
    places = [one for one in rows if one.role in (Sense.SET_UP, Sense.PHASE, Sense.HOLD, Sense.PREPARATION)]
    found = [(hit.key, one.number) for one in places for hit in book.found_positions.find(one.plain)]
    if not found:
        return _named_position(rows, book)
    if (called := book.found_positions.first(plainly(article.title))) is not None and called.key == "plank":
        return DraftItem(field="position", value="plank")
    planks = [row for row in found if row[0] == "plank"]
    key, number = planks[0] if planks else found[0]
    return DraftItem(field="position", value=key, sentences=(number,))


def _named_position(rows: Sequence[ReadSentence], book: Book) -> DraftItem | None:
    """Return the position that is named without being taken: as the kind of the exercise, else in passing."""
    for one in sorted(rows, key=lambda row: row.role is not Sense.ABOUT):
        if one.role is not Sense.IGNORED and (hit := book.found_positions.first(one.plain)) is not None:
            guessed = "" if one.role is Sense.ABOUT else "it is named in passing"
            return DraftItem(field="position", value=hit.key, sentences=(one.number,), guessed=guessed)
    return None


def _ends_in(rows: Sequence[ReadSentence], book: Book) -> DraftItem | None:
    found = [
        DraftItem(field="ends_in", value=hit.key, sentences=(one.number,))
        for one in rows
        if one.role is Sense.RELEASE
        for hit in book.found_ends.find(one.plain)
    ]
    return found[-1] if found else None


def _equipment(article: Article, rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    if article.tools:
        yield DraftItem(field="equipment", value=article.tools[0])
        return
    for one in rows:
        if one.heading == "equipment" and one.plain.split()[0] in book.wording.dropped and len(one.plain.split()) <= 6:
            yield DraftItem(field="equipment", value=one.plain.rstrip("."), sentences=(one.number,))
            return
        if one.role in (Sense.EQUIPMENT, Sense.SET_UP, Sense.PHASE) and (hit := book.found_equipment.first(one.plain)):
            yield DraftItem(field="equipment", value=hit.key, sentences=(one.number,))
            return


def reps_of(rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield how often it is done: ``reps.default``, ``reps.min``, ``reps.max``, as far as the article says so."""
    for one, amount in held_places(rows, book) if in_stay(rows, book) else ():
        if amount.unit == "breaths":
            yield from _items(ToldReps(usual=amount.least if amount.least == amount.most else 0,
                                   least=0 if amount.least == amount.most else amount.least,
                                   most=amount.most), one.number)  # fmt: skip
            return
    for one in rows:
        if one.heading == "reps" and reps_in(one.plain, book) is None:
            number = next((hit for hit in amounts(one.plain, book) if not hit.unit), None)
            if number is not None:
                usual = number.least if number.least == number.most else 0
                told = ToldReps(usual=usual, least=0 if usual else number.least, most=0 if usual else number.most)
                yield from _items(told, one.number)
                return
        if one.role in _TELL_REPS and (reps := reps_in(one.plain, book)) is not None and reps.usual != 1:
            yield from _items(reps, one.number)
            return


def _items(reps: ToldReps, number: int) -> Iterator[DraftItem]:
    for key, value in (("default", reps.usual), ("min", reps.least), ("max", reps.most)):
        if value:
            yield DraftItem(field=f"reps.{key}", value=value, sentences=(number,))


def sides_of(rows: Sequence[ReadSentence], phases: Sequence[PhaseOutline], book: Book) -> DraftItem | None:
    """Return how what is told of one side comes to the other one; None where there is none."""
    if written_on_both(phases):
        return None
    told = [
        (one, hit) for one in rows for hit in book.found_changes.find(one.plain) if one.role is not Sense.MODIFICATION
    ]
    named = any(one.side for one in phases)
    if not told:
        return DraftItem(field="sides", value="in-turn", guessed="one side is told") if named else None
    keys = [hit.key for _, hit in told]
    numbers = tuple(dict.fromkeys(one.number for one, _ in told))
    if "alternate" in keys:
        return DraftItem(field="sides", value="alternate", sentences=numbers)
    if "in_turn" in keys and (
        in_stay(rows, book) or any(reps_in(one.plain, book) for one, hit in told if hit.key == "in_turn")
    ):
        return DraftItem(field="sides", value="in-turn", sentences=numbers)
    return DraftItem(
        field="sides", value="in-turn", sentences=numbers, guessed="whether each rep or all reps change sides"
    )


def _asked(one: ReadSentence) -> str:
    return one.sentence.heading if one.sentence.heading.endswith("?") else ""


def avoided(rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield whom it is not for, as `avoid` calls it."""
    found: dict[str, list[int]] = {}
    for one in rows:
        if one.role is Sense.CAUTION and not is_turned(one.plain, book):
            for key in book.found_conditions.all_keys_in(f"{plainly(_asked(one))} {one.plain}"):
                found.setdefault(key, []).append(one.number)
    for key, numbers in found.items():
        yield DraftItem(field="avoid", value=key, sentences=tuple(numbers))


def warm_ups_of(rows: Sequence[ReadSentence], titles: Mapping[str, str]) -> tuple[list[DraftItem], list[str]]:
    """Return the warm-ups that the library has, and the titles of all that are named in it.

    `titles` are names of exercises by their titles in small letters.
    """
    items: list[DraftItem] = []
    named: list[str] = []
    for one in rows:
        if one.role is not Sense.WARM_UP:
            continue
        hits = []
        for title, name in titles.items():
            if (found := re.search(rf"(?<!\w){re.escape(title)}(?!\w)", one.plain)) is not None:
                hits.append((found.start(), -len(title), name, one.sentence.text[found.start() : found.end()]))
        taken = -1
        for start, size, name, text in sorted(hits):
            if start >= taken:
                items.append(DraftItem(field="warm_ups", value=name, sentences=(one.number,)))
                named.append(text)
                taken = start - size
    return items, named
