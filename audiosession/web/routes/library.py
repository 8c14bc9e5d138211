"""The page of the library: all exercises and classes, found by what they are, and a class from a wish."""

from __future__ import annotations

from starlette.routing import BaseRoute

from audiosession.studio.as_json import Json, as_json
from audiosession.web.answers import Ask, route
from audiosession.web.pages import view
from audiosession.web.words import WORDS


def _library(ask: Ask) -> dict[str, Json]:
    lists = ask.desk.studio.lists
    return {
        "exercises": as_json(lists.of("exercises"), WORDS),
        "classes": as_json(lists.of("classes"), WORDS),
    }


LIBRARY: list[BaseRoute] = [
    view("/library", "library", "Library", _library),
    route("GET", "/api/library", _library),
]
"""The routes of it."""
