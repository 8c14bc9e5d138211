"""Which sounds there are: those that a sounds.toml lists, and recordings that just lie beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from audiosession.beds.recordings import known_as, recordings
from audiosession.beds.sound import RING_DB, SoundEntry, read_sounds
from audiosession.errors import NotFoundError, near_miss
from audiosession.project.project import Project, read_text
from audiosession.spelling import composed

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
        for name, path, sound in recordings(folder / LEDGER, _read, lambda file: SoundEntry(file=file)):
            found.setdefault(name, FoundSound(name=name, path=path, sound=sound))
    return found


def _read(table: Path) -> Mapping[str, SoundEntry]:
    return read_sounds(read_text(table), table)


def find_sound(project: Project, name: str) -> FoundSound:
    """Return the sound called `name`.

    Raises:
        NotFoundError: There is none.
    """
    known = sounds(project)
    found = known_as(known, composed(name))
    if found is None:
        hint = near_miss(name, known) or f"put the file into music/{FOLDER}"
        raise NotFoundError(f'no sound is called "{name}"', hint=hint)
    if not found.path.is_file():
        raise NotFoundError(
            f'the sound "{found.name}" has no file', path=found.path, hint=f"see music/{FOLDER}/{LEDGER}"
        )
    return found


def framing(key: str, found: FoundSound) -> FoundSound:
    """Return a sound as the ``intro`` or ``outro`` of a class: it is as loud as speech, for it is heard alone."""
    return replace(found, name=f"{key}: {found.name}", under_db=0.0)
