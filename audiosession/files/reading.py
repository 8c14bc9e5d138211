"""Read a file within bounds: whoever wrote it, and whatever it is, no more comes into memory than was meant."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

TEXT_BYTES = 1_000_000
"""How long a text may be that a person writes."""
DOCUMENT_BYTES = 8_000_000
"""How long a document may be that a program writes, such as the session of a class of six hours."""
_DO_NOT_WAIT = getattr(os, "O_NONBLOCK", 0)


def read_at_most(path: Path, n_bytes: int) -> bytes:
    """Return the content of the file at `path`, which is `n_bytes` long at the most.

    Devices and pipes are no files: they may have no end, and a pipe would not even open before somebody writes.

    Raises:
        OSError: It can't be read, is no file, or is longer.
    """
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "is no file", str(path))
            content = file.read(n_bytes + 1)
    except ValueError:  # a NUL in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
    if len(content) > n_bytes:
        raise OSError(errno.EFBIG, f"is over {n_bytes / 1_000_000:g} MB, too long for what it is to be", str(path))
    return content


def _open_at_once(name: str, flags: int) -> int:
    return os.open(name, flags | _DO_NOT_WAIT)
