"""A folder of results, each under the hash of all that it was made from: found whole, or not at all."""

from __future__ import annotations

import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import TypeVar

from audiosession.errors import OutputError

_CHECK_BYTES = 4
_ABANDONED_S = 86_400
_PIECE = 1 << 16
"""Bytes read in one go where only their sum counts: few enough to stay in the processor's cache."""
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class StoredBlob:
    """A file of a store: its size in bytes and when it was last used, in seconds since 1970."""

    path: Path
    size: int
    used: float


class BlobStore:
    """A content-addressed store, safe for several threads and processes at once.

    Whoever makes a blob writes the same bytes under the same address, so the last rename wins and nothing is lost. A
    checksum stands before the bytes; what fails it counts as missing.
    """

    def __init__(self, folder: Path, *, kind: str) -> None:
        self.folder = folder
        self.kind = kind

    def get(self, address: str) -> bytes | None:
        """Return what is stored under `address`, None where nothing whole is.

        Raises:
            OutputError: The file is there and can't be read.
        """
        return self._read(address, _whole)

    def size(self, address: str) -> int | None:
        """Return how many bytes are stored under `address`, None where nothing whole is; cheaper than `get`.

        Raises:
            OutputError: The file is there and can't be read.
        """
        return self._read(address, _whole_size)

    def put(self, address: str, content: bytes) -> None:
        """Store `content` under `address`.

        Raises:
            OutputError: The folder can't be written.
        """
        path = self._path(address)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(prefix=".", suffix=".partial", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_check(content) + content)
                Path(partial).replace(path)
            finally:
                Path(partial).unlink(missing_ok=True)
        except OSError as error:
            raise self._trouble("written", error) from error

    def blobs(self) -> list[StoredBlob]:
        """Return all files of the store, the one that was used longest ago first."""
        return sorted(self._files(), key=lambda stored: (stored.used, stored.path))

    def prune(self, limit: int) -> list[StoredBlob]:
        """Remove blobs, oldest use first, until at most `limit` bytes are left; return what was removed.

        What writers that were killed left half written goes too, once it is a day old.
        """
        for left in self.folder.glob("??/.*.partial"):
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _ABANDONED_S:
                    left.unlink()
        stored = self.blobs()
        excess = sum(each.size for each in stored) - limit
        removed = []
        for each in stored:
            if excess <= 0:
                break
            each.path.unlink(missing_ok=True)
            excess -= each.size
            removed.append(each)
        return removed

    def _read(self, address: str, read: Callable[[FileIO], T | None]) -> T | None:
        path = self._path(address)
        try:
            with FileIO(path) as file:
                with suppress(OSError):  # when it was used is good to know, and no more
                    os.utime(path)
                return read(file)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._trouble("read", error) from error

    def _files(self) -> Iterator[StoredBlob]:
        for path in self.folder.glob(f"??/*.{self.kind}"):
            with suppress(FileNotFoundError):  # another process may prune
                status = path.stat()
                yield StoredBlob(path=path, size=status.st_size, used=status.st_mtime)

    def _path(self, address: str) -> Path:
        return self.folder / address[:2] / f"{address[2:]}.{self.kind}"

    def _trouble(self, done: str, error: OSError) -> OutputError:
        return OutputError(
            f"the cache of {self.kind}s can't be {done}: {error.strerror or error}",
            path=self.folder,
            hint="free some space, or set AUDIOSESSION_CACHE to a folder that you may write to",
        )


def _whole(file: FileIO) -> bytes | None:
    check, content = file.read(_CHECK_BYTES), file.read()
    return content if check == _check(content) else None


def _whole_size(file: FileIO) -> int | None:
    check, n_bytes, crc = file.read(_CHECK_BYTES), 0, 0
    piece = memoryview(bytearray(_PIECE))
    while n := file.readinto(piece):
        crc = zlib.crc32(piece[:n], crc)
        n_bytes += n
    return n_bytes if check == crc.to_bytes(_CHECK_BYTES, "big") else None


def _check(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECK_BYTES, "big")
