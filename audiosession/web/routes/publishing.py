"""The page of the show: what would change, publishing, unpublishing, and the pages as they will be seen."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from audiosession.errors import AudioSessionError, NotFoundError
from audiosession.studio.as_json import Json, as_json
from audiosession.web.answers import Ask, route, told_error
from audiosession.web.asked import destination_of, meant_classes, wishes_of
from audiosession.web.pages import view
from audiosession.web.routes.texts import tell_changed, told_journal, told_text
from audiosession.web.words import WORDS

_LOOKED_AT = (
    "sandbox allow-scripts; default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""What pages that are looked at may do: play and be read. They stand in a place of their own, and so ask
the studio for nothing, be it by the page around them; whoever wrote them."""


def _page(ask: Ask) -> dict[str, Json]:
    studio = ask.desk.studio
    schema = json.loads(studio.schema("show"))
    fields = schema["properties"]["show"]
    return {
        **_state(ask),
        "show": told_text(ask, "show", ""),
        "journal": told_journal(ask),
        "fields": fields.get("properties") or schema["$defs"]["Show"]["properties"],
        "jobs": [job.told() for job in ask.desk.queue.jobs() if job.kind == "publish"],
    }


def _state(ask: Ask) -> dict[str, Json]:
    """Return what there is to publish; where show.toml does not allow it yet, what is in the way."""
    studio = ask.desk.studio
    asked = {"to": ask.query.get("to", ""), "base_url": ask.query.get("base_url", "")}
    told: dict[str, Json] = {"built": as_json(studio.built(), WORDS), "episodes": [], "fault": None}
    try:
        told["episodes"] = as_json(studio.lists.of("episodes"), WORDS)
        told["candidates"] = as_json(studio.to_publish(destination_of(asked, rehearsal=True)), WORDS)
    except AudioSessionError as error:
        told["fault"] = dict(told_error(error))
    return told


def _rehearse(ask: Ask) -> Json:
    asked = ask.json
    rehearsed = ask.desk.studio.publish(meant_classes(asked), destination_of(asked, rehearsal=True), wishes_of(asked))
    return as_json(rehearsed, WORDS)


def _unpublish(ask: Ask) -> Json:
    asked = ask.json
    done = ask.desk.studio.unpublish(str(asked.get("name") or ""), destination_of(asked, rehearsal=False))
    return as_json(done, WORDS)


def _notes(ask: Ask) -> dict[str, Json]:
    told: Any = as_json(ask.desk.studio.notes(ask.path["name"]), WORDS)
    return {**told, "journal": told_journal(ask)}


def _write_notes(ask: Ask) -> Json:
    asked = ask.json
    text, version = str(asked.get("text") or ""), str(asked.get("version") or "")
    tell_changed(ask, ask.desk.sitting.write_notes(ask.path["name"], text, version))
    return _notes(ask)


def _cover(ask: Ask) -> Response:
    return Response(ask.desk.studio.cover(), media_type="image/jpeg", headers={"cache-control": "no-cache"})


def _look(ask: Ask) -> Json:
    """Make the pages of a publish, to be looked at under /site/; nothing is put."""
    asked = ask.json
    ask.desk.seen = ask.desk.studio.pages_as_seen(meant_classes(asked), destination_of(asked, rehearsal=True))
    pages = sorted(key for key in ask.desk.seen if key.endswith(".html"))
    return {"pages": [f"/site/{ask.desk.look}/{key}" for key in pages]}


def _site(ask: Ask) -> Response:
    found = ask.desk.seen.get(ask.path["key"])
    if found is None:
        raise NotFoundError("this page was not made yet, or is gone", hint="look at the pages anew under Publish")
    content = found.content() if callable(found.content) else found.content
    headers = {"content-security-policy": _LOOKED_AT}
    if isinstance(content, bytes):
        return Response(content, media_type=found.type, headers=headers)
    return FileResponse(content, media_type=found.type, headers=headers)


PUBLISHING: list[BaseRoute] = [
    view("/publish", "publish", "Publish", _page),
    route("GET", "/api/publish", _state),
    route("POST", "/api/publish/rehearse", _rehearse),
    route("POST", "/api/publish/pages", _look),
    route("POST", "/api/unpublish", _unpublish),
    route("GET", "/api/publish/notes/{name}", _notes),
    route("PUT", "/api/publish/notes/{name}", _write_notes),
    route("GET", "/api/cover", _cover),
    route("GET", "/site/{look}/{key:path}", _site),
]
"""The routes of it."""
