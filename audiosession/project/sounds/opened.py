"""The sounds of a class, made ready: decoded and levelled in the store, how long and how loud each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.project.project import Project
from audiosession.project.sounds.found import FoundSound
from audiosession.project.stores import sound_store
from audiosession.units import Ms

if TYPE_CHECKING:
    from audiosession.beds.sound_store import SoundStore, StoredSound


@dataclass(frozen=True, kw_only=True)
class OpenedSounds:
    """The sounds of a class, by name, the gain that each is heard at, and the store that they are read from."""

    stored: Mapping[str, StoredSound]
    gains_db: Mapping[str, float]
    store: SoundStore

    @property
    def lengths(self) -> dict[str, Ms]:
        """How long each lasts."""
        return {name: one.length for name, one in self.stored.items()}

    @property
    def levels(self) -> dict[str, tuple[str, float]]:
        """The digest and the gain of each."""
        return {name: (one.digest, self.gains_db[name]) for name, one in self.stored.items()}

    @property
    def notes(self) -> list[tuple[Path, str]]:
        """What a person should know of the recordings."""
        return [(one.path, note) for one in self.stored.values() for note in one.notes]


def open_sounds(project: Project, found: Mapping[str, FoundSound]) -> OpenedSounds:
    """Return the sounds that were `found`, made ready where the store lacks them.

    Raises:
        CodecError: One can't be decoded, is silent or too long.
    """
    store = sound_store(project)
    stored = {name: store.open(one.path) for name, one in found.items()}
    return OpenedSounds(stored=stored, gains_db={name: one.gain_db for name, one in found.items()}, store=store)
