"""The pages of the studio: a frame of HTML with what it shows as JSON in it, and one module that draws it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from audiosession.errors import AudioSessionError
from audiosession.web.answers import Ask, route, told_error

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def draw(ask: Ask, view: str, title: str, state: dict[str, Json], status: int = 200) -> HTMLResponse:
    """Return the page of a `view`, with the `state` that its module begins with."""
    page = _environment().get_template(f"{view}.html.j2")
    whole: dict[str, Json] = {"project": project_facts(ask), **state}
    text = page.render(view=view, title=title, project=whole["project"], state=_in_html(whole))
    return HTMLResponse(text.encode("utf-8", "backslashreplace"), status)  # half a character, as JSON tells it


def _in_html(value: Json) -> Markup:
    """Return JSON that may stand in a script element: nothing in it ends one (HTML Living Standard, 4.12.1.3)."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def project_facts(ask: Ask) -> dict[str, Json]:
    """Return what every page says of the project."""
    studio = ask.desk.studio
    return {"name": studio.title, "own": studio.without_project is None}


def view(path: str, name: str, title: str, state: Callable[[Ask], dict[str, Json]]) -> BaseRoute:
    """Return the route of a view; what keeps its state from being told is shown on a page of its own.

    Its title is that in its state, where there is one.
    """

    def shown(ask: Ask) -> Response:
        try:
            told = state(ask)
            return draw(ask, name, str(told.get("title") or title), told)
        except AudioSessionError as error:
            return draw(ask, "fault", "Something is in the way", {"error": told_error(error)}, 404)

    return route("GET", path, shown)
