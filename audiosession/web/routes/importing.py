"""The page on which an article becomes exercises: drafted, mended, and written only when she says so."""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError
from audiosession.studio.as_json import Json, as_json
from audiosession.web.answers import Ask, route
from audiosession.web.pages import view
from audiosession.web.routes.texts import told_edit, told_journal, word_of
from audiosession.web.words import WORDS

_KINDS = ("text", "html")


def _import(ask: Ask) -> dict[str, Json]:
    return {"languages": [*ask.desk.studio.article_languages()], "journal": told_journal(ask)}


def _drafts(ask: Ask) -> Json:
    asked = ask.json
    kind = asked.get("kind", "text")
    if kind not in _KINDS:
        raise DefinitionError("an article is text or html")
    made = ask.desk.studio.drafts_of(
        word_of(ask, "text"),
        kind=kind,
        language=str(asked.get("language") or ""),
        keep_words=asked.get("keep_words") is True,
    )
    return as_json(made, WORDS)


def _check(ask: Ask) -> Json:
    title = str(ask.json.get("name") or "")
    told: Any = as_json(ask.desk.sitting.check_new("exercise", title, word_of(ask, "text")), WORDS)
    free = ask.desk.sitting.name_of_new("exercise", title)
    return {"name": free, "faults": told["faults"], "warnings": told["warnings"]}


def _take(ask: Ask) -> Json:
    return told_edit(ask, ask.desk.sitting.take_exercise(word_of(ask, "name"), word_of(ask, "text")))


IMPORTING: list[BaseRoute] = [
    view("/import", "import", "Paste an article", _import),
    route("POST", "/api/import", _drafts),
    route("POST", "/api/import/check", _check),
    route("POST", "/api/import/take", _take),
]
"""The routes of it."""
