"""What a folder of blobs holds, and how it is kept within its limit: what was used longest ago goes first."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audiosession.files.tally import held, settle
from audiosession.files.whole import sweep

_SHARD = re.compile(r"[0-9a-f]{2}")
_PARTIAL = re.compile(r"\..*\.partial")
_NAME = re.compile(r"([0-9a-f]{62})\.[a-z]+")


@dataclass(frozen=True, kw_only=True)
class StoredBlob:
    """A file of a store: what it is stored under, its size in bytes, and its last use in seconds since 1970."""

    path: Path
    address: str
    size: int
    used: float


def stored_blobs(folder: Path) -> Iterator[StoredBlob]:
    """Yield every blob in `folder`, of whatever kind, and nothing that could be somebody else's.

    Raises:
        OSError: The folder can't be read; one that is missing is empty.
    """
    for entry in _files(folder):
        if stored := _blob(entry):
            yield stored


def prune_folder(folder: Path, limit: int, *, leave: int | None = None, but: str = "") -> list[StoredBlob]:
    """Remove blobs, oldest use first, where `folder` holds more than `limit` bytes; return what was removed.

    What stands under one address goes together. What killed writers left half written goes too. The folder's tally is
    set right: at once to what will be left, so that nobody else begins to walk, and to what is there at the end.

    Args:
        leave: How many bytes are left where it holds too many, by default `limit`.
        but: An address of which nothing goes.

    Raises:
        OSError: The folder can't be read.
    """
    leave = limit if leave is None else leave
    if folder.is_dir():
        settle(folder, leave)
    together: dict[str, list[StoredBlob]] = defaultdict(list)
    for entry in _files(folder):
        if stored := _blob(entry):
            together[stored.address].append(stored)
        elif _PARTIAL.fullmatch(entry.name):
            sweep([Path(entry.path)])
    total = sum(stored.size for group in together.values() for stored in group)
    together.pop(but, None)
    removed = _removed(list(together.values()), total - leave) if total > limit else []
    if (counted := held(folder)) is not None:
        meanwhile = max(0, counted - leave)
        settle(folder, total - sum(stored.size for stored in removed) + meanwhile)
    return removed


def _removed(groups: Sequence[Sequence[StoredBlob]], excess: int) -> list[StoredBlob]:
    removed = []
    for group in sorted(groups, key=lambda group: max(stored.used for stored in group)):
        if excess <= 0:
            break
        excess -= sum(stored.size for stored in group)
        for stored in group:
            with suppress(OSError):  # it is being read, where the system minds, or is no file
                stored.path.unlink(missing_ok=True)
                removed.append(stored)
    return removed


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what stands in the folder, and in the folders of it that hold blobs."""
    for entry in _entries(folder):
        yield entry
        if _SHARD.fullmatch(entry.name):
            yield from _entries(entry.path)


def _blob(entry: os.DirEntry[str]) -> StoredBlob | None:
    name, shard = _NAME.fullmatch(entry.name), Path(entry.path).parent.name
    if name is None or not _SHARD.fullmatch(shard):
        return None
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # another process may prune
        return None
    return StoredBlob(path=Path(entry.path), address=shard + name[1], size=found.st_size, used=found.st_mtime)


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        yield from entries
