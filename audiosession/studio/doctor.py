"""Look at the machine: what works, and what to do about the rest."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import Act, AudioSessionError, Remedy
from audiosession.files.links import lost_link, told_link
from audiosession.project.limits import read_limits
from audiosession.project.project import Project
from audiosession.project.stores import STORES, limits_file, shared_store, store_use
from audiosession.studio.heard.words import glance
from audiosession.voices.listening.recognising import INSTALL, ear_version

_ROOM_MB = 500
_LAMEENC = "pip install --force-reinstall 'lameenc>=1.9,<2', where it has a wheel"


@dataclass(frozen=True, kw_only=True)
class Examined:
    """One thing that was looked at; a `needed` one that is not `ok` stops every build."""

    name: str
    ok: bool
    found: str
    cure: str | Remedy = ""
    needed: bool = True


def examine(project: Project) -> tuple[Examined, ...]:
    """Look at everything that a build or a publish may need."""
    return (
        Examined(name="Python", ok=True, found=platform.python_version()),
        _try("decode, encode", _encode, cure="pip install --force-reinstall av"),
        _fast_mp3(),
        _try("embedded voice", _espeak, cure="pip install --force-reinstall espeakng-loader"),
        _google(),
        _piper(),
        _words(project),
        _writable("cache", project.cache, "set AUDIOSESSION_CACHE to a folder that you may write to"),
        _writable("output", project.output, "run in a folder that you may write to, or build with -o"),
        _room(project),
        _limits(project),
        *(_store(project, name) for name in STORES),
        *_shared(project),
        _content(project),
    )


def _try(name: str, work: Callable[[], str], *, cure: str) -> Examined:
    try:
        return Examined(name=name, ok=True, found=work())
    except (AudioSessionError, ImportError, OSError) as error:
        return Examined(name=name, ok=False, found=str(error), cure=cure)


def _encode() -> str:
    import av
    import numpy as np

    from audiosession.codecs.mp3 import encode_window

    encode_window(np.zeros((4_800, 2), np.float32), pre_roll=0, n_frames=None)
    codec = ".".join(map(str, av.library_versions["libavcodec"]))
    return f"PyAV {av.__version__} (libavcodec {codec}); no ffmpeg needed"


def _fast_mp3() -> Examined:
    try:
        from audiosession.codecs.mp3 import encoder
    except ImportError as error:
        return Examined(name="fast MP3", ok=False, found=str(error), needed=False)
    lame = encoder()
    found = f"{lame.name}, at a third of the speed: {lame.instead}" if lame.instead else lame.name
    cure = _LAMEENC if lame.instead and sys.platform != "win32" else ""
    return Examined(name="fast MP3", ok=not lame.instead, found=found, needed=False, cure=cure)


def _espeak() -> str:
    from audiosession.voices.registry import open_voice

    voice = open_voice("espeak")
    voice.speak("Breathe in.")
    return f"{voice.name} speaks"


def _google() -> Examined:
    from audiosession.voices import google

    trouble = google.trouble()
    found = trouble or "Google answers; it is sent the text, and certificates are not verified"
    return Examined(
        name="gTTS",
        ok=not trouble,
        found=found,
        needed=False,
        cure="without it, the embedded voice speaks" if trouble else "",
    )


def _piper() -> Examined:
    from audiosession.voices.piper.voice import facts

    told = facts()
    return Examined(name="Piper", ok=not told.cure, found=told.summary, cure=told.cure, needed=False)


def _words(project: Project) -> Examined:
    """Tell whether lines can be recognised, and what was heard so far; nobody listens now, which takes a while."""
    ear = ear_version()
    if not ear:
        found = "no ear that tells which lines may not be understood"
        return Examined(name="words", ok=False, found=found, cure=INSTALL, needed=False)
    try:
        seen = glance(project)
    except (AudioSessionError, OSError) as error:
        return Examined(name="words", ok=False, found=str(error), needed=False)
    told = f"{seen.unclear} of {seen.lines} lines may not be understood, in {seen.classes} of {seen.of_classes} classes"
    found = f"pocketsphinx {ear}; " + (told if seen.classes else "it listened to no class yet")
    cure = Remedy(act=Act.HEAR_WORDS) if seen.classes < max(1, seen.of_classes) or seen.unclear else ""
    return Examined(name="words", ok=True, found=found, cure=cure, needed=False)


def _writable(name: str, folder: Path, cure: str) -> Examined:
    if link := lost_link(folder):
        return Examined(name=name, ok=False, found=f"{link} {told_link(link)}", cure=cure)
    near = next(p for p in (folder, *folder.parents) if p.exists())
    try:
        with tempfile.TemporaryFile(dir=near):
            pass
    except OSError as error:
        return Examined(name=name, ok=False, found=f"{folder}: {error.strerror}", cure=cure)
    return Examined(name=name, ok=True, found=str(folder))


def _room(project: Project) -> Examined:
    near = next(p for p in (project.cache, *project.cache.parents) if p.exists())
    free_mb = shutil.disk_usage(near).free // 1_000_000
    cure = "" if free_mb >= _ROOM_MB else f"free some space: a build likes {_ROOM_MB} MB"
    return Examined(name="room on disk", ok=free_mb >= _ROOM_MB, found=f"{free_mb:,} MB free", cure=cure, needed=False)


def _limits(project: Project) -> Examined:
    """Tell where it is said how much the caches keep; a fault in there stops every build."""
    path = limits_file(project)
    try:
        read_limits(path)
    except AudioSessionError as error:
        return Examined(name="limits", ok=False, found=str(error), cure="mend it, or remove it: the usual limits hold")
    return Examined(name="limits", ok=True, found=str(path) if path.is_file() else f"the usual; {path} may say others")


def _store(project: Project, name: str) -> Examined:
    try:
        use = store_use(project, name)
    except (AudioSessionError, OSError) as error:
        return Examined(name=f"kept {name}", ok=False, found=str(error), needed=False)
    found = f"{use.held / 1e9:.2f} GB of at most {use.most / 1e9:.2f} GB"
    return Examined(name=f"kept {name}", ok=True, found=found, needed=False)


def _shared(project: Project) -> Iterator[Examined]:
    """Tell whether the shared store answers, where there is one."""
    try:
        shared = shared_store(project)
        if shared is None:
            return
        shared.begin()
        told = shared.told()
    except AudioSessionError as error:
        yield Examined(name="shared store", ok=False, found=str(error), cure=error.hint)
        return
    cure = "without it, all is made here" if told else ""
    found = told[0] if told else f"{shared.name} answers"
    yield Examined(name="shared store", ok=not told, found=found, cure=cure, needed=False)


def _content(project: Project) -> Examined:
    n_exercises, n_classes = len(project.names("exercises")), len(project.names("classes"))
    own = "this folder's own and the starter's" if project.scripts.is_dir() else "the starter's"
    return Examined(name="content", ok=n_exercises > 0, found=f"{n_exercises} exercises, {n_classes} classes ({own})")
