"""The page on which a project begins: its name, its language, its voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.routing import BaseRoute

from audiosession.errors import AudioSessionError, DefinitionError, NotFoundError, OutputError
from audiosession.studio.as_json import Json, as_json
from audiosession.web.answers import Ask, route
from audiosession.web.pages import view
from audiosession.web.words import WORDS

T = TypeVar("T")


def _welcome(ask: Ask) -> dict[str, Json]:
    studio = ask.desk.studio
    engines = [row for row in studio.voices.engines() if row.is_ready]
    return {
        "languages": [_language(ask, tag) for tag in studio.spoken_languages()],
        "engines": {
            row.name: {"summary": row.facts.summary, "privacy": row.facts.privacy, "cost": row.facts.cost}
            for row in engines
        },
        "projects": as_json(() if studio.without_project is None else studio.projects_in(ask.desk.folder), WORDS),
        "example": _example(ask),
    }


def _language(ask: Ask, tag: str) -> Json:
    return {"tag": tag, "voices": as_json(ask.desk.studio.ready_voices(tag), WORDS)}


def _example(ask: Ask) -> Json:
    """Return the class to hear first: the one of fewest exercises."""
    classes = [card for card in ask.desk.studio.cards() if card.kind == "class" and not card.trouble]
    if not classes:
        return None
    return as_json(min(classes, key=lambda card: (len(card.exercises) or 99, card.name)), WORDS)


def _begin(ask: Ask) -> Json:
    with ask.desk.moving:
        return _begun(ask)


def _begun(ask: Ask) -> Json:
    studio, desk, asked = ask.desk.studio, ask.desk, ask.json
    _refuse_second(ask)
    title, language, voice = (str(asked.get(key) or "").strip() for key in ("name", "language", "voice"))
    place = _at("name", lambda: studio.place_for(desk.folder, title))
    _at("language", lambda: studio.ready_voices(language) if language in studio.spoken_languages() else _no(language))
    if voice:
        _at("voice", lambda: studio.voices.refuse_unready(voice))
    _at("name", lambda: studio.new(place, language=language, voice=voice or "auto", title=title))
    desk.move_to(place)
    return {"name": place.name, "next": "/library"}


def _no(language: str) -> NotFoundError:
    raise NotFoundError(f'the program has no words in "{language}"', hint="choose one of the list")


def _at(field: str, work: Callable[[], T]) -> T:
    """Return what `work` returns; what is wrong with it is told at a field of the page."""
    try:
        return work()
    except AudioSessionError as error:
        raise DefinitionError(error.message, hint=error.hint, remedy=error.remedy, path=field) from None


def _refuse_second(ask: Ask) -> None:
    if ask.desk.studio.without_project is None:
        hint = "open the studio in another folder to begin another one"
        raise OutputError("there is a project here already", hint=hint)


def _open(ask: Ask) -> Json:
    name = str(ask.json.get("name") or "")
    with ask.desk.moving:
        _refuse_second(ask)
        found = {row.name: row.folder for row in ask.desk.studio.projects_in(ask.desk.folder)}
        if name not in found:
            raise NotFoundError(f'no project here is called "{name}"')
        ask.desk.move_to(found[name])
    return {"name": name, "next": "/library"}


WELCOME: list[BaseRoute] = [
    view("/welcome", "welcome", "Welcome", _welcome),
    route("POST", "/api/welcome", _begin),
    route("POST", "/api/welcome/open", _open),
]
"""The routes of it."""
