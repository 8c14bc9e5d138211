"""The rules of a good class, told once more and apart from who puts classes together: what a class file breaks of them.

Nothing of `audiosession.writing.sequencing` is used here: a file is read as any class is, and held against the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from audiosession.definitions import read_definition
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.values import LEVELS

SECTIONS = ("Warm-up", "Work", "Rest")


class Wished(NamedTuple):
    """A wish as the test drew it."""

    level: str
    focus: Sequence[str] = ()
    avoid: Sequence[str] = ()
    known: frozenset[str] = frozenset()


class Row(NamedTuple):
    """An exercise in a class file: the form that is done, in which section, how often."""

    form: Exercise
    section: str
    reps: int | None


def read_rows(text: str, library: Mapping[str, Exercise]) -> list[Row]:
    """Return the exercises of the class file `text`, each in the form that it would be done in."""
    definition = read_definition(text, "a class", ClassDefinition, name="a-class")
    return [
        Row(library[one.use].for_level(one.level or definition.level), one.section, one.reps)
        for one in definition.exercises
    ]


def broken(text: str, library: Mapping[str, Exercise], wished: Wished, unmet: Sequence[str] = ()) -> list[str]:
    """Return which rules the class file `text` breaks; what `unmet` admits is no breach."""
    rows, admitted = read_rows(text, library), " ".join(unmet)
    found = [*_each(rows, wished), *_order(rows), *_parts(rows, admitted)]
    if "bend the spine" not in admitted:
        found += _balance(rows)
    if "of the work are for" not in admitted:
        found += _focus(rows, wished)
    return found + list(_again(rows, wished, admitted))


def held(form: Exercise) -> bool:
    """Tell whether a body is held under load somewhere in an exercise."""
    lines = [*form.into_place, *([form.ready] if form.ready is not None else [])]
    return any(one.loaded for one in [*form.phases, *lines])


def _still(form: Exercise) -> bool:
    breathes = form.focus[:1] == ("breath",)
    return breathes or bool(form.practice) or not any(str(one.breath) in ("inhale", "exhale") for one in form.phases)


def _each(rows: Sequence[Row], wished: Wished) -> Iterator[str]:
    for form, _, reps in rows:
        if LEVELS.index(form.level) > LEVELS.index(wished.level):
            yield f"{form.name} is {form.level}"
        if strained := set(form.avoid) & set(wished.avoid):
            yield f"{form.name} strains {strained}"
        if reps is not None and not form.reps.min <= reps <= form.reps.max:
            yield f"{form.name} {reps} times"
    names = [row.form.name for row in rows]
    yield from (f"{name} twice" for name in set(names) if names.count(name) > 1)


def _order(rows: Sequence[Row]) -> Iterator[str]:
    done: set[str] = set()
    for row in rows:
        if cold := set(row.form.warm_ups) - done:
            yield f"{row.form.name} before {cold}"
        done.add(row.form.name)
    n_changes = sum(a.form.position != b.form.position for a, b in pairwise(rows))
    if n_changes > 3:
        yield f"{n_changes} changes of position"
    for spine, alike in groupby(row.form.spine for row in rows):
        if spine in ("flexion", "extension") and len(list(alike)) > 3:
            yield f"more than three of {spine} in a row"


def _parts(rows: Sequence[Row], admitted: str) -> Iterator[str]:
    order = [SECTIONS.index(row.section) for row in rows]
    if order != sorted(order) or 1 not in order:
        yield f"sections {order}"
    edges = [row for row in rows if row.section != "Work"]
    yield from (f"{row.form.name} is held in {row.section}" for row in edges if held(row.form))
    if not (_still(rows[0].form) and rows[0].form.position in ("seated", "supine")) and "arrive" not in admitted:
        yield f"it begins with {rows[0].form.name}"
    if not (_still(rows[-1].form) and rows[-1].section == "Rest") and "come down" not in admitted:
        yield f"it ends with {rows[-1].form.name}"


def _balance(rows: Sequence[Row]) -> Iterator[str]:
    for of, kept in (("all", rows), ("those held", [row for row in rows if held(row.form)])):
        spines = [row.form.spine for row in kept]
        if abs(spines.count("flexion") - spines.count("extension")) > 2:
            yield f"{of}: {spines.count('flexion')} forward, {spines.count('extension')} back"


def _focus(rows: Sequence[Row], wished: Wished) -> Iterator[str]:
    work = [row.form for row in rows if row.section == "Work"]
    fitting = [form for form in work if set(form.focus) & set(wished.focus)]
    if wished.focus and 2 * len(fitting) < len(work):
        yield f"{len(fitting)} of {len(work)} for {wished.focus}"


def _again(rows: Sequence[Row], wished: Wished, admitted: str) -> Iterator[str]:
    for at, row in enumerate(rows):
        if row.form.name in wished.known:
            asked = any(row.form.name in later.form.warm_ups for later in rows[at + 1 :])
            if not asked and not _still(row.form):
                yield f"{row.form.name} again, and nothing asks for it"
            if row.form.title not in admitted:
                yield f"{row.form.name} again, and nobody says so"
