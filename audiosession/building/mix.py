"""Set the desk for a placed class: the recipes of its windows, and where their sounds come from."""

from __future__ import annotations

from collections.abc import Iterable

from audiosession.beds.loops import LoopStore
from audiosession.building.gather import Inputs
from audiosession.building.place import Placed
from audiosession.progress import Teller, untold
from audiosession.project.project import Project
from audiosession.project.stores import loop_store
from audiosession.sound.forecast import Energies
from audiosession.sound.recipes import Desk, Recipe
from audiosession.sound.segments import AudioSegment, Samples
from audiosession.units import Ms
from audiosession.voices.store import TakeStore
from audiosession.voices.take import Take


class DiskSources:
    """The takes and beds of one class; see `sound.mixing.Sources` and `sound.forecast.KnownEnergies`."""

    def __init__(self, takes: Iterable[Take], take_store: TakeStore, loop_store: LoopStore) -> None:
        self._takes = {take.digest: take for take in takes}
        self._take_store = take_store
        self._loop_store = loop_store

    def take(self, digest: str) -> AudioSegment:
        """Return a spoken line."""
        return self._take_store.load(self._takes[digest])

    def take_energies(self, digest: str) -> Energies:
        """Return the energies of a spoken line."""
        return self._take_store.energies(self._takes[digest])

    def bed_energies(self, digest: str, position: int, length: Ms) -> Energies:
        """Return the energies of a stretch of an endless bed."""
        return self._loop_store.energies(digest, position, length)

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return a stretch of an endless bed."""
        return self._loop_store.read(digest, position, n_frames)


def set_desk(
    project: Project, inputs: Inputs, placed: Placed, *, lead: Ms, tail: Ms, tell: Teller = untold
) -> tuple[list[Recipe], DiskSources]:
    """Return the recipe of each window in turn, with `lead` and `tail` of what lies around it, and their sources.

    `tell` is told what a person should know of a bed's recording.

    Raises:
        CodecError: A bed can't be decoded.
    """
    spoken = placed.spoken
    loops = loop_store(project)
    stored = {name: loops.open(bed.path, bed.bed) for name, bed in inputs.beds.items()}
    for name, loop in stored.items():
        for note in loop.notes:
            tell(f"warning: {project.told(inputs.beds[name].path)}: {note}")
    desk = Desk(
        timeline=placed.timeline,
        takes={text: take.digest for text, take in spoken.takes.items()},
        beds={name: (loop.digest, loop.lufs) for name, loop in stored.items()},
        lead=lead,
        tail=tail,
    )
    return list(desk.recipes()), DiskSources(spoken.takes.values(), spoken.store, loops)
