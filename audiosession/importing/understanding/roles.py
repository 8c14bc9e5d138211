"""The part that each sentence of an article plays: set-up, phase, tip, caution and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audiosession.importing.article import Article, BlockKind, Sentence
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.clauses import Clause, clauses_of
from audiosession.importing.understanding.numbers import length_in, reps_in
from audiosession.importing.understanding.sentences import role_of_heading


class Sense(StrEnum):
    """What a sentence is for."""

    PURPOSE = "purpose"
    WARM_UP = "warm_up"
    CAUTION = "caution"
    EQUIPMENT = "equipment"
    SET_UP = "set_up"
    PREPARATION = "preparation"
    PHASE = "phase"
    HOLD = "hold"
    """That a place is held, so long or for so many breaths."""
    REPS = "reps"
    TIP = "tip"
    MODIFICATION = "modification"
    RELEASE = "release"
    IGNORED = "ignored"
    """What is about something else."""
    NONE = ""
    """Nothing that a definition has a place for."""


_BY_SIGN = ("caution", "warm_up", "modification", "release", "equipment")
_BY_HEADING = {
    "purpose": Sense.PURPOSE, "warm_up": Sense.WARM_UP, "caution": Sense.CAUTION, "tips": Sense.TIP,
    "modification": Sense.MODIFICATION, "mistakes": Sense.TIP, "release": Sense.RELEASE, "equipment": Sense.EQUIPMENT,
}  # fmt: skip
_BREATHS = ("inhale", "exhale")
_FRAGMENT = 2
"""So many words are no sentence: a place to be in, such as “Side-lying.”"""


@dataclass(frozen=True, kw_only=True)
class ReadSentence:
    """A sentence that was read: its clauses, and what it is for.

    `heading` is the role that its heading tells of, be it a label in its line; `section` that of its section.
    """

    sentence: Sentence
    plain: str
    clauses: tuple[Clause, ...]
    heading: str
    section: str = ""
    role: Sense = Sense.NONE

    @property
    def number(self) -> int:
        """The number of its sentence."""
        return self.sentence.number

    @property
    def breathes(self) -> bool:
        """Whether a breath in or out is told in it."""
        return any(one.breath in _BREATHS for one in self.clauses)

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


def read_roles(article: Article, book: Book) -> list[ReadSentence]:
    """Return the sentences of `article` with their roles, in order; what it is called tells nothing of them."""
    rows = [_read(one, article.title, book) for one in article.sentences]
    rows = [one.is_of(_own_role(one, book)) for one in rows]
    begun = _procedure(rows, book)
    rows = _staged(rows, begun, book)
    return _with_breath_of_tips(rows)


def _read(sentence: Sentence, title: str, book: Book) -> ReadSentence:
    heading, above = ("" if one == title else one for one in (sentence.heading, sentence.above))
    section = role_of_heading(above, book)
    if section == "modification" and heading != above:
        heading = above
    return ReadSentence(
        sentence=sentence,
        plain=plainly(sentence.text),
        clauses=tuple(clauses_of(sentence.text, book)),
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


def _own_role(one: ReadSentence, book: Book) -> Sense:
    """Return the role that a sentence has by its own words and its heading, wherever it stands; NONE where none."""
    if one.heading == "ignored" or book.found_signs["ignored"].first(one.plain):
        return Sense.IGNORED
    if not _says(one, book):
        return Sense.NONE
    sign = _signed(one.plain, book)
    if sign == "caution" and one.heading == "modification" and not _stops(one, book):
        return Sense.MODIFICATION
    if sign == "modification" and one.heading == "set_up" and _takes_position(one, book):
        return Sense.SET_UP
    if not sign and _is_conditional(one, book):
        return Sense.MODIFICATION
    if sign == "caution" or (one.heading == "caution" and not sign and _warns(one, book)):
        return Sense.CAUTION
    if one.heading == "caution" and not sign:
        return Sense.IGNORED
    if one.breathes and one.heading not in _BY_HEADING and sign not in ("modification", "release"):
        return Sense.PHASE
    if sign:
        return Sense(sign)
    if one.heading in ("purpose", "warm_up", "equipment"):
        return _BY_HEADING[one.heading]
    timed = length_in(one.plain, book, "seconds", "minutes", "breaths")
    if timed and _holds(one, book) and one.heading not in _BY_HEADING:
        return Sense.HOLD
    if one.heading == "reps" or reps_in(one.plain, book):
        return Sense.REPS
    if one.heading in _BY_HEADING:
        return _BY_HEADING[one.heading]
    if one.sentence.heading.endswith("?") and _asks(one, book):
        return Sense.MODIFICATION
    if _changes(one, book):
        return Sense.REPS
    if book.found_signs["purpose"].first(one.plain) and not _asks(one, book):
        return Sense.PURPOSE
    return Sense.NONE


def _stops(one: ReadSentence, book: Book) -> bool:
    return any(phrases.first(one.plain) for phrases in (book.found_stops, book.found_avoids))


def _is_conditional(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with a condition and goes on with something to do: another way to do it."""
    head = one.plain.lstrip(" (-")
    soft = book.found_soft.at(head)
    at = soft.end + 1 if soft else 0
    return (
        book.found_signs["condition"].at(head, at) is not None
        and any(clause.moves for clause in one.clauses)
        and not (one.breathes or one.heading == "caution")
    )


def _says(one: ReadSentence, book: Book) -> bool:
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
    """Tell whether somebody tells of himself or of others: it neither asks for anything nor warns."""
    plain = re.sub(r"[\"“][^\"”]*[\"”]", "", one.plain)
    told = book.found_persons.first(plain) or book.found_tellers.at(plain)
    if told is None or (one.heading == "caution" and book.found_conditions.first(plain)):
        return False
    return not (_asks(one, book) or book.found_signs["condition"].at(plain))


def _holds(one: ReadSentence, book: Book) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}", one.plain) for word in book.units["hold"])


def _changes(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence says that the other side follows, and hardly more."""
    return book.found_changes.first(one.plain) is not None and len(one.plain.split()) <= 14


def _asks(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with something to do."""
    verb = book.found_verbs.at(one.plain)
    return verb is not None and verb.key != "benefit" and not verb.text.endswith(_going_on(book))


def _going_on(book: Book) -> tuple[str, ...]:
    """Return what a verb ends in that tells of something and asks for nothing."""
    return book.wording.going


def _procedure(rows: Sequence[ReadSentence], book: Book) -> int:
    """Return with which sentence the doing begins: a step, a heading that says so, or a position that is taken."""
    for number, one in enumerate(rows):
        if one.sentence.kind is BlockKind.STEP or one.heading in ("steps", "set_up"):
            return number
        if one.role in (Sense.NONE, Sense.PHASE, Sense.HOLD) and _takes_position(one, book):
            return number
    return next((number for number, one in enumerate(rows) if one.role is Sense.PHASE), len(rows))


def _takes_position(one: ReadSentence, book: Book) -> bool:
    first = book.found_verbs.at(one.plain)
    told = first is not None and not _asks(one, book) and len(one.plain.split()) > _FRAGMENT
    if told or book.found_positions.first(one.plain) is None or _is_told(one, book):
        return False
    return any("posture" in clause.verbs for clause in one.clauses) or book.found_positions.at(one.plain) is not None


def _staged(rows: Sequence[ReadSentence], begun: int, book: Book) -> list[ReadSentence]:
    """Return `rows` with a role for those that have none of their own: it follows from what came before."""
    breathing = any(one.role is Sense.PHASE for one in rows[begun:])
    holding = any(one.role is Sense.HOLD for one in rows)
    stays = any(one.role is Sense.HOLD and length_in(one.plain, book, "breaths") for one in rows)
    made: list[ReadSentence] = []
    in_lists = any(one.sentence.kind is BlockKind.STEP or one.heading == "steps" for one in rows)
    stage, moved, stayed, interrupted, placed = Sense.SET_UP, False, False, False, False
    for number, one in enumerate(rows):
        if number < begun:
            made.append(one.is_of(_before(one, book)))
            continue
        role = one.role
        if one.heading == "set_up" and role in (Sense.NONE, Sense.PHASE):
            role = Sense.PREPARATION if one.section == "steps" else Sense.SET_UP
        elif role is Sense.NONE and _says(one, book):
            steps = not in_lists or one.sentence.kind is BlockKind.STEP or one.heading == "steps"
            role = _by_stage(one, stage, breathing=breathing or holding, in_steps=steps, moved=moved)
            if holding and not breathing and role is Sense.PHASE and one.sentence.kind is not BlockKind.STEP:
                role = Sense.TIP
            if stayed and role in (Sense.PHASE, Sense.SET_UP):
                role = Sense.RELEASE
            elif stays and not stayed and (role in (Sense.PHASE, Sense.RELEASE) or _does(one, role)):
                role = Sense.SET_UP
            elif interrupted and role is Sense.PHASE and one.sentence.kind is BlockKind.PARAGRAPH:
                role = Sense.RELEASE
            elif placed and role is Sense.SET_UP and one.heading == "steps":
                role = Sense.PREPARATION
        elif role in (Sense.PHASE, Sense.HOLD) and stage is Sense.RELEASE and one.heading != "steps" and not holding:
            role = Sense.RELEASE if one.sentence.kind is BlockKind.STEP or one.moves else Sense.TIP
        made += _apart(one, role, book)
        interrupted = interrupted or (stage is Sense.PHASE and role in (Sense.CAUTION, Sense.MODIFICATION))
        placed = placed or one.heading == "set_up"
        stayed = stayed or (stays and role is Sense.HOLD)
        moved = moved or role in (Sense.SET_UP, Sense.PREPARATION)
        stage = _next_stage(stage, role)
    return made


def _apart(one: ReadSentence, role: Sense, book: Book) -> list[ReadSentence]:
    """Return a sentence with its role; where it comes into place before it breathes, it is two."""
    if role is not Sense.PHASE:
        return [one.is_of(role)]
    first = next((n for n, clause in enumerate(one.clauses) if clause.breath in _BREATHS), 0)
    placed = any("posture" in clause.verbs for clause in one.clauses[:first])
    if not placed:
        return [one.is_of(role)]
    head = replace(one, clauses=one.clauses[:first], role=Sense.SET_UP)
    return [head, replace(one, clauses=one.clauses[first:], role=role)]


def _before(one: ReadSentence, book: Book) -> Sense:
    """Return the role of a sentence that stands before anything is done."""
    if one.role in (Sense.PHASE, Sense.HOLD):
        return Sense.NONE
    return one.role


def _does(one: ReadSentence, role: Sense) -> bool:
    """Tell whether a sentence that was taken for a tip says something to do."""
    first = one.clauses[0]
    keeps = one.keeps and not ("," in first.plain and {"moving", "setting"} & set(first.verbs))
    return role is Sense.TIP and first.moves and not (keeps or one.is_negated)


def _by_stage(one: ReadSentence, stage: Sense, *, breathing: bool, in_steps: bool, moved: bool) -> Sense:
    """Return the role of a sentence that tells nothing of it: by the stage that the article has come to."""
    if stage is Sense.SET_UP:
        if breathing:
            return Sense.SET_UP
        first = next((verb for clause in one.clauses for verb in clause.verbs), "")
        return Sense.PREPARATION if moved and first == "moving" else Sense.SET_UP
    if stage is Sense.PREPARATION:
        return Sense.TIP if one.keeps or one.is_negated else Sense.PREPARATION
    if stage is Sense.PHASE:
        if one.keeps or one.is_negated or not one.moves:
            return Sense.TIP
        return Sense.PHASE
    if stage is Sense.RELEASE and in_steps and not (one.keeps or one.is_negated):
        return Sense.RELEASE
    return Sense.TIP if one.keeps or one.is_negated or not in_steps else Sense.RELEASE


def _next_stage(stage: Sense, role: Sense) -> Sense:
    if role in (Sense.PHASE, Sense.PREPARATION):
        return role if stage is not Sense.RELEASE else stage
    if role is Sense.HOLD:
        return Sense.PHASE
    if role in (Sense.REPS, Sense.RELEASE) and stage is not Sense.SET_UP:
        return Sense.RELEASE
    return stage


def _with_breath_of_tips(rows: list[ReadSentence]) -> list[ReadSentence]:
    """Return `rows` with the breath that is told in tips alone as that of the phases."""
    if any(one.role is Sense.PHASE for one in rows) or any(one.role is Sense.HOLD for one in rows):
        return rows
    if not any(one.role is Sense.TIP and one.breathes for one in rows):
        return rows
    return [one.is_of(Sense.PHASE) if one.role is Sense.TIP and one.breathes else one for one in rows]
