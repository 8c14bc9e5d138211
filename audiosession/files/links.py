"""What stands in the way to a file: a link that leads nowhere, as to a disk that is not mounted, or another file."""

from __future__ import annotations

from pathlib import Path

from audiosession.errors import OutputError

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


def obstacle(path: Path) -> OutputError | None:
    """Return what keeps anybody from writing at `path`: a link that leads nowhere, a file where a folder belongs."""
    if link := lost_link(path):
        return OutputError(told_link(link), path=link, hint=LOST_LINK_HINT)
    try:
        file = next((place for place in path.parents if place.exists() and not place.is_dir()), None)
    except OSError:
        return None
    if file is None:
        return None
    hint = "move it away, or name another place"
    return OutputError("can't be written to: it is a file, not a folder", path=file, hint=hint)
