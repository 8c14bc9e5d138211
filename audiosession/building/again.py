"""Build a class again from its session: what was chosen then, of what is there now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiosession.building.gather import Inputs, gather
from audiosession.building.record import made_from
from audiosession.errors import Act, DefinitionError, Remedy, SessionError
from audiosession.formats import Format, choose_format
from audiosession.project.project import Project
from audiosession.project.sessions import read_session
from audiosession.session import Session, Settings
from audiosession.voices.registry import open_voice
from audiosession.writing.choices import Choices, Defaults, choose

_ANEW = "build the class anew by its name"


@dataclass(frozen=True, kw_only=True)
class Again:
    """A class to be built again: its session, and what there is now to build it from."""

    session: Session
    path: Path
    inputs: Inputs


def gather_again(project: Project, path: Path, output: Path | None = None) -> Again:
    """Gather what the session at `path` was built from, chosen as it was then; `output` is by default its own file.

    Raises:
        SessionError: It tells no source, as sessions of older versions do, or can't be read.
        AudioSessionError: What it was built from is not there or at fault.
    """
    session = read_session(path)
    target = _target(project, session, path)
    audio = output or path.parent / Path(session.audio.file).name
    choices, voice = _chosen(project, session.settings), _voice(session.settings)
    return Again(session=session, path=path, inputs=gather(project, target, choices, audio, _form(audio), voice))


def refuse_changed(again: Again) -> None:
    """Refuse to build again what would not be the same, and name all that has changed.

    Raises:
        DefinitionError: Something has changed since the session was written.
    """
    inputs = again.inputs
    now = made_from(inputs, open_voice(inputs.voice, inputs.voices).address)
    before = again.session.made_from
    changed = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if changed:
        message = "what it was built from has changed: " + ", ".join(changed)
        raise DefinitionError(message, path=again.path, remedy=Remedy(act=Act.BUILD_ANYWAY))


def _target(project: Project, session: Session, path: Path) -> str:
    kind, _, name = session.source.partition(":")
    if kind == "text" and name:
        return str(project.root / name)
    if kind not in ("exercise", "class") or not name:
        raise SessionError("does not tell what it was built from", path=path, hint=_ANEW)
    return name


def _form(audio: Path) -> Format:
    return choose_format(None, audio)


def _voice(settings: Settings) -> str:
    """Return who spoke where the voice chose itself; empty where one was asked for."""
    return settings.voice.partition("+")[0] if settings.voice_asked in ("", "auto") else ""


def _chosen(project: Project, settings: Settings) -> Choices:
    music = settings.music
    if music is not None and "/" in music:
        music = str(project.root / music)
    return choose(
        Defaults(),
        pace=settings.pace,
        reps=settings.reps_asked,
        detail=settings.detail,
        voice=settings.voice_asked or "auto",
        music=music or "none",
        tones=settings.tones,
        length=None if settings.length is None else f"{round(settings.length)}s",
        side=settings.side,
        avoid=",".join(settings.avoid),
        seed=settings.seed,
        strict=settings.strict,
        fill=settings.fill,
    )
