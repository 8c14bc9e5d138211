"""Draw what happens when in a class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiosession.building.gather import Inputs
from audiosession.building.place import Placed, time_class
from audiosession.pictures.timeline_plot import picture_kind, plot_timeline
from audiosession.progress import Teller, Watcher
from audiosession.project.project import Project


@dataclass(frozen=True, kw_only=True)
class Plotted:
    """A timeline that was drawn to a file."""

    path: Path
    placed: Placed


def plot(project: Project, inputs: Inputs, path: Path, watch: Watcher, tell: Teller) -> Plotted:
    """Place the class that `inputs` are for, and draw it to `path`, a PNG or SVG.

    Raises:
        OutputError: Another kind of file is asked for, told before a word is spoken; or it can't be written.
        AudioSessionError: The class can't be placed.
    """
    picture_kind(path)
    placed = time_class(project, inputs, watch, tell)
    plot_timeline(placed.timeline, placed.written.title, path)
    return Plotted(path=path, placed=placed)
