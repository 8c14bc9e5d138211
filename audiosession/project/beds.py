"""The beds of a project: found by name or path, listed, checked, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from audiosession.beds.bed import Bed, read_beds
from audiosession.beds.recordings import SOUND_SUFFIXES, known_as, recordings
from audiosession.beds.song_tags import SongTags, read_song_tags
from audiosession.errors import Act, DefinitionError, NotFoundError, Remedy, near_miss
from audiosession.files.named import on_disk
from audiosession.project.project import Project, read_text
from audiosession.spelling import composed
from audiosession.writing.cues import Section
from audiosession.writing.values import MAX_MUSIC_DB


@dataclass(frozen=True, kw_only=True)
class FoundBed:
    """A bed and where its recording lies."""

    name: str
    path: Path
    bed: Bed

    @property
    def title(self) -> str:
        """What it is called: by beds.toml, else by the recording's own tags, else as its file is."""
        return self.bed.title or self._tags.title or composed(self.path.stem)

    @property
    def credit(self) -> str:
        """Who made it, by beds.toml, else by the recording's own tags; empty where nobody says."""
        return self.bed.credit or self._tags.artist

    @cached_property
    def _tags(self) -> SongTags:
        return read_song_tags(self.path)


def beds(project: Project) -> dict[str, FoundBed]:
    """Return every bed by name: those that a beds.toml lists, then recordings that just lie beside it.

    Raises:
        FaultsError: A beds.toml is at fault.
    """
    found: dict[str, FoundBed] = {}
    for folder in project.music_folders():
        for name, path, bed in recordings(folder / "beds.toml", _read, lambda file: Bed(file=file)):
            found.setdefault(name, FoundBed(name=name, path=path, bed=bed))
    return found


def _read(table: Path) -> Mapping[str, Bed]:
    return read_beds(read_text(table), table)


def find_bed(project: Project, name: str) -> FoundBed:
    """Return the bed called `name`, or the recording at that path.

    Raises:
        NotFoundError: There is none.
    """
    known, name = beds(project), composed(name)
    if found := _called(known, name):
        return found
    path = on_disk(Path(name))
    if (name and path.exists()) or "/" in name or "\\" in name:
        hint = "give a sound file, or a name of: " + ", ".join(known)
        if not path.exists():
            raise NotFoundError("no such bed", path=path, hint=hint)
        if path.is_dir():
            raise NotFoundError("is a folder, not a sound file", path=path, hint=hint)
        return FoundBed(name=str(path), path=path, bed=Bed(file=composed(path.name)))
    raise _no_bed(known, name)


def named_bed(project: Project, name: str) -> FoundBed:
    """Return the bed that a part of a class calls `name`; a path is none.

    Raises:
        NotFoundError: There is none.
    """
    known = beds(project)
    if found := _called(known, name):
        return found
    raise _no_bed(known, name)


def _called(known: Mapping[str, FoundBed], name: str) -> FoundBed | None:
    found = known_as(known, name)
    if found is not None and not found.path.is_file():
        raise NotFoundError(f'the bed "{found.name}" has no file', path=found.path, hint="see music/beds.toml")
    return found


def _no_bed(known: Iterable[str], name: str) -> NotFoundError:
    if name == "none":
        message, hint = "no part of a class can be without its bed", "name another bed for it"
        return NotFoundError(message, hint=hint, remedy=Remedy(act=Act.NO_MUSIC))
    meant = Path(name).stem if Path(name).suffix.lower() in SOUND_SUFFIXES else name
    return NotFoundError(f'no bed is called "{name}"', hint=near_miss(meant, [*known, "none"]))


def beds_heard(project: Project, usual: str, sections: Iterable[Section]) -> dict[str, FoundBed]:
    """Return the beds of a class by the names that it calls them: the `usual` one, and those that sections name.

    Raises:
        NotFoundError: There is no such bed.
    """
    named = dict.fromkeys(section.music for section in sections if section.music not in (None, usual))
    return {usual: find_bed(project, usual), **{name: named_bed(project, name) for name in named if name is not None}}


def refuse_loud(found: FoundBed, class_db: float, build_db: float = 0.0) -> None:
    """Refuse a bed that is played too loud, where its own level, the class's and the build's are added up.

    Raises:
        DefinitionError: It is louder than may be; the message tells what adds up.
    """
    parts = {"its own": found.bed.level_db, "the class's": class_db, "the build's": build_db}
    if (total := sum(parts.values())) > MAX_MUSIC_DB:
        said = ", ".join(f"{whose} {part:+g}" for whose, part in parts.items() if part)
        message = f'the bed "{found.name}" at {total:+g} dB ({said})'
        raise DefinitionError(message, hint=f"at most {MAX_MUSIC_DB:+g} dB in all, or it covers the voice")
