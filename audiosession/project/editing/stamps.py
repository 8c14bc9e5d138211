"""Which of a project's files are new, changed or gone since somebody looked: by a look at the disk, reading none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audiosession.project.project import Project
from audiosession.spelling import composed

_SESSION = ".session.json"
_MOST_FILES = 20_000
_DEEPEST = 4


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """The files of a project at one moment: of each its time of change, its length and which file it is."""

    files: dict[str, tuple[int, int, int]] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ChangedFiles:
    """The files that are new, changed or gone since a stamp, as the project tells them, and the stamp of now."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    stamp: Stamp

    @property
    def any(self) -> bool:
        """Whether anything has changed."""
        return bool(self.new or self.changed or self.gone)


def stamp_of(project: Project, only: Sequence[str] = ()) -> Stamp:
    """Return the stamp of a project: of scripts/, of music/, and of the sessions in output/; hidden files count not.

    With `only`, it is that of the files, and of what stands in the folders, that are named; a folder ends in ``/``.
    """
    folders = [(project.scripts, ""), (project.music, ""), (project.output, _SESSION)]
    found: dict[str, tuple[int, int, int]] = {}
    for path in only:
        if not path.endswith("/") and (own := _looked_at(project.root / path)):
            found[path] = own
    named = [(project.root / path, "") for path in only if path.endswith("/")]
    for folder, suffix in named if only else folders:
        deep = 0 if suffix else _DEEPEST
        for entry, told in _walked(folder, folder.relative_to(project.root).as_posix(), deep):
            if told.endswith(suffix) and len(found) < _MOST_FILES and (own := _looked_at(Path(entry.path))):
                found[composed(told)] = own
    return Stamp(files=found)


def changed_files(project: Project, since: Stamp) -> ChangedFiles:
    """Return what has changed in a project `since` a stamp of it."""
    now = stamp_of(project)
    both = now.files.keys() & since.files.keys()
    return ChangedFiles(
        new=tuple(sorted(now.files.keys() - since.files.keys())),
        changed=tuple(sorted(path for path in both if now.files[path] != since.files[path])),
        gone=tuple(sorted(since.files.keys() - now.files.keys())),
        stamp=now,
    )


def _walked(folder: Path, told: str, deep: int) -> Iterator[tuple[os.DirEntry[str], str]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                name = f"{told}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if deep:
                        yield from _walked(Path(entry.path), name, deep - 1)
                else:
                    yield entry, name
    except OSError:
        return


def _looked_at(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
