"""Folders of a user's own: found where the system keeps them, or asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from audiosession.errors import OutputError


def home_folder(find: Callable[[], Path], *, variable: str) -> Path:
    """Return what `find`, of platformdirs, finds for this user.

    Raises:
        OutputError: The user has no home, so that it would come to lie wherever we are; `variable` chooses it too.
    """
    try:
        folder = find()
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():
        raise OutputError("this user has no home folder", hint=f"set HOME, or {variable}")
    return folder


def expanded(path: str) -> Path:
    """Return `path` with ``~`` as the home of that user; as it is, where there is none."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib's raises for a user whom nobody knows
