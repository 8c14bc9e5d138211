"""Find files by the names that people type, whichever way the disk spells them."""

from __future__ import annotations

import os
from pathlib import Path

from audiosession.spelling import composed


def on_disk(path: Path) -> Path:
    """Return `path` as the disk has it: the file that is called so, else the one whose name is the same in NFC.

    macOS and some archives take letters apart that a keyboard types whole. Where neither is there, `path` itself.
    """
    if os.path.lexists(path) or path.name in ("", ".."):
        return path
    folder = on_disk(path.parent)
    try:
        there = sorted(folder.iterdir())
    except OSError:
        return path
    wanted = composed(path.name)
    return next((one for one in there if composed(one.name) == wanted), path)
