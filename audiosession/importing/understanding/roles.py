"""The part that each sentence of an article plays: set-up, phase, tip, caution and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from audiosession.importing.article import BlockKind, Sentence
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.clauses import Clause, begins_action, clauses_of
from audiosession.importing.understanding.numbers import length_in, reps_in
from audiosession.importing.understanding.sentences import role_of_heading


class Sense(StrEnum):
    """What a sentence is for."""

    PURPOSE = "purpose"
    WARM_UP = "warm_up"
    CAUTION = "caution"
    EQUIPMENT = "equipment"
    SET_UP = "set_up"
    INTO_PLACE = "into_place"
    """The way into a place that is held, from the first breath that leads into it."""
    PREPARATION = "preparation"
    PHASE = "phase"
    HOLD = "hold"
    """That a place is held, so long or for so many breaths."""
    REPS = "reps"
    TIP = "tip"
    MODIFICATION = "modification"
    RELEASE = "release"
    ABOUT = "about"
    """A fact of the whole: its kind, how hard it is."""
    IGNORED = "ignored"
    """What is about something else."""
    NONE = ""
    """Nothing that a definition has a place for."""


_BY_SIGN = ("caution", "warm_up", "modification", "release", "equipment")
_BY_HEADING = {
    "purpose": Sense.PURPOSE, "warm_up": Sense.WARM_UP, "caution": Sense.CAUTION, "tips": Sense.TIP,
    "modification": Sense.MODIFICATION, "mistakes": Sense.TIP, "pitfalls": Sense.TIP,
    "release": Sense.RELEASE, "equipment": Sense.EQUIPMENT,
}  # fmt: skip
BREATHS = ("inhale", "exhale")
BY_PLACE = "where it belongs"
"""What is guessed of a line whose field only the place of its sentence tells."""
IN_PASSING = "told in passing"
"""Why a value is a guess that stands in such sentences alone."""
_FRAGMENT = 2
"""So many words are no sentence: a place to be in, such as “Side-lying.”"""


@dataclass(frozen=True, kw_only=True)
class ReadSentence:
    """A sentence that was read: its clauses, and what it is for.

    `is_told` is whether somebody tells of himself in all of it; of other sentences, clauses that do are left out.
    `heading` is the role that its heading tells of, be it a label in its line; `section` that of its section.
    `by_place` is whether only where it stands in a text tells its role: no word, heading or list does.
    """

    sentence: Sentence
    plain: str
    clauses: tuple[Clause, ...]
    heading: str
    section: str = ""
    is_told: bool = False
    by_place: bool = False
    role: Sense = Sense.NONE

    @property
    def number(self) -> int:
        """The number of its sentence."""
        return self.sentence.number

    @property
    def breathes(self) -> bool:
        """Whether a breath in or out is told in it."""
        return any(one.breath in BREATHS for one in self.clauses)

    @property
    def moves(self) -> bool:
        """Whether something is moved in it."""
        return any("moving" in one.verbs for one in self.clauses)

    @property
    def is_negated(self) -> bool:
        """Whether its first clause says what not to do."""
        return self.clauses[0].is_negated if self.clauses else False

    @property
    def keeps(self) -> bool:
        """Whether it tells what stays as it is."""
        verbs = [verb for one in self.clauses for verb in one.verbs]
        return bool(verbs) and verbs[0] == "keeping"

    def is_of(self, role: Sense) -> ReadSentence:
        """Return it with another role."""
        return replace(self, role=role)


def read_sentence(sentence: Sentence, title: str, book: Book) -> ReadSentence:
    heading, above = ("" if one == title else one for one in (sentence.heading, sentence.above))
    section = role_of_heading(above, book)
    if section == "modification" and heading != above:
        heading = above
    clauses = clauses_of(sentence.text, book)
    own = [one for one in clauses if not _personal(one.plain, plainly(title), book)]
    warns = (book.found_stops, book.found_avoids, book.found_asks)
    some = [
        one
        for one in own
        if (one.n_parts and one.verbs) or one.breath or any(phrases.first(one.plain) for phrases in warns)
    ]
    is_told = len(own) < len(clauses) and not some
    return ReadSentence(
        sentence=sentence,
        plain=plainly(sentence.text),
        clauses=tuple(clauses if is_told else own),
        is_told=is_told,
        heading=role_of_heading(heading, book) or _signed(plainly(heading), book, short=True) or section,
        section=section,
    )


def _signed(plain: str, book: Book, *, short: bool = False) -> str:
    """Return the role that a sign in `plain` tells of; empty where none does."""
    if short and len(plain.split()) > 6:
        return ""
    return next((key for key in _BY_SIGN if _has_sign(plain, key, book)), "")


def _has_sign(plain: str, key: str, book: Book) -> bool:
    """Tell whether a sign of a role is in `plain`; that of the way out stands at its head."""
    if key != "release":
        return book.found_signs[key].first(plain) is not None
    head = plain[len(plain) - len(plain.lstrip(" (-")) :]
    soft = book.found_soft.at(head)
    return any(book.found_signs[key].at(head, at) for at in (0, soft.end + 1 if soft else 0))


def own_role(one: ReadSentence, book: Book) -> Sense:
    """Return the role that a sentence has by its own words and its heading, wherever it stands; NONE where none."""
    about = f"{plainly(one.sentence.heading)} {one.plain}" if one.sentence.heading != one.sentence.above else one.plain
    warns = _stops(one, book) and _has_sign(one.plain, "caution", book)
    if one.heading == "ignored" or (book.found_signs["ignored"].first(about) and not warns):
        return Sense.IGNORED
    if one.heading == "about":
        return Sense.ABOUT
    if not says_something(one, book):
        return Sense.NONE
    sign = _signed(one.plain, book)
    if (careful := _careful_role(one, sign, book)) is not None:
        return careful
    if one.breathes and one.heading not in _BY_HEADING and sign not in ("modification", "release"):
        return Sense.PHASE
    if sign:
        return Sense(sign)
    if one.heading in ("purpose", "warm_up", "equipment"):
        return _BY_HEADING[one.heading]
    timed = length_in(one.plain, book, "seconds", "minutes", "breaths")
    if timed and _holds(one, book) and one.heading not in _BY_HEADING:
        return Sense.HOLD
    if any(clause.breath == "free" for clause in one.clauses):
        return Sense.TIP
    if one.heading == "reps" or reps_in(one.plain, book):
        return Sense.REPS
    if one.heading in _BY_HEADING:
        return _BY_HEADING[one.heading]
    if _changes(one, book):
        return Sense.REPS
    if book.found_signs["purpose"].first(one.plain) and not asks_for_something(one, book):
        return Sense.PURPOSE
    return Sense.NONE


def _careful_role(one: ReadSentence, sign: str, book: Book) -> Sense | None:
    """Return the role of a sentence that warns, or tells another way to do it; None where it does neither."""
    if sign == "release":
        return None
    asked = one.sentence.heading != one.sentence.above and (
        one.sentence.heading.endswith("?") or book.found_conditions.first(plainly(one.sentence.heading)) is not None
    )
    if asked and not sign and one.heading != "release" and asks_for_something(one, book) and not _stops(one, book):
        return Sense.MODIFICATION
    head = one.plain.find(", ") + 2
    soft = book.found_soft.at(one.plain)
    begun = soft.end + 1 if soft else 0
    stops = head > 2 and book.found_signs["condition"].at(one.plain, begun) and book.found_stops.at(one.plain, head)
    warned = book.found_asks.first(one.plain) or book.found_avoids.first(one.plain)
    if stops or (warned and book.found_conditions.first(one.plain)):
        return Sense.CAUTION
    if sign == "caution" and one.heading == "modification" and not _stops(one, book):
        return Sense.MODIFICATION
    if sign == "modification" and one.heading == "set_up" and takes_position(one, book):
        return Sense.SET_UP
    if not sign and one.heading != "purpose" and _is_conditional(one, book):
        return Sense.MODIFICATION
    spared = head > 2 and not (_stops(one, book) or warned) and book.found_reasons.at(one.plain)
    if one.heading == "caution" and spared and begins_action(one.plain, head, book):
        return Sense.MODIFICATION
    if one.heading == "caution" and not (_stops(one, book) or warned) and _asks_some(one, book):
        return Sense.MODIFICATION
    if sign == "caution" or (one.heading == "caution" and not sign and _warns(one, book)):
        return Sense.CAUTION
    if not sign and book.found_tellers.at(one.plain) and _asks_some(one, book):
        return Sense.MODIFICATION
    named = book.found_conditions.first(one.plain) or book.found_ailments.first(one.plain)
    if one.heading == "mistakes" and not sign:
        return Sense.CAUTION if named and not book.found_verbs.first(one.plain) else Sense.TIP
    listed = one.sentence.kind is BlockKind.BULLET or named or book.found_parts.first(one.plain)
    if one.heading == "caution" and not sign and listed and not book.found_verbs.first(one.plain):
        return Sense.CAUTION
    if one.heading == "caution" and not sign:
        asks = any(book.found_verbs.at(clause.plain) for clause in one.clauses)
        return Sense.TIP if asks else Sense.IGNORED
    return None


def _asks_some(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence asks those who have something for another way: “with a sore neck you should …”."""
    ends = (
        found.end() + 1
        for modal in book.caution.modals
        for found in re.finditer(rf"(?<=\w ){re.escape(modal)}(?= )", one.plain)
    )
    return any(begins_action(one.plain, end, book) for end in ends)


def _stops(one: ReadSentence, book: Book) -> bool:
    return any(phrases.first(one.plain) for phrases in (book.found_stops, book.found_avoids))


def _is_conditional(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with a condition and goes on with something to do: another way to do it."""
    head = one.plain.lstrip(" (-")
    soft = book.found_soft.at(head)
    at = soft.end + 1 if soft else 0
    behind = head.find(", ") + 1
    if behind and book.found_stops.at(head, behind + 1):
        return False
    if book.found_signs["condition"].at(head, at) is None or one.breathes or one.heading == "caution":
        return False
    return not behind or begins_action(head, behind, book)


def says_something(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence is about a body, or about doing something; what somebody tells of himself is neither."""
    if _is_told(one, book):
        return False
    n_parts = sum(clause.n_parts for clause in one.clauses)
    told = [
        *book.found_conditions.find(one.plain),
        *book.found_equipment.find(one.plain),
        *book.found_breath.find(one.plain),
    ]
    signed = any(signs.first(one.plain) for signs in book.found_signs.values())
    does = any(clause.verbs for clause in one.clauses)
    return bool(n_parts or told or signed or does or reps_in(one.plain, book) or one.heading)


def _warns(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence below a heading that warns is a warning itself."""
    heading = plainly(one.sentence.heading)
    if one.sentence.kind is BlockKind.BULLET and (book.found_stops.first(heading) or book.found_avoids.first(heading)):
        return True
    found = (book.found_stops, book.found_avoids, book.found_ailments, book.found_conditions)
    return any(phrases.first(one.plain) for phrases in found) or book.found_negations.first(one.plain[:12]) is not None


def _is_told(one: ReadSentence, book: Book) -> bool:
    """Tell whether somebody tells of himself or of others in all of it: it neither asks for anything nor warns."""
    warned = (book.found_avoids, book.found_asks, book.found_stops)
    if (book.found_conditions.first(one.plain) or book.found_ailments.first(one.plain)) and (
        one.heading == "caution" or any(phrases.first(one.plain) for phrases in warned)
    ):
        return False
    if book.found_stops.at(one.plain):
        return False
    if book.found_tellers.at(one.plain):
        return not asks_for_something(one, book)
    return one.is_told


def _personal(plain: str, title: str, book: Book) -> bool:
    """Tell whether somebody tells of himself in `plain`; what he quotes, and a name with a numeral, are none of it."""
    unquoted = re.sub(r"[\"“][^\"”]*[\"”]", lambda found: " " * len(found[0]), plain)
    for found in book.found_persons.find(unquoted):
        before = re.search(r"[\w-]+$", plain[: found.start].rstrip())
        if before is None or f"{before[0]} {found.text}" not in title:
            return True
    return False


def _holds(one: ReadSentence, book: Book) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}", one.plain) for word in book.units["hold"])


def _changes(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence says that the other side follows, and hardly more."""
    return book.found_changes.first(one.plain) is not None and len(one.plain.split()) <= 14 and not one.keeps


def asks_for_something(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with something to do, be it behind a small word."""
    soft = book.found_soft.at(one.plain)
    verb = book.found_verbs.at(one.plain, soft.end + 1 if soft else 0)
    return verb is not None and verb.key != "benefit" and not verb.text.endswith(book.wording.going)


def takes_position(one: ReadSentence, book: Book) -> bool:
    first = book.found_verbs.at(one.plain)
    told = first is not None and not asks_for_something(one, book) and len(one.plain.split()) > _FRAGMENT
    if told or book.found_positions.first(one.plain) is None or _is_told(one, book):
        return False
    return any("posture" in clause.verbs for clause in one.clauses) or book.found_positions.at(one.plain) is not None
