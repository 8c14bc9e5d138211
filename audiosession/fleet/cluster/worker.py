"""What a worker does: speaks lines, builds a class. It needs the package and the store, and keeps nothing of worth.

The project comes out of the store, once for each digest, into a folder that goes with the worker. What is made is in
the store before a task ends; a worker that may only read answers with it instead.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from audiosession.building.build import begin, finish
from audiosession.building.built import Built
from audiosession.building.gather import Inputs, gather
from audiosession.digests import digest_of_everything
from audiosession.errors import AudioSessionError, StoreError, VoiceError
from audiosession.files.digests import digest_of_open
from audiosession.files.sharing.actions import MissedError
from audiosession.files.sharing.shared import SharedStore, shared_store_at
from audiosession.fleet.cluster.events import watcher_to
from audiosession.fleet.cluster.faults import sent_error
from audiosession.fleet.cluster.finished import find_finished, send_finished
from audiosession.fleet.cluster.orders import ClassBuilt, ClassOrder, LinesSpoken, SpeakOrder, Workplace, here
from audiosession.fleet.cluster.snapshot import KIND, unpack_project
from audiosession.formats import FORMATS
from audiosession.progress import Watcher
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults, voice_settings
from audiosession.project.stores import begin_sharing, take_store
from audiosession.units import Ms
from audiosession.voices.chosen.another import another_take
from audiosession.voices.registry import Choose, VoiceTables, choosing_once
from audiosession.voices.speaking import takes_for
from audiosession.voices.tempos.tempo import Tempo
from audiosession.voices.voice import Voice
from audiosession.writing.choices import choose

_ALONE = Lock()
"""A class has all cores of its machine: a worker of several threads does one task after another."""
_TRIES = 3
_MOST_PROJECTS = 4


@dataclass(frozen=True)
class _Opened:
    """The voices that this worker has opened, for each project."""

    choose: Choose


_VOICES: dict[Path, _Opened] = {}


def speak_lines(place: Workplace, order: SpeakOrder, after: object = ()) -> LinesSpoken:
    """Have lines spoken that nobody spoke before; `after` is the task that measured how fast their voice speaks.

    Raises:
        StoreError: The project is not to be had just now.
    """
    with _ALONE:
        shared, project = _arrive(place)
        try:
            lengths, new = _spoken(project, order)
            error = None
        except AudioSessionError as trouble:
            lengths, new, error = {}, 0, sent_error(trouble, project)
        shared.flush()
        return LinesSpoken(
            lengths=lengths, new=new, told=shared.told(), unsent=tuple(shared.unsent()), error=error
        )  # fmt: skip


def build_class(place: Workplace, order: ClassOrder, after: object = ()) -> ClassBuilt:
    """Build a class; `after` are the tasks that make windows which it has, too.

    Raises:
        StoreError: The project is not to be had just now.
    """
    with _ALONE:
        shared, project = _arrive(place)
        try:
            return _built(shared, project, order, place.run)
        except AudioSessionError as error:
            shared.flush()
            unsent = tuple(shared.unsent())
            return ClassBuilt(key=order.key, unsent=unsent, error=sent_error(error, project))


def _spoken(project: Project, order: SpeakOrder) -> tuple[dict[str, Ms], int]:
    begin_sharing(project)
    settings, store = voice_settings(project), take_store(project)
    voice = _choosing(project)(str(here(order.voice, project)), settings, order.language, order.tempo)[0]
    if isinstance(order.way, int):
        voice = another_take(voice, order.way)
    _refuse_other(voice, (digest_of_everything(order.address),))
    respell = dict(order.lines).__getitem__
    store.fetch(dict(order.lines).values(), address=voice.address)
    here_already = {text for text, spoken in order.lines if store.find(text=text, spoken=spoken, address=voice.address)}
    takes = takes_for(voice, dict(order.lines), store, respell=respell)
    return {take.digest: take.duration for take in takes.values()}, len(takes) - len(here_already)


def _built(shared: SharedStore, project: Project, order: ClassOrder, run: str) -> ClassBuilt:
    inputs = _inputs(project, order)
    if not order.by_hand and (files := find_finished(shared, inputs, order.speakers)) is not None:
        return ClassBuilt(key=order.key, files=files)
    told: list[str] = []
    watch = watcher_to(run, order.key)
    try:
        built = _made(project, inputs, order, watch, told.append)
        by_hand = order.by_hand or shared.read_only
        files = send_finished(shared, inputs, order.speakers, by_hand=by_hand)
        if shared.read_only and not by_hand:  # it was found out just now
            files = send_finished(shared, inputs, order.speakers, by_hand=True)
        return ClassBuilt(
            key=order.key,
            files=files,
            made=built.made,
            told=(*told, *shared.told()),
            unsent=tuple(shared.unsent()),
        )
    finally:
        shutil.rmtree(project.output, ignore_errors=True)


def _made(project: Project, inputs: Inputs, order: ClassOrder, watch: Watcher, tell: Callable[[str], None]) -> Built:
    opens = _choosing(project)

    def chosen(spec: str, settings: VoiceTables, language: str, tempo: Tempo) -> tuple[Voice, str]:
        voice, why = opens(spec, settings, language, tempo)
        if spec in (inputs.voice, inputs.count_voice):
            _refuse_other(voice, order.speakers)
        return voice, why

    return finish(project, begin(project, inputs, force=True, watch=watch, tell=tell, choose=chosen), watch)


def _inputs(project: Project, order: ClassOrder) -> Inputs:
    """Return what a class is built from, once it is seen to be what whoever asked for it has.

    Raises:
        AudioSessionError: It is not: the package is of another version, or a file was changed while it was packed.
    """
    choices = choose(read_defaults(project), **order.wanted(project))
    inputs = gather(project, order.target_in(project), choices, form=FORMATS[order.form], voice=order.voice)
    names = {*inputs.made_from, *order.made_from} - order.unseen
    others = sorted(name for name in names if inputs.made_from.get(name) != order.made_from.get(name))
    if others:
        message = f"a worker has another version of {', '.join(others)}"
        raise AudioSessionError(message, hint="have the same release of audiosession on all, and build again")
    second = order.count_voice or inputs.count_voice
    return replace(inputs, count_voice=second, made_from=order.made_from)


def _refuse_other(voice: Voice, speakers: tuple[str, ...]) -> None:
    """Refuse a voice that sounds otherwise than the one of whoever asked."""
    if digest_of_everything(voice.address) not in speakers:
        message = f"{voice.name} is another voice on a worker than here"
        raise VoiceError(message, hint="have the same version of it on all machines")


def _choosing(project: Project) -> Choose:
    if project.root not in _VOICES:
        _VOICES.clear()
        _VOICES[project.root] = _Opened(choosing_once())
    return _VOICES[project.root].choose


def _arrive(place: Workplace) -> tuple[SharedStore, Project]:
    """Return the store and the project of a task, which is fetched unless it is here.

    Raises:
        StoreError: It can't be had: Dask tries again, elsewhere perhaps.
    """
    shared = shared_store_at(place.store, timeout_s=place.timeout_s)
    folder = _projects() / place.snapshot
    if not folder.is_dir():
        _fetch(place, folder)
    return shared, Project(folder, place.store)


def _projects() -> Path:
    from distributed import get_worker  # only a worker comes here

    folder = Path(get_worker().local_directory, "audiosession").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _fetch(place: Workplace, folder: Path) -> None:
    for old in sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime)[: -_MOST_PROJECTS + 1]:
        shutil.rmtree(old, ignore_errors=True)
    for _ in range(_TRIES):
        # One that has not been asked yet: what is missing there just now may be there in a second.
        asked = SharedStore(shared_store_at(place.store, timeout_s=place.timeout_s).objects, read_only=True)
        with tempfile.TemporaryFile() as file, suppress(MissedError):
            file.writelines(asked.read(KIND, place.snapshot))
            if digest_of_open(file) == place.snapshot:
                file.seek(0)
                new = Path(tempfile.mkdtemp(dir=folder.parent))
                try:
                    unpack_project(file, new)
                    new.rename(folder)
                finally:
                    shutil.rmtree(new, ignore_errors=True)  # where it has no other name by now
                return
    raise StoreError("a worker can't get the project out of the shared store", hint="see that it reaches the store")
