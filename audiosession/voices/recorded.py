"""The instructor's own recordings: a folder with a recording list and a sound file for each of its lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from audiosession.digests import digest_of
from audiosession.errors import Act, AudioSessionError, Fault, Remedy, VoiceError
from audiosession.files.digests import digest_of_file
from audiosession.files.homes import expanded
from audiosession.files.named import on_disk
from audiosession.files.reading import DOCUMENT_BYTES, read_at_most
from audiosession.naming import ascii_letters
from audiosession.spelling import composed, line_key
from audiosession.voices.settings import VoiceSettings, read_settings
from audiosession.voices.voice import EngineFacts

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment

LIST_NAME = "recording-list.csv"
_NOT_SOUND = {".csv", ".txt", ".md", ".pdf", ".json", ".toml"}
_LONGEST_NAME = 40


class RecordedSettings(VoiceSettings):
    """What was spoken, and by whom it may be completed."""

    language: str = ""
    """What was spoken; where nothing is said, what the class is in."""
    fill: str = ""
    """The voice for lines that are not recorded, where none is chosen for the build."""
    shortest: float = Field(default=0.02, ge=0, le=1)
    """Seconds per character that a recording lasts at least; a shorter one is refused as cut off."""
    longest: float = Field(default=0.4, gt=0, le=5)
    """Seconds per character that a recording lasts at most; a longer one is refused."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line to record: its number in the list, its file's name without the ending, what to say."""

    number: int
    file: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RecordedVoice:
    """A folder of recordings."""

    folder: Path
    rows: Mapping[str, Row]
    settings: RecordedSettings
    at_a_time: int = 2
    _notes: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        return f"recorded:{self.folder}"

    @property
    def language(self) -> str:
        return self.settings.language

    @property
    def seconds_per_character(self) -> tuple[float, float]:
        return self.settings.shortest, self.settings.longest

    @property
    def address(self) -> str:
        """All recordings count: when one changes, all are trimmed and levelled again, which costs next to nothing."""
        contents = [
            f"{row.text}\0{path.name}\0".encode() + bytes.fromhex(digest_of_file(path))
            for row in self.rows.values()
            for path in self._files.get(row.file, [])
        ]
        return f"recorded {digest_of(b''.join(contents))}"

    def lacks(self, texts: Iterable[str]) -> list[str]:
        """Return those of `texts` that are not recorded."""
        return [text for text in texts if not self._recordings(text)]

    def listed(self, texts: Iterable[str]) -> list[str]:
        """Return `texts` as they stand in the list, without those that it lacks."""
        return [self.rows[line_key(text)].text for text in texts if line_key(text) in self.rows]

    def speak(self, text: str) -> AudioSegment:
        """Return the recording of `text`."""
        from audiosession.voices.recording import hear_recording  # numpy, for whoever has it spoken

        found = self._recordings(text)
        if not found:
            raise VoiceError(f"{text!r} is not recorded", path=self.folder, remedy=Remedy(act=Act.FILL))
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise VoiceError(f"{text!r} is recorded more than once: {names}", path=self.folder, hint="keep the best")
        segment, self._notes[text] = hear_recording(found[0], text)
        return segment

    def notes(self, text: str) -> tuple[str, ...]:
        """Return what was left out of the recording of `text` when it was last spoken, each with the file's name."""
        return self._notes.get(text, ())

    def check(self) -> Iterator[Fault | AudioSessionError]:
        """Yield what is wrong with the recordings: what keeps one from being used as an error, the rest as a fault."""
        from audiosession.voices.recording import hear_recording

        for row in self.rows.values():
            for path in self._files.get(row.file, []):
                try:
                    _, notes = hear_recording(path, row.text)
                except AudioSessionError as error:
                    yield error
                else:
                    for note in notes:
                        yield Fault(path=path, message=note.removeprefix(f"{path.name}: "))

    def _recordings(self, text: str) -> list[Path]:
        row = self.rows.get(line_key(text))
        return [] if row is None else self._files.get(row.file, [])

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and path.suffix.lower() not in _NOT_SOUND and not path.name.startswith("."):
                found.setdefault(composed(path.stem), []).append(path)
        return found


def open_voice(argument: str, settings: Mapping[str, object]) -> RecordedVoice:
    """Open ``recorded:FOLDER``.

    Raises:
        VoiceError: There is no such folder, or no recording list in it that can be read.
    """
    if not argument:
        raise VoiceError("the voice recorded needs a folder", hint="such as recorded:my-takes")
    folder = on_disk(expanded(argument))
    path = folder / LIST_NAME
    if not path.is_file():
        what = "has no recording list" if folder.is_dir() else "is no folder"
        raise VoiceError(what, path=folder, remedy=Remedy(act=Act.LIST_RECORDINGS, to=argument))
    return RecordedVoice(
        folder=folder,
        rows={line_key(row.text): row for row in read_rows(path)},
        settings=read_settings(RecordedSettings, "recorded", settings),
    )


def facts() -> EngineFacts:
    """Tell what there is to know of this engine."""
    return EngineFacts(
        summary="your own recordings, line by line; another voice may fill what is not recorded",
        spec="recorded:DIR, a folder with a recording list",
        privacy="the text stays on this machine",
        cost="your time",
        languages=(),
    )


def read_rows(path: Path) -> list[Row]:
    """Return the lines of a recording list.

    Raises:
        VoiceError: It can't be read, or lacks a column.
    """
    try:
        text = composed(read_at_most(path, DOCUMENT_BYTES).decode("utf-8-sig"))
        table = list(csv.reader(io.StringIO(text, newline="")))
        header = table[0]
        columns = [header.index(name) for name in ("number", "file", "text")]
        rows = [[line[column] for column in columns] for line in table[1:] if any(line)]
        return [Row(number=_number(number), file=file, text=text) for number, file, text in rows]
    except (OSError, UnicodeError, csv.Error, ValueError, IndexError) as error:
        raise VoiceError(
            f"is no recording list ({str(error)[:100]})", path=path, hint="it needs the columns number, file and text"
        ) from error


def _number(text: str) -> int:
    if not re.fullmatch(r"\s*[0-9]{1,6}\s*", text):
        raise ValueError(f'"{text[:40]}" is no number of a line')
    return int(text)


def extended(rows: Sequence[Row], texts: Iterable[str]) -> list[Row]:
    """Return `rows` followed by those `texts` that they lack, numbered on, so that no recorded file is renamed."""
    known = {line_key(row.text) for row in rows}
    number = max((row.number for row in rows), default=0)
    added = []
    for text in texts:
        text = composed(text)
        if line_key(text) not in known:
            known.add(line_key(text))
            number += 1
            added.append(Row(number=number, file=f"{number:03}-{_slug(text)}", text=text))
    return [*rows, *added]


def as_csv(rows: Iterable[Row]) -> str:
    """Return a recording list as it stands on disk."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)  # RFC 4180
    writer.writerow(["number", "file", "text"])
    writer.writerows((row.number, row.file, row.text) for row in rows)
    return written.getvalue()


def as_text(rows: Iterable[Row], *, title: str) -> str:
    """Return a recording list to print and read from."""
    lines = [title, "", "Record each line as one file under the name beneath it, in any format.", ""]
    for row in rows:
        lines += [f"{row.number:>4}  {row.text}", f"      {row.file}", ""]
    return "\n".join(lines)


def _slug(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", ascii_letters(text).lower()).strip("-")
    return words if 0 < len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rpartition("-")[0] or "line"
