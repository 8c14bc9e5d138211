"""A sentence in its clauses: one thing to do each, with the breath, the sides and the verbs in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, Phrases, plainly

_SIGNS = re.compile(r"\s*[;:()!?…]+\s*|\s*—\s*|\s+–\s*|–\s+|\s+-\s+|,\s+|\s+(?=\w)")
_ONE_WORD = re.compile(r"(\w+)(?:,?\s*\(?\d+\s*\w*\)?)?")
_BLANKS = re.compile(r"[ ,]*")
_MOST_SOFT = 3
_MOST_WORDS = 18
_MOST_CONDITION = 9
_NEAR = 45
"""So many letters behind a comma the verb of a new clause is looked for."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A clause: its text, and what was found in it.

    `breath` is the one that it names, empty where it names none; `verbs` are the kinds of its verbs, in order.
    """

    text: str
    plain: str
    breath: str = ""
    verbs: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    n_parts: int = 0
    is_negated: bool = False

    @property
    def moves(self) -> bool:
        """Whether something is done in it."""
        return bool({"moving", "setting", "posture"} & set(self.verbs))


def clauses_of(text: str, book: Book) -> list[Clause]:
    """Return the clauses of a sentence, in order."""
    parts = [short for part in _parts(text, book) for short in _in_short(part, book)]
    return [_clause(part, book) for part in parts if re.search(r"\w", part)]


def _in_short(part: str, book: Book) -> list[str]:
    """Return a clause in pieces, cut at its commas, where it is too long to be said in one go.

    What stands behind a no stays with it. One that is still too long is cut before what comes of it: “so that …”.
    """
    if len(part.split()) <= _MOST_WORDS:
        return [part]
    pieces: list[str] = []
    for piece in re.split(r",\s+", part):
        goes_on = bool(pieces) and (
            book.found_negations.first(plainly(pieces[-1])) is not None
            or len(pieces[-1].split()) + len(piece.split()) <= _MOST_WORDS // 2
        )
        if goes_on:
            pieces[-1] += f", {piece}"
        else:
            pieces.append(piece)
    return [each for piece in pieces for each in _before_results(piece, book)]


def _before_results(piece: str, book: Book) -> list[str]:
    results = "|".join(map(re.escape, book.wording.results))
    if len(piece.split()) <= _MOST_WORDS or not results or book.found_negations.first(plainly(piece)):
        return [piece]
    return re.split(rf"(?i)(?<=\w)\s+(?=(?:{results})\s)", piece, maxsplit=1)


def _clause(text: str, book: Book) -> Clause:
    plain = plainly(text)
    breaths = list(book.found_breath.find(plain))
    return Clause(
        text=text.strip(),
        plain=plain.strip(),
        breath=breaths[0].key if breaths else breath_word(plain, book),
        verbs=tuple(one.key for one in verbs_in(blanked(plain, book.found_breath), book)),
        sides=tuple(dict.fromkeys(one.key for one in book.found_sides.find(plain))),
        n_parts=len(list(book.found_parts.find(plain))),
        is_negated=book.found_negations.first(plain) is not None,
    )


def breath_word(plain: str, book: Book) -> str:
    """Return the breath that a clause of one word is: “In”, “Out”, “Out, 2 counts”; empty where it is none."""
    found = _ONE_WORD.fullmatch(plain.strip(" .:,-"))
    word = found[1] if found else ""
    words = {
        "inhale": (book.wording.in_word, *book.breath.get("in_words", ())),
        "exhale": (book.wording.out_word, *book.breath.get("out_words", ())),
    }
    return next(
        (breath for breath, said in words.items() if word and word in [plainly(one).strip(" .") for one in said]), ""
    )


def blanked(plain: str, phrases: Phrases) -> str:
    """Return `plain` with blanks in place of what `phrases` find in it, as long as it was."""
    for found in phrases.find(plain):
        plain = plain[: found.start] + " " * (found.end - found.start) + plain[found.end :]
    return plain


def verbs_in(plain: str, book: Book) -> Iterator[FoundPhrase]:
    """Yield the verbs in `plain`; behind an article or a possessive the same word is a noun."""
    for found in book.found_verbs.find(plain):
        before = plain[: found.start].rstrip()
        word = re.search(r"[\w'-]+$", before)
        if word is None or word[0] not in book.determiners:
            yield found


def _parts(text: str, book: Book) -> Iterator[str]:
    plain, begun = plainly(text), 0
    for sign in _SIGNS.finditer(plain):
        if sign.start() < begun:
            continue
        mark = sign[0].strip()
        if not mark:
            after = _behind_a_join(plain, sign.end(), begun, book)
            if after is None:
                continue
        elif mark == ",":
            after = sign.end()
            if book.found_persons.at(plain, after):  # what somebody tells of himself is another clause
                yield text[begun : sign.start()]
                begun = after
                continue
            behind = book.found_subordinates.at(plain, after) and not book.found_breath.at(plain, after)
            if (
                behind
                or _goes_on(plain[begun : sign.start()], book)
                or _still_no(plain, begun, sign.start(), after, book)
            ):
                continue
            has_verb = next(verbs_in(plain[begun : sign.start()], book), None) is not None
            if not (begins_action(plain, after, book) or (has_verb and _has_own_verb(plain, after, book))):
                continue
        else:
            after = sign.end()
        yield text[begun : sign.start()]
        begun = sign.end() if mark else after
    yield text[begun:]


def _goes_on(head: str, book: Book) -> bool:
    """Tell whether a clause is a condition, which stays with what follows it; a breath is none."""
    head = head.strip()
    soft = book.found_soft.at(head)
    at = _skipped(head, soft.end) if soft else 0
    return (
        len(head.split()) <= _MOST_CONDITION
        and book.found_subordinates.at(head, at) is not None
        and book.found_breath.first(head) is None
        and "," not in head
    )


def _still_no(plain: str, begun: int, end: int, after: int, book: Book) -> bool:
    """Tell whether a no goes on behind `end`: what is not to be done must never stand alone as something to do.

    It ends where a breath begins, another no, or a subject with a verb of its own.
    """
    if book.found_negations.first(plain[begun:end]) is None:
        return False
    new = book.found_breath.at(plain, after) or book.found_negations.at(plain, after)
    return new is None and not (plain[end : end + 1] == "," and _has_own_verb(plain, after, book))


def _behind_a_join(plain: str, at: int, begun: int, book: Book) -> int | None:
    """Return where a thing to do begins behind the join at `at`; None where none is there."""
    verb = book.found_verbs.at(plain, at)
    if verb is not None and verb.key == "benefit" and " " in verb.text:
        return at
    if any(plain.startswith(f"{word} ", at) for word in book.cuts) and begins_action(plain, at, book):
        return at
    join = book.found_joins.at(plain, at)
    if join is not None and not begins_action(plain, _skipped(plain, join.end), book):
        first = book.found_joins.at(plain[: at + len(join.text.split()[0])], at)  # “and let the foot rise”
        join = first if first is not None and begins_action(plain, _skipped(plain, first.end), book) else None
    if join is None:
        return None
    if _still_no(plain, begun, at, _skipped(plain, join.end), book) and join.text not in book.contrasts:
        return None
    return _skipped(plain, join.end)


def _skipped(plain: str, at: int) -> int:
    found = _BLANKS.match(plain, at)
    return found.end() if found else at


def begins_action(plain: str, at: int, book: Book) -> bool:
    """Tell whether something to do begins at `at`: a verb, a breath or a no, be it behind soft words."""
    for _ in range(_MOST_SOFT):
        at = _skipped(plain, at)
        if book.found_verbs.at(plain, at) or book.found_breath.at(plain, at):
            return True
        if book.found_negations.at(plain, at):
            rest = re.split(r"[,;:.()–—]", plain[at:])[0]
            return next(verbs_in(rest, book), None) is not None
        soft = book.found_soft.at(plain, at) or book.found_fillers.at(plain, at) or _subject_of_breath(plain, at, book)
        if soft is None:
            return False
        at = soft.end
    return False


def _subject_of_breath(plain: str, at: int, book: Book) -> FoundPhrase | None:
    """Return the word at `at` that no cue begins with, where a breath follows: the “you” of “you breathe in”."""
    lead = book.found_lead.at(plain, at)
    return lead if lead is not None and book.found_breath.at(plain, _skipped(plain, lead.end)) else None


def _has_own_verb(plain: str, at: int, book: Book) -> bool:
    """Tell whether a subject with its own verb follows at `at`, up to the next comma."""
    rest = re.split(r"[,;:.()–—]", plain[at : at + _NEAR + 20])[0]
    first = re.match(r"(?:and\s+)?([\w'-]+)", rest)
    if first is None or (first[1] not in book.determiners and not book.found_parts.at(rest, 0)):
        return False
    return next(verbs_in(rest, book), None) is not None


def opening_condition(plain: str, book: Book) -> bool:
    """Tell whether a condition opens `plain`: “if the knees hurt”, “with a sore neck”."""
    return any(
        phrases.at(plain) for phrases in (book.found_subordinates, book.found_signs["condition"], book.found_reasons)
    )
