"""What the door does with the store that machines share: have go what is old or too much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.results import Evicted


@dataclass(frozen=True)
class Stores(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about the shared store."""

    def prune_store(
        self,
        *,
        max_age: timedelta | None = None,
        limit: int | None = None,
        rehearsal: bool = False,
        now: datetime | None = None,
    ) -> Evicted:
        """Remove from the shared store what is older than `max_age`, then the oldest beyond `limit` bytes.

        What is published stays, and whatever is younger than an hour.
        """
        from audiosession.files.sharing.evicting import StoreBounds, prune_shared
        from audiosession.project.stores import named_store, writable_store
        from audiosession.studio.publishing import moment

        bounds = StoreBounds(max_age=max_age, limit=limit)
        shared = (named_store if rehearsal else writable_store)(self.project)
        return prune_shared(shared.objects, bounds, now or moment(), rehearsal=rehearsal)
