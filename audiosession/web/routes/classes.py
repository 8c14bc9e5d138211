"""The page of a class: its plan, its choices, its findings."""

from __future__ import annotations

import tomllib

from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError
from audiosession.studio.as_json import Json, as_json
from audiosession.studio.offers import Wanted
from audiosession.web.answers import Ask, route, told_error
from audiosession.web.asked import wish_of
from audiosession.web.pages import view
from audiosession.web.routes.texts import told_journal
from audiosession.web.wanted import choice_rows, wanted_of
from audiosession.web.words import WORDS


def _outline_of(ask: Ask, wanted: Wanted) -> Json:
    return as_json(ask.desk.studio.outline(ask.path["name"], **wanted), WORDS)


def _outline(ask: Ask) -> Json:
    return _outline_of(ask, wanted_of(ask.query))


def _page(ask: Ask) -> dict[str, Json]:
    """Return what the page begins with; an address with a choice that can't be shows the class as it usually is."""
    refused: Json = None
    try:
        wanted = wanted_of(ask.query)
        outline = _outline_of(ask, wanted)
    except DefinitionError as error:
        refused, wanted = told_error(error), {}
        outline = _outline_of(ask, wanted)
    title = outline["title"] if isinstance(outline, dict) else ""
    return {
        "title": title,
        "journal": told_journal(ask),
        "outline": outline,
        "choices": choice_rows(ask.desk.studio),
        "wanted": dict(ask.query),
        "refused": refused,
        "jobs": _builds(ask),
    }


def _builds(ask: Ask) -> Json:
    name = ask.path["name"]
    return [job.told() for job in ask.desk.queue.jobs() if job.kind == "build" and job.asked.get("name") == name]


def _wish(ask: Ask) -> Json:
    """Return which exercises a wish would put in the place of those of the class, as its file would have them."""
    made = ask.desk.studio.sequence(**wish_of(ask.query))
    told = as_json(made, WORDS)
    return {"made": told, "tables": tomllib.loads(made.text)["exercise"]}


CLASSES: list[BaseRoute] = [
    view("/class/{name}", "class", "Class", _page),
    route("GET", "/api/classes/{name}/outline", _outline),
    route("GET", "/api/classes/{name}/wish", _wish),
]
"""The routes of it."""
