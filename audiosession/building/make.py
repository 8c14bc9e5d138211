"""Make a class: speak, place, mix, render, hear it again, and only then let it take its name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from audiosession.building.built import Built
from audiosession.building.gather import Inputs
from audiosession.building.mix import set_desk
from audiosession.building.place import Placed, place_class
from audiosession.building.record import audio_row, record
from audiosession.building.render import Renderer
from audiosession.building.sound_file import Sound, make_sound
from audiosession.building.window import LEAD, TAIL
from audiosession.codecs.tags import ChapterMark, Tags
from audiosession.errors import VerifyError
from audiosession.files.digests import digest_of_open
from audiosession.files.whole import refuse_unwritable, whole_file
from audiosession.formats import beside
from audiosession.progress import Watcher
from audiosession.project.covers import small_cover, unlettered
from audiosession.project.project import Project
from audiosession.project.sessions import session_path
from audiosession.project.stores import window_store
from audiosession.session import Session, json_lines, written_session
from audiosession.sound.verdict import Figures, faults
from audiosession.timing.captions import timeline_captions, webvtt
from audiosession.timing.chapters import chapters, chapters_json
from audiosession.timing.timeline import Timeline


def make(project: Project, inputs: Inputs, watch: Watcher, tell: Callable[[str], None]) -> Built:
    """Make the class that `inputs` are for; see `building.build.build`."""
    refuse_unwritable(inputs.path)
    cover = small_cover(project, inputs.cover)
    if lost := unlettered(inputs.cover):
        tell(f"{lost}; a picture of your own is scripts/covers/{inputs.slug.partition('.')[0]}.jpg")
    placed = place_class(project, inputs, watch, tell)
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL, tell=tell)
    renderer = Renderer(sources, window_store(project), watch, inputs.defaults.loudness)
    speech = [(clip.start, clip.end) for clip in placed.timeline.track("voice")]
    sound = make_sound(inputs.form, renderer, recipes, speech)
    session, made = _written(project, inputs, placed, sound, cover)
    return Built(
        path=inputs.path,
        session=session,
        notes=placed.notes,
        changes=placed.changes,
        windows=len(recipes),
        made=made,
    )


def _written(project: Project, inputs: Inputs, placed: Placed, sound: Sound, cover: bytes) -> tuple[Session, int]:
    """Write the four files, each whole, and return the session with the number of windows made.

    None takes its name before all are written and the sound is heard; the session is the last one.
    """
    timeline = placed.timeline
    language = placed.spoken.voice.language
    captions = webvtt(timeline_captions(timeline, language=language), language=language)
    with ExitStack() as files:
        session_file = files.enter_context(whole_file(session_path(inputs.path)))
        files.enter_context(whole_file(beside(inputs.path, ".vtt"))).write(captions.encode())
        chapter_file = files.enter_context(whole_file(beside(inputs.path, ".chapters.json")))
        chapter_file.write(json_lines(chapters_json(chapters(timeline.sections))))
        file = files.enter_context(whole_file(inputs.path))
        finished = sound.write(file, _tags(inputs, placed, cover))
        _refuse_faults(inputs, timeline, finished.measured)
        n_bytes = file.seek(0, 2)
        sha256 = digest_of_open(file)
        audio = audio_row(inputs.path, n_bytes=n_bytes, sha256=sha256, timeline=timeline, finished=finished)
        session = record(project, inputs, placed, audio)
        session_file.write(written_session(session))
    return session, finished.made


def _refuse_faults(inputs: Inputs, timeline: Timeline, measured: Figures) -> None:
    loudness = inputs.defaults.loudness
    if wrong := faults(measured, length=timeline.length, music=bool(timeline.beds), loudness=loudness):
        message = "the finished class " + "; ".join(wrong)
        raise VerifyError(message, path=inputs.path, hint="nothing was written; please report it")


def _tags(inputs: Inputs, placed: Placed, cover: bytes) -> Tags:
    marks = chapters(placed.timeline.sections)
    return Tags(
        title=placed.written.title,
        artist=inputs.defaults.artist,
        album=inputs.defaults.album,
        genre="Fitness",
        comment=f"Made with audiosession: pace {inputs.choices.pace.name}.",
        cover=cover,
        chapters=tuple(ChapterMark(start=m.start, end=m.end, title=m.title) for m in marks),
    )
