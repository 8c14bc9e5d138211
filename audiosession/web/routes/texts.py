"""The files that a person writes: read, checked, changed, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError
from audiosession.studio.as_json import Json, as_json
from audiosession.web.answers import Ask, route
from audiosession.web.words import WORDS

if TYPE_CHECKING:
    from audiosession.studio.editing.journal import JournalEntry
    from audiosession.studio.editing.sitting import EditedText


def told_text(ask: Ask, kind: str, name: str) -> dict[str, Json]:
    """Return a file as JSON values, and what can be undone of this sitting."""
    told: Any = as_json(ask.desk.studio.text(kind, name), WORDS)
    return {**told, "journal": told_journal(ask)}


def told_journal(ask: Ask) -> dict[str, Json]:
    """Return what would be undone and what would be done again, in words; empty where there is nothing."""
    entries = ask.desk.sitting.journal()
    done = [one.label for one in entries if not one.is_undone]
    undone = [one.label for one in entries if one.is_undone]
    return {"undo": done[-1] if done else "", "redo": undone[0] if undone else ""}


def tell_changed(ask: Ask, entry: JournalEntry) -> None:
    """Tell all pages which files a change was made in."""
    if entry.paths:
        ask.desk.hub.tell("changed", {"files": list(entry.paths)})


def told_edit(ask: Ask, edited: EditedText) -> Json:
    """Return a file as it stands after a change, and what can be undone; all pages are told."""
    tell_changed(ask, edited.entry)
    told: Any = as_json(edited.text, WORDS)
    return {**told, "label": edited.entry.label, "journal": told_journal(ask)}


def _text(ask: Ask) -> Json:
    return told_text(ask, ask.path["kind"], ask.path["name"])


def _write(ask: Ask) -> Json:
    text, version = word_of(ask, "text"), word_of(ask, "version")
    return told_edit(ask, ask.desk.sitting.write_text(ask.path["kind"], ask.path["name"], text, version))


def _edit(ask: Ask) -> Json:
    changes, version = ask.json.get("changes"), word_of(ask, "version")
    if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
        raise DefinitionError(
            "an edit has changes, a list of tables", hint='such as {"at": ["title"], "value": "Swan"}'
        )
    return told_edit(ask, ask.desk.sitting.edit(ask.path["kind"], ask.path["name"], changes, version))


def told_check(ask: Ask, kind: str, name: str, text: str) -> Json:
    """Return what a file would be told of if it said `text`: its faults, its warnings, and how its lines fit."""
    return as_json(ask.desk.sitting.check_text(kind, name, text), WORDS)


def _check(ask: Ask) -> Json:
    return told_check(ask, ask.path["kind"], ask.path["name"], word_of(ask, "text"))


def _undo(ask: Ask) -> Json:
    """Undo the last change; `over` says that it is wanted although somebody changed its files since."""
    sitting = ask.desk.sitting
    return _stepped(ask, sitting.undo_over() if ask.json.get("over") else sitting.undo())


def _let_go(ask: Ask) -> Json:
    ask.desk.sitting.let_go(str(ask.json.get("path", "")))
    return {**told_journal(ask), "label": "", "files": []}


def _redo(ask: Ask) -> Json:
    return _stepped(ask, ask.desk.sitting.redo())


def _stepped(ask: Ask, entry: JournalEntry) -> Json:
    tell_changed(ask, entry)
    return {**told_journal(ask), "label": entry.label, "files": list(entry.paths)}


def _journal(ask: Ask) -> Json:
    return {"entries": [as_json(one, WORDS) for one in ask.desk.sitting.journal()], **told_journal(ask)}


def _new(ask: Ask) -> Json:
    """Make a class, or a copy of what the request is to be `like`."""
    kind, title, like = ask.path["kind"], word_of(ask, "title"), ask.json.get("like")
    if isinstance(like, str) and like:
        return told_edit(ask, ask.desk.sitting.copy(kind, like, title))
    if kind != "class":
        raise DefinitionError(f"a new {kind} is like another one", hint='name that in "like"')
    return told_edit(ask, ask.desk.sitting.new_class(title))


def _rename(ask: Ask) -> Json:
    title, with_file = word_of(ask, "title"), ask.json.get("with_file") is True
    return told_edit(ask, ask.desk.sitting.rename(ask.path["kind"], ask.path["name"], title, with_file=with_file))


def _remove(ask: Ask) -> Json:
    return _stepped(ask, ask.desk.sitting.remove(ask.path["kind"], ask.path["name"]))


def word_of(ask: Ask, key: str) -> str:
    """Return a text of what a request brings.

    Raises:
        DefinitionError: It brings none of that name.
    """
    found = ask.json.get(key)
    if not isinstance(found, str):
        raise DefinitionError(f'the request lacks "{key}", a text')
    return found


TEXTS: list[BaseRoute] = [
    route("GET", "/api/texts/{kind}/{name}", _text),
    route("PUT", "/api/texts/{kind}/{name}", _write),
    route("PATCH", "/api/texts/{kind}/{name}", _edit),
    route("DELETE", "/api/texts/{kind}/{name}", _remove),
    route("POST", "/api/new/{kind}", _new),
    route("POST", "/api/rename/{kind}/{name}", _rename),
    route("POST", "/api/check/{kind}/{name}", _check),
    route("GET", "/api/journal", _journal),
    route("POST", "/api/undo", _undo),
    route("POST", "/api/undo/let-go", _let_go),
    route("POST", "/api/redo", _redo),
]
"""The routes of them."""
