"""Write files whole or not at all."""

from __future__ import annotations

import glob
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from audiosession.errors import OutputError

if sys.platform != "win32":
    import fcntl

_FRESH_S = 5.0


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the name `path` only when the block ends without an error.

    The bytes go to a hidden file in the same folder, are flushed to the disk, and take the name in one rename:
    whoever looks sees the old file or the new one. Its `name` is the hidden file's path.

    Raises:
        OutputError: The folder is missing or not writable, or the disk is full. The old file is untouched.
    """
    if path.is_dir():
        raise OutputError("is a folder, so no file can be written there", path=path, hint="name a file, not a folder")
    partial: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=".partial", dir=path.parent)
        partial = Path(name)
        os.close(handle)
        with partial.open("w+b") as file:
            with suppress(OSError):  # some disks know no locks; then nothing is swept there either
                _hold(file)
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.utime(partial)  # fresh until it has its name, though nothing holds it between here and there
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"can't be written: {error.strerror or error}", path=path, hint=_hint(error)) from error
    finally:
        if partial is not None:
            with suppress(OSError):
                partial.unlink()


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` under the name `path`, whole or not at all; see `whole_file`."""
    with whole_file(path) as file:
        file.write(content)


def refuse_unwritable(path: Path) -> None:
    """Refuse a place that no file can be written to, before any work is done for it.

    Raises:
        OutputError: The folder, or the nearest one that is there, is not writable, or the disk is full.
    """
    nearest = next(folder for folder in path.absolute().parents if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        raise OutputError(f"can't be written: {error.strerror or error}", path=path, hint=_hint(error)) from error


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _sweep(path: Path) -> None:
    """Remove what killed writers of `path` left; whoever still writes holds the file, or has just made it."""
    for left in path.parent.glob(f"{glob.escape(_prefix(path))}*.partial"):
        with suppress(OSError), left.open("rb") as file:
            if time.time() - left.stat().st_mtime > _FRESH_S:
                _hold(file)
                left.unlink()


def _hold(file: IO[bytes]) -> None:
    """Lock `file` until it is closed or its process dies. Windows needs none: it deletes no file that is open."""
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _hint(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "free some space, or name another place"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "name a folder that you may write to"
    return "check the folder, or name another place"
