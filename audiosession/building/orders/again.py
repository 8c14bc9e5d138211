"""Build a class again from its session: what was chosen then, of what is there now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from audiosession.building.gather import Inputs, file_digest, gather
from audiosession.building.record import made_from
from audiosession.errors import Act, AudioSessionError, DefinitionError, Remedy, SessionError
from audiosession.formats import choose_format
from audiosession.project.library import is_breath
from audiosession.project.project import Project, project_around
from audiosession.project.sessions import read_session
from audiosession.project.settings import read_defaults
from audiosession.project.telling import bed_again, text_again, voice_again
from audiosession.session import Session, Settings
from audiosession.voices.registry import choose_voice
from audiosession.writing.choices import Choices, Defaults, choose

_ANEW = "build the class anew by its name"


@dataclass(frozen=True, kw_only=True)
class Again:
    """A class to be built again: its session, its project, and what there is now to build it from."""

    session: Session
    path: Path
    project: Project
    inputs: Inputs


def gather_again(project: Project, path: Path, output: Path | None = None) -> Again:
    """Gather what the session at `path` was built from, chosen as it was then.

    Args:
        project: Where to look for it, unless the session lies in a project of its own.
        path: The session file.
        output: The file to build, by default the session's own.

    Raises:
        SessionError: It tells no source, as sessions of older versions do, or can't be read.
        AudioSessionError: What it was built from is not there or at fault.
    """
    session = read_session(path)
    project = project_around(path) or project
    audio = output or path.parent / Path(session.audio.file).name
    try:
        target, choices = _target(project, session), _chosen(project, session.settings)
    except AudioSessionError as error:
        raise error.at(path) from None
    inputs = gather(project, target, choices, audio, choose_format(None, audio), _voice(session.settings))
    if session.settings.count_voice_asked.strip() == "auto":  # who was taken for it then
        inputs = replace(inputs, count_voice=session.settings.count_voice)
    return Again(session=session, path=path, project=project, inputs=inputs)


def refuse_changed(again: Again) -> None:
    """Refuse to build again what would not be the same, and name all that has changed.

    Raises:
        DefinitionError: Something has changed since the session was written.
    """
    inputs = again.inputs
    specs = [inputs.voice, *([inputs.count_voice] if inputs.count_voice else [])]
    voice, *second = (choose_voice(spec, inputs.voices, inputs.language, inputs.tempo)[0] for spec in specs)
    now = made_from(inputs, voice, second[0] if second else None)
    before = again.session.made_from
    changed = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if _encodes_otherwise(again):
        changed.append("the encoder")
    if changed:
        message = "what it was built from has changed: " + ", ".join(changed)
        raise DefinitionError(message, path=again.path, remedy=Remedy(act=Act.BUILD_ANYWAY))


def _encodes_otherwise(again: Again) -> bool:
    """Tell whether another encoder than that of the session would have to make the file, so that its bytes change."""
    audio, path = again.session.audio, again.inputs.path
    if not audio.encoder or Path(audio.file).suffix != path.suffix or file_digest(path) == audio.sha256:
        return False
    from audiosession.codecs.encode import encoder_of  # with all of FFmpeg, which a file that is there does without

    return encoder_of(again.inputs.form.name) != audio.encoder


def _target(project: Project, session: Session) -> str:
    kind, _, name = session.source.partition(":")
    if kind == "text" and name:
        return text_again(project, name)
    if is_breath(session.source):
        return session.source
    if kind not in ("exercise", "class") or not name:
        raise SessionError("does not tell what it was built from", hint=_ANEW)
    return name


def _voice(settings: Settings) -> str:
    """Return who spoke where the voice chose itself; empty where one was asked for."""
    return settings.voice if settings.voice_asked in ("", "auto") else ""


def _chosen(project: Project, settings: Settings) -> Choices:
    defaults = read_defaults(project)
    usual, second = defaults.voice, settings.count_voice_asked
    return choose(
        Defaults(),
        pace=settings.pace,
        reps=settings.reps_asked,
        detail=settings.detail,
        voice=voice_again(project, settings.voice_asked or "auto", usual),
        music="none" if settings.music is None else bed_again(project, settings.music),
        tones=settings.tones_asked or settings.tones,
        length=None if settings.length is None else f"{round(settings.length)}s",
        side=settings.side,
        level=settings.level,
        language=settings.language_asked,
        any_voice=settings.any_voice,
        avoid=",".join(settings.avoid),
        seed=settings.seed,
        strict=settings.strict,
        count_in=settings.count_in,
        fill=voice_again(project, settings.fill, usual) if settings.fill else None,
        count_voice=voice_again(project, second, defaults.count_voice or usual) if second else None,
        music_level_db=settings.music_level_db,
        words_per_minute=settings.words_per_minute_asked,
    )
