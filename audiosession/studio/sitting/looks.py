"""How the published pages look: what another face takes of it, so that studio and pages are one thing."""

from __future__ import annotations

from pathlib import Path

import audiosession.feed

_ASSETS = ("palette.css", "breath.js")


def page_asset(name: str) -> bytes:
    """Return a file of the pages that comes with the program: their colours, or their breath circle.

    Raises:
        ValueError: It is none that is handed on.
    """
    if name not in _ASSETS:
        raise ValueError(f"{name} is not handed on")
    return (Path(audiosession.feed.__file__).parent / "templates" / name).read_bytes()
