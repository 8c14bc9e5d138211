"""What is heard of a class, and how it looks: a stream from any spot, the waveform, the timeline."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError
from audiosession.studio.as_json import as_json
from audiosession.web.answers import Ask, route
from audiosession.web.hearing.listener import Listener
from audiosession.web.hearing.streams import BYTES_A_MS, SoundAnswer, asked_span
from audiosession.web.wanted import wanted_of
from audiosession.web.words import WORDS

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.studio.live.live import LiveClass

_MOST_POINTS = 4_000


def _live(ask: Ask) -> LiveClass:
    return ask.desk.live(ask.path["name"], wanted_of(ask.query))


def _timeline(ask: Ask) -> Json:
    return as_json(_live(ask).timeline(spoken=ask.query.get("spoken") == "1"), WORDS)


def _peaks(ask: Ask) -> Json:
    live, start, points = _live(ask), ask.number("from", 0), ask.number("points", 500)
    if not 1 <= points <= _MOST_POINTS:
        raise DefinitionError(f"points are 1 to {_MOST_POINTS:,}")
    end = ask.number("to", start + 10_000)
    if end <= start:
        raise DefinitionError("to is behind from")
    return {"peaks": [*live.peaks(start, end, points)]}


def _sound(ask: Ask) -> Response:
    """Return the sound from a spot on; of one whose length is known, the part that a Range header asks for."""
    live, start, asked = _live(ask), ask.number("from", 0), asked_span(ask.headers.get("range", ""))
    listener = Listener(ask.desk.ear, lambda: live.n_made)
    with listener.waiting():
        stream = live.sound(start, asked.first if asked else 0)
    return SoundAnswer(
        _told(ask, live, stream.starts_at + stream.first_byte // BYTES_A_MS, stream.pieces),
        listener,
        first=stream.first_byte,
        n_bytes=stream.n_bytes,
        asked=asked,
        headers={"x-starts-at": str(stream.starts_at)},
    )


def _told(ask: Ask, live: LiveClass, at: int, pieces: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    """Yield the pieces of a stream that begins `at` a spot, and tell every page which windows are ready now."""
    n_made = -1
    try:
        for piece in pieces:
            start, at = at, at + len(piece) // BYTES_A_MS
            if n_made != live.n_made:
                n_made = live.n_made
                ask.desk.hub.tell("window", {"digest": live.digest, "start": start, "end": at})
            yield piece
    finally:
        pieces.close()


def _speak(ask: Ask) -> Json:
    name, wanted = ask.path["name"], wanted_of(ask.query)
    asked = {"name": name, "wanted": dict(wanted)}
    return ask.desk.queue.ask("speak", str(ask.json.get("title") or name)[:200], asked).told()


SOUND: list[BaseRoute] = [
    route("GET", "/api/classes/{name}/timeline", _timeline),
    route("GET", "/api/classes/{name}/peaks", _peaks),
    route("GET", "/api/classes/{name}/sound", _sound),
    route("POST", "/api/classes/{name}/speak", _speak),
]
"""The routes of it."""
