"""The project as a whole: where the studio begins, and undo."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from audiosession.web.answers import Ask, route


def _first(ask: Ask) -> Response:
    """Lead to where a person begins: to a project of their own, or into it."""
    return RedirectResponse("/library" if ask.desk.studio.without_project is None else "/welcome", 303)


PROJECT: list[BaseRoute] = [route("GET", "/", _first)]
"""The routes of it."""
