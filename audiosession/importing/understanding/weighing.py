"""What the words of a sentence, its heading and its neighbours tell of its field, by what was learned of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from audiosession.importing.book import Book
from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.understanding.lines import FIELDS
from audiosession.importing.understanding.reading import ReadSentence, Sense

IN_A_REP = "phase"
"""The field that is learned of what is done in a rep, be it told before."""
NOTHING = "none"
LEARNED = {role: IN_A_REP if role is Sense.PREPARATION else field for role, field in FIELDS.items()}
"""The roles whose lines are said, and the field that is learned of each."""
_ROLES = {field: role for role, field in LEARNED.items()}
_KEPT = (Sense.CAUTION, Sense.WARM_UP)
"""What is never taken for something else: what warns, and what names exercises to do before."""
_TIMES = 1.5
"""As many times as likely is another field where it is taken in place of the one that the rules found."""
_TIMES_OF_DONE = 3.0
"""The same where one of the two is what is done in a rep."""
_TIMES_OF_TOLD = 2.0
"""The same of what names a breath, and is not what is done in it."""
_LEAST = 0.4
"""As likely is at least a field in which is put what the rules found no place for."""
_DOUBT = 0.5
"""A field that is less likely than this is a guess."""
_ASIDE = 0.15
"""What is likelier than this to tell nothing of the exercise is a guess."""
_NEAR, _SURE = 0.5, 2.0
"""How much is counted of what stands beside a sentence, and how much of what tells more than a word."""
_PARTS_OF_WAY, _MOST_PARTS, _WORDS_A_STEP, _MOST_STEPS = 6, 3, 4, 6
_STEM = 5
"""So many letters begin the words of a family."""


def weighed(rows: Sequence[ReadSentence], book: Book) -> list[ReadSentence]:
    """Return `rows` in the fields that all signs together tell of, with what is doubtful as a guess.

    The rules come first: another field than theirs must be likelier. Nothing is changed in a language of which
    nothing was learned.
    """
    if not book.evidence.fields:
        return list(rows)
    breathes = any(one.role is Sense.PHASE for one in rows)  # else what is done in a rep is what becomes its phases
    fields = [field for field, role in _ROLES.items() if breathes or role is not Sense.PREPARATION]
    return [_weighed(one, book.evidence.probabilities(told_of(rows, n)), fields, book) for n, one in enumerate(rows)]


def without_told_breaths(rows: Sequence[ReadSentence], book: Book) -> list[ReadSentence]:
    """Return `rows`; what names a breath and asks for nothing is no phase where it is much likelier something else.

    “It makes the breath out longer” tells what the exercise is for.
    """
    if not book.evidence.fields:
        return list(rows)
    return [
        _told(one, book.evidence.probabilities(told_of(rows, n))) if one.role is Sense.PHASE else one
        for n, one in enumerate(rows)
    ]


def _likeliest(fields: Iterable[str], likely: Mapping[str, float]) -> str:
    return max(fields, key=lambda field: likely.get(field, 0.0))


def _told(one: ReadSentence, likely: Mapping[str, float]) -> ReadSentence:
    best = _likeliest(_ROLES, likely)
    much = likely.get(best, 0.0) > _TIMES_OF_TOLD * likely.get(IN_A_REP, 0.0)
    told = much and _ROLES[best] in (Sense.PURPOSE, Sense.CAUTION)
    return replace(one, role=_ROLES[best], by_place=True) if told else one


def _weighed(one: ReadSentence, likely: Mapping[str, float], fields: Sequence[str], book: Book) -> ReadSentence:
    best = _likeliest(fields, likely)
    field = LEARNED.get(one.role, "")
    if one.role is Sense.NONE:
        placed = likely.get(best, 0.0) > max(_LEAST, likely.get(NOTHING, 0.0)) and not one.is_told
        return replace(one, role=_ROLES[best], by_place=True) if placed else one
    if not field or one.role is Sense.CAUTION:
        return one
    own = likely.get(field, 0.0)
    felt = one.heading == "caution" and book.found_felt.first(one.plain) is not None
    warns = _ROLES[best] is Sense.CAUTION and (felt or one.role is not Sense.MODIFICATION)
    moved = one.role not in _KEPT and (_ROLES[best] not in _KEPT or warns)
    times = _TIMES_OF_DONE if Sense.PREPARATION in (one.role, _ROLES[best]) else _TIMES
    other = moved and likely.get(best, 0.0) > times * own
    return replace(
        one,
        role=_ROLES[best] if other else one.role,
        by_place=other or own < _DOUBT or likely.get(NOTHING, 0.0) > _ASIDE,
    )


def told_of(rows: Sequence[ReadSentence], n: int) -> Iterator[tuple[str, float]]:
    """Yield the signs of the sentence number `n` of `rows`, and how much each counts."""
    one = rows[n]
    words = words_of_text(one.plain)
    for word in dict.fromkeys(words):
        yield f"word {word}", 1.0
    for stem in dict.fromkeys(word[:_STEM] for word in words if len(word) > _STEM):
        yield f"stem {stem}", 1.0
    yield f"opens {' '.join(words[:1])}", 1.0
    yield f"opens {' '.join(words[:2])}", 1.0
    yield f"role {one.role.value}", _SURE
    yield f"role {one.role.value} {_kind_of(rows)}", _SURE
    if one.by_place:
        yield f"role {one.role.value} by place", 1.0
    yield from _standing(one, rows[n - 1] if n else None, "", 1.0)
    way = n / max(len(rows) - 1, 1)
    yield "way", _SURE * way
    yield f"way {int(way * (_PARTS_OF_WAY - 0.01))}", 1.0
    before, after = (any(row.breathes for row in some) for some in (rows[:n], rows[n + 1 :]))
    yield f"breaths {before:d}{one.breathes:d}{after:d}", _SURE
    for side, other in (("before", n - 1), ("after", n + 1)):
        if not 0 <= other < len(rows):
            yield f"{side} edge", 1.0
            continue
        yield f"{side} role {rows[other].role.value}", 1.0
        yield from _standing(rows[other], rows[other - 1] if other else None, f"{side} ", _NEAR)
        for word in dict.fromkeys(words_of_text(rows[other].plain)):
            yield f"{side} word {word}", _NEAR


def _kind_of(rows: Sequence[ReadSentence]) -> str:
    """Return what kind of exercise it is: whether it breathes, is held, and is done more than once."""
    return " ".join(role for role in (Sense.PHASE, Sense.HOLD, Sense.REPS) if any(one.role is role for one in rows))


def _standing(one: ReadSentence, before: ReadSentence | None, side: str, times: float) -> Iterator[tuple[str, float]]:
    """Yield what is told of a sentence beside its words: what it stands below, what it is, what is done in it."""
    for word in dict.fromkeys(words_of_text(plainly(one.sentence.heading))):
        yield f"{side}heading {word}", times
    for word in dict.fromkeys(words_of_text(plainly(one.sentence.above))):
        yield f"{side}above {word}", times
    yield f"{side}below {one.heading}", _SURE * times
    yield f"{side}kind {one.sentence.kind}", times
    begins = before is None or before.sentence.place != one.sentence.place
    facts = {"breathes": one.breathes, "moves": one.moves, "no": one.is_negated, "keeps": one.keeps,
             "told": one.is_told, "begins": begins}  # fmt: skip
    for fact, holds in facts.items():
        if holds:
            yield f"{side}is {fact}", _SURE * times
    verbs = [verb for clause in one.clauses for verb in clause.verbs]
    for verb in dict.fromkeys(verbs):
        yield f"{side}verb {verb}", times
    if verbs:
        yield f"{side}first verb {verbs[0]}", times
    yield f"{side}parts {min(sum(clause.n_parts for clause in one.clauses), _MOST_PARTS)}", times
    yield f"{side}length {min(len(words_of_text(one.plain)) // _WORDS_A_STEP, _MOST_STEPS)}", times
