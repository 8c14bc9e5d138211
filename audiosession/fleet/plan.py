"""Tell what building a catalogue would take, without a word spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from audiosession.errors import AudioSessionError
from audiosession.fleet.estimates import (
    PlannedBytes,
    PlannedTime,
    PlannedVoice,
    money,
    planned_bytes,
    planned_time,
    planned_voices,
)
from audiosession.fleet.reckoned import Reckoned, WindowsNeeded
from audiosession.fleet.status import row_of
from audiosession.fleet.tasks import Tasks, VariantRow, VariantState
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.project.catalogue.costs import read_costs
from audiosession.project.catalogue.record import read_record
from audiosession.project.project import Project
from audiosession.project.stores import begin_sharing, shared_store
from audiosession.publishing.select import published_slugs
from audiosession.units import Ms


@dataclass(frozen=True, kw_only=True)
class CataloguePlan:
    """What there is of each variant, and what is to be made for those that are not up to date.

    `lines` are all that their classes say, each counted once a voice; what of it was never spoken is told by `voices`.
    Windows are counted once, too. The counts are those of the build that follows if the plan `is_exact`; as long as
    there are lines whose lengths are guessed, all but lines and characters is about so. `money` is by currency, of
    voices that have a price. `shares` tells whether a shared store was asked.
    """

    rows: tuple[VariantRow, ...]
    lines: int
    voices: tuple[PlannedVoice, ...]
    windows: WindowsNeeded
    is_exact: bool
    length: Ms
    time: PlannedTime
    room: PlannedBytes
    money: Mapping[str, float]
    shares: bool

    @property
    def new_lines(self) -> int:
        """How many lines are spoken anew."""
        return sum(one.lines for one in self.voices)

    @property
    def new_characters(self) -> int:
        """How many characters they have as voices are given them."""
        return sum(one.characters for one in self.voices)


def plan_catalogue(project: Project, watch: Watcher = unwatched) -> CataloguePlan:
    """Return what building the catalogue would take; `watch` is told how many ``variants`` were looked at.

    Raises:
        AudioSessionError: There is no catalogue, or it is at fault; or the shared store can't be used.
    """
    tasks, record, published = Tasks(project), read_record(project), published_slugs(project)
    begin_sharing(project)
    rows, reckoned = list[VariantRow](), Reckoned(project)
    for one in tasks.all():
        watch(Progress(stage="variants", done=len(rows), total=len(tasks.variants)))
        if isinstance(one, VariantRow):
            rows.append(one)
            continue
        row = row_of(one, record, published)
        if row.state is not VariantState.CURRENT:
            try:
                reckoned.add(one)
            except AudioSessionError as error:
                row = replace(row, state=VariantState.FAILED, error=error)
        rows.append(row)
    tasks.keep()
    costs, windows, shares = read_costs(project), reckoned.windows(), shared_store(project) is not None
    voices = planned_voices(reckoned, costs, tasks.file.catalogue.prices)
    return CataloguePlan(
        rows=tuple(rows),
        lines=len(reckoned.takes),
        voices=voices,
        windows=windows,
        is_exact=reckoned.is_exact,
        length=reckoned.length,
        time=planned_time(voices, windows, sum(reckoned.files.values()), costs),
        room=planned_bytes(reckoned, windows, shares=shares),
        money=money(voices),
        shares=shares,
    )
