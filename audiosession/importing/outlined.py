"""An article understood: its facts as the items of an outline, its instructions as cues in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from audiosession.importing.article import Article, BlockKind
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.outline import DraftItem, DraftOutline, PhaseOutline
from audiosession.importing.understanding.breathing import in_stay, phases_of
from audiosession.importing.understanding.cautions import caution_lines
from audiosession.importing.understanding.clauses import Clause
from audiosession.importing.understanding.facts import (
    article_title,
    avoided,
    reps_of,
    sides_of,
    warm_ups_of,
    whole_facts,
)
from audiosession.importing.understanding.numbers import reps_in
from audiosession.importing.understanding.roles import ReadSentence, Sense
from audiosession.importing.understanding.stages import read_roles
from audiosession.importing.understanding.wording import SourceWords, cue_of, going_on, sentence_of, unlike

_FIELDS = {
    Sense.PURPOSE: "purpose",
    Sense.SET_UP: "set_up",
    Sense.PREPARATION: "preparation",
    Sense.TIP: "tip",
    Sense.MODIFICATION: "modification",
    Sense.RELEASE: "release",
    Sense.WARM_UP: "warm_up_note",
    Sense.CAUTION: "caution",
}
_WHOLE = (Sense.MODIFICATION, Sense.WARM_UP)
"""What is understood as a whole sentence, with its condition."""
_BESIDE = ("purpose", "modification", "release")
_MOST_LINE = 300
_MOST_CONDITION = 5


def outline_of(article: Article, book: Book, titles: Mapping[str, str], *, keep_words: bool = False) -> DraftOutline:
    """Return `article` as an outline in the words of `book`; in its own where `keep_words` is true.

    `titles` are the names of the library's exercises by their titles in small letters.
    """
    rows = read_roles(article, book)
    source = SourceWords([one.text for one in article.sentences]) if not keep_words else SourceWords([])
    title, title_from = article_title(article, rows, book, titles)
    phases = phases_of(rows, book)
    items: list[DraftItem] = [*whole_facts(article, rows, book)]
    warm_ups, named = warm_ups_of(rows, titles)
    items += [*warm_ups, *avoided(rows, book), *reps_of(rows, book)]
    sides = sides_of(rows, phases, book)
    items += [sides] if sides is not None else []
    hold = next((n for n, one in enumerate(rows) if one.role is Sense.HOLD), 0) if in_stay(rows, book) else 0
    stay = {number for phase in phases for number in phase.sentences}
    for place, one in enumerate(_named(list(_without_title(rows, title)), book)):
        if place < hold and one.role is Sense.PHASE and one.number not in stay:
            one = one.is_of(Sense.SET_UP)
        lines = _lines(one, book, source, keep_words=keep_words)
        items += _as_mistake(lines, book) if _is_mistake(one, rows[place - 1] if place else None, book) else lines
    if named:
        said = book.wording.warm_up.format(names=", ".join(named))
        items.append(DraftItem(field="warm_up_note", value=said, sentences=warm_ups[0].sentences))
    phases = [_worded(one, book, source, keep_words=keep_words) for one in _in_words(phases, article, keep_words)]
    items = list(_once_changed(items, sided=sides is not None))
    placed = {number for item in items for number in item.sentences}
    placed |= {number for phase in phases for number in phase.sentences}
    unplaced = tuple(one.number for one in rows if one.number not in placed)
    return DraftOutline(
        title=title,
        title_from=title_from,
        language=book.language,
        items=tuple(_apart(items)),
        phases=tuple(phases),
        unplaced=unplaced,
        keeps_words=keep_words,
    )


def _once_changed(items: Sequence[DraftItem], *, sided: bool) -> Iterator[DraftItem]:
    """Yield `items` with one line at the most that is said between the sides, and none where there are no sides."""
    changes = [one for one in items if one.field == "change_sides"]
    kept = changes[:1] if sided else []
    yield from (one for one in items if one.field != "change_sides" or one in kept)


def _apart(items: Sequence[DraftItem]) -> Iterator[DraftItem]:
    """Yield `items`, each line of a field once."""
    seen: set[tuple[str, object]] = set()
    for one in items:
        key = (one.field, str(one.value).lower())
        if key not in seen:
            seen.add(key)
            yield one


def _lines(one: ReadSentence, book: Book, source: SourceWords, *, keep_words: bool) -> Iterator[DraftItem]:
    """Yield what is said for a sentence, in the field of its role."""
    role = one.role
    if role is Sense.REPS:
        yield from _beside_reps(one, book, source)
        return
    key = _FIELDS.get(role)
    if key is None:
        return
    if keep_words:
        said = [_as_written(one.sentence.text)]
    elif role is Sense.CAUTION:
        said = caution_lines(one, book)
    elif role in _WHOLE:
        said = _whole(one, book)
    else:
        said = list(_in_clauses(one, book))
        is_bullet = one.sentence.kind is BlockKind.BULLET
        if not any(said) and role is Sense.TIP and one.heading == "tips" and is_bullet:
            said = [cue_of(Clause(text=one.sentence.text, plain=one.plain), book, keep_breath=True)]
    for text in said:
        for line in unlike(text, source, book) if text and not keep_words else [text]:
            if line:
                yield DraftItem(field=key, value=line, sentences=(one.number,))


def _is_mistake(one: ReadSentence, before: ReadSentence | None, book: Book) -> bool:
    """Tell whether a sentence names a mistake: the first of its block, and nothing that it asks for itself."""
    if one.heading != "mistakes" or one.role is not Sense.TIP:
        return False
    verb = book.found_verbs.at(one.plain)
    asks = verb is not None and not verb.text.endswith(book.wording.mistaken)
    return not asks and not one.is_negated and (before is None or before.sentence.place != one.sentence.place)


def _as_mistake(lines: Iterable[DraftItem], book: Book) -> Iterator[DraftItem]:
    """Yield `lines` so that nobody takes them for something to do."""
    for line in lines:
        yield replace(line, value=book.wording.mistake.format(cue=going_on(str(line.value), book)))


def _as_written(text: str) -> str:
    """Return a sentence in its own words, no longer than a line may be."""
    return sentence_of(text.rstrip(" .")[: _MOST_LINE - 1])


def _without_title(rows: Sequence[ReadSentence], title: str) -> Iterator[ReadSentence]:
    """Yield `rows` without clauses that say the title and no more."""
    said = words_of_text(title)
    for one in rows:
        yield replace(one, clauses=tuple(clause for clause in one.clauses if words_of_text(clause.text) != said))


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
            if pronoun is not None and last and leads and one.role in (Sense.TIP, Sense.SET_UP, Sense.PREPARATION):
                said = f"{clause.text[: pronoun.start]}{book.wording.the} {last}{clause.text[pronoun.end :]}".strip()
                clause = replace(clause, text=said, plain=plainly(said), n_parts=1)
            last = parts[0] if len(parts) == 1 else last if not parts else ""
            clauses.append(clause)
        yield replace(one, clauses=tuple(clauses))


def _in_clauses(one: ReadSentence, book: Book) -> Iterator[str]:
    """Yield a sentence clause by clause; a breath that stands alone is said with what follows it."""
    breath = ""
    for clause in one.clauses:
        keep = one.role is Sense.TIP
        asks = one.role is not Sense.PURPOSE
        cue = (
            cue_of(clause, book, keep_breath=keep, asks=asks)
            if _is_said(clause, book) or (clause.breath and keep)
            else ""
        )
        breath = "" if keep else clause.breath or breath
        if one.role is Sense.PURPOSE and clause.plain.partition(" ")[0] in book.wording.relatives:
            continue
        if not cue or (not clause.n_parts and book.found_signs["release"].at(clause.plain) and "," not in clause.text):
            continue
        if breath in ("inhale", "exhale"):
            with_breath = book.wording.in_with if breath == "inhale" else book.wording.out_with
            cue = with_breath.format(cue=going_on(cue, book))
        yield cue
        breath = ""


def _is_said(clause: Clause, book: Book) -> bool:
    """Tell whether a clause is about the body: what is neither a part nor something to do is left out."""
    return bool(clause.verbs or clause.n_parts or clause.is_negated)


def _whole(one: ReadSentence, book: Book) -> list[str]:
    """Return a sentence with its condition as lines: whole where it is short enough, else clause by clause."""
    heading = one.sentence.heading.strip(" :?!.*")
    text = one.sentence.text
    if one.role is Sense.MODIFICATION and heading and len(heading.split()) <= _MOST_CONDITION:
        asked = one.sentence.heading.endswith("?")
        text = f"{heading}: {text}" if asked or _is_condition(heading, book) else text
    whole = Clause(text=text, plain=plainly(text), verbs=("setting",), n_parts=1)
    cue = cue_of(whole, book, keep_breath=True)
    if cue:
        return [cue]
    return [cue_of(clause, book) for clause in one.clauses if _is_said(clause, book)]


def _is_condition(heading: str, book: Book) -> bool:
    return book.found_signs["degree"].first(plainly(heading)) is not None


def _key_beside(clause: Clause, book: Book) -> str:
    """Return the field of a clause that stands beside how often something is done; empty where it has none."""
    verb = book.found_verbs.at(clause.plain)
    if verb is not None and verb.key == "benefit":
        return "purpose"
    if clause.n_parts and clause.is_negated:
        return "tip"
    return next(
        (key for key in ("purpose", "modification", "release") if book.found_signs[key].first(clause.plain)), ""
    )


def _beside_reps(one: ReadSentence, book: Book, source: SourceWords) -> Iterator[DraftItem]:
    """Yield what a sentence says beside how often: what it is for, how to come out."""
    for clause in one.clauses:
        if reps_in(clause.plain, book):
            continue
        if book.found_changes.first(clause.plain):
            if cue := cue_of(clause, book):
                yield from (
                    DraftItem(field="change_sides", value=line, sentences=(one.number,))
                    for line in unlike(cue, source, book)[:1]
                )
            continue
        key = _key_beside(clause, book)
        if key and (cue := cue_of(clause, book)):
            for line in unlike(cue, source, book):
                yield DraftItem(field=key, value=line, sentences=(one.number,))


def _in_words(phases: Sequence[PhaseOutline], article: Article, keep_words: bool) -> list[PhaseOutline]:
    """Return `phases` with the article's own sentences as their cues where these are kept."""
    if not keep_words:
        return list(phases)
    texts = {one.number: one.text for one in article.sentences}
    made = []
    for phase in phases:
        cues = [
            DraftItem(
                field="phase", value=sentence_of(texts[number].rstrip(" .")[: _MOST_LINE - 1]), sentences=(number,)
            )
            for number in phase.sentences
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
        cues += [replace(one, value=line) for line in unlike(str(one.value), source, book)]
    return replace(phase, cues=tuple(cues), switch_at=switch_at)
