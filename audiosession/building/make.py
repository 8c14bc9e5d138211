"""Make a class: speak, place, mix, render, hear it again, and only then let it take its name.

It is begun and finished apart, so that the next class is begun while this one is finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TypeAlias

from audiosession.building.ahead import make_ahead
from audiosession.building.built import Built
from audiosession.building.gather import Inputs
from audiosession.building.mix import Beds, open_beds, set_desk
from audiosession.building.place import Placed, place_spoken
from audiosession.building.record import audio_row, record
from audiosession.building.render import Renderer
from audiosession.building.sound_file import Finished, Sound, make_sound
from audiosession.building.speak import Speaker
from audiosession.building.window import LEAD, TAIL
from audiosession.codecs.tags import UNDETERMINED, ChapterMark, Tags
from audiosession.errors import VerifyError
from audiosession.files.digests import digest_of_open
from audiosession.files.sharing.parts import written_parts
from audiosession.files.whole import refuse_unwritable, whole_file
from audiosession.formats import beside
from audiosession.machine.memory import give_back, keep_no_large_blocks
from audiosession.progress import Progress, Teller, Watcher
from audiosession.project.covers import small_cover, unlettered
from audiosession.project.project import Project
from audiosession.project.sessions import session_path
from audiosession.project.stores import parts_store, shared_store, window_store
from audiosession.session import Session, json_lines, written_session
from audiosession.sound.forecast import music_pauses
from audiosession.sound.verdict import Figures, faults, remarks, spoken_alone
from audiosession.timing.telling.captions import timeline_captions, webvtt
from audiosession.timing.telling.chapters import chapters, chapters_json
from audiosession.units import Ms
from audiosession.voices.registry import Choose, choose_voice
from audiosession.voices.voice import RestingVoice
from audiosession.writing.words.places import filled

Stretches: TypeAlias = Sequence[tuple[Ms, Ms]]
Pauses: TypeAlias = Callable[[], Stretches]


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A class of which all is ready but its files and most of its windows: `made` are those that are."""

    inputs: Inputs
    cover: bytes
    beds: Beds
    placed: Placed
    made: int


def begin_making(project: Project, inputs: Inputs, watch: Watcher, tell: Teller, choose: Choose | None) -> Begun:
    """Speak and place the class that `inputs` are for; its beds, its cover and its first windows are made meanwhile.

    Raises:
        AudioSessionError: Something is at fault.
    """
    refuse_unwritable(inputs.path)
    keep_no_large_blocks()
    if lost := unlettered(inputs.cover):
        tell(f"{lost}; a picture of your own is scripts/covers/{inputs.slug.partition('.')[0]}.jpg")
    ended = Event()
    with ThreadPoolExecutor(1, thread_name_prefix="meanwhile") as pool:
        try:
            cover = pool.submit(small_cover, project, inputs.cover)
            if inputs.cover.own:
                cover.result()  # it may be no picture: nobody speaks, or pays, before that is known
            beds = pool.submit(open_beds, project, inputs)
            speaker = Speaker(project, inputs, _minding(beds, watch), choose or choose_voice)
            ahead = pool.submit(lambda: make_ahead(project, inputs, speaker.listener(), beds.result(), ended))
            placed = place_spoken(project, inputs, speaker, tell)
            ended.set()
            for voice in speaker.voices if choose is None else ():
                if isinstance(voice, RestingVoice):
                    voice.rest()
            begun = Begun(inputs=inputs, cover=cover.result(), beds=beds.result(), placed=placed, made=ahead.result())
        finally:
            ended.set()
            pool.shutdown(wait=False, cancel_futures=True)
    for note in begun.beds.notes:
        tell(f"warning: {note}")
    return begun


def _minding(beds: Future[Beds], watch: Watcher) -> Watcher:
    """Return `watch`, which ends the speaking as soon as a bed turns out to be none: some voices cost money."""

    def told(progress: Progress) -> None:
        if beds.done():
            beds.result()
        watch(progress)

    return told


def finish_making(project: Project, begun: Begun, watch: Watcher) -> Built:
    """Make the windows and the files of a class that was begun.

    Raises:
        AudioSessionError: Something is at fault; no file that was there before has changed.
    """
    inputs, placed = begun.inputs, begun.placed
    give_back()
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL, beds=begun.beds)
    renderer = Renderer(sources, window_store(project), watch, inputs.defaults.loudness)
    speech = spoken_alone(placed.timeline.spans("voice"), placed.timeline.spans("sounds"))
    sound = make_sound(inputs.form, renderer, recipes, speech)
    silent = partial(music_pauses, recipes, sources)
    session, finished = _written(project, inputs, placed, sound, begun.cover, silent)
    if shared_store(project) is not None:  # who publishes it has it stay there
        takes = [take.digest for take in placed.spoken.takes.values()]
        parts_store(project).put(session.audio.sha256, written_parts({"take": takes, "window": finished.kept}))
    return Built(
        path=inputs.path,
        session=session,
        notes=placed.notes,
        changes=placed.changes,
        remarks=tuple(remarks(finished.measured, loudness=inputs.defaults.loudness)),
        windows=len(recipes),
        made=begun.made + finished.made,
    )


def _written(
    project: Project, inputs: Inputs, placed: Placed, sound: Sound, cover: bytes, music_pauses: Pauses
) -> tuple[Session, Finished]:
    """Write the four files, each whole, and return the session and what was finished.

    None takes its name before all are written and the sound is heard; the session is the last one.
    """
    timeline = placed.timeline
    language = inputs.language_of(placed.spoken.voice)
    captions = webvtt(timeline_captions(timeline, language=language), language=language)
    with ExitStack() as files:
        session_file = files.enter_context(whole_file(session_path(inputs.path)))
        files.enter_context(whole_file(beside(inputs.path, ".vtt"))).write(captions.encode())
        chapter_file = files.enter_context(whole_file(beside(inputs.path, ".chapters.json")))
        chapter_file.write(json_lines(chapters_json(chapters(timeline.sections))))
        file = files.enter_context(whole_file(inputs.path))
        give_back()
        finished = sound.write(file, _tags(inputs, placed, cover))
        pauses = _around(finished.measured.dead_air, _music(placed), music_pauses)
        _refuse_faults(inputs, placed, finished.measured, pauses)
        n_bytes = file.seek(0, 2)
        sha256 = digest_of_open(file)
        audio = audio_row(inputs.path, n_bytes=n_bytes, sha256=sha256, timeline=timeline, finished=finished)
        session = record(project, inputs, placed, audio, pauses)
        session_file.write(written_session(session))
    return session, finished


def _music(placed: Placed) -> tuple[Ms, Ms] | None:
    """Return from where to where beds play before the last one fades; None where none does."""
    playing = placed.timeline.music
    return playing and (playing[0], Ms(playing[1] - placed.edges.fade_out))


def _around(dead_air: Stretches, music: tuple[Ms, Ms] | None, music_pauses: Pauses) -> Stretches:
    """Return the pauses of the music that explain dead air under it; where nothing is dead, nobody asks for them."""
    dead = [(start, end) for start, end in dead_air if music and start < music[1] and end > music[0]]
    pauses = music_pauses() if dead else ()
    return [(start, end) for start, end in pauses if any(a < end and b > start for a, b in dead)]


def _refuse_faults(inputs: Inputs, placed: Placed, measured: Figures, pauses: Stretches) -> None:
    loudness, length = inputs.defaults.loudness, placed.timeline.length
    if wrong := faults(measured, length=length, music=_music(placed), loudness=loudness, pauses=pauses):
        message = "the finished class " + "; ".join(wrong)
        raise VerifyError(message, path=inputs.path, hint="nothing was written; please report it")


def _tags(inputs: Inputs, placed: Placed, cover: bytes) -> Tags:
    marks = chapters(placed.timeline.sections)
    words = placed.written.words
    own = words.language.files if words else None
    return Tags(
        title=placed.written.title,
        artist=inputs.defaults.artist,
        album=inputs.defaults.album or (own.album if own else ""),
        genre="Fitness",
        comment=filled(own.comment, pace=own.pace(inputs.choices.pace.name)) if own else "",
        language=own.code if own else UNDETERMINED,
        cover=cover,
        chapters=tuple(ChapterMark(start=m.start, end=m.end, title=m.title) for m in marks),
    )
