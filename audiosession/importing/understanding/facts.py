"""What an article says of an exercise as a whole: position, level, reps, sides, and whom it is not for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from audiosession.importing.article import Article
from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, find_word, plainly
from audiosession.importing.outline import DraftItem, PhaseOutline
from audiosession.importing.understanding.breathing import held_places, in_stay, written_on_both
from audiosession.importing.understanding.needs import needed
from audiosession.importing.understanding.numbers import ToldReps, amounts, often_in, reps_in
from audiosession.importing.understanding.reading import IN_PASSING, ReadSentence, Sense, asks_for_something
from audiosession.importing.understanding.warning.cautions import is_turned

_ABOUT = (Sense.PURPOSE, Sense.NONE, Sense.ABOUT)
_DOING = (Sense.PHASE, Sense.INTO_PLACE, Sense.PREPARATION, Sense.HOLD)
_HELD = (*_DOING, Sense.SET_UP, Sense.TIP)
"""Where it is told how the back is held."""
_ALSO = (Sense.REPS, Sense.TIP, Sense.CAUTION, Sense.SET_UP)
_TELL_REPS = (
    Sense.REPS,
    Sense.PHASE,
    Sense.HOLD,
    Sense.NONE,
    Sense.TIP,
    Sense.SET_UP,
    Sense.RELEASE,
    Sense.PURPOSE,
)
_TELL_REPS_LAST = (Sense.HOLD, Sense.MODIFICATION)
"""Where it is told how often only if nothing else tells it."""


def whole_facts(article: Article, rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield position, level, focus, what one needs, what the spine does, and where it ends."""
    if (position := _position(article, rows, book)) is not None:
        yield position
        if (ends := _ends_in(rows, book)) is not None and ends.value != position.value:
            yield ends
    yield from _first("level", rows, book.found_levels.first, (*_ABOUT, *_ALSO))
    told = [one for one in rows if one.role is Sense.PURPOSE]
    found: dict[str, list[int]] = {}
    for one in told:
        for key in book.found_focus.keys_in(one.plain):
            found.setdefault(key, []).append(one.number)
    if "breath" in book.found_focus.keys_in(plainly(article.title)) and "breath" not in found:
        yield DraftItem(field="focus", value="breath")
    sure = {one.number for one in told if not one.by_place}
    for key, numbers in found.items():
        guessed = "" if sure & set(numbers) else IN_PASSING
        yield DraftItem(field="focus", value=key, sentences=tuple(numbers), guessed=guessed)
    yield from needed(article, rows, book)
    if (spine := _spine(article, rows, book)) is not None:
        yield spine


def _spine(article: Article, rows: Sequence[ReadSentence], book: Book) -> DraftItem | None:
    """Return what the spine does, as the title or what is told of the whole has it; else, as a guess, what is done."""
    if (called := book.found_spine.first(plainly(article.title))) is not None:
        return DraftItem(field="spine", value=called.key)
    if (told := next(_first("spine", rows, book.found_spine.first, _ABOUT), None)) is not None:
        return told
    if (done := next(_first("spine", rows, book.found_spine_moves.first, _DOING), None)) is not None:
        return replace(done, guessed="by what is done")
    held = next((one for one in rows if one.role in _HELD and book.found_spine_stays.first(one.plain)), None)
    if held is None:
        return None
    return DraftItem(field="spine", value="neutral", sentences=(held.number,), guessed="nothing bends or turns it")


def _first(
    key: str, rows: Sequence[ReadSentence], find: Callable[[str], FoundPhrase | None], roles: Sequence[Sense]
) -> Iterator[DraftItem]:
    for one in rows:
        text = f"{plainly(one.sentence.heading)}: {one.plain}"
        if one.role in roles and not one.is_negated and (found := find(text)) is not None:
            yield DraftItem(field=key, value=found.key, sentences=(one.number,))
            return


def _position(article: Article, rows: Sequence[ReadSentence], book: Book) -> DraftItem | None:
    """Return the position that the title names, else the one that is taken first; a plank where it comes last."""
    places = [one for one in rows if one.role in (Sense.SET_UP, Sense.PHASE, Sense.HOLD, Sense.PREPARATION)]
    # Who only speaks of sitting sits nowhere.
    places.sort(key=lambda one: (one.role in (Sense.PHASE, Sense.HOLD), not _takes_it(one, book)))
    found = [(hit.key, one.number) for one in places for hit in book.found_positions.find(one.plain)]
    if not found:
        return _named_position(rows, book)
    if (called := book.found_positions.first(plainly(article.title))) is not None:
        told = [number for key, number in found if key == called.key]
        return DraftItem(field="position", value=called.key, sentences=tuple(told[:1]))
    planks = [row for row in found if row[0] in ("plank", "reverse-plank")]
    key, number = planks[0] if planks else found[0]
    return DraftItem(field="position", value=key, sentences=(number,))


def _takes_it(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence asks to take a position, or begins with its name."""
    return asks_for_something(one, book) or book.found_positions.at(one.plain) is not None


def _named_position(rows: Sequence[ReadSentence], book: Book) -> DraftItem | None:
    """Return the position that is named without being taken: as the kind of the exercise, else in passing."""
    for one in sorted(rows, key=lambda row: row.role is not Sense.ABOUT):
        if one.role is not Sense.IGNORED and (hit := book.found_positions.first(one.plain)) is not None:
            guessed = "" if one.role is Sense.ABOUT else "it is named in passing"
            return DraftItem(field="position", value=hit.key, sentences=(one.number,), guessed=guessed)
    return None


def _ends_in(rows: Sequence[ReadSentence], book: Book) -> DraftItem | None:
    found = [
        DraftItem(field="ends_in", value=hit.key, sentences=(one.number,))
        for one in rows
        if one.role is Sense.RELEASE
        for hit in book.found_ends.find(one.plain)
    ]
    return found[-1] if found else None


def reps_of(rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield how often it is done: ``reps.default``, ``reps.min``, ``reps.max``, as far as the article says so."""
    for one, amount in held_places(rows, book) if in_stay(rows, book) else ():
        if amount.unit == "breaths":
            yield from _items(ToldReps(usual=amount.least if amount.least == amount.most else 0,
                                   least=0 if amount.least == amount.most else amount.least,
                                   most=amount.most), one.number)  # fmt: skip
            return
    for one in sorted(_from_the_doing(rows), key=lambda row: row.role in _TELL_REPS_LAST):
        if one.heading == "reps" and (told := reps_in(plainly(one.sentence.heading), book)) is not None:
            yield from _items(told, one.number)  # “Complete ten repetitions:”
            return
        if one.heading == "reps" and reps_in(one.plain, book) is None:
            number = next((hit for hit in amounts(one.plain, book) if not hit.unit), None)
            if number is not None:
                usual = number.least if number.least == number.most else 0
                told = ToldReps(usual=usual, least=0 if usual else number.least, most=0 if usual else number.most)
                yield from _items(told, one.number)
                return
        if (
            one.role in (*_TELL_REPS, *_TELL_REPS_LAST)
            and (reps := reps_in(one.plain, book)) is not None
            and reps.usual != 1
        ):
            yield from _items(reps, one.number)
            yield from _up_to(reps, [row for row in rows if row.number > one.number], book)
            return


def often_of(rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield on how many days, or how often in one, it is to be done, as a tip."""
    for one in rows:
        told = one.role in (*_TELL_REPS, Sense.IGNORED) and not one.is_negated
        if told and (where := often_in(one.plain, book)) is not None:
            how = one.sentence.text[where]
            said = book.wording.often.format(how=how[:1].lower() + how[1:])
            yield DraftItem(field="tip", value=said, sentences=(one.number,))
            return


def _up_to(reps: ToldReps, behind: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield how often it is done at the most, where that is told by itself: “you may build up to fifteen”."""
    for one in behind if not reps.most else ():
        most = reps_in(one.plain, book) if one.role in (Sense.REPS, Sense.TIP, Sense.MODIFICATION) else None
        if most is not None and most.most > max(reps.usual, reps.least) and not most.usual and not one.is_negated:
            yield DraftItem(field="reps.max", value=most.most, sentences=(one.number,))
            return


def _from_the_doing(rows: Sequence[ReadSentence]) -> Iterator[ReadSentence]:
    """Yield `rows` from the first one on in which something is done, then those before it."""
    done = (Sense.PHASE, Sense.HOLD, Sense.PREPARATION)
    first = next((n for n, one in enumerate(rows) if one.role in done), 0)
    told = [*rows[first:], *rows[:first]]
    yield from (one for one in told if one.role is not Sense.PHASE)  # “pump five times” is no number of reps
    yield from (one for one in told if one.role is Sense.PHASE)


def _items(reps: ToldReps, number: int) -> Iterator[DraftItem]:
    for key, value in (("default", reps.usual), ("min", reps.least), ("max", reps.most)):
        if value:
            yield DraftItem(field=f"reps.{key}", value=value, sentences=(number,))


def sides_of(rows: Sequence[ReadSentence], phases: Sequence[PhaseOutline], book: Book) -> DraftItem | None:
    """Return how what is told of one side comes to the other one; None where there is none."""
    if written_on_both(phases):
        return None
    told = [
        (one, hit) for one in rows for hit in book.found_changes.find(one.plain) if one.role is not Sense.MODIFICATION
    ]
    named = any(one.side for one in phases)
    both = [one for one in rows if one.role is Sense.REPS and _counts_both(one, book)]
    if both:  # “8 times right, then 8 times left”
        return DraftItem(field="sides", value="in-turn", sentences=(both[0].number,))
    if not told:
        return DraftItem(field="sides", value="in-turn", guessed="one side is told") if named else None
    keys = [hit.key for _, hit in told]
    numbers = tuple(dict.fromkeys(one.number for one, _ in told))
    if "alternate" in keys:
        return DraftItem(field="sides", value="alternate", sentences=numbers)
    if "in_turn" in keys and (
        in_stay(rows, book) or any(reps_in(one.plain, book) for one, hit in told if hit.key == "in_turn")
    ):
        return DraftItem(field="sides", value="in-turn", sentences=numbers)
    return DraftItem(
        field="sides", value="in-turn", sentences=numbers, guessed="whether each rep or all reps change sides"
    )


def _counts_both(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence counts the reps of each side."""
    sides = {side for clause in one.clauses for side in clause.sides}
    return len(sides) > 1 and sum(amount.unit in ("", "times") for amount in amounts(one.plain, book)) > 1


def avoided(rows: Sequence[ReadSentence], book: Book) -> Iterator[DraftItem]:
    """Yield whom it is not for, as `avoid` calls it: who leaves it out, asks first, or does it in another way."""
    found: dict[str, list[int]] = {}
    for one in rows:
        label = plainly(_label(one))
        if _is_for_some(one, book) and not is_turned(one.plain, book):
            said = f"{label} {one.plain}"
            ailing = book.found_ailing.all_keys_in(said) if _is_for_others(one, book) else ()
            for key in dict.fromkeys((*book.found_conditions.all_keys_in(said), *ailing)):
                found.setdefault(key, []).append(one.number)
    for key, numbers in found.items():
        yield DraftItem(field="avoid", value=key, sentences=tuple(numbers))


def _label(one: ReadSentence) -> str:
    """Return what stands before a sentence as its own heading: “Sore knees? …”, “High blood pressure: …”."""
    heading = one.sentence.heading
    return heading if heading.endswith("?") or heading != one.sentence.above else ""


def _is_for_some(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence warns, or asks those who have something for another way."""
    if one.role is Sense.CAUTION:
        return True
    if one.role is not Sense.MODIFICATION:
        return False
    return one.heading == "caution" or book.found_reasons.first(one.plain) is not None


def _is_for_others(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence names who leaves the exercise out or asks first, and not when to stop."""
    said = f"{plainly(one.sentence.heading)} {one.plain}"
    named = book.found_avoids.first(said) or book.found_asks.first(said)
    return one.role is Sense.CAUTION and named is not None and book.found_stops.first(one.plain) is None


def warm_ups_of(rows: Sequence[ReadSentence], titles: Mapping[str, str]) -> tuple[list[DraftItem], list[str]]:
    """Return the warm-ups that the library has, and the titles of all that are named in it.

    `titles` are names of exercises by their titles in small letters.
    """
    items: list[DraftItem] = []
    named: list[str] = []
    for one in rows:
        if one.role is not Sense.WARM_UP:
            continue
        hits = []
        for title, name in titles.items():
            if (found := find_word(one.plain, title)) is not None:
                hits.append((found.start(), -len(title), name, one.sentence.text[found.start() : found.end()]))
        taken = -1
        for start, size, name, text in sorted(hits):
            if start >= taken:
                items.append(DraftItem(field="warm_ups", value=name, sentences=(one.number,)))
                named.append(text)
                taken = start - size
    return items, named
