"""Build a catalogue on a cluster: this machine reckons, workers speak and build, and what they made is written here.

First every line is spoken that nobody spoke, each by one task. Then each class is a task, which waits for those that
make windows it has, too: so that each window is made once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.building.build import refuse_in_the_way
from audiosession.building.gather import Inputs
from audiosession.errors import AudioSessionError, StoreError
from audiosession.files.sharing.shared import SharedStore
from audiosession.files.whole import refuse_unwritable
from audiosession.fleet.builds import CatalogueBuilt, recognise
from audiosession.fleet.cluster.fleet import Fleet
from audiosession.fleet.cluster.ledger import Ledger
from audiosession.fleet.cluster.opening import cluster, warn_of_stalls
from audiosession.fleet.cluster.orders import SpeakOrder, Workplace, named_by
from audiosession.fleet.cluster.run import ClusterRun
from audiosession.fleet.cluster.snapshot import send_project
from audiosession.fleet.counted import CatalogueProgress
from audiosession.fleet.status import row_of
from audiosession.fleet.tasks import Task, Tasks, VariantRow, VariantState
from audiosession.progress import Teller, Watcher
from audiosession.project.catalogue.record import Record, read_record
from audiosession.project.project import Project
from audiosession.project.stores import begin_sharing, end_sharing, shared_store, writable_store
from audiosession.publishing.select import published_slugs

if TYPE_CHECKING:
    from distributed import Client

_KEEP_EVERY_S = 2.0
_MOST_KEPT = 256
"""Of so many variants what was gathered is kept; of more it is gathered again when their turn comes."""


@dataclass
class _Due:
    """What is to be built: the keys of variants, the tasks that speak, which other files of the project they need."""

    keys: list[str] = field(default_factory=list)
    orders: list[SpeakOrder] = field(default_factory=list)
    others: set[Path] = field(default_factory=set)
    inputs: dict[str, Inputs] = field(default_factory=dict)


def build_on_cluster(project: Project, on: str, watch: Watcher, tell: Teller) -> CatalogueBuilt:
    """Build all variants that are not up to date on the cluster that `on` names; as `build_catalogue` does otherwise.

    Whatever ends it, what is ready is kept; what workers have begun goes into the store, and is found there next time.

    Args:
        project: Where the catalogue stands, with a shared store that workers reach.
        on: The address of a scheduler, the path of its file, or ``dask`` for Dask's configuration.
        watch: Told how many lines are spoken, how many windows of a class are made, and how many ``classes``.
        tell: Told lines that a person should see at once.

    Raises:
        AudioSessionError: There is no catalogue, no store or no cluster, or one of them is at fault.
    """
    shared = _store_of(project)
    build = _Build(project, shared, Ledger(project, shared))
    try:
        with ExitStack() as stack:
            client = build.sort_out(lambda: stack.enter_context(cluster(on)))
            if client is not None:
                build.on(client, watch, tell)
    finally:
        build.keep()
    end_sharing(project, tell)
    return build.result()


def _store_of(project: Project) -> SharedStore:
    shared = shared_store(project)
    if shared is None or shared.name.startswith("memory:"):
        hint = "name a folder that all of them see or s3://BUCKET/PREFIX, here or under [store] in show.toml"
        raise StoreError("a cluster needs a store that its workers share", hint=hint)
    return writable_store(project)


class _Build:
    """One build of a catalogue: the rows of its variants, its record, and what is due."""

    def __init__(self, project: Project, shared: SharedStore, ledger: Ledger) -> None:
        self._project = project
        self._shared = shared
        self._ledger = ledger
        self._tasks = Tasks(project)
        self._record: Record = read_record(project)
        self._published = published_slugs(project)
        self._variants = {one.key: one for one in self._tasks.variants}
        self._rows = {key: VariantRow(variant=one, state=VariantState.MISSING) for key, one in self._variants.items()}
        self._due = _Due()
        self._made = 0
        self._spoken = 0

    def sort_out(self, begin: Callable[[], Client]) -> Client | None:
        """Find out what is due, and `begin` at the first that is; return what that returned, None where nothing is."""
        client: Client | None = None
        for one in self._tasks.all():
            if isinstance(one, VariantRow):
                self._rows[one.variant.key] = one
                continue
            self._rows[one.variant.key] = row = row_of(one, self._record, self._published)
            if row.state is VariantState.CURRENT:
                recognise(one, self._record)
                continue
            if client is None:
                begin_sharing(self._project)
                client = begin()
            try:
                self._note(one)
            except AudioSessionError as error:
                self._fail(one.variant.key, error)
        self._due.orders += self._ledger.rest()
        return client

    def on(self, client: Client, watch: Watcher, tell: Teller) -> None:
        """Build what is due."""
        digest = send_project(self._project, self._due.others, self._shared)
        place = Workplace(
            store=self._shared.name, timeout_s=self._shared.timeout_s, snapshot=digest, run=os.urandom(6).hex()
        )
        if not client.scheduler_info(n_workers=-1)["workers"]:
            tell("no worker is there yet: waiting for one")
        warn_of_stalls(client, tell)
        counted = CatalogueProgress(watch)
        fleet = Fleet(client, place, counted.of_class)
        run = ClusterRun(self._project, self._shared, self._ledger, fleet, tell)
        total, kept_at = len(self._due.keys), time.monotonic()
        try:
            run.speak(self._due.orders, counted)
            counted.tell("classes", 0, total)
            outcomes = run.build([self._variants[key] for key in self._due.keys], self._gathered)
            for done, (key, outcome) in enumerate(outcomes, 1):
                self._note_outcome(key, outcome)
                counted.tell("classes", done, total)
                if time.monotonic() - kept_at > _KEEP_EVERY_S:
                    self._record.keep()
                    kept_at = time.monotonic()
        finally:
            self._spoken, self._made = run.spoken, run.windows
            fleet.cancel()

    def keep(self) -> None:
        """Remember what was found out and built."""
        self._tasks.keep()
        if self._due.keys or self._record.rows:
            self._record.keep()

    def result(self) -> CatalogueBuilt:
        """Return what became of every variant."""
        return CatalogueBuilt(
            rows=tuple(self._rows.values()),
            spoken=self._spoken + self._ledger.spoken_here,
            windows=self._made,
            hashed_bytes=self._tasks.hashed_bytes,
        )

    def _note(self, task: Task) -> None:
        """Note a task that is due.

        Raises:
            AudioSessionError: It can't be built, here or anywhere.
        """
        inputs, key = task.inputs, task.variant.key
        refuse_in_the_way(inputs)
        refuse_unwritable(inputs.path)
        _, _, others = named_by(task.variant, inputs, self._project)
        speaker = self._ledger.speaker(inputs)
        lines = inputs.written.narration.lines()
        self._due.orders += self._ledger.orders(inputs, speaker, lines, at_once=False)
        self._due.others |= others
        self._due.keys.append(key)
        if len(self._due.inputs) < _MOST_KEPT:
            self._due.inputs[key] = inputs
        if self._rows[key].state is VariantState.MISSING:
            self._record.begin(inputs.path.name, key)

    def _gathered(self, key: str) -> Inputs:
        return self._due.inputs.pop(key, None) or self._tasks.inputs_of(key)

    def _note_outcome(self, key: str, outcome: str | AudioSessionError) -> None:
        row = self._rows[key]
        if isinstance(outcome, AudioSessionError):
            self._fail(key, outcome)
        elif row.path is not None:
            self._record.built(row.path.name, key, outcome)
            self._rows[key] = replace(row, state=VariantState.BUILT, failed_before="")

    def _fail(self, key: str, error: AudioSessionError) -> None:
        row = self._rows[key]
        if row.path is not None:
            self._record.failed(row.path.name, error.message)
        self._rows[key] = replace(row, state=VariantState.FAILED, error=error)
