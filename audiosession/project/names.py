"""What the files of a narration that somebody wrote by hand are called: unlike for unlike texts, and for ever."""

from __future__ import annotations

import re
from pathlib import Path

from audiosession.errors import AudioSessionError
from audiosession.formats import USUAL
from audiosession.naming import file_slug
from audiosession.project.project import Project

_BESIDE = "-txt"
"""What tells a text from the exercise or class of its name."""


def text_slug(project: Project, path: Path, source: str) -> str:
    """Return what the files of the narration at `path` are called; `source` is what its session tells.

    The name follows from the text's own. Where an exercise or class is called so, that keeps the name alone. What was
    published under a name that older versions gave keeps it.
    """
    slug, names = file_slug(path.stem), {*project.names("exercises"), *project.names("classes")}
    if slug in names:
        slug += _BESIDE
    old = re.sub(r"[^a-z0-9.]+", "-", path.stem.lower()).strip("-.") or "x"
    return old if slug != old and _is_published(project, old, source, sure=old not in names) else slug


def _is_published(project: Project, slug: str, source: str, *, sure: bool) -> bool:
    """Tell whether the episode `slug` was built from `source`; `sure` is what holds where no built class tells."""
    from audiosession.feed.facts import read_facts  # a fifth of a look at a class that is up to date
    from audiosession.project.sessions import read_session, session_path

    if slug not in read_facts(project.scripts / "feed.json").every_episode():
        return False
    try:
        return read_session(session_path(project.output / f"{slug}{USUAL.suffix}")).source in ("", source)
    except AudioSessionError:
        return sure
