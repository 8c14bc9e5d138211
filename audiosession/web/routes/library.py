"""The page of the library: all exercises and classes, found by what they are, and a class from a wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError, Fault
from audiosession.studio.as_json import Json, as_json
from audiosession.studio.offers import WISHES
from audiosession.studio.shapes.faults import fault_shape
from audiosession.web.answers import Ask, route
from audiosession.web.asked import wish_of
from audiosession.web.pages import view
from audiosession.web.routes.texts import tell_changed, told_journal
from audiosession.web.words import WORDS

if TYPE_CHECKING:
    from audiosession.studio.results import EditedText

_MOST_LENGTHS = 12
"""So many lengths are found out for one request, so that none takes long."""


def _cards(ask: Ask) -> dict[str, Json]:
    return {"cards": as_json(ask.desk.studio.cards(), WORDS)}


def _library(ask: Ask) -> dict[str, Json]:
    rows: list[Json] = [
        {"name": name, "help": row.help, "written": row.written, "values": list(row.values)}
        for name, row in WISHES.items()
    ]
    return {**_cards(ask), "wishes": rows, "journal": told_journal(ask)}


def _lengths(ask: Ask) -> Json:
    names = [name for name in ask.query.get("names", "").split(",") if name][:_MOST_LENGTHS]
    found = ask.desk.studio.last(names)
    return {
        "lengths": {name: length for name, length in found.items() if isinstance(length, int)},
        "troubles": {name: fault_shape(one, WORDS) for name, one in found.items() if isinstance(one, Fault)},
    }


def _wish(ask: Ask) -> Json:
    return as_json(ask.desk.studio.sequence(**wish_of(ask.json)), WORDS)


def _told_new(ask: Ask, made: EditedText) -> Json:
    tell_changed(ask, made.entry)
    return {"name": made.text.name, "label": made.entry.label, "journal": told_journal(ask)}


def _take(ask: Ask) -> Json:
    wish = wish_of(ask.json)
    made = ask.desk.studio.sequence(explain=True, **wish)
    return _told_new(ask, ask.desk.sitting.take_class(made, wish.get("title") or ""))


def _new_exercise(ask: Ask) -> Json:
    asked = ask.json
    breath, like = (str(asked[key]) if asked.get(key) else None for key in ("breath", "like"))
    if breath and like:
        raise DefinitionError("an exercise is a breath pattern, or as another one is, not both")
    title = str(asked.get("title") or "").strip()
    return _told_new(ask, ask.desk.sitting.new_exercise(title, breath and _pattern(breath), like))


def _pattern(text: str) -> str:
    """Return a breath pattern as the door reads it, however it was typed: ``4 - 7 - 8 × 4`` is ``4-7-8x4``."""
    return "".join(text.split()).replace("×", "x").replace("–", "-")


LIBRARY: list[BaseRoute] = [
    view("/library", "library", "Library", _library),
    route("GET", "/api/library", _cards),
    route("GET", "/api/library/lengths", _lengths),
    route("POST", "/api/library/wish", _wish),
    route("POST", "/api/library/wish/take", _take),
    route("POST", "/api/library/exercises", _new_exercise),
]
"""The routes of it."""
