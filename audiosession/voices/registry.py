"""Find a voice by its spec, ``engine:argument``, among the engines that installed packages offer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from audiosession.errors import VoiceError, near_miss
from audiosession.voices.languages import plain_tag, primary
from audiosession.voices.tempos.tempo import ANY_TEMPO, PacedVoice, Tempo
from audiosession.voices.voice import EngineFacts, Voice

GROUP = "audiosession.voices"

VoiceTables = Mapping[str, object]
"""The table ``[voices]`` of ``show.toml``: engine → its settings."""
Choose = Callable[[str, VoiceTables, str, Tempo], tuple[Voice, str]]
"""Opens a voice as `choose_voice` does."""


@cache
def engines() -> dict[str, EntryPoint]:
    """Return engine → entry point, of all installed packages; nobody takes the name of a built-in voice."""
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.value.startswith("audiosession."), point.value))
    return dict(sorted({point.name: point for point in points}.items()))


def open_voice(spec: str, settings: VoiceTables | None = None, tempo: Tempo = ANY_TEMPO) -> Voice:
    """Open the voice that `spec` names, such as ``espeak:en-us``, at a tempo if its tempo can be set.

    Raises:
        VoiceError: No such engine, or the engine refuses its argument or settings.
    """
    engine, _, argument = spec.strip().partition(":")
    if engine not in engines():
        raise VoiceError(f'there is no voice "{engine}"', hint=near_miss(engine, ["auto", *engines()]))
    own = (settings or {}).get(engine, {})
    if not isinstance(own, Mapping):
        raise VoiceError(f'the settings of the voice "{engine}" are no table', hint=f"write [voices.{engine}]")
    try:
        opener = engines()[engine].load()
    except ImportError as error:
        raise VoiceError(
            f'the voice "{engine}" can\'t be loaded: {error}', hint="install what it needs, or choose another voice"
        ) from error
    voice = cast(Voice, opener(argument, own))
    return voice.aimed(tempo.aim(own)) if isinstance(voice, PacedVoice) else voice


def engine_facts() -> dict[str, EngineFacts]:
    """Return engine → what its author tells of it; a package that tells nothing or can't be loaded says so."""
    return {name: _facts(point) for name, point in engines().items()}


def facts_of_engine(engine: str) -> EngineFacts | None:
    """Return what the author of an engine tells of it, None where no engine is called so; see `engine_facts`."""
    return _facts(engines()[engine]) if engine in engines() else None


def _facts(point: EntryPoint) -> EngineFacts:
    try:
        told = getattr(import_module(point.module), "facts", None)
    except ImportError as error:
        told, cure = None, f"{point.module} can't be loaded: {error}"
    else:
        cure = ""
    if told is not None:
        return cast(EngineFacts, told())
    package = point.dist.name if point.dist else point.module
    unknown = f"ask the author of {package}"
    return EngineFacts(
        summary=f"from the package {package}", spec=point.name, privacy=unknown, cost=unknown, languages=(), cure=cure
    )


def choose_voice(
    spec: str, settings: VoiceTables | None = None, language: str = "en", tempo: Tempo = ANY_TEMPO
) -> tuple[Voice, str]:
    """Open the voice that `spec` names, or the best one there is for ``auto``; and say why, in one line.

    ``auto`` is a voice of Piper that speaks `language` and is on this machine, so that no network decides what a class
    sounds like, and no text leaves it; else gTTS if Google answers within a few seconds; else the embedded voice. The
    line is empty where the voice was named.

    Raises:
        VoiceError: As `open_voice`.
    """
    if spec.strip() != "auto":
        return open_voice(_in_language(spec.strip(), language), settings, tempo), ""
    from audiosession.voices import google
    from audiosession.voices.piper.found import voice_for

    neural, damage = voice_for(language)
    if neural:
        voice = open_voice(neural, settings, tempo)
        return voice, f"voice: {voice.name}, which speaks on this machine"
    told = f"; {damage}" if damage else ""
    code = google.code_for(language)
    trouble = google.trouble() if code else f"gTTS does not speak {language}"
    if not trouble:
        voice = open_voice(f"gtts:{code}", settings, tempo)
        return voice, f"voice: {voice.name} (Google answers, and is sent the text{told})"
    voice = open_voice(_embedded(language), settings, tempo)
    return voice, f"voice: {voice.name}, the embedded one ({trouble}{told})"


def without_network(spec: str, language: str) -> str:
    """Return what voice to reckon with where nobody is to be asked: for ``auto`` one that is on this machine."""
    if spec.strip() != "auto":
        return spec
    from audiosession.voices.piper.found import voice_for

    return voice_for(language, at_a_glance=True)[0] or _embedded(language)


def _in_language(spec: str, language: str) -> str:
    """Return `spec`, in `language` where it names an engine of many languages and none of them."""
    if spec == "gtts" and language:
        from audiosession.voices.google import code_for

        return f"gtts:{code_for(language)}".removesuffix(":")
    return _embedded(language) if spec == "espeak" and language else spec


def _embedded(language: str) -> str:
    """Return the embedded voice in `language`, or in what that is a kind of; as it is in English."""
    if language == "en":
        return "espeak"
    from audiosession.voices.espeak import espeak_languages

    tag = plain_tag(language)
    return f"espeak:{tag if tag in espeak_languages() else primary(tag)}"


def choosing_once() -> Choose:
    """Return what chooses voices as `choose_voice` does, and opens each once, for a run in which it speaks often."""
    opened: dict[str, tuple[Voice, str]] = {}

    def choose(spec: str, settings: VoiceTables, language: str, tempo: Tempo) -> tuple[Voice, str]:
        asked = json.dumps([spec.strip(), settings, language, asdict(tempo)], sort_keys=True, default=str)
        if asked not in opened:
            opened[asked] = choose_voice(spec, settings, language, tempo)
        return opened[asked]

    return choose
