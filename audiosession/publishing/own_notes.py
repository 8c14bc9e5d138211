"""The user's own words for the show notes of a class: where they stand, and which of several files counts."""

from __future__ import annotations

from pathlib import Path

from audiosession.errors import PublishError
from audiosession.feed.episode import file_stem
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.project.project import Project
from audiosession.spelling import composed

ENDINGS = (".html", ".txt", ".md")
"""What such a file may end in; where there are several, the first of these counts."""


def notes_path(project: Project, slug: str, ending: str) -> Path:
    """Return where the user's own notes on a class stand."""
    return project.scripts / "notes" / f"{file_stem(slug)}{ending}"


def notes_that_count(project: Project, slug: str) -> Path | None:
    """Return the file with the user's own notes on a class; None where nobody wrote any."""
    paths = (notes_path(project, slug, ending) for ending in ENDINGS)
    return next((path for path in paths if path.is_file()), None)


def own_notes(project: Project, slug: str) -> tuple[str, bool]:
    """Return the user's own notes on a class, empty where there are none, and whether they are HTML.

    Raises:
        PublishError: They can't be read.
    """
    path = notes_that_count(project, slug)
    if path is None:
        return "", False
    try:
        return composed(read_at_most(path, TEXT_BYTES).decode("utf-8", "replace")), path.suffix == ".html"
    except OSError as error:
        raise PublishError(f"can't be read: {error.strerror or error}", path=path) from error
