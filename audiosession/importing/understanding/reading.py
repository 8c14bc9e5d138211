"""A sentence that was read: its clauses, and what its words and its heading tell of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from audiosession.importing.article import Sentence
from audiosession.importing.book import Book
from audiosession.importing.finding import find_word, plainly
from audiosession.importing.moods import asked_of_reader, with_condition_led
from audiosession.importing.understanding.clauses import Clause, clauses_of
from audiosession.importing.understanding.numbers import reps_in
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
    PRACTICE = "practice"
    """What is done or felt in a rest."""
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
BREATHS = ("inhale", "exhale")
BY_PLACE = "where it belongs"
"""What is guessed of a line whose field only the place of its sentence tells."""
IN_PASSING = "told in passing"
"""Why a value is a guess that stands in such sentences alone."""
_SHORT_LABEL = 5
"""A label of so many letters stands below the heading of its section: “down: …”."""
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
    is_short = len(heading) <= _SHORT_LABEL and not heading.isupper()  # “down: …” is an easier way
    is_short = is_short and role_of_heading(heading, book) != "caution"
    if section == "modification" and (is_short or role_of_heading(heading, book) in ("", "modification")):
        heading = above
    sentence = _without_asides(_without_teller(sentence, book), book)
    sentence = replace(sentence, text=asked_of_reader(with_condition_led(sentence.text, book), book))
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
        heading=role_of_heading(heading, book) or signed(plainly(heading), book, short=True) or section,
        section=section,
    )


def _without_asides(sentence: Sentence, book: Book) -> Sentence:
    """Return a sentence without what tells nothing between two of its commas: “If they tingle, by the way, stop”."""
    asides = "|".join(map(re.escape, book.wording.asides)) or "$"
    return replace(sentence, text=re.sub(rf"(?i),\s(?:{asides})(?=,)", "", sentence.text))


def _without_teller(sentence: Sentence, book: Book) -> Sentence:
    """Return a sentence from where it tells of the exercise, behind what somebody finds: “I love it because it …”."""
    plain = plainly(sentence.text)
    led = next((hit for lead in book.told_leads if (hit := find_word(plain, lead)) is not None), None)
    if (
        led is None
        or book.found_persons.first(plain[: led.end()]) is None
        or book.found_parts.first(plain[: led.start()])
    ):
        return sentence
    behind = book.found_verbs.at(plain, led.end() + 1)
    begun = plain.rfind(" ", 0, led.end()) + 1
    told = behind is not None and behind.key in ("benefit", "moving", "setting")
    return replace(sentence, text=sentence.text[begun:]) if told else sentence


def signed(plain: str, book: Book, *, short: bool = False) -> str:
    """Return the role that a sign in `plain` tells of; empty where none does."""
    if short and len(plain.split()) > 6:
        return ""
    return next((key for key in _BY_SIGN if has_sign(plain, key, book)), "")


def has_sign(plain: str, key: str, book: Book) -> bool:
    """Tell whether a sign of a role is in `plain`; that of the way out stands at its head."""
    if key == "modification":  # “which is harder than it sounds” is no other way
        hits = book.found_signs[key].find(plain)
        return any(not plain[hit.end :].lstrip().startswith(book.wording.compared) for hit in hits)
    if key != "release":
        return book.found_signs[key].first(plain) is not None
    head = plain[len(plain) - len(plain.lstrip(" (-")) :]
    soft = book.found_soft.at(head)
    return any(book.found_signs[key].at(head, at) for at in (0, soft.end + 1 if soft else 0))


def stops_or_leaves(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence names when to stop, or who leaves the exercise out."""
    return any(phrases.first(one.plain) for phrases in (book.found_stops, book.found_avoids))


def says_something(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence is about a body, or about doing something; what somebody tells of himself is neither."""
    if is_told_of_others(one, book):
        return False
    n_parts = sum(clause.n_parts for clause in one.clauses)
    told = [
        *book.found_conditions.find(one.plain),
        *book.found_equipment.find(one.plain),
        *book.found_breath.find(one.plain),
    ]
    has_sign = any(signs.first(one.plain) for signs in book.found_signs.values())
    does = any(clause.verbs for clause in one.clauses)
    return bool(n_parts or told or has_sign or does or reps_in(one.plain, book) or one.heading)


def is_told_of_others(one: ReadSentence, book: Book) -> bool:
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
        if before is not None and before[0] in book.wording.fronts and found.text in book.wording.things:
            continue  # “sobre ella”, the blanket
        if before is None or f"{before[0]} {found.text}" not in title:
            return True
    return False


def asks_for_something(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with something to do, be it behind a small word."""
    soft = book.found_soft.at(one.plain)
    verb = book.found_verbs.at(one.plain, soft.end + 1 if soft else 0)
    return verb is not None and verb.key != "benefit" and not verb.text.endswith(book.wording.going)


def takes_position(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence brings the body into a place to be in, such as “Side-lying.”"""
    first = book.found_verbs.at(one.plain)
    told = first is not None and not asks_for_something(one, book) and len(one.plain.split()) > _FRAGMENT
    if told or book.found_positions.first(one.plain) is None or is_told_of_others(one, book):
        return False
    return any("posture" in clause.verbs for clause in one.clauses) or book.found_positions.at(one.plain) is not None
