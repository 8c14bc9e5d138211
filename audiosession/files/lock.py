"""Keep others away: from a folder while it is changed, from a file while it is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from audiosession.errors import OutputError, PublishError
from audiosession.files.links import obstacle

if sys.platform != "win32":
    import fcntl

_LOCK = ".publish.lock"
"""The file that is locked, in the folder, as long as somebody holds that."""
_PATIENCE_S = 60.0
_GLANCE_S = 0.01


@contextmanager
def alone(folder: Path, *, patience_s: float = _PATIENCE_S, what: str = "publish") -> Iterator[None]:
    """Hold `folder` for a `what`: others who ask for it wait. The system lets go of it when a process dies.

    Raises:
        PublishError: Another process holds it for a minute.
        OutputError: It can't be written.
    """
    from filelock import FileLock, Timeout  # 40 ms, and publishing alone needs it

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=patience_s, preserve_lock_file=sys.platform != "win32")
        lock.acquire(poll_interval=_GLANCE_S)
    except Timeout:
        raise PublishError(f"another {what} is at work here", path=folder, hint="wait until it has ended") from None
    except OSError as error:
        if in_the_way := obstacle(folder / _LOCK):
            raise in_the_way from error
        trouble = error.strerror or error
        raise OutputError(f"can't be written: {trouble}", path=folder, hint="check the folder and the disk") from error
    try:
        yield
    finally:
        if sys.platform != "win32":  # where filelock does it
            with suppress(OSError):  # while it is held: filelock never takes a file that is gone for a lock
                (folder / _LOCK).unlink()
        lock.release()


def hold(file: IO[bytes]) -> None:
    """Hold an open `file` until it is closed or its process dies, so that others can see that it is in use.

    Windows needs nothing of the kind: it removes no file that is open.

    Raises:
        BlockingIOError: Somebody else holds it.
        OSError: The disk knows no locks.
    """
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
