"""Change a folder so that nobody sees half a file, and two processes never change one thing at once."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiosession.errors import PublishError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PATIENCE_S = 60.0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder`: others who ask for it wait. The system lets go of it when a process dies.

    Raises:
        PublishError: Another process holds it for a minute, or it can't be written.
    """
    until = time.monotonic() + _PATIENCE_S
    handle = _opened(folder)
    try:
        while not _locked(handle):
            if time.monotonic() > until:
                raise PublishError("another publish is at work here", path=folder, hint="wait until it has ended")
            time.sleep(0.01)
        yield
    finally:
        os.close(handle)


def _opened(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sys.platform == "win32":  # folders can't be opened there
            return os.open(folder / ".publish.lock", os.O_CREAT | os.O_RDWR)
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write_whole(path: Path, content: bytes | Path) -> None:
    """Write `content`, or a copy of the file it names, under `path`: flushed to the disk, then renamed.

    Raises:
        PublishError: The folder can't be written, or the disk is full.
    """
    with _partial(path, content) as partial:
        partial.replace(path)


def write_new(path: Path, content: bytes | Path) -> bool:
    """Write `content` under `path` as `write_whole` does, unless a file is there: False then.

    A hard link is made in one step and never over another file; where the disk knows none, a look must do.
    """
    with _partial(path, content) as partial:
        try:
            path.hardlink_to(partial)
        except FileExistsError:
            return False
        except OSError:
            if path.exists():
                return False
            partial.replace(path)
    return True


@contextmanager
def _partial(path: Path, content: bytes | Path) -> Iterator[Path]:
    """Lend a hidden file beside `path` that holds `content`; it is gone at the end, unless it was renamed."""
    partial: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".partial", dir=path.parent)
        partial = Path(name)
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                with content.open("rb") as source:
                    shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o644)
        yield partial
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> PublishError:
    return PublishError(f"can't be written: {error.strerror}", path=path, hint="check the folder and the disk")
