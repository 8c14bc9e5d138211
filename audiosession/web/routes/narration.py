"""What is said in a class, line by line: heard, changed, taken again, recorded."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError, NotFoundError
from audiosession.studio.as_json import as_json
from audiosession.web.answers import Ask, route
from audiosession.web.routes.texts import tell_changed, told_journal
from audiosession.web.wanted import wanted_of
from audiosession.web.words import WORDS

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.studio.live.live import LiveClass
    from audiosession.studio.live.narrated import LiveRow, LiveSource

_SHOWN = 40
_SOUND_BYTES = 30_000_000
"""How much a recording of one line may bring."""


def _live(ask: Ask) -> LiveClass:
    return ask.desk.live(ask.path["name"], wanted_of(ask.query))


def _same(ask: Ask) -> LiveClass:
    """Return the class as the page that asks has it: rows have their numbers as long as nothing has changed.

    Raises:
        NotFoundError: Something has; nothing is done to a row that may be another one.
    """
    live, digest = _live(ask), ask.query.get("digest", "")
    if digest and digest != live.digest:
        raise NotFoundError("the class was changed meanwhile", hint="it is shown as it is now: do it once more")
    return live


def _row(live: LiveClass, ask: Ask) -> LiveRow:
    number = int(ask.path["number"])
    for row in live.narration().rows:
        if row.number == number:
            return row
    raise NotFoundError(f"the class has no row {number}", hint="it was changed meanwhile")


def _narration(ask: Ask) -> Json:
    return as_json(_live(ask).narration(), WORDS)


def _findings(ask: Ask) -> Json:
    return {"findings": as_json(_live(ask).findings(), WORDS)}


def _sound(ask: Ask) -> Response:
    """Return a row as a WAV: as it is heard, in a `take` of its own, or with other `words` in its place."""
    live, number, words = _live(ask), int(ask.path["number"]), ask.query.get("words")
    with ask.desk.ear.waiting():
        if "take" in ask.query:
            sound = live.take_sound(number, ask.number("take", 1), ask.number("part", 0))
        else:
            sound = live.line_sound(number, words)
    return Response(sound, media_type="audio/wav")


def _start(ask: Ask) -> Json:
    """Tell where a row begins, once all before it is spoken: a guess would have one hear it from another place."""
    live = _live(ask)
    with ask.desk.ear.waiting():
        return {"start": live.start_of(int(ask.path["number"]))}


def _change(ask: Ask) -> Json:
    """Change the words of a row where they stand: `text` in the place of what `was` there.

    `source` is the number of one of the narration's sources, for another form of the row's phase.
    """
    live, brought = _live(ask), ask.json
    text, was = brought.get("text"), brought.get("was")
    if not isinstance(text, str) or not text.strip():
        raise DefinitionError("a line has words", hint="leave the line, or take it out of its exercise")
    place = _place(live, ask, brought.get("source"))
    if was is not None and was != place.source.text:
        raise _changed_meanwhile()
    if place.why_not:
        raise DefinitionError(place.why_not)
    kind, name = _file(place)
    version = ask.desk.studio.text(kind, name).version
    if _place(_live(ask), ask, brought.get("source")).source != place.source:  # before its version was told
        raise _changed_meanwhile()
    edited = ask.desk.sitting.edit(kind, name, [{"at": list(place.source.keys), "value": text.strip()}], version)
    tell_changed(ask, edited.entry)
    return {"label": edited.entry.label, "journal": told_journal(ask)}


def _changed_meanwhile() -> NotFoundError:
    return NotFoundError("these words were changed meanwhile", hint="they are shown as they are now")


def _place(live: LiveClass, ask: Ask, number: object) -> LiveSource:
    """Return where the words stand that are to be changed: those of the row, or those that a page names."""
    sources = live.narration().sources
    if number is None:
        return sources[_row(live, ask).source]
    if not isinstance(number, int) or not 0 <= number < len(sources):
        raise NotFoundError("there are no such words in the class", hint="it was changed meanwhile")
    return sources[number]


def _file(place: LiveSource) -> tuple[str, str]:
    """Return the kind and the name of the file that holds the words, as it is edited."""
    source = place.source
    return ("translation", f"{source.name}.{source.language}") if source.language else (str(source.kind), source.name)


def _takes(ask: Ask) -> Json:
    return _told_takes(_live(ask), ask)


def _told_takes(live: LiveClass, ask: Ask) -> dict[str, Json]:
    """Return the takes of each line that a row is made of, each once."""
    row = _row(live, ask)
    lines: list[Any] = [as_json(live.takes(row.number, part), WORDS) for part in range(max(1, len(row.parts)))]
    first = {line["text"]: part for part, line in reversed([*enumerate(lines)])}
    return {"lines": [{**lines[part], "part": part} for part in sorted(first.values())]}


def _retake(ask: Ask) -> Json:
    live, number = _same(ask), int(ask.path["number"])
    with _noted(ask, live, "another take"):
        told: Any = as_json(live.retake(number, ask.number("part", 0)), WORDS)
    return {"line": told, "journal": told_journal(ask)}


def _choose(ask: Ask) -> Json:
    live, take = _same(ask), ask.json.get("take")
    if not isinstance(take, int):
        raise DefinitionError("a take has a number, from 1 on")
    with _noted(ask, live, f"take {take}"):
        live.choose(int(ask.path["number"]), take, ask.number("part", 0))
    return {**_told_takes(live, ask), "journal": told_journal(ask)}


def _record(ask: Ask) -> Json:
    live, number = _same(ask), int(ask.path["number"])
    with _noted(ask, live, "a recording"):
        told: Any = as_json(live.record(number, ask.body, ask.number("part", 0)), WORDS)
    return {"line": told, "journal": told_journal(ask)}


def _noted(ask: Ask, live: LiveClass, what: str) -> AbstractContextManager[None]:
    """Keep which take of a row is heard, so that it is undone as every other change."""
    text = _row(live, ask).text
    return ask.desk.sitting.noting("takes", f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”: {what}")


_LINE = "/api/classes/{name}/lines/{number:row}"

NARRATION: list[BaseRoute] = [
    route("GET", "/api/classes/{name}/narration", _narration),
    route("GET", "/api/classes/{name}/findings", _findings),
    route("GET", f"{_LINE}/sound", _sound),
    route("GET", f"{_LINE}/start", _start),
    route("POST", _LINE, _change),
    route("GET", f"{_LINE}/takes", _takes),
    route("POST", f"{_LINE}/retake", _retake),
    route("POST", f"{_LINE}/choose", _choose),
    route("POST", f"{_LINE}/record", _record, most_bytes=_SOUND_BYTES),
]
"""The routes of it."""
