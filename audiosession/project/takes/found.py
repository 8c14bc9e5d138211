"""What takes.toml says, with the recordings that it names found on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.errors import Fault, FaultsError
from audiosession.files.digests import digest_of_file
from audiosession.files.named import on_disk
from audiosession.project.project import Project, read_text

if TYPE_CHECKING:
    from audiosession.voices.chosen.rows import ChosenTake, ChosenTakes, TakeRow

FILE, FOLDER = "takes.toml", "takes"


def chosen_takes(project: Project) -> ChosenTakes:
    """Return the takes that were chosen in the project; none where it has no takes.toml.

    Raises:
        FaultsError: All that is wrong with the file, and recordings that are not there, each with its line.
    """
    from audiosession.voices.chosen.rows import NONE_CHOSEN

    path = project.script(FILE)
    if path is None:
        return NONE_CHOSEN
    return chosen_in(read_text(path), path)


def chosen_in(text: str, path: Path) -> ChosenTakes:
    """Return the takes that `text`, the takes.toml at `path`, tells of; see `chosen_takes`."""
    from audiosession.voices.chosen.rows import ChosenTakes

    return ChosenTakes(rows=tuple(_found(text, path)))


def take_rows(text: str, path: Path) -> tuple[TakeRow, ...]:
    """Return the rows of the takes.toml that `text` is.

    Raises:
        FaultsError: All that is wrong with it, a line told twice for one voice too.
    """
    from audiosession.definitions import locate, read_definition  # for whoever has such a file
    from audiosession.spelling import line_key
    from audiosession.voices.chosen.rows import TakesTable

    rows = read_definition(text, path, TakesTable).take
    first: dict[tuple[str, str], int] = {}
    faults = []
    for number, row in enumerate(rows):
        line = locate(text, ("take", number, "text"))
        before = first.setdefault((line_key(row.text), row.voice or ""), line)
        if before != line:
            whose = f" by {row.voice}" if row.voice else ""
            message = f"“{row.text}”{whose} is told already, on line {before}"
            faults.append(Fault(path=path, line=line, message=message, hint="keep one of the two"))
    if faults:
        raise FaultsError(faults)
    return rows


def _found(text: str, path: Path) -> list[ChosenTake]:
    from audiosession.definitions import locate
    from audiosession.voices.chosen.rows import USUAL, ChosenTake

    found, faults = [], []
    for number, row in enumerate(take_rows(text, path)):
        line, digest, recording = locate(text, ("take", number)), "", None
        if row.recording is not None:
            recording = on_disk(path.parent / FOLDER / row.recording)
            try:
                digest = digest_of_file(recording)
            except OSError as error:
                line = locate(text, ("take", number, "recording"))
                missing = isinstance(error, FileNotFoundError)
                message = f'the recording "{row.recording}" ' + (
                    "is not there" if missing else f"can't be read: {error.strerror}"
                )
                hint = f"put it into scripts/takes/{row.recording}, or take the row out"
                faults.append(Fault(path=path, line=line, message=message, hint=hint))
        found.append(
            ChosenTake(
                text=row.text,
                voice=row.voice or "",
                way=recording or row.number or USUAL,
                digest=digest,
                path=path,
                line=line,
            )
        )
    if faults:
        raise FaultsError(faults)
    return found
