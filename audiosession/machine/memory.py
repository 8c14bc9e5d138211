"""Memory that is free again goes back to the system: glibc keeps it, in an arena of its own for each thread.

A class of three hours took a third more than it needed (tests/README). Other C libraries are let be.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

from audiosession.machine.side_by_side import n_cores

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""glibc, malloc.h."""
_LARGE = 4 << 20
"""Bytes of a block that goes back as soon as it is free: the room of a window, and little that is asked for often."""


@cache
def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def keep_no_large_blocks() -> None:
    """Have large blocks given back when they are free; glibc would keep those that are as large as one that was.

    Twice as much may lie free at the end of each arena, as glibc has it where nobody tells it what is large. If told no
    more than that, it gives back whatever is over 128 kB, and a window asks for as much a thousand times: 7 % of the
    processor's time went into pages that came and went.

    There is an arena for each core, as no more threads work at once, and not eight: what lies free in one that sleeps
    is of no use to the others, and took 7 of 144 MB in a build of ten minutes.
    """
    if library := _glibc():
        library.mallopt(_M_ARENA_MAX, n_cores())
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_TRIM_THRESHOLD, 2 * _LARGE)


def give_back() -> None:
    """Give back what is free in all arenas: milliseconds, and none that is in use moves."""
    if library := _glibc():
        library.malloc_trim(0)
