"""The page of music and sounds: beds heard and taken in, their loops, their level, whose they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from audiosession.errors import NotFoundError, near_miss
from audiosession.studio.as_json import Json, as_json
from audiosession.studio.offers import MOST_SONG_BYTES
from audiosession.web.answers import Ask, route
from audiosession.web.pages import view
from audiosession.web.routes.texts import told_journal, told_text
from audiosession.web.words import WORDS

if TYPE_CHECKING:
    from audiosession.studio.results import MusicRow


def _page(ask: Ask) -> dict[str, Json]:
    return {**_music(ask), "journal": told_journal(ask)}


def _music(ask: Ask) -> dict[str, Json]:
    lists = ask.desk.studio.lists
    return {
        "music": [_bed(ask, row) for row in lists.music() if row.path is not None],
        "sounds": [_row(row) for row in lists.sounds()],
        "text": told_text(ask, "beds", ""),
    }


def _bed(ask: Ask, row: MusicRow) -> Json:
    """Return a row of the beds, and whether its file is the project's own."""
    return {**_row(row), "own": row.path is not None and ask.desk.folder.resolve() in row.path.resolve().parents}


def _row(row: object) -> dict[str, Json]:
    """Return a row of a list without the place where its file lies on this machine."""
    told = as_json(row, WORDS)
    return {**told, "file": Path(str(told["file"])).name} if isinstance(told, dict) else {}


def _sound(ask: Ask) -> Response:
    lists, name = ask.desk.studio.lists, ask.path["name"]
    rows = lists.sounds() if "bell" in ask.query else lists.music()
    known = {row.name: row.path for row in rows if row.path is not None}
    path = known.get(name)
    if path is None:
        raise NotFoundError(f'no sound is called "{name}"', hint=near_miss(name, known))
    return FileResponse(path, content_disposition_type="inline")


def _peaks(ask: Ask) -> Json:
    points = max(1, ask.number("points", 1_000))
    return as_json(ask.desk.studio.song_peaks(ask.path["name"], points), WORDS)


def _add(ask: Ask) -> Json:
    """Take in a song: its bytes are the body, what is told of it stands in the address."""
    from audiosession.studio.editing.songs import Song

    file, title, artist, licence = (ask.query.get(key, "")[:300] for key in ("file", "title", "artist", "licence"))
    song = Song(content=ask.body, file=file, title=title, artist=artist, licence=licence)
    edited = ask.desk.sitting.add_song(song)
    ask.desk.hub.tell("changed", {"files": list(edited.entry.paths)})
    return {**_music(ask), "label": edited.entry.label, "journal": told_journal(ask)}


MUSIC: list[BaseRoute] = [
    view("/music", "music", "Music and sounds", _page),
    route("GET", "/api/music", _music),
    route("GET", "/api/music/{name}/sound", _sound),
    route("GET", "/api/music/{name}/peaks", _peaks),
    route("POST", "/api/songs", _add, most_bytes=MOST_SONG_BYTES),
]
"""The routes of it."""
