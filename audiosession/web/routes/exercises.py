"""The page of an exercise: a form and its TOML beside it."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from audiosession.studio.as_json import Json
from audiosession.web.answers import Ask, route
from audiosession.web.pages import view
from audiosession.web.routes.texts import told_check, told_text


def _exercise(ask: Ask) -> dict[str, Json]:
    name = ask.path["name"]
    told: Any = told_text(ask, "exercise", name)
    return {
        "text": told,
        "journal": told["journal"],
        "found": told_check(ask, "exercise", name, told["text"]),
        "offers": _offers(ask),
        "schema": json.loads(ask.desk.studio.schema("exercise")),
    }


def _offers(ask: Ask) -> Json:
    """Return the names that may be written at a key, where the project knows which there are."""
    exercises: list[Json] = [*ask.desk.studio.exercises()]
    return {"warm_ups": exercises, "instead": exercises}


def _said(ask: Ask) -> Response:
    """Return a line of it as sound, whether or not it is saved yet."""
    by_seconds = ask.query.get("by") == "seconds"
    sound = ask.desk.studio.said_line(ask.path["name"], ask.query.get("text", ""), by_seconds=by_seconds)
    return Response(sound, media_type="audio/wav")


EXERCISES: list[BaseRoute] = [
    view("/exercise/{name}", "exercise", "Exercise", _exercise),
    route("GET", "/api/exercises/{name}/said", _said),
]
"""The routes of it."""
