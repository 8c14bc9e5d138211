"""A build in one call: gather what it depends on, and build it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audiosession.building import build as building
from audiosession.building.built import Built
from audiosession.building.gather import gather
from audiosession.formats import USUAL, Format
from audiosession.progress import Watcher, unwatched
from audiosession.project.project import Project
from audiosession.writing.choices import Choices


def build(
    project: Project,
    target: str,
    choices: Choices,
    *,
    output: Path | None = None,
    form: Format = USUAL,
    force: bool = False,
    watch: Watcher = unwatched,
    tell: Callable[[str], None] = lambda line: None,
) -> Built:
    """Build `target` as it is chosen."""
    inputs = gather(project, target, choices, output, form)
    return building.build(project, inputs, force=force, watch=watch, tell=tell)
