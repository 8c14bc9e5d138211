"""Set the desk for a placed class: the recipes of its windows, and where their sounds come from."""

from __future__ import annotations

from audiosession.building.inputs import Order
from audiosession.building.place import Placed
from audiosession.building.sources import DiskSources
from audiosession.project.project import Project
from audiosession.project.stores import loop_store
from audiosession.sound.mixing import Desk, Recipe
from audiosession.units import Ms


def set_desk(project: Project, order: Order, placed: Placed, *, lead: Ms, tail: Ms) -> tuple[list[Recipe], DiskSources]:
    """Return the recipe of each window in turn, with `lead` and `tail` of what lies around it, and their sources.

    Raises:
        CodecError: A bed can't be decoded.
    """
    spoken = placed.spoken
    loops = loop_store(project)
    stored = {name: loops.open(bed.path, bed.bed) for name, bed in order.beds.items()}
    desk = Desk(
        timeline=placed.timeline,
        takes={text: take.digest for text, take in spoken.takes.items()},
        beds={name: (loop.digest, loop.lufs) for name, loop in stored.items()},
        lead=lead,
        tail=tail,
    )
    return list(desk.recipes()), DiskSources(spoken.takes.values(), spoken.store, loops)
