"""How the published pages look: what another face takes of it, so that studio and pages are one thing."""

from __future__ import annotations

from pathlib import Path

import audiosession.feed
from audiosession.errors import AudioSessionError
from audiosession.project.project import Project

_ASSETS = ("palette.css", "breath.js")


def page_asset(name: str) -> bytes:
    """Return a file of the pages that comes with the program: their colours, or their breath circle.

    Raises:
        ValueError: It is none that is handed on.
    """
    if name not in _ASSETS:
        raise ValueError(f"{name} is not handed on")
    return (Path(audiosession.feed.__file__).parent / "templates" / name).read_bytes()


def cover_of_show(project: Project) -> bytes:
    """Return the cover of the show in `project` as a JPEG, 600 pixels wide; it is drawn where it never was.

    A show that lacks something else has the cover that its title has.

    Raises:
        DefinitionError: The show's own picture is missing or not fit, or its colour or motif is not known.
    """
    from audiosession.project.covers import class_cover, show_cover, small_cover
    from audiosession.project.settings import read_look, read_show

    try:
        design = show_cover(project, read_show(project))
    except AudioSessionError:
        look = read_look(project)
        design = class_cover(project, look, "", look.title)
    return small_cover(project, design)


def title_of_project(project: Project) -> str:
    """Return what a project is called: as its show, or as its folder where that has no title."""
    from audiosession.project.settings import show_file

    name = project.root.absolute().name
    try:
        found = show_file(project)
        title = found.table("show").get("title") if found is not None and project.is_own else None
    except AudioSessionError:  # told where show.toml is checked
        return name
    return title if isinstance(title, str) and title.strip() else name
