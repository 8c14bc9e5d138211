"""The sounds of a project: bells and own recordings, found by name and listed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.beds.sound import RING_DB, SoundEntry, read_sounds
from audiosession.errors import NotFoundError, near_miss
from audiosession.files.named import on_disk
from audiosession.project.beds import SOUND_SUFFIXES
from audiosession.project.project import Project, read_text
from audiosession.project.stores import sound_store
from audiosession.spelling import composed
from audiosession.units import Ms

if TYPE_CHECKING:
    from audiosession.beds.sound_store import SoundStore, StoredSound

FOLDER, LEDGER = "sounds", "sounds.toml"
ENDS = ("intro", "outro")
"""The sounds before and behind a class, as `[defaults]` in show.toml names them."""


@dataclass(frozen=True, kw_only=True)
class FoundSound:
    """A sound, where its recording lies, and how much softer than speech it is heard."""

    name: str
    path: Path
    sound: SoundEntry
    under_db: float = RING_DB

    @property
    def gain_db(self) -> float:
        """The gain that it is heard at."""
        return self.under_db + self.sound.level_db


def sounds(project: Project) -> dict[str, FoundSound]:
    """Return every sound by name: those that a sounds.toml lists, then recordings that just lie beside it.

    Raises:
        FaultsError: A sounds.toml is at fault.
    """
    found: dict[str, FoundSound] = {}
    for folder in (music / FOLDER for music in project.music_folders() if (music / FOLDER).is_dir()):
        listed: dict[str, SoundEntry] = {}
        table = folder / LEDGER
        if os.path.lexists(table):
            listed = read_sounds(read_text(table), table)
        for name, sound in listed.items():
            found.setdefault(name, FoundSound(name=name, path=on_disk(folder / sound.file), sound=sound))
        known = {sound.file for sound in listed.values()}
        for path in sorted(folder.iterdir()):
            name, file = composed(path.stem), composed(path.name)
            if path.suffix.lower() in SOUND_SUFFIXES and file not in known:
                found.setdefault(name, FoundSound(name=name, path=path, sound=SoundEntry(file=file)))
    return found


def find_sound(project: Project, name: str) -> FoundSound:
    """Return the sound called `name`.

    Raises:
        NotFoundError: There is none.
    """
    known = sounds(project)
    found = known.get(composed(name))
    if found is None:
        hint = near_miss(name, known) or f"put the file into music/{FOLDER}"
        raise NotFoundError(f'no sound is called "{name}"', hint=hint)
    if not found.path.is_file():
        raise NotFoundError(f'the sound "{name}" has no file', path=found.path, hint=f"see music/{FOLDER}/{LEDGER}")
    return found


def framing(key: str, found: FoundSound) -> FoundSound:
    """Return a sound as the ``intro`` or ``outro`` of a class: it is as loud as speech, for it is heard alone."""
    return replace(found, name=f"{key}: {found.name}", under_db=0.0)


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
