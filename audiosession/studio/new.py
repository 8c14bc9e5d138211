"""Make a project folder to write in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import OutputError
from audiosession.files.whole import write_whole
from audiosession.project.project import Project, starter_folder
from audiosession.project.schemas import schema_files

_IGNORE = "output/*\n!output/.gitkeep\n"
_COPIED = ("exercises", "classes", "templates", "languages")


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project that was made, with the files that stand in it."""

    folder: Path
    files: tuple[Path, ...]


def new_project(folder: Path, *, full: bool = False) -> NewProject:
    """Make `folder` a project; with `full`, the starter content is copied too.

    Raises:
        OutputError: The folder holds something already, or can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError("is there already", path=folder, hint="name a new or an empty folder")
    starter = starter_folder() / "scripts"
    pages = starter / "new"
    written = [
        (folder / "scripts" / "exercises" / "my-first-exercise.toml", (pages / "my-first-exercise.toml").read_bytes()),
        (folder / "scripts" / "show.toml", (pages / "show.toml").read_bytes()),
        (folder / "scripts" / "classes" / ".gitkeep", b""),
        (folder / "music" / "README.txt", (pages / "music.txt").read_bytes()),
        (folder / "output" / ".gitkeep", b""),
        (folder / ".gitignore", _IGNORE.encode()),
        *schema_files(Project(folder)).items(),
    ]
    if full:
        for kind in _COPIED:
            written += [(folder / "scripts" / kind / path.name, path.read_bytes()) for path in _files(starter / kind)]
        if (starter / "lexicon.toml").is_file():
            written.append((folder / "scripts" / "lexicon.toml", (starter / "lexicon.toml").read_bytes()))
    made_here = not folder.exists()
    try:
        for path, content in written:
            write_whole(path, content)
    except OutputError:
        if made_here:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return NewProject(folder=folder, files=tuple(path for path, _ in written))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
