"""Set the desk for a placed class: the recipes of its windows, and where their sounds come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audiosession.beds.loops import LoopStore, StoredLoop
from audiosession.building.gather import Inputs
from audiosession.building.place import Placed
from audiosession.project.project import Project
from audiosession.project.sounds.opened import OpenedSounds, open_sounds
from audiosession.project.stores import loop_store
from audiosession.sound.forecast import Energies
from audiosession.sound.lifting import lifts_db
from audiosession.sound.recipes import Desk, Recipe
from audiosession.sound.segments import AudioSegment, Samples
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms
from audiosession.voices.store import Take, TakeStore
from audiosession.writing.values import Tones


class DiskSources:
    """The takes and beds of one class; see `sound.mixing.Sources` and `sound.forecast.KnownEnergies`."""

    def __init__(self, takes: Iterable[Take], take_store: TakeStore, beds: Beds) -> None:
        self._takes = {take.digest: take for take in takes}
        self._take_store = take_store
        self._loop_store = beds.store
        self._sound_store = beds.sounds.store

    def take(self, digest: str) -> AudioSegment:
        """Return a spoken line."""
        return self._take_store.load(self._takes[digest])

    def sound(self, digest: str) -> AudioSegment:
        """Return a bell or another sound."""
        return self._sound_store.load(digest)

    def take_energies(self, digest: str) -> Energies:
        """Return the energies of a spoken line."""
        return self._take_store.energies(self._takes[digest])

    def bed_energies(self, digest: str, position: int, length: Ms) -> Energies:
        """Return the energies of a stretch of an endless bed."""
        return self._loop_store.energies(digest, position, length)

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return a stretch of an endless bed."""
        return self._loop_store.read(digest, position, n_frames)


@dataclass(frozen=True, kw_only=True)
class Beds:
    """The loops of a class, by the names of its beds, the store that they are read from, and its sounds.

    `notes` are what a person should know of their recordings.
    """

    loops: Mapping[str, StoredLoop]
    store: LoopStore
    sounds: OpenedSounds
    notes: tuple[str, ...]


def open_beds(project: Project, inputs: Inputs) -> Beds:
    """Return the beds that `inputs` name, made to go round where the store lacks them, and its sounds.

    Nothing of it depends on what is spoken.

    Raises:
        CodecError: A bed or a sound can't be decoded.
    """
    store = loop_store(project)
    loops = {name: store.open(bed.path, bed.bed) for name, bed in inputs.beds.items()}
    notes = [f"{project.told(inputs.beds[name].path)}: {note}" for name, loop in loops.items() for note in loop.notes]
    sounds = open_sounds(project, inputs.sounds)
    notes += [f"{project.told(path)}: {note}" for path, note in sounds.notes]
    return Beds(loops=loops, store=store, sounds=sounds, notes=tuple(notes))


def set_desk(
    project: Project, inputs: Inputs, placed: Placed, *, lead: Ms, tail: Ms, beds: Beds | None = None
) -> tuple[list[Recipe], DiskSources]:
    """Return the recipe of each window in turn, with `lead` and `tail` of what lies around it, and their sources.

    `beds` are those of `open_beds`; they are opened here where none are given.

    Raises:
        CodecError: A bed can't be decoded.
    """
    opened, spoken = beds or open_beds(project, inputs), placed.spoken
    digests = {text: take.digest for text, take in spoken.takes.items()}
    recipes = recipes_of(placed.timeline, digests, opened, tones=inputs.choices.tones, lead=lead, tail=tail)
    return list(recipes), DiskSources(spoken.takes.values(), spoken.store, opened)


def recipes_of(
    timeline: Timeline, takes: Mapping[str, str], beds: Beds, *, tones: Tones, lead: Ms, tail: Ms
) -> Iterator[Recipe]:
    """Yield the recipe of each window of `timeline` in turn; `takes` are the digests of its lines."""
    levels = {name: (loop.digest, loop.lufs) for name, loop in beds.loops.items()}
    sounds = beds.sounds.levels
    lifts = lifts_db(timeline, levels, beds.store.read)
    return Desk(
        timeline=timeline,
        takes=dict(takes),
        beds=levels,
        lead=lead,
        tail=tail,
        sounds=sounds,
        tones=tones,
        lifts_db=lifts,
    ).recipes()
