"""A folder of results, each under the hash of all that it was made from: found whole or not at all, and bounded."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from audiosession.errors import OutputError
from audiosession.files.links import lost_link, told_link
from audiosession.files.pruning import StoredBlob, prune_folder, stored_blobs
from audiosession.files.sharing.actions import PIECE_BYTES, MissedError
from audiosession.files.sharing.many import asked_at_once
from audiosession.files.tally import add, settle
from audiosession.files.whole import cached_file

if TYPE_CHECKING:
    from audiosession.files.sharing.shared import SharedStore

USUAL_LIMIT = 1_000_000_000
"""How many bytes a store keeps where nobody says otherwise."""
CONTENT_AT = 4
"""Where the bytes of a blob begin in its file: behind their checksum."""
_SLACK = 16
"""A store that holds too much is pruned to its limit less one part in so many, which the next walk has to wait for."""
_PIECE = 1 << 16
"""Bytes read in one go where only their sum counts: few enough to stay in the processor's cache."""
_ADDRESS = 64
_NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP)
T = TypeVar("T")


class BlobStore:
    """A content-addressed store, safe for several threads and processes at once.

    Whoever makes a blob writes the same bytes under the same address, so the last rename wins and nothing is lost. A
    checksum stands before the bytes; what fails it counts as missing, and so does what is no file.

    Stores of several kinds may share a folder; then they share its limit, and what they keep under one address goes
    together. What was used longest ago goes first.

    Args:
        folder: Made when the first blob is put.
        kind: What a blob of it is called, in lower case; its files end so.
        limit: How many bytes the folder keeps, and the newest blob in any case.
        share: The most that it keeps of the room there is: of what it holds and what is free on its disk.
        behind: What other machines made: looked at for what is not here, and given what is made here.
    """

    def __init__(
        self,
        folder: Path,
        *,
        kind: str,
        limit: int = USUAL_LIMIT,
        share: float = 1.0,
        behind: SharedStore | None = None,
    ) -> None:
        self.folder = folder
        self.kind = kind
        self.limit = limit
        self.share = share
        self.behind = behind

    def get(self, address: str) -> bytes | None:
        """Return what is stored under `address`, a SHA-256 in hexadecimal; None where nothing whole is.

        Raises:
            OutputError: The folder can't be read, nor can anything be put there.
        """
        found = self._read(address, _whole)
        if found is not None or self.behind is None:
            return found
        content = self.behind.get(self.kind, address)
        if content is not None:
            with suppress(OutputError):  # who can't keep it has it all the same
                self._keep(address, content)
        return content

    def size(self, address: str) -> int | None:
        """Return how many bytes are stored under `address`, None where nothing whole is; cheaper than `get`.

        Raises:
            OutputError: The folder can't be read, nor can anything be put there.
        """
        found = self._read(address, _whole_size)
        return self._read(address, _whole_size) if found is None and self._fetched(address) else found

    def length(self, address: str) -> int | None:
        """Return how many bytes are stored under `address`, None where none are, without a look at any of them.

        Nor is looked at what other machines made: plans are made of this, many at a time.

        Raises:
            OutputError: The folder can't be read, nor can anything be put there.
        """
        path = self._path(address)
        try:
            found = path.stat()
        except OSError as error:
            self._refuse_unreadable(path, error)
            return None
        return found.st_size - CONTENT_AT if stat.S_ISREG(found.st_mode) else None

    def open(self, address: str) -> FileIO | None:
        """Return the file of a blob to read any part of, None where there is none; its bytes begin at `CONTENT_AT`.

        They are not compared with their checksum, which would take a while for the long ones that this is for.

        Raises:
            OutputError: The folder can't be read, nor can anything be put there.
        """
        file = self._opened(address)
        return self._opened(address) if file is None and self._fetched(address) else file

    def fetch(self, addresses: Iterable[str]) -> None:
        """Have all `addresses` here that other machines made, many at once: what is asked for next is found here.

        Raises:
            OutputError: The folder can't be read, nor can anything be put there.
        """
        if self.behind is not None:
            asked_at_once(self._fetched, [one for one in dict.fromkeys(addresses) if self.length(one) is None])

    def sizes(self, addresses: Iterable[str]) -> dict[str, int]:
        """Return how many bytes are under those of `addresses` that are here or that others made; none is fetched.

        Raises:
            OutputError: The folder can't be read, nor can anything be put there.
        """
        lengths = {one: self.length(one) for one in addresses}
        here = {one: length for one, length in lengths.items() if length is not None}
        if self.behind is None:
            return here
        lacking = [one for one in lengths if one not in here]
        actions = asked_at_once(partial(self.behind.action, self.kind), lacking)
        return here | {one: action.size for one, action in zip(lacking, actions, strict=True) if action is not None}

    def _opened(self, address: str) -> FileIO | None:
        path = self._path(address)
        try:
            file = FileIO(path, opener=_open_at_once)
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                file.close()
                return None
        except OSError as error:
            self._refuse_unreadable(path, error)
            return None
        with suppress(OSError):  # when it was used is good to know, and no more
            os.utime(path)
        return file

    def put(self, address: str, content: bytes) -> None:
        """Store `content` under `address`; where the folder holds too much by then, what was used longest ago goes.

        Raises:
            OutputError: The folder can't be written.
        """
        self._keep(address, content)
        self._send(address)

    @contextmanager
    def writing(self, address: str) -> Iterator[IO[bytes]]:
        """Open a blob that is too long for the memory; it is stored when the block ends without an error.

        The file stands at `CONTENT_AT`, where its bytes begin, and can be read and sought in.

        Raises:
            OutputError: The folder can't be written.
        """
        with self._long(address) as file:
            yield file
        self._send(address)

    def blobs(self) -> list[StoredBlob]:
        """Return all files of the store's kind, the one that was used longest ago first."""
        return sorted(self._own(stored_blobs(self.folder)), key=lambda stored: (stored.used, stored.path))

    def prune(self, limit: int | None = None) -> list[StoredBlob]:
        """Remove blobs, oldest use first, until at most `limit` bytes are left, by default as many as `most` allows.

        What writers that were killed left half written goes too. Return the blobs of this store's kind that went.
        """
        return self._own(self._pruned(self.most(self.held()) if limit is None else limit))

    def held(self) -> int:
        """Return how many bytes the folder holds, of whatever kind, by looking at all of them."""
        return sum(stored.size for stored in stored_blobs(self.folder))

    def most(self, held: int) -> int:
        """Return how many bytes the folder keeps at the most while it holds `held`: its limit, or its share of room."""
        if self.share >= 1:
            return self.limit
        near = next(place for place in (self.folder, *self.folder.parents) if place.is_dir())
        return min(self.limit, int(self.share * (held + shutil.disk_usage(near).free)))

    def _keep(self, address: str, content: bytes) -> None:
        with self._new(address) as file:
            file.write(_check(zlib.crc32(content)))
            file.write(content)
        self._keep_within(address, len(content))

    @contextmanager
    def _long(self, address: str) -> Iterator[IO[bytes]]:
        with self._new(address) as file:
            file.seek(CONTENT_AT)
            yield file
            file.seek(CONTENT_AT)
            n_bytes, crc = _summed(file)
            file.seek(0)
            file.write(_check(crc))
        self._keep_within(address, n_bytes)

    def _fetched(self, address: str) -> bool:
        """Have here what other machines made under `address`; tell whether there was any, and it could be kept."""
        if self.behind is None:
            return False
        pieces = self.behind.read(self.kind, address)
        first = next(pieces, None)
        if first is None:
            return False
        try:
            with self._long(address) as file:
                file.writelines(chain([first], pieces))
        except (MissedError, OutputError):
            return False
        return True

    def _send(self, address: str) -> None:
        if self.behind is not None:
            self.behind.send(self.kind, address, partial(self._pieces, address))

    def _pieces(self, address: str) -> Iterator[bytes]:
        """Yield what is stored under `address` for others, compared with its checksum first; nothing if it is gone."""
        if self._read(address, _whole_size) is None or (file := self._opened(address)) is None:
            return
        with file:
            file.seek(CONTENT_AT)
            content = file.read(PIECE_BYTES)
            yield content
            while content := file.read(PIECE_BYTES):
                yield content

    def _keep_within(self, address: str, n_bytes: int) -> None:
        """Count what was put, and look at the whole folder only where that is too much, or nobody knows how much."""
        held = add(self.folder, CONTENT_AT + n_bytes)
        try:
            if held is None:
                held = self.held()
                settle(self.folder, held)
            most = self.most(held)
        except OSError as error:
            raise self._trouble("counted", error) from error
        if held > most:
            self._pruned(most, leave=most - most // _SLACK, but=address)

    def _pruned(self, limit: int, *, leave: int | None = None, but: str = "") -> list[StoredBlob]:
        try:
            return prune_folder(self.folder, limit, leave=leave, but=but)
        except OSError as error:
            raise self._trouble("pruned", error) from error

    @contextmanager
    def _new(self, address: str) -> Iterator[IO[bytes]]:
        if len(address) != _ADDRESS:
            raise ValueError(f"an address of {len(address)} characters, not {_ADDRESS}: {address}")
        path = self._path(address)
        try:
            _make_way(path)
            with cached_file(path) as file:
                yield file
        except OSError as error:
            raise self._trouble("written", error) from error

    def _read(self, address: str, read: Callable[[FileIO], T | None]) -> T | None:
        file = self._opened(address)
        if file is None:
            return None
        with file, suppress(OSError):  # a damaged disk: it is made again, elsewhere on it
            return read(file)
        return None

    def _refuse_unreadable(self, path: Path, error: OSError) -> None:
        if error.errno not in _NO_FILE and not _may_write(path.parent):
            raise self._trouble("read", error) from error

    def _own(self, blobs: Iterable[StoredBlob]) -> list[StoredBlob]:
        return [stored for stored in blobs if stored.path.suffix == f".{self.kind}"]

    def _path(self, address: str) -> Path:
        return self.folder / address[:2] / f"{address[2:]}.{self.kind}"

    def _trouble(self, done: str, error: OSError) -> OutputError:
        link = lost_link(self.folder)
        return OutputError(
            f"the cache of {self.kind.removesuffix('s')}s can't be {done}: "
            + (f"it {told_link(link)}" if link else error.strerror or str(error)),
            path=link or self.folder,
            hint="free some space, or set AUDIOSESSION_CACHE to a folder that you may write to",
        )


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for anybody at the other end, as a pipe would have us do."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)


def _make_way(path: Path) -> None:
    """Remove what stands where a blob and its folder belong, and is neither: the store is nobody else's."""
    if os.path.lexists(path.parent) and not path.parent.is_dir():
        path.parent.unlink()
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)


def _whole(file: FileIO) -> bytes | None:
    check, content = file.read(CONTENT_AT), file.read()
    return content if check == _check(zlib.crc32(content)) else None


def _whole_size(file: FileIO) -> int | None:
    check = file.read(CONTENT_AT)
    n_bytes, crc = _summed(file)
    return n_bytes if check == _check(crc) else None


def _summed(file: FileIO | IO[bytes]) -> tuple[int, int]:
    """Return how many bytes follow in `file`, and their checksum."""
    n_bytes, crc = 0, 0
    while piece := file.read(_PIECE):
        crc = zlib.crc32(piece, crc)
        n_bytes += len(piece)
    return n_bytes, crc


def _check(crc: int) -> bytes:
    return crc.to_bytes(CONTENT_AT, "big")
