"""Build a catalogue: speak each line of it once, then build class after class, and only what failed or changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audiosession.building.built import Built
from audiosession.building.orders.many import Failed, build_in_turn
from audiosession.errors import AudioSessionError
from audiosession.fleet.speaking import Pass
from audiosession.fleet.status import row_of
from audiosession.fleet.tasks import Task, Tasks, VariantRow, VariantState
from audiosession.progress import Progress, Teller, Watcher
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
        watch: Told how many lines are spoken, how many windows of a class are made, and how many ``classes``.
        tell: Told lines that a person should see at once.

    Raises:
        AudioSessionError: There is no catalogue, or it is at fault.
    """
    tasks, record, published = Tasks(project), read_record(project), published_slugs(project)
    rows = {variant.key: VariantRow(variant=variant, state=VariantState.MISSING) for variant in tasks.variants}
    speaking, due = Pass(project, watch), list[str]()
    try:
        for one in tasks.all():
            if isinstance(one, VariantRow):
                rows[one.variant.key] = one
                continue
            rows[one.variant.key] = row = row_of(one, record, published)
            if row.state is VariantState.CURRENT:
                recognise(one, record)
            elif (error := _spoken(speaking, one)) is not None:
                rows[one.variant.key] = replace(row, state=VariantState.FAILED, error=error)
                record.failed(one.inputs.path.name, error.message)
            else:
                due.append(one.variant.key)
                if row.state is VariantState.MISSING:
                    record.begin(one.inputs.path.name, one.variant.key)
        if due or record.rows:
            record.keep()
        windows = 0
        for row, made in _built(tasks, rows, due, record, watch, tell):
            rows[row.variant.key] = row
            windows += made
    finally:
        tasks.keep()
    return CatalogueBuilt(
        rows=tuple(rows.values()), spoken=speaking.spoken, windows=windows, hashed_bytes=tasks.hashed_bytes
    )


def _spoken(speaking: Pass, task: Task) -> AudioSessionError | None:
    """Have the lines of a task spoken, and return why they can't be."""
    try:
        speaking.speak(task.inputs, task.variant.key)
    except AudioSessionError as error:
        return error
    return None


def recognise(task: Task, record: Record) -> None:
    """Note the digest of what was begun for the catalogue, if its builder was killed before it could."""
    name, known = task.inputs.path.name, record.rows.get(task.inputs.path.name)
    if known is not None and task.last is not None and (known.failed or not known.sha256):
        record.built(name, task.variant.key, task.last.audio.sha256)


def _built(
    tasks: Tasks, rows: dict[str, VariantRow], due: list[str], record: Record, watch: Watcher, tell: Teller
) -> Iterator[tuple[VariantRow, int]]:
    """Yield what becomes of each variant that is `due`, and how many windows were made for it."""
    kept_at = time.monotonic()
    try:
        watch(Progress(stage="classes", done=0, total=len(due)))
        built = build_in_turn(tasks.project, due, tasks.inputs_of, force=False, watch=watch, tell=tell)
        for done, (key, one) in enumerate(built, 1):
            row, made = _outcome(rows[key], one, record)
            yield row, made
            watch(Progress(stage="classes", done=done, total=len(due)))
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
