"""Tell what there is of each variant of a catalogue."""

from __future__ import annotations

from audiosession.fleet.tasks import Task, Tasks, VariantRow, VariantState
from audiosession.formats import stem
from audiosession.project.catalogue.record import Record, read_record
from audiosession.project.project import Project
from audiosession.publishing.select import published_slugs


def catalogue_status(project: Project) -> tuple[VariantRow, ...]:
    """Return what there is of every variant, in the order of the catalogue.

    Raises:
        AudioSessionError: There is no catalogue, or it or the show's facts are at fault.
    """
    tasks, record, published = Tasks(project), read_record(project), published_slugs(project)
    try:
        return tuple(row_of(one, record, published) if isinstance(one, Task) else one for one in tasks.all())
    finally:
        tasks.keep()


def row_of(task: Task, record: Record, published: frozenset[str]) -> VariantRow:
    """Return what there is of a task's variant."""
    path = task.inputs.path
    there = VariantState.CHANGED if task.last is not None and path.exists() else VariantState.MISSING
    known = record.rows.get(path.name)
    return VariantRow(
        variant=task.variant,
        state=VariantState.CURRENT if task.is_current else there,
        path=path,
        failed_before=known.failed if known and not task.is_current else "",
        is_published=stem(path) in published,
    )
