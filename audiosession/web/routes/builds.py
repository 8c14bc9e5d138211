"""The page of what is built and being built, and the files that builds wrote."""

from __future__ import annotations

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from audiosession.studio.as_json import Json, as_json
from audiosession.studio.offers import FORMAT_NAMES
from audiosession.web.answers import Ask, route
from audiosession.web.pages import view
from audiosession.web.words import WORDS


def _built(ask: Ask) -> dict[str, Json]:
    return {"built": as_json(ask.desk.studio.built(), WORDS)}


def _page(ask: Ask) -> dict[str, Json]:
    studio = ask.desk.studio
    return {
        **_built(ask),
        "jobs": [job.told() for job in ask.desk.queue.jobs()],
        "targets": [{"kind": one.kind, "name": one.name, "title": one.title} for one in studio.cards()],
        "formats": list(FORMAT_NAMES),
    }


def _changed(ask: Ask) -> Json:
    return {"changed": list(ask.desk.studio.changed_since_built(ask.path["name"]))}


def _file(ask: Ask) -> Response:
    path = ask.desk.studio.built_file(ask.path["name"])
    wants_it = "download" in ask.query
    return FileResponse(path, filename=path.name, content_disposition_type="attachment" if wants_it else "inline")


BUILDS: list[BaseRoute] = [
    view("/builds", "builds", "Build", _page),
    route("GET", "/api/built", _built),
    route("GET", "/api/built/{name}/changed", _changed),
    route("GET", "/api/files/{name:path}", _file),
]
"""The routes of it."""
