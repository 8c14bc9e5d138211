"""Tell what building a catalogue would take, without a word spoken."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audiosession.building.place import Rehearsed, reckoner, rehearse_by
from audiosession.errors import AudioSessionError
from audiosession.fleet.status import row_of
from audiosession.fleet.tasks import Task, Tasks, VariantRow, VariantState
from audiosession.formats import USUAL
from audiosession.project.catalogue.record import read_record
from audiosession.project.project import Project
from audiosession.publishing.select import published_slugs
from audiosession.sound.recipes import WINDOW
from audiosession.units import Ms

_BYTES_A_SECOND = 16_000
"""An MP3 of 128 kbit/s."""


@dataclass(frozen=True, kw_only=True)
class CataloguePlan:
    """What there is of each variant, and what is to be made for those that are not up to date.

    `lines` are all that their classes say, each counted once a voice, of which `new_lines`, `new_characters` long,
    were never spoken. `most_windows` is how many windows they have at the most: equal ones of several variants are
    made once, and some were made before. `length` is how long all of them last together, `n_bytes` the room that their
    MP3s take; both are estimates as long as there are new lines.
    """

    rows: tuple[VariantRow, ...]
    lines: int
    new_lines: int
    new_characters: int
    most_windows: int
    length: Ms
    n_bytes: int


def plan_catalogue(project: Project) -> CataloguePlan:
    """Return what building the catalogue would take.

    Raises:
        AudioSessionError: There is no catalogue, or it is at fault.
    """
    tasks, record, published = Tasks(project), read_record(project), published_slugs(project)
    rows, reckoned = list[VariantRow](), _Reckoned()
    for one in tasks.all():
        if isinstance(one, VariantRow):
            rows.append(one)
            continue
        row = row_of(one, record, published)
        if row.state is not VariantState.CURRENT:
            try:
                reckoned.add(project, one)
            except AudioSessionError as error:
                row = replace(row, state=VariantState.FAILED, error=error)
        rows.append(row)
    tasks.keep()
    return CataloguePlan(
        rows=tuple(rows),
        lines=len(reckoned.lines),
        new_lines=len(reckoned.new),
        new_characters=sum(reckoned.new.values()),
        most_windows=reckoned.windows,
        length=reckoned.length,
        n_bytes=reckoned.n_bytes,
    )


class _Reckoned:
    """What is known of all tasks so far: their lines by the names of the takes, each once, and their sums."""

    def __init__(self) -> None:
        self.lines: set[str] = set()
        self.new: dict[str, int] = {}
        self.windows = 0
        self.length = Ms(0)
        self.n_bytes = 0

    def add(self, project: Project, task: Task) -> None:
        """Add what a task would take.

        Raises:
            AudioSessionError: It can't be placed, such as a length that is too short.
        """
        speaker = reckoner(project, task.inputs)
        rehearsed: Rehearsed = rehearse_by(project, task.inputs, speaker)
        digests = speaker.digests(rehearsed.written.narration.lines())
        self.lines.update(digests.values())
        self.new |= {digest: len(line) for line, digest in digests.items() if line in rehearsed.guessed}
        length = rehearsed.timeline.length
        self.windows += -(-length // WINDOW)
        self.length = Ms(self.length + length)
        if task.inputs.form == USUAL:
            self.n_bytes += length * _BYTES_A_SECOND // 1000
