"""What the `voices` commands do: tell of engines, speak a line, add a voice, look after the cache of takes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audiosession.building.speak import respelling
from audiosession.codecs.wav import write_wav
from audiosession.definitions import locate
from audiosession.errors import Fault, FaultsError, VoiceError, near_miss
from audiosession.files.whole import write_whole
from audiosession.project.library import project_lexicon
from audiosession.project.project import Project, read_text
from audiosession.project.settings import voice_settings
from audiosession.sound.segments import to_samples
from audiosession.units import Ms
from audiosession.voices.registry import choose_voice, engine_facts, open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.writing.wanted import file_slug

_OPENED_BARE = ("espeak", "gtts", "openai", "piper")
"""Engines that open without an argument, and ask nobody when they do."""
SAMPLE_LINE = "Breathe in, and grow long. Breathe out, and kick your left heel, two short pulses."


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A line that was spoken to a file."""

    voice: str
    note: str
    path: Path
    duration: Ms


def voice_rows() -> list[dict[str, Any]]:
    """Return what is known of each engine, `name` first."""
    return [
        {"name": name, **asdict(facts), "cure": facts.cure, "ready": not facts.cure}
        for name, facts in engine_facts().items()
    ]


def check_voices(project: Project) -> None:
    """Check the tables ``[voices.*]`` of show.toml, as far as can be told without speaking.

    Raises:
        FaultsError: A table is meant for no engine, or holds what its engine refuses.
    """
    settings = voice_settings(project)
    facts = engine_facts()
    faults = [
        (engine, f"[voices.{engine}] is meant for no engine", near_miss(engine, facts))
        for engine in settings
        if engine not in facts
    ]
    for engine in _OPENED_BARE:
        if engine in settings and not facts[engine].cure:
            try:
                open_voice(engine, settings)
            except VoiceError as error:
                faults.append((engine, error.message, error.hint))
    path = project.script("show.toml")
    if faults and path is not None:
        text = read_text(path)
        raise FaultsError(
            Fault(path=path, line=locate(text, ("voices", engine)), message=message, hint=hint)
            for engine, message, hint in faults
        )


def try_voice(project: Project, spec: str, text: str, output: Path | None) -> Tried:
    """Speak `text`, as the lexicon has it, to a WAV at the loudness of a class.

    Raises:
        AudioSessionError: The voice can't be had or can't speak, or the file can't be written.
    """
    voice, note = choose_voice(spec, voice_settings(project))
    store = TakeStore(take_folder(project))
    take = takes_for(voice, [text], store, respell=respelling(project_lexicon(project), voice))[text]
    path = output or Path(f"{file_slug(voice.name)}.wav")
    sound = io.BytesIO()
    write_wav(sound, [to_samples(store.load(take))], channels=1)
    write_whole(path, sound.getvalue())
    return Tried(voice=voice.name, note=note, path=path, duration=take.duration)


def add_voice(name: str, report: Callable[[int, int], None]) -> Path:
    """Add the voice `name` of Piper; see `audiosession.voices.piper_download.add_voice`."""
    from audiosession.voices import piper, piper_download

    return piper_download.add_voice(name, piper.voices_folder(), report)


def take_folder(project: Project) -> Path:
    """Return where takes are kept."""
    return project.cache / "takes"
