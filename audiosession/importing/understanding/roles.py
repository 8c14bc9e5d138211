"""The part that each sentence of an article plays: set-up, phase, tip, caution and so on."""

from __future__ import annotations

import re

from audiosession.importing.article import BlockKind
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.careful import asks_some, careful_role
from audiosession.importing.understanding.numbers import length_in, reps_in
from audiosession.importing.understanding.reading import (
    ReadSentence,
    Sense,
    asks_for_something,
    has_sign,
    says_something,
    signed,
    stops_or_leaves,
)

_BY_HEADING = {
    "purpose": Sense.PURPOSE, "warm_up": Sense.WARM_UP, "caution": Sense.CAUTION, "tips": Sense.TIP,
    "modification": Sense.MODIFICATION, "mistakes": Sense.TIP, "pitfalls": Sense.TIP,
    "release": Sense.RELEASE, "equipment": Sense.EQUIPMENT,
}  # fmt: skip
_FRAME = re.compile(r"\s[|·]\s|←|\s»(?:\s|$)|^\D{0,20}\b(?:19|20)\d\d\W*$")
"""What stands in the frame of a page: ways to other pages, when it was printed."""


def own_role(one: ReadSentence, book: Book) -> Sense:
    """Return the role that a sentence has by its own words and its heading, wherever it stands; NONE where none."""
    is_label = one.sentence.heading != one.sentence.above and one.heading != "caution"
    about = f"{plainly(one.sentence.heading)} {one.plain}" if is_label else one.plain
    warns = stops_or_leaves(one, book) and has_sign(one.plain, "caution", book)
    if one.heading == "ignored" or (book.found_signs["ignored"].first(about) and not warns):
        ends = signed(one.plain, book) == "release" and asks_for_something(one, book)
        return Sense.RELEASE if ends else Sense.IGNORED
    if one.heading == "about":
        return Sense.ABOUT
    if _is_frame(one, book):
        return Sense.IGNORED
    if not says_something(one, book) and not (book.found_tellers.at(one.plain) and asks_some(one, book)):
        return Sense.NONE
    sign = signed(one.plain, book)
    otherwise = book.found_signs["degree"].first(one.plain) or book.found_signs["condition"].at(one.plain)
    if sign == "modification" and _does_good(one) and not (otherwise or asks_for_something(one, book)):
        sign = ""  # “this variation stretches the back”
    if sign == "caution" and not warns and (_helps(one, book) or _tells_why(one, book)):
        sign = ""  # “it eases back pain”
    if (careful := careful_role(one, sign, book)) is not None:
        return careful
    if one.breathes and one.heading not in _BY_HEADING and sign not in ("modification", "release"):
        return Sense.PURPOSE if _tells_of_breath(one, book) else Sense.PHASE
    if one.plain.startswith(book.breath.get("same", ())):
        return Sense.PHASE
    return Sense(sign) if sign else _told_role(one, book)


def _tells_of_breath(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence tells what a breath does, and asks for none: “a long breath out settles the nerves”."""
    first = one.plain.partition(" ")[0]
    verbs = one.clauses[0].verbs if one.clauses else ()
    opens = book.found_breath.at(one.plain) or book.found_subordinates.at(one.plain)
    return verbs[:1] == ("benefit",) and (first in book.determiners or opens is None)


def _told_role(one: ReadSentence, book: Book) -> Sense:
    """Return the role of a sentence that neither warns nor breathes: by its heading, and by what it tells."""
    if one.heading in ("purpose", "warm_up", "equipment"):
        return _BY_HEADING[one.heading]
    timed = length_in(one.plain, book, "seconds", "minutes", "breaths")
    if timed and _holds(one, book) and one.heading not in _BY_HEADING:
        return Sense.HOLD
    if any(clause.breath == "free" for clause in one.clauses):
        return Sense.TIP
    if one.heading == "modification":
        return Sense.MODIFICATION
    leaves = one.heading == "release" and one.moves and asks_for_something(one, book)
    if one.heading == "reps" or (reps_in(one.plain, book) and not leaves):
        return Sense.REPS
    if one.heading in _BY_HEADING:
        return _BY_HEADING[one.heading]
    if _changes(one, book) and one.heading != "set_up":  # there “bend the other leg” is no change
        return Sense.REPS
    in_steps = one.sentence.kind is BlockKind.STEP or one.heading in ("steps", "set_up")
    is_done = in_steps and one.moves and one.clauses[0].verbs[:1] != ("benefit",)
    signs = None if is_done else book.found_signs["purpose"].first(one.plain)
    does_good = signs or (_does_good(one) and not in_steps)
    if does_good and not asks_for_something(one, book):
        return Sense.PURPOSE
    return Sense.NONE


def _does_good(one: ReadSentence) -> bool:
    """Tell whether the first thing that a sentence tells is what something does for a part of the body."""
    return bool(one.clauses) and one.clauses[0].verbs[:1] == ("benefit",) and one.clauses[0].n_parts > 0


def _helps(one: ReadSentence, book: Book) -> bool:
    """Tell whether what a sentence names is what the exercise is good for, and no reason to leave it out."""
    benefit = bool(one.clauses) and one.clauses[0].verbs[:1] == ("benefit",)
    return one.heading == "purpose" and benefit and book.found_asks.first(one.plain) is None


def _tells_why(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence stands where it is told what an exercise is for, and asks nobody to be careful."""
    warned = book.found_asks.first(one.plain) or book.found_avoids.first(one.plain) or book.found_stops.first(one.plain)
    return one.heading == "purpose" and warned is None


def _is_frame(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence stands in the frame of a page, and tells nothing of the exercise."""
    if not _FRAME.search(one.sentence.text) or any(clause.verbs for clause in one.clauses):
        return False
    told = (book.found_levels, book.found_equipment, book.found_positions, book.found_conditions)
    return not reps_in(one.plain, book) and not any(phrases.first(one.plain) for phrases in told)


def _holds(one: ReadSentence, book: Book) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}", one.plain) for word in book.units["hold"])


def _changes(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence says that the other side follows, and hardly more."""
    hit = book.found_changes.first(one.plain)
    if hit is None or len(one.plain.split()) > 14 or one.keeps:
        return False
    behind = one.plain[hit.end :].split()
    return not (hit.key == "in_turn" and behind and behind[0] in book.wording.fronts)  # “each hand on a shoulder”


def without_farewell(rows: list[ReadSentence], book: Book) -> list[ReadSentence]:
    """Return `rows` with the end of a letter, which is about something else; a warning in its postscript is heard."""
    done = max((n for n, one in enumerate(rows) if one.breathes or one.role is Sense.HOLD), default=len(rows) // 2)
    ends = next((n for n, one in enumerate(rows) if n > done and is_farewell(one, book)), len(rows))
    return [
        one.is_of(Sense.IGNORED) if n >= ends and one.role is not Sense.CAUTION else one for n, one in enumerate(rows)
    ]


def is_farewell(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence takes leave; one that is about a part of the body does not: “your back stays long”."""
    return book.found_farewells.at(one.plain) is not None and not any(clause.n_parts for clause in one.clauses)
