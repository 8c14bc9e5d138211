"""Build a class: look whether anything changed, and have made what did."""

from __future__ import annotations

from collections.abc import Callable

from audiosession.building.built import Built
from audiosession.building.gather import Inputs, file_digest
from audiosession.errors import AudioSessionError
from audiosession.formats import beside
from audiosession.progress import Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.sessions import read_session, session_path
from audiosession.session import Session


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
    from audiosession.building.make import make  # all that makes sound is loaded only where something is made

    return make(project, inputs, watch, tell)


def _last_session(inputs: Inputs) -> Session | None:
    """Return the session of the last build if that had the same inputs and its files are still whole, else None."""
    try:
        session = read_session(session_path(inputs.path))
    except AudioSessionError:
        return None
    same = session.inputs == inputs.digest and session.audio.sha256 == file_digest(inputs.path)
    whole = all(beside(inputs.path, suffix).is_file() for suffix in (".vtt", ".chapters.json"))
    return session if same and whole else None
