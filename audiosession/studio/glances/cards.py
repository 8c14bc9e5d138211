"""Exercises and classes as cards: what each is, told at a glance, so that hundreds are shown at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audiosession.errors import Fault
from audiosession.project.project import Project
from audiosession.project.reading.glanced import Glanced, glances
from audiosession.studio.glances.minutes import KnownLengths
from audiosession.units import Ms
from audiosession.writing.values import FOCUSES

_MOST_FOCUS = 3


@dataclass(frozen=True, kw_only=True)
class Card:
    """An exercise or a class at a glance; whether all of its file is good is told where it is opened.

    `positions` and `focus` are those of its exercises, for a class: in their order, and what most of them work.
    `lasts` is about how long it lasts as the project says it, None where nobody has found out yet. `trouble` is why
    nothing can be told of it.
    """

    kind: str
    name: str
    title: str
    description: str
    level: str
    positions: tuple[str, ...]
    focus: tuple[str, ...]
    languages: tuple[str, ...]
    exercises: tuple[str, ...]
    is_own: bool
    lasts: Ms | None
    trouble: Fault | None


def cards(project: Project) -> tuple[Card, ...]:
    """Return all classes and exercises, by title."""
    exercises, classes = glances(project, "exercises"), glances(project, "classes")
    lengths = KnownLengths(project, exercises)
    named = {one.name: one for one in exercises}
    found = [
        *(_class(one, named, lengths.known(one, used_by(one))) for one in classes),
        *(_exercise(one, lengths.known(one)) for one in exercises),
    ]
    return tuple(sorted(found, key=lambda card: (card.title.casefold(), card.name)))


def last(project: Project, names: Sequence[str]) -> dict[str, Ms | Fault]:
    """Return about how long each of `names` lasts, found out where nobody has yet; or why it can't be told."""
    exercises = glances(project, "exercises")
    known = {one.name: one for one in (*exercises, *glances(project, "classes"))}
    lengths = KnownLengths(project, exercises)
    return {name: lengths.of(known[name], used_by(known[name])) for name in names if name in known}


def used_by(glanced: Glanced) -> tuple[str, ...]:
    """Return the names of the exercises that a class has, in their order, as often as it has each."""
    entries = glanced.keys.get("exercise")
    found = (entry.get("use") for entry in entries if isinstance(entry, dict)) if isinstance(entries, list) else ()
    return tuple(one for one in found if isinstance(one, str))


def _exercise(one: Glanced, lasts: Ms | None) -> Card:
    position = one.text("position")
    return Card(
        kind="exercise",
        name=one.name,
        title=one.text("title") or one.name,
        description="",
        level=one.text("level"),
        positions=(position,) if position else (),
        focus=one.texts("focus"),
        languages=one.languages,
        exercises=(),
        is_own=one.is_own,
        lasts=lasts,
        trouble=one.trouble,
    )


def _class(one: Glanced, named: Mapping[str, Glanced], lasts: Ms | None) -> Card:
    uses = used_by(one)
    found = [named[use] for use in uses if use in named]
    return Card(
        kind="class",
        name=one.name,
        title=one.text("title") or one.name,
        description=one.text("description"),
        level=one.text("level"),
        positions=tuple(dict.fromkeys(position for each in found if (position := each.text("position")))),
        focus=_most(each.texts("focus") for each in found),
        languages=one.languages,
        exercises=uses,
        is_own=one.is_own,
        lasts=lasts,
        trouble=one.trouble,
    )


def _most(focuses: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what most exercises of a class work, the commonest first."""
    counted = Counter(one for focus in focuses for one in focus if one in FOCUSES)
    return tuple(one for one, _ in counted.most_common(_MOST_FOCUS))
