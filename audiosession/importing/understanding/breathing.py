"""The phases of a rep, found in the sentences that breathe: one breath is one phase, whoever shares it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from audiosession.importing.book import Book
from audiosession.importing.finding import find_word, plainly, words_of_text
from audiosession.importing.outline import DraftItem, PhaseOutline
from audiosession.importing.understanding.clauses import Clause, blanked
from audiosession.importing.understanding.numbers import (
    MOST_SECONDS,
    Amount,
    is_stay,
    length_in,
    reps_in,
    without_length,
)
from audiosession.importing.understanding.reading import ReadSentence, Sense
from audiosession.importing.understanding.wording import cue_of

_BREATHS = ("inhale", "exhale", "hold")
_MOST_PHASES = 12
_MOST_EACH = 10
"""No breath is longer than so many seconds: that is a rest between two sets."""
_MOST_TURNS = 5
"""From so many breaths on, a rep that ends as it began has one too many."""
_BESIDE = 2
"""So many sentences before or behind it, a breath is beside one that is held."""
_BREATH_S = 6
"""About how long a quiet breath is, in seconds."""


@dataclass(kw_only=True)
class _Open:
    """A phase while it is gathered: its breath, and the clauses that stand in it with their sentences."""

    breath: str
    clauses: list[tuple[Clause, int]] = field(default_factory=list)
    guessed: str = ""

    @property
    def sentences(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for _, number in self.clauses))


def with_held_breaths(rows: Sequence[ReadSentence], book: Book) -> list[ReadSentence]:
    """Return `rows` with what is held between breaths as a phase, and what is breathed out before them as none."""
    return _emptied_first(list(_held_between(rows, book)), book)


def _held_between(rows: Sequence[ReadSentence], book: Book) -> Iterator[ReadSentence]:
    """Yield `rows`; what is held or waited for between breaths that have counts is a breath that is held."""
    for n, one in enumerate(rows):
        beside = rows[max(0, n - _BESIDE) : n + _BESIDE + 1]
        counted = [row for row in beside if row.role is Sense.PHASE and length_in(row.plain, book, "counts")]
        holds = any(find_word(one.plain.split(",")[0], word) for word in book.units["hold"])
        told = any(clause.breath == "hold" for clause in one.clauses) or (holds and counted)
        may_be = one.role in (Sense.NONE, Sense.TIP, Sense.HOLD, Sense.REPS) and not one.is_told
        may_be = may_be and book.found_negations.at(one.plain) is None
        amount = length_in(one.plain, book, "counts", "seconds")
        if not (told and may_be and amount and one.clauses and any(row.role is Sense.PHASE for row in beside)):
            yield one
            continue
        first = replace(one.clauses[0], breath="hold")
        yield replace(one, clauses=(first, *one.clauses[1:])).is_of(Sense.PHASE)


def _emptied_first(rows: list[ReadSentence], book: Book) -> list[ReadSentence]:
    """Return `rows`; a breath out that has no counts, before breaths that all have some, is no part of a rep."""
    phases = [n for n, one in enumerate(rows) if one.role is Sense.PHASE]
    breaths = [[clause.breath for clause in rows[n].clauses if clause.breath] for n in phases]
    counted = [length_in(rows[n].plain, book, "counts", "seconds") is not None for n in phases]
    if len(phases) <= _BESIDE or breaths[0] != ["exhale"] or counted[0]:
        return rows
    if not (all(counted[1:]) or _is_one_too_many([breath for one in breaths for breath in one])):
        return rows
    if not any("exhale" in one for one in breaths[1:]):
        return rows
    return [one.is_of(Sense.PREPARATION) if n == phases[0] else one for n, one in enumerate(rows)]


def _is_one_too_many(breaths: Sequence[str]) -> bool:
    """Tell whether breaths in and out take turns and end as they began: the first one is drawn before the reps."""
    turns = all(one != other for one, other in pairwise(breaths)) and set(breaths) == {"inhale", "exhale"}
    return turns and len(breaths) % 2 == 1 and len(breaths) >= _MOST_TURNS


def phases_of(rows: Sequence[ReadSentence], book: Book) -> list[PhaseOutline]:
    """Return the phases that are told in `rows`, in order."""
    hold = next((one for one in rows if one.role is Sense.HOLD), None)
    told = [one for one in rows if one.role is Sense.PHASE or one is hold]
    if hold is not None and in_stay(rows, book):
        return _stay(hold, rows, book)
    if hold is not None and any(_breathes_in_hold(one, book) for one in told):
        hold, told = None, [one for one in told if one is not hold]
    if hold is not None and not any(one.breathes for one in told):
        told = [one for one in rows if one.role in (Sense.PHASE, Sense.PREPARATION) or one is hold]
    opened = _gathered(told, hold, book)[:_MOST_PHASES]
    if not opened:
        opened = [
            _Open(breath="free", clauses=[(clause, one.number) for clause in one.clauses], guessed="no breath is told")
            for one in rows
            if one.role is Sense.PREPARATION
        ][:_MOST_PHASES]
    phases = [_closed(one, book) for one in opened]
    return _one_sided(_of_one_length(phases, rows, book))


def _breathes_in_hold(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence says how to breathe while a place is held: “breathe in during the hold”."""
    clauses = [clause for clause in one.clauses if clause.breath in ("inhale", "exhale")]
    word = plainly(book.wording.hold_word).strip(" .")
    return len(clauses) > 1 and any(find_word(each.plain, word) for each in clauses)


def _stay(hold: ReadSentence, rows: Sequence[ReadSentence], book: Book) -> list[PhaseOutline]:
    """Return a breath in and one out, which are the rep where a place is held for so many breaths."""
    begun = rows.index(hold)
    if length_in(hold.plain, book, "breaths") is None:
        clauses = [(clause, hold.number) for clause in hold.clauses]
        return _one_sided([_closed(_Open(breath="free", clauses=clauses), book)])
    told = [one for one in rows[begun:] if one.role is Sense.PHASE] or _just_before(rows, begun)
    opened = {one.breath: one for one in reversed(_gathered(told, None, book)) if one.breath in ("inhale", "exhale")}
    phases = []
    for breath in ("inhale", "exhale"):
        one = opened.get(breath, _Open(breath=breath))
        made = _closed(one, book)
        phases.append(replace(made, sentences=tuple(dict.fromkeys((*made.sentences, hold.number)))))
    return _one_sided(phases)


def _just_before(rows: Sequence[ReadSentence], begun: int) -> list[ReadSentence]:
    """Return the sentences right before a hold that breathe both ways: they are how it is held."""
    found: list[ReadSentence] = []
    for one in reversed(rows[:begun]):
        if not one.breathes:
            break
        found.insert(0, one)
    breaths = {clause.breath for one in found for clause in one.clauses}
    return found if {"inhale", "exhale"} <= breaths else []


def in_stay(rows: Sequence[ReadSentence], book: Book) -> bool:
    """Tell whether the exercise is a place that is held for so many breaths."""
    place = next((n for n, one in enumerate(rows) if one.role is Sense.HOLD), 0)
    hold = rows[place] if rows and rows[place].role is Sense.HOLD else None
    if hold is None or not is_stay(hold.plain, book):
        return False
    breathed = any(one.role is Sense.PHASE and one.breathes for one in rows[:place])
    goes_on = any(
        one.role is Sense.PHASE and one.breathes and book.found_soft.at(one.plain) is not None
        for one in rows[place + 1 :]
    )
    counted = any(one.role is Sense.REPS and reps_in(one.plain, book) for one in rows)
    return not (breathed and (counted or goes_on))


def _gathered(told: Sequence[ReadSentence], hold: ReadSentence | None, book: Book) -> list[_Open]:
    opened: list[_Open] = []
    if hold is not None and len(told) > 1 and not any(one.breathes for one in told):
        return [_Open(breath="free", clauses=[(each, one.number) for each in one.clauses]) for one in told]
    for one in told:
        if one is hold:
            if length_in(one.plain, book, "seconds", "minutes", "breaths"):
                opened.append(_Open(breath="free", clauses=[(clause, one.number) for clause in one.clauses]))
            if not one.breathes:
                continue
        if opened and {"inhale", "exhale"} <= {each.breath for each in opened} and _only_breathes(one):
            continue
        waiting: list[tuple[Clause, int]] = []
        left = [clause.breath for clause in one.clauses]
        for place, clause in enumerate(one.clauses):
            row = (clause, one.number)
            if clause.breath in _BREATHS:
                if not opened or opened[-1].breath != clause.breath:
                    opened.append(_Open(breath=clause.breath))
                opened[-1].clauses += [*waiting, row]
                waiting = []
            elif not any(breath in _BREATHS for breath in left[:place]) and any(b in _BREATHS for b in left[place:]):
                waiting.append(row)
            elif opened:
                opened[-1].clauses.append(row)
    return opened


def _only_breathes(one: ReadSentence) -> bool:
    """Tell whether a sentence says to breathe on as before, and nothing of the body."""
    breaths = {clause.breath for clause in one.clauses}
    return {"inhale", "exhale"} <= breaths and not any(clause.n_parts or clause.moves for clause in one.clauses)


def _closed(opened: _Open, book: Book) -> PhaseOutline:
    cues: list[DraftItem] = []
    switch_at, side, pulses = 0, None, None
    counts = seconds = None
    for place, (clause, number) in enumerate(opened.clauses):
        before = opened.clauses[:place]
        counts = counts or _length("counts", length_in(clause.plain, book, "counts"), number)
        seconds = seconds or _seconds_of(opened.breath, clause, number, book)
        pulses = pulses or _pulses(clause, number, book)
        if side is None and clause.sides:
            side = DraftItem(field="side", value=clause.sides[0], sentences=(number,))
        elif side is not None and not switch_at and _switches(clause, number, side, [one for one, _ in before], book):
            switch_at = len(cues)
        said = replace(clause, text=without_length(clause.text, book, "counts", "seconds"))
        cue = cue_of(said, book, keep_breath=clause.breath == "free")
        if (
            said.text != clause.text
            and len(words_of_text(cue)) == 1
            and cue.lower().strip(".") in book.units.get("taking", ())
        ):
            seconds = seconds or _length("seconds", length_in(clause.plain, book, "seconds"), number)
            continue  # “take two seconds” tells how long, and nothing to do
        if _only_soft(cue, book):
            continue
        if cue and not (cues and cues[-1].value == cue):
            cues.append(DraftItem(field="phase", value=cue, sentences=(number,)))
    return PhaseOutline(
        breath=opened.breath,
        cues=tuple(cues),
        counts=None if seconds else counts,
        seconds=seconds,
        side=side,
        pulses=pulses,
        switch_at=switch_at,
        swaps=any(book.found_changes.first(clause.plain) for clause, _ in opened.clauses),
        sentences=opened.sentences,
        guessed=opened.guessed,
    )


def _seconds_of(breath: str, clause: Clause, number: int, book: Book) -> DraftItem | None:
    """Return how many seconds a phase lasts by one of its clauses; what is held, or has no breath, may last longer."""
    if breath not in ("free", "hold"):
        return _length("seconds", _taken(clause, book), number)
    told = _length("seconds", length_in(clause.plain, book, "seconds", "minutes"), number)
    return told or _of_breaths(length_in(clause.plain, book, "breaths"), number)


def _taken(clause: Clause, book: Book) -> Amount | None:
    """Return how long a breath takes: “breathe in and lower your heels, taking four seconds”; a hold is none."""
    amount = length_in(clause.plain, book, "seconds")
    bare = blanked(clause.plain, book.found_breath)
    holds = any(find_word(bare, word) for word in book.units["hold"])
    return None if amount is None or holds or amount.most > _MOST_EACH else amount


def _only_soft(cue: str, book: Book) -> bool:
    """Tell whether nothing but small words are left of a clause: the “again” of “as it goes out again”."""
    return set(words_of_text(cue)) <= set(book.soft)


def _of_breaths(amount: Amount | None, number: int) -> DraftItem | None:
    """Return about how many seconds so many breaths are."""
    if amount is None:
        return None
    guessed = "as long as so many quiet breaths"
    return DraftItem(field="seconds", value=_BREATH_S * amount.least, sentences=(number,), guessed=guessed)


def _length(key: str, amount: Amount | None, number: int) -> DraftItem | None:
    if amount is None or (key == "seconds" and amount.most > MOST_SECONDS):
        return None
    return DraftItem(field=key, value=amount.most, sentences=(number,))


def _pulses(clause: Clause, number: int, book: Book) -> DraftItem | None:
    """Return how many pulses a clause tells of: a number of them, or the word so often."""
    if (amount := length_in(clause.plain, book, "pulses")) is not None and amount.most > 1:
        return DraftItem(field="pulses", value=amount.most, sentences=(number,))
    said = book.units["pulses"][1]
    if (n_said := len(re.findall(rf"(?<!\w){re.escape(said)}(?!\w)", clause.plain))) > 1:
        return DraftItem(field="pulses", value=n_said, sentences=(number,))
    return None


def _switches(clause: Clause, number: int, side: DraftItem, before: Sequence[Clause], book: Book) -> bool:
    """Tell whether the other side goes on in the same breath: in a sentence of its own, with the same part moved."""
    if not clause.sides or not clause.moves or number == side.sentences[0] or side.value == clause.sides[0]:
        return False
    parts = {hit.text[:4] for one in before for hit in book.found_parts.find(one.plain)}
    return any(hit.text[:4] in parts for hit in book.found_parts.find(clause.plain))


def _of_one_length(phases: list[PhaseOutline], rows: Sequence[ReadSentence], book: Book) -> list[PhaseOutline]:
    """Return `phases` with the length that a sentence tells of all of them: “about four seconds each way”."""
    for one in rows:
        if one.role not in (Sense.PHASE, Sense.TIP, Sense.REPS) or one.breathes:
            continue
        amount = length_in(one.plain, book, "seconds", "counts")
        if amount is None or not amount.unit or amount.most > _MOST_EACH or len(one.plain.split()) > 9:
            continue
        if one.plain.startswith(tuple(book.units["hold"])):
            continue  # “hold for a count of three” is a rest at the top
        item = DraftItem(field="counts", value=amount.most, sentences=(one.number,))
        return [replace(phase, counts=phase.counts or item) if phase.seconds is None else phase for phase in phases]
    return phases


def _one_sided(phases: list[PhaseOutline]) -> list[PhaseOutline]:
    """Return `phases` of one side, the first that is named, unless the second half of them is the other side's."""
    sided = [one for one in phases if one.side is not None]
    if not sided or _both_written(phases):
        return phases
    first = sided[0].side
    return (
        [one if one.side is None else replace(one, side=replace(one.side, value=first.value)) for one in phases]
        if first
        else phases
    )


def _both_written(phases: Sequence[PhaseOutline]) -> bool:
    """Tell whether one half of `phases` does on one side what the other half does on the other one."""
    sided = [one for one in phases if one.side is not None]
    if len(sided) == 2 and sided[1].swaps and {one.side.value for one in sided if one.side} == {"left", "right"}:
        return True
    right, left = ([one.breath for one in sided if one.side and one.side.value == side] for side in ("right", "left"))
    if right and sorted(right) == sorted(left):  # to the right on one breath out, to the left on another
        return True
    half, odd = divmod(len(phases), 2)
    if odd or half < 1:
        return False
    pairs = list(zip(phases[:half], phases[half:], strict=True))
    if any(one.breath != other.breath for one, other in pairs) or half < 1:
        return False
    named = [(one.side, other.side) for one, other in pairs if one.side and other.side]
    return bool(named) and all(one.value != other.value for one, other in named)


def written_on_both(phases: Sequence[PhaseOutline]) -> bool:
    """Tell whether both sides are written out in `phases`, so that nothing is mirrored."""
    return _both_written(phases) or any(one.switch_at for one in phases)


def held_places(rows: Sequence[ReadSentence], book: Book) -> Iterator[tuple[ReadSentence, Amount]]:
    """Yield the sentences that tell how long, or for how many breaths, a place is held."""
    for one in rows:
        if one.role is Sense.HOLD and (amount := length_in(one.plain, book, "breaths", "seconds", "minutes")):
            yield one, amount
