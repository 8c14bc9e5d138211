"""What a person should know of a class: what `check` says of it, what gave way, is left unsaid or changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from audiosession.errors import Fault
from audiosession.project.editing.places import overlays
from audiosession.project.project import Project
from audiosession.studio.check import check_project
from audiosession.studio.live.narrated import LEFT_OUT, Told
from audiosession.timing.telling.rows import RowKind


class LiveFindingKind(StrEnum):
    """What a finding is."""

    FAULT = "fault"
    WARNING = "warning"
    UNSAID = "unsaid"
    """No form of a line fits its phase."""
    REPLACED = "replaced"
    """A shorter form of a line is said than was wanted."""
    CHANGED = "changed"
    """The class was changed for its length, or to spare somebody something."""


@dataclass(frozen=True, kw_only=True)
class LiveFinding:
    """One thing to know of a class, with its place in a file and the number of the row that it is about, if any."""

    kind: LiveFindingKind
    fault: Fault
    row: int | None = None


def findings(project: Project, name: str, class_: Told) -> tuple[LiveFinding, ...]:
    """Return all that there is to know of the class called `name`, what stops it first."""
    plan = class_.laid.written.plan
    exercises = dict.fromkeys(item.exercise.name for item in plan.exercises) if plan else {}
    known = [one for one in exercises if project.find("exercises", one)]
    report = check_project(project, list(dict.fromkeys([name, *known])))
    rows: dict[tuple[object, int], int] = {
        (place.path, place.line): class_.numbers[line] for line, place in reversed(list(class_.places.items()))
    }
    unheard = _unheard(project, [("classes", name), *(("exercises", one) for one in known)], class_)
    told = [(LiveFindingKind.FAULT, one) for one in report.faults]
    told += [(LiveFindingKind.WARNING, one) for one in report.warnings]
    told = [(kind, one) for kind, one in told if one.path not in unheard]
    placed = [LiveFinding(kind=kind, fault=one, row=rows.get((one.path, one.line))) for kind, one in told]
    return *placed, *_of_rows(class_), *_changes(class_)


def _unheard(project: Project, definitions: Sequence[tuple[str, str]], class_: Told) -> set[Path]:
    """Return the translations that nothing of the class is said from: what is amiss in them is not heard in it."""
    heard = {place.path for place in class_.places.values()}
    return {path for folder, name in definitions for _, path in overlays(project, folder, name)} - heard


def _of_rows(class_: Told) -> Iterator[LiveFinding]:
    """Yield what is not said as it was wanted, once for all rows with the same words."""
    remedies = {(note.exercise, note.wanted): note.remedy for note in class_.laid.notes if note.is_unsaid}
    seen: set[tuple[str, str, str]] = set()
    for row in class_.rows:
        wanted = row.forms[0]
        if row.kind is RowKind.SAY or (row.text == wanted and row.clips) or (row.exercise, wanted, row.text) in seen:
            continue
        seen.add((row.exercise, wanted, row.text))
        place = class_.places[row.line]
        kind = LiveFindingKind.REPLACED if row.clips else LiveFindingKind.UNSAID
        message = f"“{row.text}” is said in place of “{wanted}”" if row.clips else f"“{wanted}” fits in no form"
        hint = "" if row.clips else remedies.get((row.exercise, wanted), LEFT_OUT)
        fault = Fault(message=message, path=place.path, line=place.line, hint=hint)
        yield LiveFinding(kind=kind, fault=fault, row=class_.numbers[row.line])


def _changes(class_: Told) -> Iterator[LiveFinding]:
    for change in class_.laid.changes:
        yield LiveFinding(kind=LiveFindingKind.CHANGED, fault=Fault(message=change))
