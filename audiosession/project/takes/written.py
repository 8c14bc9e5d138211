"""Write into a project which take of a line is heard."""

from __future__ import annotations

from pathlib import Path

from audiosession.errors import OutputError
from audiosession.files.reading import read_at_most
from audiosession.files.whole import write_whole
from audiosession.project.editing.texts import changing
from audiosession.project.project import Project, read_text
from audiosession.project.takes.edited import with_row, without_row
from audiosession.project.takes.found import FILE, FOLDER, chosen_in
from audiosession.spelling import composed
from audiosession.voices.chosen.rows import USUAL, TakeRow

_MOST_BYTES = 200_000_000


def choose_number(project: Project, line: str, voice: str, number: int) -> None:
    """Have `voice` heard in its take `number` of `line`; where that is what is heard anyway, no row is left.

    Raises:
        AudioSessionError: takes.toml is at fault, or can't be written.
    """
    path = project.scripts / FILE
    with changing(project):
        text = _text(project)
        without = without_row(text, path, line, voice)
        if number == USUAL and chosen_in(without, path).way(line, voice) == USUAL:
            _write(path, text, without)
        else:
            _write(path, text, with_row(text, path, TakeRow(text=line, voice=voice, number=number)))


def choose_recording(project: Project, line: str, voice: str, file: Path) -> None:
    """Have the recording `file` heard in place of `line`, which `voice` says else; it is copied into the project.

    Raises:
        AudioSessionError: Another recording has its name, takes.toml is at fault, or something can't be written.
    """
    path = project.scripts / FILE
    name = composed(file.name)
    place = path.parent / FOLDER / name
    if file.resolve() != place.resolve():
        content = read_at_most(file, _MOST_BYTES)
        if place.exists() and read_at_most(place, _MOST_BYTES) != content:
            raise OutputError("is there already, and another recording", path=place, hint="rename one of the two")
        write_whole(place, content)
    with changing(project):
        text = _text(project)
        edited = with_row(without_row(text, path, line, voice), path, TakeRow(text=line, recording=name))
        if isinstance(chosen_in(edited, path).way(line, voice), int):  # a row that names the voice goes before
            edited = with_row(edited, path, TakeRow(text=line, voice=voice, recording=name))
        _write(path, text, edited)


def _text(project: Project) -> str:
    path = project.scripts / FILE
    if path.exists():
        return read_text(path)
    return f"#:schema ./{project.schemas.name}/takes.json\n" if project.schemas.is_dir() else ""


def _write(path: Path, before: str, text: str) -> None:
    if text != before:
        write_whole(path, text.encode())
