"""An article understood: its facts as the items of an outline, its instructions as cues in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from audiosession.importing.article import Article
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.outline import DraftItem, DraftOutline, PhaseOutline
from audiosession.importing.understanding.breathing import in_stay, phases_of
from audiosession.importing.understanding.clauses import blanked
from audiosession.importing.understanding.facts import (
    avoided,
    often_of,
    reps_of,
    sides_of,
    warm_ups_of,
    whole_facts,
)
from audiosession.importing.understanding.lines import SPOKEN, as_written, sentence_lines
from audiosession.importing.understanding.numbers import length_in, without_length
from audiosession.importing.understanding.reading import ReadSentence, Sense
from audiosession.importing.understanding.rewording.copying import SourceWords, unlike
from audiosession.importing.understanding.stages import read_roles
from audiosession.importing.understanding.titles import article_title
from audiosession.importing.understanding.warning.reasons import signs_of_caution
from audiosession.importing.understanding.wording import is_fragment

_BY_VALUE = (Sense.REPS, Sense.HOLD, Sense.ABOUT, Sense.EQUIPMENT, Sense.WARM_UP)
"""What is told by a value as well as by a line."""
_STEM, _LONG, _FEW_LOST = 4, 4, 3
"""Words are the same where they begin alike; so many that tell something may be lost of a sentence that is reworded.

Of a caution none may.
"""


def outline_of(article: Article, book: Book, titles: Mapping[str, str], *, keep_words: bool = False) -> DraftOutline:
    """Return `article` as an outline in the words of `book`; in its own where `keep_words` is true.

    `titles` are the names of the library's exercises by their titles in small letters.
    """
    rows = read_roles(article, book)
    source = SourceWords(_texts(article)) if not keep_words else SourceWords([])
    title, title_from = article_title(article, rows, book, titles)
    phases = phases_of(rows, book)
    items: list[DraftItem] = [*whole_facts(article, rows, book)]
    warm_ups, named = warm_ups_of(rows, titles)
    items += [*warm_ups, *avoided(rows, book), *reps_of(rows, book), *often_of(rows, book)]
    sides = sides_of(rows, phases, book)
    items += [sides] if sides is not None else []
    told = _named(list(_without_title(_held(rows, phases, book), title, book)), book)
    for one, before in zip(told, (None, *rows), strict=False):
        does_good = any("benefit" in clause.verbs for clause in one.clauses)
        if one.number in title_from and one.role is Sense.PURPOSE and (one.by_place or not does_good):
            continue  # it says what the exercise is called
        items += sentence_lines(one, before, book, source, keep_words=keep_words)
    if named:
        said = book.wording.warm_up.format(names=", ".join(named))
        items.append(DraftItem(field="warm_up_note", value=said, sentences=warm_ups[0].sentences))
    phases = [_worded(one, book, source, keep_words=keep_words) for one in _in_words(phases, article, keep_words)]
    items = list(_once_changed(items, sided=sides is not None))
    unplaced = tuple(dict.fromkeys(one.number for one in rows if not _is_placed(one, items, phases, book)))
    return DraftOutline(
        title=title,
        title_from=title_from,
        language=book.language,
        items=tuple(_apart(items)),
        phases=tuple(phases),
        unplaced=unplaced,
        keeps_words=keep_words,
    )


def _held(rows: Sequence[ReadSentence], phases: Sequence[PhaseOutline], book: Book) -> Iterator[ReadSentence]:
    """Yield `rows`; where a place is held, what is done from the first breath that leads into it is the way there."""
    hold = next((n for n, one in enumerate(rows) if one.role is Sense.HOLD), 0) if in_stay(rows, book) else 0
    stay = {number for phase in phases for number in phase.sentences}
    enters = False
    for place, one in enumerate(rows):
        leads = place < hold and one.number not in stay
        enters |= leads and one.role is Sense.PHASE
        if enters and leads and one.role in (Sense.PHASE, Sense.SET_UP):
            yield one.is_of(Sense.INTO_PLACE)
        else:
            yield _beside_stay(one, book) if hold and place == hold else one


def _beside_stay(one: ReadSentence, book: Book) -> ReadSentence:
    """Return a sentence that says for how many breaths a place is held as what it says of the body besides: a tip."""
    told = [replace(each, text=without_length(each.text, book, "breaths")) for each in one.clauses]
    said = [replace(each, plain=plainly(each.text)) for each in told if each.n_parts and not each.breath]
    is_breaths = length_in(one.plain, book, "breaths") is not None
    return replace(one, clauses=tuple(said)).is_of(Sense.TIP) if said and is_breaths else one


def _is_placed(one: ReadSentence, items: Sequence[DraftItem], phases: Sequence[PhaseOutline], book: Book) -> bool:
    """Tell whether all that a sentence says is in the draft: in its lines, or in a value that is what it is about."""
    mine = [item for item in items if one.number in item.sentences]
    cues = [cue for phase in phases for cue in phase.cues if one.number in cue.sentences]
    held = any(one.number in phase.sentences for phase in phases) and not cues
    if not mine and not cues and not held:
        return False
    lines = [str(item.value) for item in mine if item.field in SPOKEN] + [str(cue.value) for cue in cues]
    if not lines:
        return held or one.role in _BY_VALUE
    said = {word[:_STEM] for line in lines for word in words_of_text(line)}
    said |= {word[:_STEM] for old, new in book.wording.replace.items() if new[:_STEM] in said for word in old.split()}
    lost = [word for word in _telling(one, book) if word[:_STEM] not in said]
    return len(lost) <= (0 if one.role is Sense.CAUTION else _FEW_LOST) or one.role in _BY_VALUE


def _telling(one: ReadSentence, book: Book) -> Iterator[str]:
    """Yield the words of a sentence that tell something: parts, verbs, and whatever is no small word."""
    small = {*book.common, *book.determiners, *book.wording.breaks, *book.wording.dropped, *book.soft, *book.persons}
    plain = one.plain
    signs = signs_of_caution(book) if one.role is Sense.CAUTION else ()
    for phrases in (*signs, book.found_breath, book.found_fillers, book.found_changes):
        plain = blanked(plain, phrases)
    yield from (word for word in words_of_text(plain) if len(word) >= _LONG and word not in small)


def _texts(article: Article) -> list[str]:
    """Return what an article says, its headings among it."""
    return [*dict.fromkeys(one.heading for one in article.sentences), *(one.text for one in article.sentences)]


def _once_changed(items: Sequence[DraftItem], *, sided: bool) -> Iterator[DraftItem]:
    """Yield `items` with one line at the most that is said between the sides, and none where there are no sides."""
    changes = [one for one in items if one.field == "change_sides"]
    kept = changes[:1] if sided else []
    yield from (one for one in items if one.field != "change_sides" or one in kept)


def _apart(items: Sequence[DraftItem]) -> Iterator[DraftItem]:
    """Yield `items`, each line of a field once, with all sentences that say it."""
    made: dict[tuple[str, str], DraftItem] = {}
    for one in items:
        key = (one.field, str(one.value).lower())
        first = made.get(key, one)
        made[key] = replace(first, sentences=tuple(dict.fromkeys((*first.sentences, *one.sentences))))
    yield from made.values()


def _without_title(rows: Iterable[ReadSentence], title: str, book: Book) -> Iterator[ReadSentence]:
    """Yield `rows` without clauses that say the title and no more, be it with an article."""
    said = _bare_words(title, book)
    for one in rows:
        yield replace(one, clauses=tuple(clause for clause in one.clauses if _bare_words(clause.text, book) != said))


def _bare_words(text: str, book: Book) -> list[str]:
    return [word for word in words_of_text(text) if word not in book.determiners]


def _named(rows: Sequence[ReadSentence], book: Book) -> Iterator[ReadSentence]:
    """Yield `rows` with the part of the body that was just named in place of a word that stands for it."""
    last, place = "", ""
    for one in rows:
        if one.sentence.place != place:
            last, place = "", one.sentence.place
        clauses = []
        for clause in one.clauses:
            parts = list(dict.fromkeys(hit.text for hit in book.found_parts.find(clause.plain)))
            pronoun = book.found_pronouns.first(clause.plain)
            first = book.found_parts.first(clause.plain)
            leads = pronoun is not None and (first is None or pronoun.start < first.start)
            leads = leads and pronoun is not None and _agree(last, pronoun.text, book)
            if pronoun is not None and last and leads and one.role in (Sense.TIP, Sense.SET_UP, Sense.PREPARATION):
                said = f"{clause.text[: pronoun.start]}{book.wording.the} {last}{clause.text[pronoun.end :]}".strip()
                clause = replace(clause, text=said, plain=plainly(said), n_parts=1)
            last = parts[0] if len(parts) == 1 else last if not parts else ""
            clauses.append(clause)
        yield replace(one, clauses=tuple(clauses))


def _agree(part: str, pronoun: str, book: Book) -> bool:
    """Tell whether a part of the body and a word that may stand for it are both of one or both of several."""
    many = book.wording.many
    return not many or (pronoun in many) == part.endswith(tuple(one for one in many if one not in book.pronouns))


def _in_words(phases: Sequence[PhaseOutline], article: Article, keep_words: bool) -> list[PhaseOutline]:
    """Return `phases` with the article's own sentences as their cues where these are kept."""
    if not keep_words:
        return list(phases)
    texts = {one.number: one.text for one in article.sentences}
    made = []
    for phase in phases:
        cues = [
            DraftItem(field="phase", value=line, sentences=(number,))
            for number in phase.sentences
            for line in as_written(texts[number])
        ]
        made.append(replace(phase, cues=tuple(cues), switch_at=min(phase.switch_at, max(0, len(cues) - 1))))
    return made


def _worded(phase: PhaseOutline, book: Book, source: SourceWords, *, keep_words: bool) -> PhaseOutline:
    """Return `phase` with cues that follow the article nowhere too long."""
    if keep_words:
        return phase
    cues: list[DraftItem] = []
    switch_at = 0
    for number, one in enumerate(phase.cues):
        if number == phase.switch_at and number:
            switch_at = len(cues)
        lines = unlike(str(one.value), source, book)
        cues += [replace(one, value=line) for line in lines if not is_fragment(line, book)]
    return replace(phase, cues=tuple(cues), switch_at=switch_at)
