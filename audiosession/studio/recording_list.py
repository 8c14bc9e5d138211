"""Make the list of lines that an instructor records, and keep it true as classes are added."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiosession.building.write import write
from audiosession.errors import OutputError
from audiosession.files.whole import write_whole
from audiosession.project.project import Project
from audiosession.voices.recorded import LIST_NAME, Row, as_csv, as_text, extended, open_voice, read_rows
from audiosession.writing.choices import Choices
from audiosession.writing.phases.voices import SECOND, said_by

DEFAULT_FOLDER = "recordings"


@dataclass(frozen=True, kw_only=True)
class RecordingList:
    """The list of a folder: all of its rows, those that a class needs, and of these the ones to record yet."""

    csv: Path
    text: Path
    rows: tuple[Row, ...]
    needed: tuple[Row, ...]
    missing: tuple[Row, ...]


def make_recording_list(project: Project, target: str, choices: Choices, folder: Path) -> RecordingList:
    """Write the lines that building `target` may need to `folder`, as CSV and as text to print.

    A list that is there is kept and continued, so that one folder serves many classes and no file is renamed.

    Raises:
        AudioSessionError: The class or the list is at fault, or the folder can't be written.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError("is no folder", path=folder, hint="name a folder for the recordings")
    written = write(project, target, choices)
    lines = [line for line in written.narration.lines() if said_by(line).voice != SECOND]
    table, text = folder / LIST_NAME, folder / Path(LIST_NAME).with_suffix(".txt")
    rows = extended(read_rows(table) if table.is_file() else [], lines)
    write_whole(table, as_csv(rows).encode("utf-8-sig"))  # spreadsheets need the mark to read UTF-8
    write_whole(text, as_text(rows, title=written.title).encode())
    voice = open_voice(str(folder), {})
    lacking = set(voice.lacks(row.text for row in rows))
    needed = [row for row in rows if row.text in set(voice.listed(lines))]
    return RecordingList(
        csv=table,
        text=text,
        rows=tuple(rows),
        needed=tuple(needed),
        missing=tuple(row for row in needed if row.text in lacking),
    )
