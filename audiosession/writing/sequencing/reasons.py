"""Why each exercise of a class stands where it does, and what of the wish could not be met; for who edits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audiosession.writing.safety import read_out
from audiosession.writing.sequencing.entries import ClassEntry, ClassPart, Duty
from audiosession.writing.sequencing.offers import Offers
from audiosession.writing.sequencing.rules import MOST_APART, answers, for_focus, imbalance, is_for, rests_after
from audiosession.writing.sequencing.wish import Wish

_MOST_NAMED = 3


def reasons(entries: Sequence[ClassEntry], at: int, wish: Wish) -> tuple[str, ...]:
    """Return why the exercise at `at` in `entries` stands there, the weightiest first."""
    return tuple(_reasons(entries, at, wish))


def unmet(entries: Sequence[ClassEntry], offers: Offers, wish: Wish) -> tuple[str, ...]:
    """Return what of `wish`, or of the rules, a class of `entries` does not keep, line by line."""
    return tuple(_unmet(entries, offers, wish))


def _reasons(entries: Sequence[ClassEntry], at: int, wish: Wish) -> Iterator[str]:
    entry, exercise = entries[at], entries[at].offer.exercise
    if entry.duty is Duty.ARRIVE:
        yield "to arrive: a practice of breath"
    elif entry.duty is Duty.REST:
        yield "to come down: nothing is held"
    if asking := [one.name for one in entries[at + 1 :] if exercise.name in one.offer.exercise.warm_ups]:
        yield f"warms up for {_named(asking)}"
    elif entry.duty is Duty.WARM_UP:
        yield "warms up: nothing is held in it"
    if wish.focus and (works := [one for one in exercise.focus if is_for(exercise, [one]) and one in wish.focus]):
        yield f"works {read_out(works)}"
    elif entry.duty is Duty.WORK:
        yield f"works {read_out(exercise.focus[:2])}" if exercise.focus else "work"
    if at:
        yield from _beside(entries[at - 1], entry)


def _beside(before: ClassEntry, entry: ClassEntry) -> Iterator[str]:
    """Yield what `entry` does after the one `before` it."""
    last, exercise = before.offer.exercise, entry.offer.exercise
    if answers(last, exercise):
        yield f"{exercise.spine} answers the {last.spine} of {last.name}"
    elif rests_after(last, exercise):
        yield f"lets one rest from what was held in {last.name}"
    if last.end_position != exercise.position:
        yield f"from {last.end_position} to {exercise.position}"


def _named(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_NAMED])
    more = len(names) - len(shown)
    return read_out([*shown, f"{more} more"] if more else shown)


def _unmet(entries: Sequence[ClassEntry], offers: Offers, wish: Wish) -> Iterator[str]:
    work = [one.offer.exercise for one in entries if one.part is ClassPart.WORK]
    if for_focus(work, wish.focus) < 0.5:
        n_fitting = sum(is_for(one, wish.focus) for one in work)
        yield (
            f"{n_fitting} of {len(work)} exercises of the work are for {read_out(wish.focus)}: "
            "the library has no more that suit this wish"
        )
    if imbalance([one.offer for one in entries]) > MOST_APART:
        yield f"{_counted(entries)}: the library has no more that would balance them within this wish"
    for entry in entries:
        if entry.name in offers.known:
            yield f"{entry.offer.exercise.title} stands in {read_out(wish.unlike)} too: {_why_again(entry, entries)}"
    if not any(one.duty is Duty.ARRIVE for one in entries):
        yield "nothing in it lets one arrive: no practice of breath is short enough, or in the library, for this wish"
    if not any(one.duty is Duty.REST for one in entries):
        yield "nothing in it lets one come down: the library has no practice of breath or rest for this wish"


def _counted(entries: Sequence[ClassEntry]) -> str:
    spines = [one.offer.exercise.spine for one in entries]
    return f"{spines.count('flexion')} exercises bend the spine forward and {spines.count('extension')} back"


def _why_again(entry: ClassEntry, entries: Sequence[ClassEntry]) -> str:
    asking = [one.name for one in entries if entry.name in one.offer.needs]
    return f"{_named(asking)} ask{'s' * (len(asking) == 1)} for it" if asking else "nothing else is like it"
