"""Songs of the project's own: taken in once they are heard to be sound, and shown as a waveform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audiosession.beds.bed import Bed, find_loop
from audiosession.beds.recordings import SOUND_SUFFIXES
from audiosession.codecs.decode import decode_blocks
from audiosession.errors import DefinitionError, FaultsError, NotFoundError, near_miss
from audiosession.naming import file_slug, plain_name
from audiosession.project.beds import beds
from audiosession.project.editing.changes import Put
from audiosession.project.editing.edited import with_changes
from audiosession.project.editing.faults import faults_of_text
from audiosession.project.editing.places import field_order, place_of
from audiosession.project.editing.texts import FileChange, changed_text, content_of
from audiosession.project.project import Project, decoded_text
from audiosession.sound.segments import Samples
from audiosession.studio.offers import MOST_SONG_BYTES
from audiosession.units import SAMPLE_RATE, Ms

LONGEST_SONG_S = 3 * 3_600
MOST_PEAKS = 2_000
_STEP_FRAMES = SAMPLE_RATE // 100


@dataclass(frozen=True, kw_only=True)
class Song:
    """A song that somebody brings: its file, and what beds.toml is to tell of it.

    Args:
        file: The name of its file, of which the ending counts.
        content: Its bytes.
        title: What it is called; as its file where nothing is said.
        licence: Under which licence it may be used; it is asked for.
        artist: Who made it.
        level_db: How much louder it plays than the house mixes it.
        loop_start_ms: Where its loop begins; None to go round as a whole.
        loop_end_ms: Where it goes back to the beginning; goes with the one before.
    """

    file: str
    content: bytes
    licence: str
    title: str = ""
    artist: str = ""
    level_db: float = 0.0
    loop_start_ms: int | None = None
    loop_end_ms: int | None = None

    def row(self, file: str, title: str) -> dict[str, Any]:
        """Return its table in beds.toml."""
        told: dict[str, Any] = {"file": file, "title": title}
        told |= {"loop_start_ms": self.loop_start_ms, "loop_end_ms": self.loop_end_ms}
        told |= {"level_db": self.level_db or None, "licence": self.licence.strip(), "credit": self.artist.strip()}
        return {key: value for key, value in told.items() if value not in (None, "")}


@dataclass(frozen=True, kw_only=True)
class SongPeaks:
    """The waveform of a song: how far it goes in each of as many equal parts, from 0 to 255; and how long it is."""

    name: str
    duration: Ms
    peaks: tuple[int, ...]


def song_changes(project: Project, song: Song) -> tuple[str, tuple[FileChange, ...]]:
    """Return what `song` is called among the beds, and the files that are written for it.

    Raises:
        DefinitionError: Nothing is said of its licence; it is too large, too long or too short.
        FaultsError: What is said of it can't stand in beds.toml.
        CodecError: It can't be decoded, or is damaged.
    """
    suffix = Path(song.file).suffix.lower()
    title = song.title.strip() or Path(song.file.replace("\\", "/")).stem
    if suffix not in SOUND_SUFFIXES:
        raise DefinitionError(
            f'no song ends in "{suffix[:20]}"', hint="give one of: " + ", ".join(sorted(SOUND_SUFFIXES))
        )
    if not song.licence.strip():
        raise DefinitionError(f'nothing tells under which licence "{title}" may be used', hint="write it, such as CC0")
    if len(song.content) > MOST_SONG_BYTES:
        raise DefinitionError(f"a song of over {MOST_SONG_BYTES // 1_000_000} MB", hint="make it smaller, as an MP3")
    name = _free_name(project, title)
    row = song.row(f"{name}{suffix}", title)
    before, text = _table_with(project, name, row)
    n_frames = _n_frames(decode_blocks(song.content, channels=1, name=title))
    try:
        find_loop(Bed.model_validate(row), n_frames)
    except ValueError as error:
        raise DefinitionError(str(error), hint="give other loop points, or none") from None
    path = project.music / f"{name}{suffix}"
    table = changed_text(project.music / "beds.toml", before, text)
    return name, (FileChange(path=path, before=None, after=song.content), table)


def song_peaks(project: Project, name: str, points: int = MOST_PEAKS) -> SongPeaks:
    """Return the waveform of the bed called `name`, in `points` parts, 2,000 at the most.

    Raises:
        NotFoundError: There is none.
        CodecError: It can't be decoded.
    """
    found = beds(project).get(name)
    if found is None:
        raise NotFoundError(f'no bed is called "{name}"', hint=near_miss(name, beds(project)))
    steps, n_frames = [np.zeros(0, np.float32)], 0
    for block in decode_blocks(found.path, channels=1, warn=lambda _: None):
        n_frames += len(block)
        short = -len(block) % _STEP_FRAMES
        heights = np.abs(np.pad(block[:, 0], (0, short))).reshape(-1, _STEP_FRAMES)
        steps.append(heights.max(axis=1))
    each = np.concatenate(steps)
    parts = np.array_split(each, max(1, min(points, MOST_PEAKS, len(each))))
    peaks = tuple(int(min(255, round(255 * float(part.max())))) if len(part) else 0 for part in parts)
    return SongPeaks(name=name, duration=Ms(n_frames * 1_000 // SAMPLE_RATE), peaks=peaks)


def _free_name(project: Project, title: str) -> str:
    base = plain_name(title) or file_slug(title).replace(".", "-")
    taken, number, name = beds(project), 1, base[:50].strip("-")
    base = name
    while name in taken or any(project.music.glob(f"{name}.*")):
        number += 1
        name = f"{base}-{number}"
    return name


def _table_with(project: Project, name: str, row: dict[str, Any]) -> tuple[bytes | None, str]:
    """Return what beds.toml holds, and its text with the `row` called `name`.

    Raises:
        FaultsError: It can't hold such a row.
    """
    place = place_of(project, "beds")
    before = content_of(place.own)
    text = place.blank(project) if before is None else decoded_text(before, place.own)
    put = Put(at=(name,), value=row)
    text = with_changes(text, project.told(place.own), [put], lambda at: field_order("beds", at))
    if wrong := faults_of_text(project, place, text):
        raise FaultsError(wrong)
    return before, text


def _n_frames(blocks: Iterable[Samples]) -> int:
    n_frames = 0
    for block in blocks:
        n_frames += len(block)
        if n_frames > LONGEST_SONG_S * SAMPLE_RATE:
            raise DefinitionError(f"a song of over {LONGEST_SONG_S // 3_600} hours", hint="cut it into pieces")
    return n_frames
