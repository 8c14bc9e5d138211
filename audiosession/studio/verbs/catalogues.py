"""What the door does with a catalogue: plan it, build it, tell what there is of it, take away what it names no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.results import CatalogueBuilt, CataloguePlan, Pruned, VariantRow


@dataclass(frozen=True)
class Catalogues(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about scripts/catalogue.toml."""

    def plan_catalogue(self, *, watch: Watcher = unwatched) -> CataloguePlan:
        """Return what building the catalogue would take; nothing is spoken."""
        from audiosession.fleet.plan import plan_catalogue

        return plan_catalogue(self.project, watch)

    def build_catalogue(self, *, watch: Watcher = unwatched, tell: Teller = untold) -> CatalogueBuilt:
        """Build all variants that are not up to date; one that fails stops no other, and the result tells of it."""
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
