"""Build a catalogue: speak each line of it once, then build class after class, and only what failed or changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audiosession.building.built import Built
from audiosession.building.orders.many import Failed, build_in_turn
from audiosession.errors import AudioSessionError
from audiosession.fleet.counted import CatalogueProgress
from audiosession.fleet.speaking import Pass
from audiosession.fleet.status import row_of
from audiosession.fleet.tasks import Task, Tasks, VariantRow, VariantState
from audiosession.formats import USUAL
from audiosession.machine.spent import processor_s
from audiosession.progress import Progress, Teller, Watcher
from audiosession.project.catalogue.costs import Costs, read_costs
from audiosession.project.catalogue.record import Record, read_record
from audiosession.project.project import Project
from audiosession.publishing.select import published_slugs

_KEEP_EVERY_S = 2.0


@dataclass(frozen=True, kw_only=True)
class CatalogueBuilt:
    """What became of every variant, in the order of the catalogue; how many lines were spoken and windows made."""

    rows: tuple[VariantRow, ...]
    spoken: int
    windows: int
    hashed_bytes: int

    @property
    def failed(self) -> tuple[VariantRow, ...]:
        """Those that could not be built."""
        return tuple(row for row in self.rows if row.state is VariantState.FAILED)


def build_catalogue(project: Project, watch: Watcher, tell: Teller) -> CatalogueBuilt:
    """Build all variants that are not up to date, each on its own: one that fails stops no other.

    Whatever ends it, what is ready is kept: a take and a window in their stores, a class under its name.

    Args:
        project: Where the catalogue stands.
        watch: Told how many ``variants`` were looked at; then how many ``takes`` are spoken, ``windows`` ready and
            ``classes`` built, of the whole catalogue.
        tell: Told lines that a person should see at once.

    Raises:
        AudioSessionError: There is no catalogue, or it is at fault.
    """
    tasks, record, published = Tasks(project), read_record(project), published_slugs(project)
    rows = {variant.key: VariantRow(variant=variant, state=VariantState.MISSING) for variant in tasks.variants}
    counted, costs = CatalogueProgress(watch), read_costs(project)
    speaking, due = Pass(project, counted, costs), dict[str, bool]()
    try:
        for number, one in enumerate(tasks.all(), 1):
            watch(Progress(stage="variants", done=number, total=len(rows)))
            if isinstance(one, VariantRow):
                rows[one.variant.key] = one
                continue
            rows[one.variant.key] = row = row_of(one, record, published)
            if row.state is VariantState.CURRENT:
                recognise(one, record)
            else:
                _look(speaking, one, due, rows, record)
        _speak(speaking, tasks, due, rows, record)
        if due or record.rows:
            record.keep()
        windows = 0
        for row, made in _built(tasks, rows, [*due], record, _Watched(counted=counted, costs=costs, tell=tell)):
            rows[row.variant.key] = row
            windows += made
    finally:
        tasks.keep()
        costs.keep()
    return CatalogueBuilt(
        rows=tuple(rows.values()), spoken=speaking.spoken, windows=windows, hashed_bytes=tasks.hashed_bytes
    )


@dataclass(frozen=True, kw_only=True)
class _Watched:
    """Who is told how far the build of the classes is, and what it takes."""

    counted: CatalogueProgress
    costs: Costs
    tell: Teller


def _look(speaking: Pass, task: Task, due: dict[str, bool], rows: dict[str, VariantRow], record: Record) -> None:
    """Add a task to those that are `due`, each with whether something of it is to be spoken."""
    key, name = task.variant.key, task.inputs.path.name
    try:
        due[key] = speaking.look(task.inputs)
    except AudioSessionError as error:
        rows[key] = replace(rows[key], state=VariantState.FAILED, error=error)
        record.failed(name, error.message)


def _speak(speaking: Pass, tasks: Tasks, due: dict[str, bool], rows: dict[str, VariantRow], record: Record) -> None:
    """Have all lines spoken of those that are `due`; what can't be is due no more.

    It is gathered anew, since how many takes there are in all is known only by now, and so many inputs are not held.
    """
    speaking.begin()
    for key in [key for key, speaks in due.items() if speaks]:
        try:
            speaking.speak(tasks.inputs_of(key))
        except AudioSessionError as error:
            del due[key]
            row = rows[key]
            rows[key] = replace(row, state=VariantState.FAILED, error=error)
            if row.path is not None:
                record.failed(row.path.name, error.message)
    for key in due:
        if rows[key].state is VariantState.MISSING and (path := rows[key].path) is not None:
            record.begin(path.name, key)


def recognise(task: Task, record: Record) -> None:
    """Note the digest of what was begun for the catalogue, if its builder was killed before it could."""
    name, known = task.inputs.path.name, record.rows.get(task.inputs.path.name)
    if known is not None and task.last is not None and (known.failed or not known.sha256):
        record.built(name, task.variant.key, task.last.audio.sha256)


def _built(
    tasks: Tasks, rows: dict[str, VariantRow], due: list[str], record: Record, watched: _Watched
) -> Iterator[tuple[VariantRow, int]]:
    """Yield what becomes of each variant that is `due`, and how many windows were made for it."""
    kept_at, counted, before_s = time.monotonic(), watched.counted, processor_s()
    try:
        counted.tell("classes", 0, len(due))
        gather, watch = tasks.inputs_of, counted.of_class
        built = build_in_turn(tasks.project, due, gather, force=False, watch=watch, tell=watched.tell)
        for done, (key, one) in enumerate(built, 1):
            row, made = _outcome(rows[key], one, record)
            if row.state is VariantState.BUILT and row.variant.form == USUAL.name:
                watched.costs.made(windows=made, cpu_s=processor_s() - before_s)
            before_s = processor_s()
            yield row, made
            counted.tell("classes", done, len(due))
            if time.monotonic() - kept_at > _KEEP_EVERY_S:
                record.keep()
                kept_at = time.monotonic()
    finally:
        if due:
            record.keep()


def _outcome(row: VariantRow, one: Built | Failed, record: Record) -> tuple[VariantRow, int]:
    if isinstance(one, Failed):
        if row.path is not None:
            record.failed(row.path.name, one.error.message)
        return replace(row, state=VariantState.FAILED, error=one.error), 0
    record.built(one.path.name, row.variant.key, one.session.audio.sha256)
    return replace(row, state=VariantState.BUILT, path=one.path, failed_before=""), one.made
