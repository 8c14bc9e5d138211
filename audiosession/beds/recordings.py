"""The recordings of a folder: those that its table lists, then those that just lie beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from audiosession.files.named import on_disk
from audiosession.spelling import composed, name_key

SOUND_SUFFIXES = frozenset({".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"})


class ListedSound(Protocol):
    """What a table tells of one recording."""

    @property
    def file(self) -> str:
        """The name of its file, beside the table."""


L = TypeVar("L", bound=ListedSound)
T = TypeVar("T")


def recordings(
    table: Path, read: Callable[[Path], Mapping[str, L]], bare: Callable[[str], L]
) -> Iterator[tuple[str, Path, L]]:
    """Yield the name, the file and the entry of each recording of the folder that `table` lies in.

    `read` tells what the table lists, where there is one; `bare` makes the entry of a file that it does not list.
    What is hidden is none: what some disks put beside a song, and what is still on its way.
    """
    listed = read(table) if os.path.lexists(table) else {}
    for name, entry in listed.items():
        yield name, on_disk(table.parent / entry.file), entry
    known = {entry.file for entry in listed.values()}
    for path in sorted(table.parent.iterdir()):
        file = composed(path.name)
        if path.suffix.lower() in SOUND_SUFFIXES and file not in known and not file.startswith("."):
            yield composed(path.stem), path, bare(file)


def known_as(known: Mapping[str, T], name: str) -> T | None:
    """Return what is called `name`, however it is typed; see `name_key`."""
    if name in known:
        return known[name]
    key = name_key(name)
    return next((one for other, one in known.items() if name_key(other) == key), None)
