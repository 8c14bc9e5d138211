"""Make a class: speak, schedule, mix, encode, hear it again, and only then let it take its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from audiosession.building.inputs import BUILD_VERSION, Built, Order, Report, session_path
from audiosession.building.mix import set_desk
from audiosession.building.place import Placed, place_class
from audiosession.building.sound_file import Sound, make_sound
from audiosession.building.windows import LEAD, TAIL, Renderer
from audiosession.codecs.tags import ChapterMark, Tags
from audiosession.digests import digest_of
from audiosession.errors import VerifyError
from audiosession.files.digests import digest_of_open
from audiosession.files.whole import refuse_unwritable, whole_file
from audiosession.formats import beside
from audiosession.project.project import Project, shown
from audiosession.project.stores import cover_store, window_store
from audiosession.session import audio_row, session_document
from audiosession.sound.verdict import Figures, faults
from audiosession.timing.captions import webvtt
from audiosession.timing.chapters import chapters, chapters_json
from audiosession.timing.timeline import Timeline
from audiosession.units import to_seconds

COVER_PIXELS = 600
COVER_BYTES = 150_000


def produce(project: Project, order: Order, report: Report, tell: Callable[[str], None]) -> Built:
    """Build `order` anew; see `audiosession.building.build.build`."""
    refuse_unwritable(order.path)
    placed = place_class(project, order, report, tell)
    recipes, sources = set_desk(project, order, placed, lead=LEAD, tail=TAIL)
    renderer = Renderer(sources, window_store(project), report)
    sound = make_sound(order.form, renderer, recipes)
    session, made = _write(order, placed, sound, _tags(project, order, placed))
    return Built(
        path=order.path,
        session=session,
        notes=placed.notes,
        changes=placed.changes,
        voice_note=placed.spoken.note,
        windows=len(recipes),
        made=made,
    )


def _write(order: Order, placed: Placed, sound: Sound, tags: Tags) -> tuple[dict[str, Any], int]:
    """Write the four files, each whole, and return the session with the number of windows made.

    None takes its name before all are written and the sound is heard; the session is the last one.
    """
    timeline = placed.timeline
    captions = webvtt(timeline.track("voice"), language=placed.spoken.voice.language)
    with ExitStack() as files:
        session_file = files.enter_context(whole_file(session_path(order.path)))
        files.enter_context(whole_file(beside(order.path, ".vtt"))).write(captions.encode())
        chapter_file = files.enter_context(whole_file(beside(order.path, ".chapters.json")))
        chapter_file.write(_json(chapters_json(chapters(timeline.sections))))
        file = files.enter_context(whole_file(order.path))
        written = sound.write(file, tags)
        _refuse_faults(order, timeline, written.measured)
        audio = audio_row(
            file=order.path.name,
            n_bytes=file.seek(0, 2),
            sha256=digest_of_open(file),
            measured=written.measured,
            duration=to_seconds(timeline.length),
            bit_rate=written.bit_rate,
        )
        session = _session(order, placed, audio)
        session_file.write(_json(session))
    return session, written.made


def _refuse_faults(order: Order, timeline: Timeline, measured: Figures) -> None:
    if wrong := faults(measured, length=timeline.length, music=bool(timeline.beds)):
        raise VerifyError(
            "the finished class " + "; ".join(wrong),
            path=shown(order.path),
            hint="nothing was written; please report it",
        )


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _json(document: dict[str, Any]) -> bytes:
    """Return a document with a line for each key and for each row of a list: easy to read and to compare.

    With `indent`, the json module would encode in Python, which takes several times as long for thousands of events.
    """
    lines = ",\n ".join(f"{_encode(key)}: {_rows(value)}" for key, value in document.items())
    return f"{{\n {lines}\n}}\n".encode()


def _rows(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _encode(value)
    return "[\n  " + ",\n  ".join(map(_encode, value)) + "\n ]"


def _tags(project: Project, order: Order, placed: Placed) -> Tags:
    title = order.composition.title
    marks = chapters(placed.timeline.sections)
    return Tags(
        title=title,
        artist=order.defaults.artist,
        album=order.defaults.album,
        genre="Fitness",
        comment=f"Made with audiosession: pace {order.choices.pace.name}.",
        cover=_cover(project, title, order.defaults.album),
        chapters=tuple(ChapterMark(start=m.start, end=m.end, title=m.title) for m in marks),
    )


def _cover(project: Project, title: str, subtitle: str) -> bytes:
    """Return the cover that is embedded, drawn once for each title: an edit seldom changes that."""
    store = cover_store(project)
    address = digest_of(repr((BUILD_VERSION, title, subtitle, COVER_PIXELS, COVER_BYTES)))
    drawn = store.get(address)
    if drawn is None:
        from audiosession.pictures.drawing import draw_cover  # Pillow is loaded for a new cover only

        drawn = draw_cover(title, subtitle=subtitle, size=COVER_PIXELS, limit=COVER_BYTES)
        store.put(address, drawn)
    return drawn


def _session(order: Order, placed: Placed, audio: dict[str, Any]) -> dict[str, Any]:
    spoken = placed.spoken
    return session_document(
        slug=order.slug,
        title=order.composition.title,
        choices=order.choices,
        reps=_reps(order, placed),
        voice=spoken.name,
        music=order.choices.music,
        language=spoken.voice.language,
        timeline=placed.timeline,
        audio=audio,
        more={**_about(order, placed), "inputs": order.inputs},
    )


def _reps(order: Order, placed: Placed) -> int | None:
    """Return the reps of the one exercise there is; None where a class or a narration has its own."""
    plan = placed.composition.plan
    return plan.exercises[0].reps if plan is not None and not plan.is_class else order.choices.reps


def _about(order: Order, placed: Placed) -> dict[str, Any]:
    """Return what show notes say: what the class is for, its position, its cautions, whose music it is."""
    about: dict[str, Any] = {}
    plan = placed.composition.plan
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
