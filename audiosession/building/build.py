"""Build a class: look whether anything changed since the last build, and have it made where something did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.building.gather import Inputs, digest_of_open
from audiosession.errors import AudioSessionError
from audiosession.formats import beside
from audiosession.progress import Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.sessions import read_session, session_path
from audiosession.session import Session

if TYPE_CHECKING:
    from audiosession.timing.layout import Note


@dataclass(frozen=True, kw_only=True)
class Built:
    """A finished class: its sound file, its session, and what there is to say about the making."""

    path: Path
    session: Session = field(repr=False)
    notes: tuple[Note, ...] = ()
    changes: tuple[str, ...] = ()
    unchanged: bool = False
    windows: int = 0
    made: int = 0


def build(
    project: Project,
    inputs: Inputs,
    *,
    force: bool = False,
    watch: Watcher = unwatched,
    tell: Callable[[str], None] = lambda line: None,
) -> Built:
    """Build the class that `inputs` are for.

    Args:
        project: Where its definitions stand.
        inputs: From `building.gather.gather`.
        force: Build even if nothing has changed since the last build.
        watch: Told how far the work is.
        tell: Told lines that a person should see at once, such as which voice speaks.

    Raises:
        AudioSessionError: Something is at fault; no file that was there before has changed.
    """
    if not force and (session := _last_session(inputs)) is not None:
        return Built(path=inputs.path, session=session, unchanged=True)
    from audiosession.building.make import make  # numpy and the codecs are loaded where something is made, not before

    made = make(project, inputs, watch, tell)
    return Built(
        path=inputs.path,
        session=made.session,
        notes=made.notes,
        changes=made.changes,
        windows=made.windows,
        made=made.anew,
    )


def _last_session(inputs: Inputs) -> Session | None:
    """Return the session of the last build if that had the same inputs and its files are still whole, else None."""
    try:
        session = read_session(session_path(inputs.path))
        with inputs.path.open("rb") as file:
            same = session.inputs == inputs.digest and session.audio.sha256 == digest_of_open(file)
    except (OSError, AudioSessionError):
        return None
    whole = all(beside(inputs.path, suffix).is_file() for suffix in (".vtt", ".chapters.json"))
    return session if same and whole else None
