"""The digest of files: read piece by piece, however long they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import IO


def digest_of_file(path: Path, *, after: bytes = b"") -> str:
    """Return the digest of `after` and the bytes of the file at `path` behind it.

    Raises:
        OSError: It can't be read; what that means, the caller knows.
    """
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, lambda: hashlib.sha256(after)).hexdigest()


def digest_of_open(file: IO[bytes]) -> str:
    """Return the digest of all that stands in an open `file`, whose position is then its end."""
    file.seek(0)
    hashed = hashlib.sha256()
    while piece := file.read(1 << 20):
        hashed.update(piece)
    return hashed.hexdigest()


def digest_of_pieces(pieces: Iterable[bytes], give: Callable[[bytes], object] = len) -> tuple[str, int]:
    """Return the digest of all `pieces` and how many bytes they are; each is given to `give` on the way."""
    hashed, n_bytes = hashlib.sha256(), 0
    for piece in pieces:
        hashed.update(piece)
        n_bytes += len(piece)
        give(piece)
    return hashed.hexdigest(), n_bytes


def hashed_on_the_way(pieces: Iterable[bytes]) -> Generator[bytes, None, str]:
    """Yield `pieces` as they are, and return the digest of all of them: ``digest = yield from …``."""
    hashed = hashlib.sha256()
    for piece in pieces:
        hashed.update(piece)
        yield piece
    return hashed.hexdigest()
