"""What a draft says for a sentence of an article, in the field of its role: short cues that copy nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.outline import DraftItem
from audiosession.importing.understanding.clauses import Clause, begins_action, clauses_of, opening_condition
from audiosession.importing.understanding.numbers import reps_in
from audiosession.importing.understanding.reading import (
    BY_PLACE,
    ReadSentence,
    Sense,
    asks_for_something,
    stops_or_leaves,
)
from audiosession.importing.understanding.rewording.copying import (
    SourceWords,
    unlike,
    unlike_headed,
    unlike_in_order,
)
from audiosession.importing.understanding.warning.cautions import caution_lines, is_turned
from audiosession.importing.understanding.wording import cue_of, going_on, is_fragment, sentence_of

FIELDS = {
    Sense.PURPOSE: "purpose",
    Sense.SET_UP: "set_up",
    Sense.INTO_PLACE: "into_place",
    Sense.PREPARATION: "preparation",
    Sense.TIP: "tip",
    Sense.MODIFICATION: "modification",
    Sense.PRACTICE: "practice",
    Sense.RELEASE: "release",
    Sense.WARM_UP: "warm_up_note",
    Sense.CAUTION: "caution",
}
"""The field of a definition in which what is said for a role stands."""
_WHOLE = (Sense.MODIFICATION, Sense.WARM_UP)
"""What is understood as a whole sentence, with its condition."""
SPOKEN = frozenset([*FIELDS.values(), "change_sides"])
"""The fields of an outline that hold what is said."""
_BESIDE = ("purpose", "modification", "release")
_REMEDY = "it puts right what is before it"
_MOST_LINE = 300
_MOST_CHANGED = 3
_MOST_CONDITION = 5
_LEAST_SAID = 3


def sentence_lines(
    one: ReadSentence, before: ReadSentence | None, book: Book, source: SourceWords, *, keep_words: bool
) -> Iterator[DraftItem]:
    """Yield what is said for a sentence, each line in its field; what may be the remedy of a mistake is a guess.

    `before` is the sentence before it. Lines are in the article's own words where `keep_words` is true.
    """
    mistaken = _is_mistake(one, before, book)
    if mistaken:
        yield from _mistakes(one, book, source)
        return
    lines = _lines(one, book, source, keep_words=keep_words)
    if mistaken is False:
        yield from lines
    elif asks_for_something(one, book):
        yield from (replace(line, guessed=_REMEDY) for line in lines)


def _lines(one: ReadSentence, book: Book, source: SourceWords, *, keep_words: bool) -> Iterator[DraftItem]:
    """Yield what is said for a sentence, in the field of its role."""
    role = one.role
    if role is Sense.REPS:
        yield from _beside_reps(one, book, source)
        return
    key = FIELDS.get(role)
    if key is None:
        return
    if keep_words:
        said = as_written(_labelled(one, book))
    elif role is Sense.CAUTION:
        said = caution_lines(one, book, source) or _as_it_is(one, book, source)
        key = FIELDS[Sense.TIP] if is_turned(one.plain, book) else key
    elif role in _WHOLE:
        said = [_as_warm_up(line, one, book) for line in _whole(one, book)]
    else:
        said = _of_condition(list(_in_clauses(one, book)), one, book)
        if not any(said):
            said = [cue_of(Clause(text=one.sentence.text, plain=one.plain), book, keep_breath=True)]
    for text in said:
        for line in _copying_nothing(text, role, book, source) if not keep_words else [text]:
            if line and (keep_words or role is Sense.CAUTION or _says_enough(line, role, book)):
                yield DraftItem(
                    field=key, value=line, sentences=(one.number,), guessed=BY_PLACE if one.by_place else ""
                )


def _says_enough(line: str, role: Sense, book: Book) -> bool:
    """Tell whether a line says something by itself; one word does of what is done in a rep: “Hold.”."""
    return not is_fragment(line, book) and (role is Sense.PREPARATION or " " in line)


def _as_it_is(one: ReadSentence, book: Book, source: SourceWords) -> list[str]:
    """Return a warning, or that what is felt is no harm, as a line that keeps its order; nothing where none can.

    That somebody need not stop, or may do it all the same, is for a reader to say.
    """
    harmless = book.found_permits.first(one.plain) and book.found_felt.first(one.plain)
    if is_turned(one.plain, book) and not (harmless and not stops_or_leaves(one, book)):
        return []
    cue = cue_of(Clause(text=one.sentence.text, plain=one.plain), book, keep_breath=True)
    line = unlike_in_order(cue, source, book)
    return [line] if line and len(line.split()) >= _LEAST_SAID and not is_fragment(line, book) else []


def _as_warm_up(line: str, one: ReadSentence, book: Book) -> str:
    """Return what stands below the heading of a warm-up and only names an exercise as what to warm up with."""
    named = one.role is Sense.WARM_UP and one.heading == "warm_up" and is_fragment(line, book)
    return book.wording.warm_up.format(names=going_on(line.rstrip("."), book)) if named and line else line


def _copying_nothing(text: str, role: Sense, book: Book, source: SourceWords) -> list[str]:
    """Return `text` as lines that copy nothing: another way with its condition."""
    if not text or role is Sense.CAUTION:
        return [text]
    if role not in _WHOLE:
        return unlike(text, source, book)
    headed = [one for one in [unlike_headed(text, source, book)] if one]
    plain = plainly(text)
    conditional = ":" in text or any(
        phrases.first(plain) for phrases in (book.found_subordinates, book.found_signs["condition"])
    )
    if headed or not conditional:
        return headed or unlike(text, source, book)
    label, sign, said = text.partition(": ")
    if sign and len(label.split()) <= _MOST_CONDITION:
        headed = [f"{label}: {going_on(line, book)}" for line in _of_label(said, source, book)]
        return [line for line in headed if source.run(line) < 0]
    return [line for each in _with_condition(text, book) if (line := unlike_headed(each, source, book))]


def _of_label(said: str, source: SourceWords, book: Book) -> list[str]:
    """Return what is `said` behind a label as lines that copy nothing, each with the condition that opens it."""
    if not book.found_subordinates.first(plainly(said)):
        return unlike(said, source, book)
    return [line for each in _with_condition(said, book) if (line := unlike_headed(each, source, book))]


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
    is_labelled = one.sentence.heading != one.sentence.above  # “Arched back: tuck your pelvis”
    return True if (is_first and not (is_labelled and asks)) or (tells and not asks) else None


def _goes_on(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with a verb that tells what goes on: “letting the hips roll” asks for nothing."""
    verb = book.found_verbs.at(one.plain.lstrip(' (-"“'))
    return verb is not None and verb.text.endswith(book.wording.going)


def _mistakes(one: ReadSentence, book: Book, source: SourceWords) -> Iterator[DraftItem]:
    """Yield what a sentence names as a mistake so that nobody takes it for something to do; a remedy behind it is."""
    for place, clause in enumerate(one.clauses):
        verb = book.found_verbs.at(clause.plain.lstrip(' ("“”«'))
        is_remedy = place > 0 and verb is not None and not verb.text.endswith(book.wording.mistaken)
        cue = cue_of(clause, book, keep_breath=True, asks=is_remedy) if _is_said(clause, book) else ""
        before = one.sentence.text[: max(0, one.sentence.text.find(clause.text))].rstrip(' ("“”«')
        if place and before.endswith(":") and not is_remedy:
            continue  # it may be what to do instead, or what comes of it
        said = cue if is_remedy or not cue else book.wording.mistake.format(cue=going_on(cue, book))
        for line in unlike(said, source, book) if said else []:
            yield DraftItem(field="tip", value=line, sentences=(one.number,))


def as_written(text: str) -> list[str]:
    """Return a sentence in its own words, as several lines where it is longer than one may be."""
    lines = [""]
    for word in text.rstrip(" .;:,").split():
        if lines[-1] and len(lines[-1]) + len(word) + 2 > _MOST_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word[: _MOST_LINE - 2]}".strip()
    return [sentence_of(line) for line in lines]


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
        more = clause is not one.clauses[0] and clause.plain.partition(" ")[0] in book.wording.relatives
        if one.role is Sense.PURPOSE and more:
            continue
        if not cue or _only_ends(clause, book):
            continue
        if breath in ("inhale", "exhale"):
            with_breath = book.wording.in_with if breath == "inhale" else book.wording.out_with
            cue = with_breath.format(cue=going_on(cue, book))
        yield cue
        breath = ""


def _of_condition(said: list[str], one: ReadSentence, book: Book) -> list[str]:
    """Return what is `said` of a sentence, each thing behind the condition that opens it where that would be lost."""
    asks = one.role is not Sense.PURPOSE and book.found_signs["condition"].at(one.plain) is not None
    lost = asks and any(said) and not any(opening_condition(plainly(text), book) for text in said)
    return (_with_condition(one.sentence.text, book) or said) if lost else said


def _only_ends(clause: Clause, book: Book) -> bool:
    """Tell whether a clause says no more than that the exercise ends: “when you have finished”."""
    sign = book.found_signs["release"].at(clause.plain)
    if sign is None or clause.n_parts or "," in clause.text:
        return False
    return book.found_verbs.at(clause.plain, sign.end + 1) is None


def _is_said(clause: Clause, book: Book) -> bool:
    """Tell whether a clause is about the body: what is neither a part nor something to do is left out."""
    return bool(clause.verbs or clause.n_parts or clause.is_negated)


def _whole(one: ReadSentence, book: Book) -> list[str]:
    """Return a sentence with its condition as lines: whole where it is short enough, else clause by clause."""
    labelled = _labelled(one, book)
    text = _of_some(labelled, book)
    whole = Clause(text=text, plain=plainly(text), verbs=("setting",), n_parts=1)
    cue = cue_of(whole, book, keep_breath=True, led=text == labelled)
    if cue:
        return [cue]
    if opening_condition(one.plain, book):
        return _with_condition(one.sentence.text, book)
    return _with_condition(text, book) or [cue_of(clause, book) for clause in one.clauses if _is_said(clause, book)]


def _of_some(text: str, book: Book) -> str:
    """Return what some are asked for as asked of a reader who is one of them: “With a sore neck, look down”."""
    plain = plainly(text)
    lead = book.found_reasons.at(plain)
    if lead is None or lead.key != "thing" or not book.caution.some:
        return text
    for modal in book.caution.modals:
        for found in re.finditer(rf" {re.escape(modal)} ", plain[lead.end :]):
            at = lead.end + found.start()
            if begins_action(plain, lead.end + found.end(), book):
                return book.caution.some.format(what=text[lead.end : at].strip(), do=text[at + len(found[0]) :])
    return text


def _with_condition(text: str, book: Book) -> list[str]:
    """Return each thing to do in `text` as a line behind the condition that opens it; nothing where none does."""
    at = text.find(", ")
    if at < 0 or not opening_condition(plainly(text), book):
        return []
    clauses = [clause for clause in clauses_of(text[at + 2 :], book) if _is_said(clause, book)]
    said = [f"{text[:at]}, {going_on(clause.text.strip(), book)}" for clause in clauses]
    return [cue_of(Clause(text=one, plain=plainly(one)), book, keep_breath=True) for one in said]


def _labelled(one: ReadSentence, book: Book) -> str:
    """Return the text of a sentence, behind the condition that it stands below: “Easier: …”."""
    heading = one.sentence.heading.strip(" :?!.*")
    if one.role is not Sense.MODIFICATION or not heading or len(heading.split()) > _MOST_CONDITION:
        return one.sentence.text
    asked = one.sentence.heading.endswith("?") and one.heading in ("", "modification")
    if not asked and not _is_condition(heading, book):
        return one.sentence.text
    join = book.found_joins.at(one.plain)
    return f"{heading}: {one.sentence.text[join.end if join else 0 :].lstrip()}"


def _is_condition(heading: str, book: Book) -> bool:
    return book.found_signs["degree"].first(plainly(heading)) is not None


def _key_beside(clause: Clause, book: Book, *, is_behind: bool) -> str:
    """Return the field of a clause that stands beside how often something is done; empty where it has none.

    What is done behind it is the way out.
    """
    verb = book.found_verbs.at(clause.plain)
    if verb is not None and verb.key == "benefit":
        return "purpose"
    if clause.n_parts and clause.is_negated:
        return "tip"
    if found := next((key for key in _BESIDE if book.found_signs[key].first(clause.plain)), ""):
        return found
    if not is_behind or verb is None or verb.text.endswith(book.wording.going):
        return ""
    return "release" if verb.key in ("posture", "setting", "moving") else ""


def _beside_reps(one: ReadSentence, book: Book, source: SourceWords) -> Iterator[DraftItem]:
    """Yield what a sentence says beside how often: how the sides change, what it is for, how to come out."""
    changed: list[str] = []
    change = any(book.found_changes.first(clause.plain) for clause in one.clauses)
    is_behind = False
    for clause in one.clauses:
        if reps_in(clause.plain, book):
            is_behind = not change
            continue
        cue = cue_of(clause, book)
        if book.found_changes.first(clause.plain) or (change and clause.moves):
            said = unlike(cue, source, book)[:1] if cue else []
            told = not book.found_changes.first(clause.plain) or book.found_changes.first(plainly("".join(said)))
            changed += said if told else [book.wording.other_side]
            continue
        key = _key_beside(clause, book, is_behind=is_behind)
        for line in unlike(cue, source, book) if key and cue else []:
            yield DraftItem(field=key, value=line, sentences=(one.number,))
    most = next((n for n in range(_MOST_CHANGED, 0, -1) if source.run(" ".join(changed[:n])) < 0), 0)
    if changed and most:
        yield DraftItem(field="change_sides", value=" ".join(changed[:most]), sentences=(one.number,))
