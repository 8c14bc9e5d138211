"""Write files whole or not at all: the only place that makes files half written, which are hidden until they are whole.

A file half written stands in the folder of the whole one, with the mode that the umask gives, and its writer holds it.
It takes its name in one step: whoever looks sees the old file or the new one.
"""

from __future__ import annotations

import errno
import glob
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from audiosession.errors import OutputError
from audiosession.files.links import obstacle
from audiosession.files.lock import alone, hold

_FRESH_S = 5.0
"""How young a file may be that nobody holds yet, or no longer while it takes its name."""
_DAY_S = 86_400


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the name `path` only when the block ends without an error.

    The bytes are flushed to the disk first. What killed writers of `path` left is swept. Its `name` is the hidden
    file's path; it can be read and sought in.

    Raises:
        OutputError: The folder is missing or not writable, or the disk is full. The old file is untouched.
    """
    if path.is_dir():
        raise OutputError("is a folder, so no file can be written there", path=path, hint="name a file, not a folder")
    _sweep_for(path)
    with _told(path), _partial(path) as file:
        yield file
        _to_disk(file)
        _close(file)
        Path(file.name).replace(path)


def write_whole(path: Path, content: bytes | Path) -> None:
    """Write `content`, or a copy of the file it names, under the name `path`, whole or not at all; see `whole_file`."""
    with whole_file(path) as file:
        _copy(content, file)


def write_new(path: Path, content: bytes | Path | Iterable[bytes]) -> bool:
    """Write `content` as `write_whole` does, unless `path` is taken, however late that comes about: False then.

    Of pieces one is held at a time; what their maker raises leaves nothing behind.

    Raises:
        OutputError: The folder is not writable, or the disk is full.
    """
    _sweep_for(path)
    with _told(path), _partial(path) as file:
        _copy(content, file)
        _to_disk(file)
        _close(file)
        partial = Path(file.name)
        try:
            path.hardlink_to(partial)  # in one step, and never over another file
        except FileExistsError:
            return False
        except OSError:
            return name_alone(partial, path)
    return True


def name_alone(partial: Path, path: Path) -> bool:
    """Give `partial` the name `path` unless that is taken, on a disk that knows no links.

    One at a time, so that of all who come this way one alone is the first.
    """
    with alone(path.parent):
        if os.path.lexists(path):
            return False
        partial.rename(path)
    return True


@contextmanager
def cached_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file as `whole_file` does, for what can be made again: at the price of a plain file.

    Nothing waits for the disk, so a power cut may leave a damaged file under the name: keep a checksum in it.
    Nothing is swept; see `sweep`.

    Raises:
        OSError: The folder is not writable, or the disk is full; what that means, the caller knows.
    """
    with _partial(path) as file:
        yield file
        _close(file)
        Path(file.name).replace(path)


def sweep(partials: Iterable[Path]) -> None:
    """Remove those of `partials` that killed writers left; whoever still writes one holds it, or has just made it."""
    for left in partials:
        with suppress(OSError):  # swept by somebody else, or open, where the system lets nobody remove it then
            if _is_left(left):
                left.unlink()


def refuse_unwritable(path: Path) -> None:
    """Refuse a place that no file can be written to, before any work is done for it.

    Raises:
        OutputError: The folder, or the nearest one that is there, is not writable, or the disk is full.
    """
    with _told(path):
        place = path.absolute()
        if trouble := obstacle(place.parent / "any"):
            raise trouble
        nearest = next(folder for folder in place.parents if folder.exists())
        with _partial(nearest / path.name):
            pass


@contextmanager
def _partial(path: Path) -> Iterator[IO[bytes]]:
    """Lend a new hidden file beside `path` that is held; at the end it is gone, unless it has taken another name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{_prefix(path)}{os.urandom(8).hex()}.partial")
    file = partial.open("x+b")
    try:
        with file:
            with suppress(OSError):  # some disks know no locks
                hold(file)
            yield file
    finally:
        with suppress(OSError):
            partial.unlink()


def _sweep_for(path: Path) -> None:
    with suppress(OSError):
        sweep(path.parent.glob(f"{glob.escape(_prefix(path))}*.partial"))


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _close(file: IO[bytes]) -> None:
    file.flush()
    os.utime(file.name)  # fresh until it has its name, though nobody holds it between here and there
    file.close()


def _copy(content: bytes | Path | Iterable[bytes], file: IO[bytes]) -> None:
    if isinstance(content, bytes):
        file.write(content)
        return
    if not isinstance(content, Path):
        file.writelines(content)
        return
    with content.open("rb") as source:
        while piece := source.read(1 << 20):
            file.write(piece)


def _is_left(partial: Path) -> bool:
    age_s = time.time() - partial.stat().st_mtime
    if age_s <= _FRESH_S:
        return False
    try:
        with partial.open("rb") as file:
            hold(file)
    except BlockingIOError:
        return False
    except OSError:  # a disk that knows no locks
        return age_s > _DAY_S
    return True


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of what the system refuses which file can't be written, and what to do about it."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return what the system's `error` means for whoever wanted to write at `path`."""
    return obstacle(path) or OutputError(f"can't be written: {error.strerror or error}", path=path, hint=_hint(error))


def _hint(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "free some space, or name another place"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "name a folder that you may write to"
    return "check the folder, or name another place"
