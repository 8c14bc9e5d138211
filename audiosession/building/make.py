"""Make a class: speak, place, mix, render, hear it again, and only then let its files take their names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from audiosession.building.gather import BUILD_VERSION, Inputs, digest_of_open
from audiosession.building.mix import set_desk
from audiosession.building.place import Placed, place_class
from audiosession.building.record import audio_row, record
from audiosession.building.render import Renderer
from audiosession.building.sound_file import Sound, make_sound
from audiosession.building.window import LEAD, TAIL
from audiosession.codecs.tags import ChapterMark, Tags
from audiosession.errors import VerifyError
from audiosession.files.blobs import BlobStore
from audiosession.files.whole import refuse_unwritable, whole_file
from audiosession.formats import beside
from audiosession.progress import Watcher
from audiosession.project.project import Project
from audiosession.project.sessions import session_path
from audiosession.session import Session, json_lines, written_session
from audiosession.sound.verdict import Figures, faults
from audiosession.timing.captions import webvtt
from audiosession.timing.chapters import chapters, chapters_json
from audiosession.timing.layout import Note
from audiosession.timing.timeline import Timeline

COVER_PIXELS = 600
COVER_BYTES = 150_000
COVERS_LIMIT = 20_000_000
"""How many bytes of covers are kept."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was made: its session, what gave way, what was changed, and of how many windows some are made anew."""

    session: Session
    notes: tuple[Note, ...]
    changes: tuple[str, ...]
    windows: int
    anew: int


def make(project: Project, inputs: Inputs, watch: Watcher, tell: Callable[[str], None]) -> Made:
    """Make the files of the class that `inputs` are for; see `audiosession.building.build.build`."""
    refuse_unwritable(inputs.path)
    placed = place_class(project, inputs, watch, tell)
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL)
    renderer = Renderer(sources, BlobStore(project.cache / "windows", kind="window"), watch)
    sound = make_sound(inputs.form, renderer, recipes)
    session, anew = _written(project, inputs, placed, sound)
    return Made(
        session=session,
        notes=placed.notes,
        changes=placed.changes,
        windows=len(recipes),
        anew=anew,
    )


def _written(project: Project, inputs: Inputs, placed: Placed, sound: Sound) -> tuple[Session, int]:
    """Write the four files, each whole, and return the session with the number of windows made.

    None takes its name before all are written and the sound is heard; the session is the last one.
    """
    timeline = placed.timeline
    captions = webvtt(timeline.track("voice"), language=placed.spoken.voice.language)
    with ExitStack() as files:
        session_file = files.enter_context(whole_file(session_path(inputs.path)))
        files.enter_context(whole_file(beside(inputs.path, ".vtt"))).write(captions.encode())
        chapter_file = files.enter_context(whole_file(beside(inputs.path, ".chapters.json")))
        chapter_file.write(json_lines(chapters_json(chapters(timeline.sections))))
        file = files.enter_context(whole_file(inputs.path))
        finished = sound.write(file, _tags(project, inputs, placed))
        _refuse_faults(inputs, timeline, finished.measured)
        n_bytes = file.seek(0, 2)
        file.seek(0)
        audio = audio_row(
            inputs.path, n_bytes=n_bytes, sha256=digest_of_open(file), timeline=timeline, finished=finished
        )
        session = record(project, inputs, placed, audio)
        session_file.write(written_session(session))
    return session, finished.made


def _refuse_faults(inputs: Inputs, timeline: Timeline, measured: Figures) -> None:
    if wrong := faults(measured, length=timeline.length, music=bool(timeline.beds)):
        message = "the finished class " + "; ".join(wrong)
        raise VerifyError(message, path=inputs.path, hint="nothing was written; please report it")


def _tags(project: Project, inputs: Inputs, placed: Placed) -> Tags:
    title = placed.written.title
    marks = chapters(placed.timeline.sections)
    return Tags(
        title=title,
        artist=inputs.defaults.artist,
        album=inputs.defaults.album,
        genre="Fitness",
        comment=f"Made with audiosession: pace {inputs.choices.pace.name}.",
        cover=_cover(project, title, inputs.defaults.album),
        chapters=tuple(ChapterMark(start=m.start, end=m.end, title=m.title) for m in marks),
    )


def _cover(project: Project, title: str, subtitle: str) -> bytes:
    """Return the cover that is embedded, drawn once for each title: an edit seldom changes that."""
    store = BlobStore(project.cache / "covers", kind="cover")
    address = hashlib.sha256(repr((BUILD_VERSION, title, subtitle, COVER_PIXELS, COVER_BYTES)).encode()).hexdigest()
    drawn = store.get(address)
    if drawn is None:
        from audiosession.pictures.drawing import draw_cover  # Pillow is loaded for a new cover only

        drawn = draw_cover(title, subtitle=subtitle, size=COVER_PIXELS, limit=COVER_BYTES)
        store.put(address, drawn)
        store.prune(COVERS_LIMIT)
    return drawn
