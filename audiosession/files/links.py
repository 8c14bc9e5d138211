"""Links that lead nowhere: a disk that is not mounted, a folder that was moved."""

from __future__ import annotations

from pathlib import Path

LOST_LINK_HINT = "make that folder, or remove the link"


def lost_link(path: Path) -> Path | None:
    """Return the link on the way to `path`, itself included, that leads nowhere; None where none does."""
    try:
        return next((place for place in (path, *path.parents) if place.is_symlink() and not place.exists()), None)
    except OSError:  # what may not be looked at is told by whoever wants to read it
        return None


def told_link(link: Path) -> str:
    """Return what is wrong with a `link` that leads nowhere."""
    try:
        return f"is a link to {link.readlink()}, which is not there"
    except OSError:
        return "is a link that leads nowhere"
