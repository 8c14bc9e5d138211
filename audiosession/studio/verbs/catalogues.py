"""What the door does with a catalogue: plan it, build it, tell what there is of it, take away what it names no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.daily.order import DailyOrder
    from audiosession.studio.results import CatalogueBuilt, CataloguePlan, DailyMade, Pruned, VariantRow


@dataclass(frozen=True)
class Catalogues(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about scripts/catalogue.toml."""

    def plan_catalogue(self, *, watch: Watcher = unwatched) -> CataloguePlan:
        """Return what building the catalogue would take; nothing is spoken."""
        from audiosession.fleet.plan import plan_catalogue

        return plan_catalogue(self.project, watch)

    def build_catalogue(self, *, on: str = "", watch: Watcher = unwatched, tell: Teller = untold) -> CatalogueBuilt:
        """Build all variants that are not up to date; one that fails stops no other, and the result tells of it.

        `on` names a cluster of Dask to build on: the address of its scheduler, the path of its file, or ``dask`` for
        what Dask's configuration tells. It takes a store that the workers share.
        """
        if on:
            from audiosession.fleet.cluster.builds import build_on_cluster

            return build_on_cluster(self.project, on, watch, tell)
        from audiosession.fleet.builds import build_catalogue

        return build_catalogue(self.project, watch, tell)

    def catalogue_status(self) -> tuple[VariantRow, ...]:
        """Return what there is of every variant that the catalogue names."""
        from audiosession.fleet.status import catalogue_status

        return catalogue_status(self.project)

    def prune_catalogue(self, *, rehearsal: bool = False) -> Pruned:
        """Remove what was built for variants that the catalogue names no more; episodes stay where they are."""
        from audiosession.fleet.prune import prune_catalogue

        return prune_catalogue(self.project, rehearsal=rehearsal)

    def make_daily(
        self,
        order: DailyOrder | None = None,
        *,
        now: datetime | None = None,
        watch: Watcher = unwatched,
        tell: Teller = untold,
    ) -> DailyMade:
        """Build and publish the classes of a date, once: what a feed has already is left alone.

        Args:
            order: Which ones, of which date, and where to; by default all of today.
            now: The moment at which it is done.
            watch: Told how far each piece of work is.
            tell: Told lines that a person should see at once.
        """
        from audiosession.studio.daily.daily import make_daily
        from audiosession.studio.daily.order import DailyOrder
        from audiosession.studio.publishing import moment

        return make_daily(self.project, order or DailyOrder(), now or moment(), watch, tell)
