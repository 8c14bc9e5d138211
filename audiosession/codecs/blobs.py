"""A folder of results, each under the hash of all that it was made from: found whole, or not at all."""

from __future__ import annotations

import os
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path

from audiosession.errors import OutputError

_CHECK_BYTES = 4


class BlobStore:
    """A content-addressed store, safe for several threads and processes at once.

    Whoever makes a blob writes the same bytes under the same address, so the last rename wins and nothing is lost. A
    checksum stands before the bytes; what fails it counts as missing.
    """

    def __init__(self, folder: Path, *, kind: str) -> None:
        self.folder = folder
        self.kind = kind

    def get(self, address: str) -> bytes | None:
        """Return what is stored under `address`, None where nothing whole is."""
        path = self._path(address)
        try:
            stored = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        content = stored[_CHECK_BYTES:]
        return content if stored[:_CHECK_BYTES] == zlib.crc32(content).to_bytes(_CHECK_BYTES, "big") else None

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
                    file.write(zlib.crc32(content).to_bytes(_CHECK_BYTES, "big") + content)
                Path(partial).replace(path)
            finally:
                Path(partial).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"the cache can't be written: {error.strerror or error}",
                path=self.folder,
                hint="free some space, or set AUDIOSESSION_CACHE to a folder that you may write to",
            ) from error

    def prune(self, limit: int) -> None:
        """Remove what was used longest ago until at most `limit` bytes are left."""
        stored = []
        for path in self.folder.glob(f"??/*.{self.kind}"):
            with suppress(FileNotFoundError):
                status = path.stat()
                stored.append((status.st_mtime, status.st_size, path))
        excess = sum(size for _, size, _ in stored) - limit
        for _, size, path in sorted(stored):
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= size

    def _path(self, address: str) -> Path:
        return self.folder / address[:2] / f"{address[2:]}.{self.kind}"
