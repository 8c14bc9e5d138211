"""Keep others away: from a folder while it is changed, from a file while it is written."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from audiosession.errors import OutputError, PublishError

if sys.platform != "win32":
    import fcntl

LOCK_NAME = ".publish.lock"
"""The file that is locked. It stays: whoever removed it could let two in."""
_PATIENCE_S = 60.0
_GLANCE_S = 0.01


@contextmanager
def alone(folder: Path, *, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Hold `folder`: others who ask for it wait. The system lets go of it when a process dies.

    Raises:
        PublishError: Another process holds it for a minute.
        OutputError: It can't be written.
    """
    from filelock import FileLock, Timeout  # as long to load as a small command takes, and publishing alone needs it

    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / LOCK_NAME
        lock = FileLock(path, timeout=patience_s, mode=_mode(path))
        lock.acquire(poll_interval=_GLANCE_S)
    except Timeout:
        raise PublishError("another publish is at work here", path=folder, hint="wait until it has ended") from None
    except (OSError, NotImplementedError) as error:
        trouble = getattr(error, "strerror", None) or error
        raise OutputError(f"can't be written: {trouble}", path=folder, hint="check the folder and the disk") from error
    try:
        yield
    finally:
        lock.release()


def _mode(path: Path) -> int:
    """Return the mode of a lock that all may use whom the umask lets write: `filelock` alone would keep to the owner.

    Windows knows no such modes, and there `filelock` removes the file each time.
    """
    if sys.platform == "win32":
        return 0o644
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
    try:
        return stat.S_IMODE(os.fstat(handle).st_mode)
    finally:
        os.close(handle)


def hold(file: IO[bytes]) -> None:
    """Hold an open `file` until it is closed or its process dies, so that others can see that it is in use.

    Windows needs nothing of the kind: it removes no file that is open.

    Raises:
        BlockingIOError: Somebody else holds it.
        OSError: The disk knows no locks.
    """
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
