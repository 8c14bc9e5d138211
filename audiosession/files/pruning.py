"""What a folder of blobs holds, and how it is kept within its limit: what was used longest ago goes first."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audiosession.files.whole import sweep

_SHARD = re.compile(r"[0-9a-f]{2}")
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
    for shard in _entries(folder):
        if _SHARD.fullmatch(shard.name):
            for entry in _entries(shard.path):
                if name := _NAME.fullmatch(entry.name):
                    with suppress(FileNotFoundError):  # another process may prune
                        found = entry.stat(follow_symlinks=False)
                        address = shard.name + name[1]
                        yield StoredBlob(
                            path=Path(entry.path), address=address, size=found.st_size, used=found.st_mtime
                        )


def prune_folder(folder: Path, limit: int, *, but: str = "") -> list[StoredBlob]:
    """Remove blobs, oldest use first, until at most `limit` bytes are left; return what was removed.

    What stands under one address goes together. What killed writers left half written goes too.

    Args:
        but: An address of which nothing goes.

    Raises:
        OSError: The folder can't be read.
    """
    sweep(folder.glob("??/.*.partial"))
    together: dict[str, list[StoredBlob]] = defaultdict(list)
    for stored in stored_blobs(folder):
        together[stored.address].append(stored)
    excess = sum(stored.size for group in together.values() for stored in group) - limit
    together.pop(but, None)
    removed = []
    for group in sorted(together.values(), key=lambda group: max(stored.used for stored in group)):
        if excess <= 0:
            break
        excess -= sum(stored.size for stored in group)
        for stored in group:
            with suppress(OSError):  # it is being read, where the system minds, or is no file
                stored.path.unlink(missing_ok=True)
                removed.append(stored)
    return removed


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        yield from entries
