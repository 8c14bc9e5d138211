"""The digests of files that were hashed before and have not changed since: no byte of them is read again.

A file counts as unchanged while its size, the times of its last change (of its bytes, and of anything about it) and its
place on the disk are what they were when it was hashed. Nobody but the system sets the second of these times, so that a
file that was written over and given its old date is told apart. One that had been changed within two seconds before it
was hashed is not remembered: it may change once more while its times stay as they are, where a disk counts whole
seconds. So does git, and so does rsync.

What is remembered spares reading; it proves nothing. Whoever lets bytes out of the house hashes those very bytes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock

from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
from audiosession.files.digests import digest_of_file

_SETTLED_NS = 2_000_000_000
_State = tuple[int, ...]


class KnownDigests:
    """Tells digests of files, and remembers them by the folder that they lie in, in a store.

    What is lost from the store, or damaged there, is hashed again. Several threads may ask at once; of several
    processes the last to `keep` a folder is remembered, and what the others found is hashed again.

    `hashed_bytes` counts what was really read.
    """

    def __init__(self, store: BlobStore) -> None:
        self.hashed_bytes = 0
        self._store = store
        self._folders: dict[Path, dict[str, list[int | str]]] = {}
        self._changed: set[Path] = set()
        self._lock = Lock()

    def of(self, path: Path) -> str:
        """Return the digest of the file at `path`, reading it only where it may have changed.

        Raises:
            OSError: It can't be read; what that means, the caller knows.
        """
        folder, state = path.parent, _state_of(path.stat())
        row = self._rows(folder).get(path.name)
        if row is not None and row[1:] == list(state):
            return str(row[0])
        begun = time.time_ns()
        digest = digest_of_file(path)
        after = _state_of(path.stat())
        with self._lock:
            self.hashed_bytes += state[0]
            if after == state and max(state[1:3]) + _SETTLED_NS <= begun:
                self._rows(folder)[path.name] = [digest, *state]
            elif self._rows(folder).pop(path.name, None) is None:
                return digest
            self._changed.add(folder)
        return digest

    def keep(self) -> None:
        """Store what is known.

        Raises:
            OutputError: The store can't be written.
        """
        with self._lock:
            for folder in self._changed:
                self._store.put(_address(folder), json.dumps(self._folders[folder]).encode())
            self._changed.clear()

    def _rows(self, folder: Path) -> dict[str, list[int | str]]:
        if folder not in self._folders:
            self._folders[folder] = _read(self._store.get(_address(folder)))
        return self._folders[folder]


_IN_USE: ContextVar[KnownDigests | None] = ContextVar("digests in use", default=None)


@contextmanager
def digests_from(known: KnownDigests) -> Iterator[None]:
    """Have `known_digest` go, in this thread alone, by what is remembered."""
    before = _IN_USE.set(known)
    try:
        yield
    finally:
        _IN_USE.reset(before)


def known_digest(path: Path) -> str:
    """Return the digest of the file at `path`: read for it, unless whoever asks goes by what is remembered.

    Raises:
        OSError: It can't be read.
    """
    known = _IN_USE.get()
    return digest_of_file(path) if known is None else known.of(path)


def _state_of(found: os.stat_result) -> _State:
    """Return what changes whenever a file does; on Windows the second time is that at which it was made."""
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)


def _address(folder: Path) -> str:
    return digest_of(f"digests of the files in {folder.absolute()}".encode("utf-8", "surrogateescape"))


def _read(stored: bytes | None) -> dict[str, list[int | str]]:
    """Return the rows that `keep` stored; none where that is something else."""
    try:
        rows = json.loads(stored or b"{}")
    except ValueError:
        return {}
    if not isinstance(rows, dict):
        return {}
    return {name: row for name, row in rows.items() if _is_row(row)}


def _is_row(row: object) -> bool:
    return isinstance(row, list) and len(row) == 6 and isinstance(row[0], str) and len(row[0]) == 64
