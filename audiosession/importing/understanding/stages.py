"""How an article goes on: each sentence that does not tell its part itself has the one that its place gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from audiosession.importing.article import Article, BlockKind
from audiosession.importing.book import Book
from audiosession.importing.finding import find_word, plainly
from audiosession.importing.understanding.breathing import with_held_breaths
from audiosession.importing.understanding.numbers import is_stay, reps_in
from audiosession.importing.understanding.reading import (
    BREATHS,
    ReadSentence,
    Sense,
    asks_for_something,
    read_sentence,
    says_something,
    takes_position,
)
from audiosession.importing.understanding.resting import with_rest
from audiosession.importing.understanding.roles import is_farewell, own_role, without_farewell
from audiosession.importing.understanding.weighing import weighed, without_told_breaths

_SHORT, _SHORT_SET_UP, _HEAD_OF_LETTING = 5, 14, 3
_LEAST_MOVING = 2
"""So many breaths that move make an exercise, and no rest."""


def read_roles(article: Article, book: Book) -> list[ReadSentence]:
    """Return the sentences of `article` with their roles, in order; what it is called tells nothing of them."""
    rows = roles_by_rules(article, book)
    return with_rest(weighed(rows, book), rows, book)


def roles_by_rules(article: Article, book: Book) -> list[ReadSentence]:
    """Return the same before what was learned is weighed: what that is learned of."""
    rows = [read_sentence(one, article.title, book) for one in article.sentences]
    rows = with_held_breaths(without_told_breaths([one.is_of(own_role(one, book)) for one in rows], book), book)
    rows = _Stages(list(_rest_at_the_end(rows)), _procedure(rows, book), book).go()
    return without_farewell(_with_breath_of_tips(rows), book)


def _procedure(rows: Sequence[ReadSentence], book: Book) -> int:
    """Return with which sentence the doing begins: a step, a heading that says so, or a position that is taken."""
    listed = any(one.sentence.kind is BlockKind.STEP for one in rows)
    first = next((number for number, one in enumerate(rows) if one.role is Sense.PHASE), len(rows))
    for number, one in enumerate(rows):
        if one.sentence.kind is BlockKind.STEP or one.heading in ("steps", "set_up"):
            return number
        begins = takes_position(one, book) and (not listed or asks_for_something(one, book))
        if begins and one.role in (Sense.NONE, Sense.PHASE, Sense.HOLD):
            begun = _head_of(rows, number, book)
            return begun if begun <= first or listed else _led_up_to(rows, first, book)
    begun = _led_up_to(rows, first, book)
    return begun if begun < len(rows) else _first_asked(rows, book)


def _first_asked(rows: Sequence[ReadSentence], book: Book) -> int:
    """Return with which sentence it begins where nothing breathes: the first of two in a row that ask for something."""
    asked = [one.role is Sense.NONE and not one.is_told and _is_done(one, book) for one in rows]
    return next((n for n, pair in enumerate(pairwise(asked)) if all(pair)), len(rows))


def _led_up_to(rows: Sequence[ReadSentence], first: int, book: Book) -> int:
    """Return with which sentence the set-up begins that leads up to a first breath.

    That is in its paragraph, and in those before it as long as each of them asks for something of the body.
    """
    begun = first
    places = list(dict.fromkeys(one.sentence.place for one in rows[: first + 1]))
    for number, place in enumerate(reversed(places)):
        here = [
            n
            for n, one in enumerate(rows[:first])
            if one.sentence.place == place and one.role is Sense.NONE and not one.is_told
        ]
        done = next((n for n in here if _is_done(rows[n], book) or _places(rows[n], book)), None)
        if done is None and number > 0:
            break
        begun = begun if done is None else done
    return begun


def _head_of(rows: Sequence[ReadSentence], number: int, book: Book) -> int:
    """Return with which sentence of its paragraph begins what a sentence of prose goes on with: what is asked for."""
    place = rows[number].sentence.place
    asked = (
        n
        for n, one in enumerate(rows[:number])
        if one.sentence.place == place and one.role is Sense.NONE and not one.is_told and _is_done(one, book)
    )
    return next(asked, number) if rows[number].sentence.kind is BlockKind.PARAGRAPH else number


def _is_done(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence asks for something of the body, or says in a few words how a part of it is."""
    n_parts = sum(clause.n_parts for clause in one.clauses)
    short = len(one.plain.split()) <= _SHORT_SET_UP and not any(clause.verbs for clause in one.clauses)
    return n_parts > 0 and (asks_for_something(one, book) or short)


def _places(one: ReadSentence, book: Book) -> bool:
    """Tell whether a clause begins with a position or a setting that is asked for, or with a part that moves."""
    hits = (book.found_verbs.at(clause.plain) for clause in one.clauses)
    if any(hit is not None and hit.key in ("posture", "setting") for hit in hits):
        return True
    return any(book.found_parts.at(_bare(clause.plain, book)) is not None and clause.moves for clause in one.clauses)


def _bare(plain: str, book: Book) -> str:
    """Return `plain` without the small words that it begins with."""
    words = plain.split(" ")
    while len(words) > 1 and (words[0] in book.determiners or words[0] in book.soft):
        words = words[1:]
    return " ".join(words)


def _rest_at_the_end(rows: Sequence[ReadSentence]) -> Iterator[ReadSentence]:
    """Yield `rows`; a rest that is held in the paragraph of the way out is a part of that, and no place to be held."""
    out = ""
    for one in rows:
        out = one.sentence.place if one.role is Sense.RELEASE else out
        rests = one.role is Sense.HOLD and one.sentence.place == out
        yield one.is_of(Sense.RELEASE) if rests else one


class _Stages:
    """The way through an article: set-up, what is done, the way out; and what was met on it so far."""

    def __init__(self, rows: Sequence[ReadSentence], begun: int, book: Book) -> None:
        self.rows, self.begun, self.book = rows, begun, book
        self.breathing = any(one.role is Sense.PHASE for one in rows[begun:])
        self.holding = any(one.role is Sense.HOLD for one in rows)
        self.stays = any(one.role is Sense.HOLD and is_stay(one.plain, book) for one in rows)
        held = next((one for one in rows if one.role is Sense.HOLD), None)
        self.short_hold = held.sentence.place if held and not is_stay(held.plain, book) else ""
        done = (one for one in rows if one.heading != "set_up")
        self.does_elsewhere = any(one.heading == "steps" or one.role in (Sense.PHASE, Sense.HOLD) for one in done)
        moving = [one for one in rows if one.role is Sense.PHASE and one.moves]
        self.rests = len(moving) < _LEAST_MOVING and not any(one.role is Sense.REPS for one in rows)
        self.in_lists = any(one.sentence.kind is BlockKind.STEP or one.heading == "steps" for one in rows)
        self.kinds: set[BlockKind] = set()
        self.stage = Sense.SET_UP
        self.last = _last_place(rows, book)
        self.way_out = self.phases_below = self.held = self.let = ""
        self.moved = self.stayed = self.interrupted = self.placed = False

    def go(self) -> list[ReadSentence]:
        """Return the sentences with their roles."""
        made = [_before(one, self.book) for one in self.rows[: self.begun]]
        for one in self.rows[self.begun :]:
            role = self._role(one)
            made += [replace(each, by_place=_by_place(one)) for each in _apart(one, role)]
            if role is Sense.REPS and self.stage is Sense.SET_UP:
                made = self._moved_so(made, one)
            self._met(one, role)
        return made

    def _moved_so(self, made: list[ReadSentence], counted: ReadSentence) -> list[ReadSentence]:
        """Return `made`; where how often is told before any breath, the paragraph up to it is what is done so often."""
        place = counted.sentence.place
        done = [n for n, one in enumerate(made) if one.sentence.place == place and one.by_place]
        if counted.heading or not any(made[n].role is Sense.SET_UP and made[n].moves for n in done):
            return made
        self.stage = Sense.PREPARATION
        return [
            one.is_of(Sense.PREPARATION)
            if n in done and one.role is Sense.SET_UP and not takes_position(one, self.book)
            else one
            for n, one in enumerate(made)
        ]

    def _role(self, one: ReadSentence) -> Sense:
        """Return the role of a sentence: its own, or the one that follows from where it stands."""
        if one.heading == "set_up" and one.role in (Sense.NONE, Sense.PHASE) and not self._goes_on(one):
            return Sense.PREPARATION if one.section == "steps" else Sense.SET_UP
        if one.role is Sense.NONE and says_something(one, self.book):
            return self._corrected(one, self._by_stage(one))
        if one.role is Sense.HOLD and self.stage is Sense.RELEASE and self.breathing and _places(one, self.book):
            return Sense.RELEASE
        if one.role is Sense.PHASE and one.sentence.kind is BlockKind.PARAGRAPH and one.sentence.place == self.way_out:
            return Sense.RELEASE
        late = self.stage is Sense.RELEASE and one.heading != "steps" and not self.holding
        if late and one.role in (Sense.PHASE, Sense.HOLD):
            return Sense.RELEASE if one.sentence.kind is BlockKind.STEP or one.moves else Sense.TIP
        return one.role

    def _goes_on(self, one: ReadSentence) -> bool:
        """Tell whether what is done stands below the heading that begins with the place, and has no other."""
        return not self.does_elsewhere and (one.role is Sense.PHASE or self.stage is not Sense.SET_UP)

    def _by_stage(self, one: ReadSentence) -> Sense:
        steps = not self.in_lists or one.sentence.kind is BlockKind.STEP or one.heading == "steps"
        moved = steps and asks_for_something(one, self.book) and one.clauses[0].verbs[:1] == ("moving",)
        stays_so = (
            one.keeps or (one.is_negated and not moved) or self.book.found_signs["condition"].at(one.plain) is not None
        )
        if self.rests and self.moved and (one.sentence.place == self.let or self._lets(one)):
            self.let = one.sentence.place
            return Sense.TIP
        if self.stage is Sense.SET_UP:
            first = next((verb for clause in one.clauses for verb in clause.verbs), "")
            if one.sentence.place == self.short_hold and one.moves and asks_for_something(one, self.book):
                return Sense.PREPARATION
            told = self.breathing or self.holding or not (self.moved and first == "moving")
            return Sense.SET_UP if told else Sense.PREPARATION
        if self.stage is Sense.PREPARATION:
            return Sense.TIP if stays_so else Sense.PREPARATION
        is_short = len(one.plain.split()) <= _SHORT and not one.moves
        if self.stage is Sense.PHASE and is_short and any(clause.sides for clause in one.clauses):
            return Sense.REPS  # “Now the left leg.”
        if self.book.found_changes.first(one.plain) and not (one.is_negated or one.keeps):
            return Sense.REPS
        if self.stage is Sense.PHASE:
            elsewhere = steps and not self.in_lists and self._has_breathed(one)
            return Sense.TIP if stays_so or not one.moves or elsewhere else Sense.PHASE
        return Sense.TIP if stays_so or not steps else Sense.RELEASE

    def _lets(self, one: ReadSentence) -> bool:
        """Tell whether a sentence asks for nothing but to let something be, or to feel it."""
        head = " ".join(one.plain.split()[:_HEAD_OF_LETTING])
        return any(find_word(head, word) for word in self.book.wording.letting)

    def _corrected(self, one: ReadSentence, role: Sense) -> Sense:
        """Return the role of a sentence of a stage, as what was met so far has it."""
        kind = one.sentence.kind
        in_steps = kind is BlockKind.STEP or one.heading == "steps"
        if self.holding and not self.breathing and role is Sense.PHASE and not in_steps:
            role = Sense.TIP
        if role is Sense.PHASE and self._elsewhere(one):
            role = Sense.TIP
        if self.stayed and role in (Sense.PHASE, Sense.SET_UP):
            return Sense.TIP if one.sentence.place == self.held and not _returns(one, self.book) else Sense.RELEASE
        if self.stays and not self.stayed and (role in (Sense.PHASE, Sense.RELEASE) or _does(one, role)):
            return Sense.INTO_PLACE if self.placed and one.heading == "steps" else Sense.SET_UP
        beside = role in (Sense.PHASE, Sense.RELEASE) and _beside(one, self.kinds)
        if beside or (role is Sense.RELEASE and not (self.in_lists or self._comes_out(one))):
            return Sense.TIP
        if self.interrupted and role is Sense.PHASE and kind is BlockKind.PARAGRAPH:
            return Sense.RELEASE
        if self.placed and role is Sense.SET_UP and one.heading == "steps":
            return Sense.PREPARATION
        return role

    def _elsewhere(self, one: ReadSentence) -> bool:
        """Tell whether a sentence stands below another heading than the phases did; one that breathes goes on."""
        heading = one.sentence.above
        breathes = self.book.found_breath.first(plainly(heading)) is not None
        return bool(self.phases_below) and heading != self.phases_below and not breathes

    def _has_breathed(self, one: ReadSentence) -> bool:
        """Tell whether a sentence of prose stands in a later paragraph than the last one that breathes."""
        last = max((row for row in self.rows if row.role is Sense.PHASE), key=lambda row: row.number, default=one)
        return one.number > last.number and one.sentence.place != last.sentence.place

    def _comes_out(self, one: ReadSentence) -> bool:
        """Tell whether a sentence of prose is of the way out: in the last paragraph, or told as what comes then."""
        ends = one.sentence.place in (self.rows[-1].sentence.place, self.last, self.way_out)
        soft = self.book.found_soft.at(one.plain)
        return ends or (soft is not None and soft.text not in self.book.joins)

    def _met(self, one: ReadSentence, role: Sense) -> None:
        """Remember what a sentence was, and go on to the next stage where it leads there."""
        if self.stage is Sense.PHASE and role is Sense.NONE and reps_in(one.plain, self.book):
            self.stage = Sense.RELEASE  # somebody says how often he would like it
        self.kinds |= {one.sentence.kind} if role in (Sense.PHASE, Sense.HOLD) else set()
        self.interrupted |= self.stage is Sense.PHASE and role in (Sense.CAUTION, Sense.MODIFICATION)
        self.way_out = one.sentence.place if role is Sense.RELEASE else self.way_out
        if role is Sense.PHASE:
            self.phases_below = one.sentence.above
        self.placed |= one.heading == "set_up" and takes_position(one, self.book)
        self.stayed |= self.stays and role is Sense.HOLD
        self.held = one.sentence.place if role is Sense.HOLD else self.held
        self.moved |= role in (Sense.SET_UP, Sense.PREPARATION)
        self.stage = _next_stage(self.stage, role)


def _last_place(rows: Sequence[ReadSentence], book: Book) -> str:
    """Return the place of the last paragraph before the farewell of a letter that tells of the body."""
    ends = next((n for n in range(len(rows) - 1, 0, -1) if is_farewell(rows[n], book)), len(rows))
    tells = (Sense.NONE, Sense.RELEASE, Sense.REPS, Sense.PHASE)
    told = [one for one in rows[:ends] if one.role in tells and any(c.n_parts and c.verbs for c in one.clauses)]
    return told[-1].sentence.place if told and ends < len(rows) else ""


def _returns(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence says that a place is left again."""
    return any(find_word(one.plain, word) for word in book.wording.returns)


def _by_place(one: ReadSentence) -> bool:
    """Tell whether nothing but where a sentence stands tells its role; a step of a list is done, and so says it."""
    return one.role is Sense.NONE and not one.heading and one.sentence.kind is BlockKind.PARAGRAPH


def _apart(one: ReadSentence, role: Sense) -> list[ReadSentence]:
    """Return a sentence with its role; where it comes into place before it breathes, it is two."""
    if role is not Sense.PHASE:
        return [one.is_of(role)]
    first = next((n for n, clause in enumerate(one.clauses) if clause.breath in BREATHS), 0)
    placed = any("posture" in clause.verbs for clause in one.clauses[:first])
    if not placed:
        return [one.is_of(role)]
    head = replace(one, clauses=one.clauses[:first], role=Sense.SET_UP)
    return [head, replace(one, clauses=one.clauses[first:], role=role)]


def _before(one: ReadSentence, book: Book) -> ReadSentence:
    """Return a sentence that stands before anything is done with its role: what it tells of the body is what for."""
    tells = one.role is Sense.NONE and not one.heading and says_something(one, book)
    told = any(clause.n_parts and clause.verbs for clause in one.clauses)
    if tells and told and not (one.is_negated or asks_for_something(one, book) or takes_position(one, book)):
        return replace(one.is_of(Sense.PURPOSE), by_place=True)
    return one.is_of(Sense.NONE) if one.role in (Sense.PHASE, Sense.HOLD) else one


def _beside(one: ReadSentence, kinds: Set[BlockKind]) -> bool:
    """Tell whether a sentence is a bullet where what is done is told otherwise, and no heading says what it is."""
    return one.sentence.kind is BlockKind.BULLET and BlockKind.BULLET not in kinds and one.heading != "release"


def _does(one: ReadSentence, role: Sense) -> bool:
    """Tell whether a sentence that was taken for a tip says something to do."""
    if role is not Sense.TIP or not one.clauses:
        return False
    first = one.clauses[0]
    keeps = one.keeps and not ("," in first.plain and {"moving", "setting"} & set(first.verbs))
    return first.moves and not (keeps or one.is_negated)


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
