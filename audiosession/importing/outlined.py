"""An article understood: its facts as the items of an outline, its instructions as cues in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from audiosession.importing.article import Article, BlockKind
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.outline import DraftItem, DraftOutline, PhaseOutline
from audiosession.importing.understanding.breathing import in_stay, phases_of
from audiosession.importing.understanding.cautions import caution_lines
from audiosession.importing.understanding.clauses import Clause, blanked
from audiosession.importing.understanding.facts import (
    article_title,
    avoided,
    reps_of,
    sides_of,
    warm_ups_of,
    whole_facts,
)
from audiosession.importing.understanding.numbers import length_in, reps_in, without_length
from audiosession.importing.understanding.roles import ReadSentence, Sense, asks_for_something
from audiosession.importing.understanding.stages import read_roles
from audiosession.importing.understanding.wording import SourceWords, cue_of, going_on, is_fragment, sentence_of, unlike

_FIELDS = {
    Sense.PURPOSE: "purpose",
    Sense.SET_UP: "set_up",
    Sense.INTO_PLACE: "into_place",
    Sense.PREPARATION: "preparation",
    Sense.TIP: "tip",
    Sense.MODIFICATION: "modification",
    Sense.RELEASE: "release",
    Sense.WARM_UP: "warm_up_note",
    Sense.CAUTION: "caution",
}
_WHOLE = (Sense.MODIFICATION, Sense.WARM_UP)
"""What is understood as a whole sentence, with its condition."""
SPOKEN = frozenset([*_FIELDS.values(), "change_sides"])
"""The fields of an outline that hold what is said."""
_BY_VALUE = (Sense.REPS, Sense.HOLD, Sense.ABOUT, Sense.EQUIPMENT, Sense.WARM_UP)
"""What is told by a value as well as by a line."""
_STEM, _LONG, _FEW_LOST = 4, 4, 3
"""Words are the same where they begin alike; so many that tell something may be lost of a sentence that is reworded."""
_BESIDE = ("purpose", "modification", "release")
_MOST_LINE = 300
_MOST_CONDITION = 5


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
    items += [*warm_ups, *avoided(rows, book), *reps_of(rows, book)]
    sides = sides_of(rows, phases, book)
    items += [sides] if sides is not None else []
    hold = next((n for n, one in enumerate(rows) if one.role is Sense.HOLD), 0) if in_stay(rows, book) else 0
    stay = {number for phase in phases for number in phase.sentences}
    enters = False
    for place, one in enumerate(_named(list(_without_title(rows, title)), book)):
        enters |= place < hold and one.role is Sense.PHASE and one.number not in stay
        if enters and place < hold and one.role in (Sense.PHASE, Sense.SET_UP) and one.number not in stay:
            one = one.is_of(Sense.INTO_PLACE)
        if one.number == rows[hold].number and one.role is Sense.HOLD and hold:
            one = _beside_stay(one, book)
        mistaken = _is_mistake(one, rows[place - 1] if place else None, book)
        if mistaken is None:
            continue
        items += _mistakes(one, book, source) if mistaken else _lines(one, book, source, keep_words=keep_words)
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
    return len(lost) <= _FEW_LOST or one.role in _BY_VALUE


def _telling(one: ReadSentence, book: Book) -> Iterator[str]:
    """Yield the words of a sentence that tell something: parts, verbs, and whatever is no small word."""
    small = {*book.common, *book.determiners, *book.wording.breaks, *book.wording.dropped, *book.soft, *book.persons}
    plain = blanked(blanked(one.plain, book.found_breath), book.found_fillers)
    numbers = blanked(plain, book.found_changes)
    yield from (word for word in words_of_text(numbers) if len(word) >= _LONG and word not in small)


def _texts(article: Article) -> list[str]:
    """Return what an article says, its headings among it."""
    return [*dict.fromkeys(one.heading for one in article.sentences), *(one.text for one in article.sentences)]


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
        said = _as_written(_labelled(one, book))
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
        is_whole = role in (Sense.CAUTION, *_WHOLE)
        lines = unlike(text, source, book, listed=not is_whole) if text and not keep_words else [text]
        if is_whole and len(lines) > 1:
            continue  # with its condition it is said whole, or read
        for line in lines:
            if line and (keep_words or role is Sense.CAUTION or not is_fragment(line, book)):
                yield DraftItem(field=key, value=line, sentences=(one.number,))


def _is_mistake(one: ReadSentence, before: ReadSentence | None, book: Book) -> bool | None:
    """Tell whether a sentence below a heading of mistakes names one; None where that is in doubt.

    A remedy says what to keep, or what not to do; what else asks for something may be either, unless it comes first.
    """
    if one.role is Sense.TIP and one.heading == "pitfalls":
        return _goes_on(one, book)
    if one.heading != "mistakes" or one.role is not Sense.TIP:
        return False
    verb = book.found_verbs.at(one.plain)
    asks = verb is not None and not verb.text.endswith(book.wording.mistaken)
    if asks and (one.keeps or one.is_negated):
        return False
    remedied = one.is_negated and any(clause.verbs for clause in one.clauses) and asks_for_something(one, book)
    is_first = before is None or before.sentence.place != one.sentence.place
    first = one.plain.lstrip(' (-"“').partition(" ")[0]
    tells = first in book.determiners or book.found_parts.at(one.plain) is not None
    if remedied:
        return False
    return True if is_first or (tells and not asks) else None


def _goes_on(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with a verb that tells what goes on: “letting the hips roll” asks for nothing."""
    verb = book.found_verbs.at(one.plain.lstrip(' (-"“'))
    return verb is not None and verb.text.endswith(book.wording.going)


def _mistakes(one: ReadSentence, book: Book, source: SourceWords) -> Iterator[DraftItem]:
    """Yield what a sentence names as a mistake so that nobody takes it for something to do; a remedy behind it is."""
    for place, clause in enumerate(one.clauses):
        cue = cue_of(clause, book, keep_breath=True, asks=False) if _is_said(clause, book) else ""
        verb = book.found_verbs.at(clause.plain)
        is_remedy = place > 0 and verb is not None and not verb.text.endswith(book.wording.mistaken)
        said = cue if is_remedy or not cue else book.wording.mistake.format(cue=going_on(cue, book))
        for line in unlike(said, source, book) if said else []:
            yield DraftItem(field="tip", value=line, sentences=(one.number,))


def _as_written(text: str) -> list[str]:
    """Return a sentence in its own words, as several lines where it is longer than one may be."""
    lines = [""]
    for word in text.rstrip(" .;:,").split():
        if lines[-1] and len(lines[-1]) + len(word) + 2 > _MOST_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word[: _MOST_LINE - 2]}".strip()
    return [sentence_of(line) for line in lines]


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
        asks = one.role is not Sense.PURPOSE and not (one.role is Sense.TIP and _goes_on(one, book))
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
    text = _labelled(one, book)
    whole = Clause(text=text, plain=plainly(text), verbs=("setting",), n_parts=1)
    cue = cue_of(whole, book, keep_breath=True)
    if cue:
        return [cue]
    return [cue_of(clause, book) for clause in one.clauses if _is_said(clause, book)]


def _labelled(one: ReadSentence, book: Book) -> str:
    """Return the text of a sentence, behind the condition that it stands below: “Easier: …”."""
    heading = one.sentence.heading.strip(" :?!.*")
    if one.role is not Sense.MODIFICATION or not heading or len(heading.split()) > _MOST_CONDITION:
        return one.sentence.text
    asked = one.sentence.heading.endswith("?")
    return f"{heading}: {one.sentence.text}" if asked or _is_condition(heading, book) else one.sentence.text


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
            DraftItem(field="phase", value=line, sentences=(number,))
            for number in phase.sentences
            for line in _as_written(texts[number])
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
