"""Make a class: speak, schedule, mix, encode, hear it again, and only then let it take its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import IO, Any

from audiosession.app.build import Built, Order, Report, session_path
from audiosession.app.files import whole_file
from audiosession.app.project import Project, shown
from audiosession.app.render import LEAD, TAIL, Rendered, Renderer
from audiosession.app.sources import DiskSources
from audiosession.app.speak import Spoken, speak
from audiosession.captions import webvtt
from audiosession.chapters import chapters, chapters_json
from audiosession.codecs.blobs import BlobStore
from audiosession.codecs.cover import draw_cover
from audiosession.codecs.loops import LoopStore
from audiosession.codecs.mp3_file import write_mp3
from audiosession.codecs.tags import ChapterMark, Tags, id3_tag
from audiosession.errors import VerifyError
from audiosession.layout import Note
from audiosession.mixing import Desk
from audiosession.schedule import schedule
from audiosession.session import audio_row, session_document
from audiosession.timeline import Timeline
from audiosession.units import FRAMES_PER_MS, to_seconds
from audiosession.verdict import faults, figures

COVER_PIXELS = 600


def produce(project: Project, order: Order, report: Report, tell: Callable[[str], None]) -> Built:
    """Build `order` anew; see `audiosession.app.build.build`."""
    spoken = speak(project, order, report)
    if spoken.note:
        tell(spoken.note)
    timeline, notes = timeline_of(order, spoken)
    loops = LoopStore(project.cache / "beds")
    stored = {name: loops.open(bed.path, bed.bed) for name, bed in order.beds.items()}
    desk = Desk(
        timeline=timeline,
        takes={text: take.digest for text, take in spoken.takes.items()},
        beds={name: (loop.digest, loop.lufs) for name, loop in stored.items()},
        lead=LEAD,
        tail=TAIL,
    )
    recipes = list(desk.recipes())
    sources = DiskSources(spoken.takes.values(), spoken.store, loops)
    renderer = Renderer(sources, BlobStore(project.cache / "windows", kind="window"), report)
    rendered = renderer.render(recipes)
    session = _write(order, spoken, timeline, rendered, renderer.frames(rendered, recipes))
    return Built(
        path=order.path,
        session=session,
        notes=notes,
        voice_note=spoken.note,
        windows=len(recipes),
        made=rendered.made,
    )


def timeline_of(order: Order, spoken: Spoken) -> tuple[Timeline, tuple[Note, ...]]:
    """Return where everything in an order is once its lines are spoken."""
    return schedule(
        order.composition.narration,
        {text: take.duration for text, take in spoken.takes.items()},
        count=order.choices.pace.count,
        music=order.choices.music,
        tones=order.choices.tones,
        strict=order.choices.strict,
        path=order.composition.path,
    )


def _write(
    order: Order, spoken: Spoken, timeline: Timeline, rendered: Rendered, frames: Iterable[bytes]
) -> dict[str, Any]:
    """Write the four files, each whole, the session last; none takes its name before all are heard and written."""
    measured = figures(rendered.heard)
    wrong = faults(measured, length=timeline.length, music=bool(timeline.beds))
    if wrong:
        raise VerifyError(
            "the finished class " + "; ".join(wrong),
            path=shown(order.path),
            hint="nothing was written; please report it",
        )
    marks = chapters(timeline.sections)
    captions = webvtt(timeline.track("voice"), language=spoken.voice.language)
    with ExitStack() as files:
        session_file = files.enter_context(whole_file(session_path(order.path)))
        files.enter_context(whole_file(order.path.with_suffix(".vtt"))).write(captions.encode())
        chapter_file = files.enter_context(whole_file(order.path.with_suffix(".chapters.json")))
        chapter_file.write(_json(chapters_json(marks)))
        mp3 = files.enter_context(whole_file(order.path))
        tag = _tag(order, [ChapterMark(start=m.start, end=m.end, title=m.title) for m in marks])
        n_sound_frames = timeline.length * FRAMES_PER_MS
        n_bytes = write_mp3(mp3, frames, n_sound_frames=n_sound_frames, tag=tag)
        audio = audio_row(
            file=order.path.name,
            n_bytes=n_bytes,
            sha256=_sha256(mp3),
            measured=measured,
            duration=to_seconds(timeline.length),
        )
        session = _session(order, spoken, timeline, audio)
        session_file.write(_json(session))
    return session


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    hashed = hashlib.sha256()
    while piece := file.read(1 << 20):
        hashed.update(piece)
    return hashed.hexdigest()


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _tag(order: Order, marks: Sequence[ChapterMark]) -> bytes:
    title = order.composition.title
    return id3_tag(
        Tags(
            title=title,
            artist=order.defaults.artist,
            album=order.defaults.album,
            genre="Fitness",
            comment=f"Made with audiosession: pace {order.choices.pace.name}.",
            cover=draw_cover(title, subtitle=order.defaults.album, size=COVER_PIXELS, limit=150_000),
            chapters=tuple(marks),
        )
    )


def _session(order: Order, spoken: Spoken, timeline: Timeline, audio: dict[str, Any]) -> dict[str, Any]:
    return session_document(
        slug=order.slug,
        title=order.composition.title,
        choices=order.choices,
        reps=_reps(order),
        voice=spoken.name,
        music=order.choices.music,
        language=spoken.voice.language,
        timeline=timeline,
        audio=audio,
        more={**_about(order), "inputs": order.inputs},
    )


def _reps(order: Order) -> int | None:
    """Return the reps of the one exercise there is; None where a class or a narration has its own."""
    plan = order.composition.plan
    return plan.exercises[0].reps if plan is not None and not plan.is_class else order.choices.reps


def _about(order: Order) -> dict[str, Any]:
    """Return what show notes say: what the class is for, its position, its cautions, whose music it is."""
    about: dict[str, Any] = {}
    plan = order.composition.plan
    if plan is not None:
        exercises = [item.exercise for item in plan.exercises]
        about["description"] = plan.description or " ".join(cue.say for cue in exercises[0].purpose)
        about["position"] = ", ".join(dict.fromkeys(exercise.position for exercise in exercises))
        about["cautions"] = list(dict.fromkeys(c.say for e in exercises for c in e.cautions))
    playing = [order.beds[name].bed for name in order.beds]
    if playing:
        about["music_title"] = ", ".join(bed.title or bed.file for bed in playing)
        about["music_credit"] = ", ".join(dict.fromkeys(bed.credit for bed in playing if bed.credit))
        about["music_licence"] = ", ".join(dict.fromkeys(bed.licence for bed in playing if bed.licence))
    return about
