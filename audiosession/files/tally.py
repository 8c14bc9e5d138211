"""How many bytes a folder of blobs holds, told without looking at them: each blob that is put adds what it takes.

The count is a hidden file in the folder: what the last walk found, and behind it one byte for each block that was put
since. A byte is added at the end in one step, so that several processes count together without waiting for each
other. It errs to one side: what is written over or removed by others still counts, until the next walk tells the truth.
A count that is lost or damaged is told as None, and whoever hears that walks.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from audiosession.files.whole import cached_file

BLOCK = 4_096
"""Disks give space in blocks of about this many bytes, so that a blob of ten bytes takes as much."""
_NAME = ".held"
_HEAD = 21
_APPEND = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def held(folder: Path) -> int | None:
    """Return about how many bytes `folder` holds, None where that is not known."""
    return add(folder, 0)


def add(folder: Path, n_bytes: int) -> int | None:
    """Count `n_bytes` that were put into `folder`; return about how many it holds now, None where that is not known."""
    try:
        file = os.open(folder / _NAME, _APPEND)
    except OSError:
        return None
    try:
        if blocks := -(-n_bytes // BLOCK):
            os.write(file, b"." * blocks)
        head, length = os.pread(file, _HEAD, 0) if hasattr(os, "pread") else _head(file), os.fstat(file).st_size
    except OSError:  # a full disk, a pipe in its place
        return None
    finally:
        os.close(file)
    if len(head) != _HEAD or not head[:-1].isdigit() or head[-1:] != b"\n":
        return None
    return int(head) + (length - _HEAD) * BLOCK


def settle(folder: Path, n_bytes: int) -> None:
    """Begin to count anew from `n_bytes`; where that can't be written, nothing is known."""
    with suppress(OSError), cached_file(folder / _NAME) as file:
        file.write(b"%020d\n" % n_bytes)


def _head(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, _HEAD)
