"""A class as the product places it, with the recipes of its windows: all but their sound.

What is counted of windows is counted here; a window that has an address it had before is not made again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiosession.building.gather import gather
from audiosession.building.mix import Beds, DiskSources, open_beds, set_desk
from audiosession.building.place import Placed, place_class
from audiosession.building.window import LEAD, TAIL
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.sound.recipes import Recipe
from audiosession.writing.choices import Defaults, choose

CHOSEN: dict[str, Any] = {"voice": "espeak", "music": "still-water"}
"""How every class is built here, unless a row says another thing."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A class that was placed: where everything lies, what its windows are made of and from where."""

    placed: Placed
    beds: Beds
    recipes: Sequence[Recipe]
    sources: DiskSources

    @property
    def addresses(self) -> set[str]:
        """The addresses of its windows."""
        return {recipe.address for recipe in self.recipes}

    def new(self, known: Collection[str]) -> list[Recipe]:
        """Return the windows that have none of the addresses that are `known`."""
        return [recipe for recipe in self.recipes if recipe.address not in known]

    def share_new(self, known: Collection[str]) -> float:
        """Return how much of its sound lies in windows that are new."""
        return sum(recipe.length for recipe in self.new(known)) / sum(recipe.length for recipe in self.recipes)


def plan(folder: Path, name: str, **choices: Any) -> Planned:
    """Place the class called `name` in `folder`, having spoken what was never spoken."""
    project = Project(folder)
    inputs = gather(project, target(folder, name), choose(Defaults(), **(CHOSEN | choices)))
    placed = place_class(project, inputs, unwatched, lambda line: None)
    beds = open_beds(project, inputs)
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL, beds=beds)
    return Planned(placed=placed, beds=beds, recipes=recipes, sources=sources)


def target(folder: Path, name: str) -> str:
    """Return what is asked for: a narration in `folder` by its path, an exercise or a class by its name."""
    return str(folder / name) if name.endswith(".txt") else name
