"""The voices that can speak a language as things stand, the best first."""

from __future__ import annotations

from collections.abc import Iterator

from audiosession.errors import AudioSessionError
from audiosession.project.languages import read_language
from audiosession.project.project import Project
from audiosession.voices.languages import primary
from audiosession.voices.registry import engine_facts
from audiosession.voices.voice import EngineFacts, ReadyVoice


def ready_voices(project: Project, language: str) -> tuple[ReadyVoice, ...]:
    """Return the voices that are ready and speak `language`, or may: those that its file calls good, then the others.

    A voice of the very language that is asked for, ``en-gb``, goes before one of another kind of it.
    """
    found = [voice for name, facts in engine_facts().items() if not facts.cure for voice in _of(name, facts)]
    speaking = [voice for voice in found if not voice.language or primary(voice.language) == primary(language)]
    good = good_voices(project, language)
    return tuple(sorted(speaking, key=lambda voice: (_rank(voice, good), voice.language.lower() != language.lower())))


def sample_line(project: Project, language: str) -> str:
    """Return a line to hear a voice by in `language`; empty where nobody has written any."""
    try:
        words = read_language(project, language)
    except AudioSessionError:  # told where languages are checked
        return ""
    return words.tempo.lines[0] if words.tempo.lines else words.greeting[0]


def _of(name: str, facts: EngineFacts) -> Iterator[ReadyVoice]:
    """Yield the voices of an engine; one that tells of none, and is written by its name alone, is a voice itself."""
    yield from facts.voices
    if not facts.voices and facts.spec == name:
        for tag in facts.languages or ("",):
            yield ReadyVoice(spec=name, language=tag)


def good_voices(project: Project, language: str) -> tuple[str, ...]:
    """Return the voices that the file of `language` calls good, the best first, wherever they are."""
    try:
        return read_language(project, language).voices
    except AudioSessionError:
        return ()


def _rank(voice: ReadyVoice, good: tuple[str, ...]) -> int:
    return good.index(voice.spec) if voice.spec in good else len(good) + (not voice.language)
