"""The reasons of a warning: what somebody has or feels, as a sentence lists it, in words of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiosession.importing.book import Book
from audiosession.importing.finding import Phrases, plainly
from audiosession.importing.understanding.clauses import Clause, begins_action
from audiosession.importing.understanding.rewording.changes import MOST_IN_A_ROW
from audiosession.importing.understanding.wording import cue_of

_LIST, _SMALL = 3, 4


def signs_of_caution(book: Book) -> tuple[Phrases, ...]:
    """Return what says in a sentence that it warns, and begins its reasons."""
    return book.found_stops, book.found_avoids, book.found_asks, book.found_reasons


def ends_in_reason(heading: str, book: Book) -> bool:
    """Tell whether a heading ends in what a reason begins with: “Stop and call us if”."""
    begun = list(book.found_reasons.find(heading))
    return bool(begun) and begun[-1].end == len(heading.rstrip(" :…"))


def reasons_in(text: str, plain: str, book: Book) -> Iterator[tuple[str, str]]:
    """Yield the reasons in `text`, each with its kind: ``thing`` or ``clause``.

    One goes on to the next one, to the word that says to stop, or to the end: with all that is listed in it.
    """
    hits = [hit for hit in book.found_reasons.find(plain) if not plain[: hit.end].endswith(book.wording.likening)]
    asked = list(book.found_asks.find(plain))
    signs = [*book.found_stops.find(plain), *book.found_avoids.find(plain), *asked]
    marks = sorted(hit.start for hit in (*hits, *signs))
    # “Have a word with your doctor” is no reason.
    hits = [hit for hit in hits if not any(sign.start <= hit.start < sign.end for sign in asked)]
    for hit in hits:
        end = next((mark for mark in marks if mark > hit.end), len(text))
        rest = re.split(r"[;!?)]|(?<!\d)\.|\s[-–—]\s", text[hit.end : end])[0].rstrip(" ,")
        felt = _before_action(rest, book)
        is_told = any(sign.start == end or sign.end <= hit.start for sign in signs)
        listed = hit.key == "clause" and any(sign.end <= hits[0].start for sign in signs)
        is_known = listed or len(hit.text) > _SMALL or is_known_reason(felt, book)
        if (felt != rest and not is_told) or not is_known:
            continue  # something else is to be done then, or it is no reason: “in line with the spine”
        rest = _before_persons(felt, book)
        for modal in book.caution.modals if hit.key == "thing" else ():
            rest = re.split(rf"(?i)(?<!\w){re.escape(modal)}(?!\w)", rest)[0].rstrip(" ,")
        said = in_our_words(rest, book, first=rest.strip()[:1], led=hit.key == "thing")
        for join in sorted((*book.joins, *book.negations), key=len, reverse=True):
            said = said.removesuffix(f" {join}").rstrip(" ,")
        if _is_reason(said, book):
            happened = hit.key == "thing" and said.partition(" ")[0] in book.caution.done
            key, said = ("clause", book.caution.have.format(what=said)) if happened else (hit.key, said)
            yield from ((key, each) for each in split_reason(key, said, book))


def split_reason(key: str, said: str, book: Book) -> list[str]:
    """Return the reasons in what is told of one kind, ``thing`` or ``clause``, each by itself where each is one."""
    if key != "thing":
        return _clauses_of_reason(said, book)
    return [_without_having(one, book) for one in _listed(said, book)]


def each_reason(said: str, book: Book, *, is_clause: bool) -> list[str]:
    """Return the things in a list each as a reason by itself, behind the verb that the first has: “you have …”.

    It is whole where one of them is not known as a reason, or may be a part of the body that the one before it is of.
    """
    joins = "|".join(re.escape(join) for join in sorted(book.joins, key=len, reverse=True))
    first, *more = re.split(rf",\s+(?:(?:{joins})\s+)?|\s+(?:{joins})\s+", said)
    if not more or book.found_negations.first(plainly(said)):
        return [said]
    verbs = "|".join(map(re.escape, sorted({*book.caution.feels, *book.caution.done}, key=len, reverse=True)))
    lead = re.match(rf"(?i)(.*\s)?(?:{verbs})\s", first) if verbs else None
    begun, subject = (lead[0], lead[1] or "") if lead else ("", "")
    if is_clause and not subject:
        return [said]
    reasons = [first]
    for one in more:
        has_own = verbs and re.match(rf"(?i)(?:{verbs})\s", one)
        plain = plainly(one)
        named = len(plain.split()) < MOST_IN_A_ROW and not (book.found_parts.first(plain) or book.found_verbs.at(plain))
        if not (is_known_reason(one, book) or named) or (has_own and not subject):
            return [said]
        reasons.append(f"{subject if has_own else begun}{one}")
    return reasons


def _without_having(said: str, book: Book) -> str:
    """Return a thing that one feels without the verb that it is felt by: “have chest pain”."""
    first, _, rest = said.partition(" ")
    return rest if rest and plainly(first) in book.caution.feels else said


def _clauses_of_reason(said: str, book: Book) -> list[str]:
    """Return what follows an “if” in its clauses, where each has its own subject: “the back aches, or you feel …”."""
    joins = "|".join(re.escape(join) for join in sorted(book.joins, key=len, reverse=True))
    first = said.partition(" ")[0]
    verbs = "|".join(map(re.escape, book.caution.feels))
    if verbs and plainly(first) in book.wording.fillers.lead:
        same = re.split(rf",?\s+(?:{joins})\s+(?=(?:{verbs})\s)", said)
        if len(same) > 1 and not book.found_negations.first(plainly(said)):
            return [same[0], *(f"{first} {one}" for one in same[1:])]
    pieces = re.split(rf",\s+(?:{joins})\s+", said)
    leads = {*book.determiners, *book.wording.fillers.lead}
    own = all(len(piece.split()) >= _LIST and plainly(piece).split()[0] in leads for piece in pieces[1:])
    if len(pieces) == 1:
        pieces = re.split(rf"\s+(?:{joins})\s+", said)
        own = is_known_reason(pieces[0], book) and all(_stands_alone(piece, book) for piece in pieces[1:])
    return pieces if own and not book.found_negations.first(plainly(pieces[0])) else [said]


def _stands_alone(piece: str, book: Book) -> bool:
    """Tell whether a piece of a reason has a subject of its own, and says what is felt: “the left knee hurts”."""
    words = plainly(piece).split()
    named = words[:1] and words[0] in book.determiners and book.found_parts.first(plainly(piece)) is not None
    told = bool(named) and book.found_felt.first(plainly(piece)) is not None
    return len(words) >= _LIST and (told or words[0] in book.wording.subjects.values())


def is_known_reason(felt: str, book: Book) -> bool:
    """Tell whether a reason is an injury or a condition, or tells of what hurts."""
    known = (book.found_conditions, book.found_ailments, book.found_felt, book.found_signs["caution"])
    return any(phrases.first(plainly(felt)) for phrases in known)


def _before_action(rest: str, book: Book) -> str:
    """Return a reason up to the comma behind which is told what to do: “you feel dizzy, put the head down”."""
    plain = plainly(rest)
    ends = (
        found.start()
        for found in re.finditer(r", ", plain)
        if begins_action(plain, found.end(), book) and not _feels(plain[found.end() :], book)
    )
    return rest[: next(ends, len(rest))]


def _feels(plain: str, book: Book) -> bool:
    """Tell whether `plain` goes on with what else is felt: “feel dizzy”."""
    verb = next((verb for verb in book.caution.feels if plain.startswith(f"{verb} ")), "")
    return bool(verb) and is_known_reason(re.split(r"[,;:.]", plain[len(verb) :])[0], book)


def _before_persons(rest: str, book: Book) -> str:
    """Return a reason without the clause behind its last comma that somebody is asked for something in: “tell us”."""
    head, comma, last = rest.rpartition(",")
    asked = comma and book.found_persons.first(plainly(last)) and not book.found_parts.first(plainly(last))
    return head.rstrip(" ,") if asked else rest


def _listed(said: str, book: Book) -> list[str]:
    """Return the reasons in a long list of them, each by itself where each is one; else the list whole.

    “An injury to the knee, hip or ankle” is one: what stands alone there is a part of the body.
    """
    if len(said.split()) < MOST_IN_A_ROW:
        return [said]
    joins = "|".join(re.escape(join) for join in sorted(book.joins, key=len, reverse=True))
    for sign in (rf",\s+(?:(?:{joins})\s+)?", rf",\s+(?:(?:{joins})\s+)?|\s+(?:{joins})\s+"):
        pieces = re.split(sign, said)
        known = all(is_known_reason(piece, book) or book.found_parts.first(plainly(piece)) is None for piece in pieces)
        some = len(pieces) >= _LIST or all(is_known_reason(piece, book) for piece in pieces)
        short = all(len(piece.split()) < MOST_IN_A_ROW for piece in pieces[:-1])
        if len(pieces) > 1 and known and some and short:
            return pieces
    return [said]


def _is_reason(said: str, book: Book) -> bool:
    """Tell whether what stands behind an “if” is about a body: several words, or one that is known."""
    plain = plainly(said)
    known = (book.found_parts, book.found_conditions, book.found_ailments, book.found_signs["caution"])
    return len(plain.split()) > 1 or any(phrases.first(plain) for phrases in known)


def in_our_words(text: str, book: Book, first: str = "", *, led: bool = True) -> str:
    """Return a reason in words of ours, as it goes on behind “if” or “with”; `first` is the letter that it began with.

    In a language with capitals a noun keeps its own. Small words at its head go where it is `led`.
    """
    cue = cue_of(Clause(text=text, plain=plainly(text)), book, keep_breath=True, led=led).rstrip(".")
    small = (*book.determiners, *book.wording.replace.values())  # “dir” in place of “Ihnen”
    is_noun = first.isupper() and plainly(cue).partition(" ")[0] not in small
    return cue if is_noun and book.wording.has_capitals else f"{cue[:1].lower()}{cue[1:]}"
