"""The beds of a project: found by name or path, listed, checked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from audiosession.beds.bed import Bed, read_beds
from audiosession.errors import Act, NotFoundError, Remedy, near_miss
from audiosession.files.named import on_disk
from audiosession.project.project import Project, read_text
from audiosession.spelling import composed

SOUND_SUFFIXES = frozenset({".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"})


@dataclass(frozen=True, kw_only=True)
class FoundBed:
    """A bed and where its recording lies."""

    name: str
    path: Path
    bed: Bed


def beds(project: Project) -> dict[str, FoundBed]:
    """Return every bed by name: those that a beds.toml lists, then recordings that just lie beside it.

    Raises:
        FaultsError: A beds.toml is at fault.
    """
    found: dict[str, FoundBed] = {}
    for folder in project.music_folders():
        listed: dict[str, Bed] = {}
        table = folder / "beds.toml"
        if os.path.lexists(table):
            listed = read_beds(read_text(table), table)
        for name, bed in listed.items():
            found.setdefault(name, FoundBed(name=name, path=on_disk(folder / bed.file), bed=bed))
        known = {bed.file for bed in listed.values()}
        for path in sorted(folder.iterdir()):
            name, file = composed(path.stem), composed(path.name)
            if path.suffix.lower() in SOUND_SUFFIXES and file not in known:
                found.setdefault(name, FoundBed(name=name, path=path, bed=Bed(file=file)))
    return found


def find_bed(project: Project, name: str) -> FoundBed:
    """Return the bed called `name`, or the recording at that path.

    Raises:
        NotFoundError: There is none.
    """
    known, name = beds(project), composed(name)
    if name in known:
        bed = known[name]
        if not bed.path.is_file():
            raise NotFoundError(f'the bed "{name}" has no file', path=bed.path, hint="see music/beds.toml")
        return bed
    path = on_disk(Path(name))
    if (name and path.exists()) or "/" in name or "\\" in name:
        hint = "give a sound file, or a name of: " + ", ".join(known)
        if not path.exists():
            raise NotFoundError("no such bed", path=path, hint=hint)
        if path.is_dir():
            raise NotFoundError("is a folder, not a sound file", path=path, hint=hint)
        return FoundBed(name=str(path), path=path, bed=Bed(file=composed(path.name)))
    if name == "none":
        message, hint = "no part of a class can be without its bed", "name another bed for it"
        raise NotFoundError(message, hint=hint, remedy=Remedy(act=Act.NO_MUSIC))
    raise NotFoundError(f'no bed is called "{name}"', hint=near_miss(name, [*known, "none"]))
