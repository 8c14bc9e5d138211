"""How fast each voice speaks, and how long the same class is with each: one tempo, so that it is about as long."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from audiosession.building.gather import gather
from audiosession.building.place import place_class
from audiosession.progress import unwatched
from audiosession.project.languages import tempo_of
from audiosession.project.project import Project
from audiosession.project.stores import take_store
from audiosession.voices.registry import open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.tempos.heard import heard_tempo
from audiosession.writing.choices import Defaults, choose
from tests.benchmarks.bench import Bench, say
from tests.support.long_lines import LONG
from tests.support.speech_server import SpeechServer
from tests.support.tls_proxy import running

_CLASSES = ("single-leg-kick", "box-breathing")


def tempo(bench: Bench) -> None:
    """Words a minute over ten long lines that no voice is measured by, and the lengths of two classes."""
    project = Project(bench.folder)
    with _server():
        first: dict[str, int] = {}
        for spec in filter(None, ("espeak", "espeak:en-gb", bench.piper, "openai:nova")):
            voice = open_voice(spec, {}, replace(tempo_of(project, Defaults()), asked=140))
            heard = heard_tempo(voice, takes_for(voice, LONG, take_store(project)).values())
            title = f"{voice.name}: words a minute over {len(LONG)} lines, asked for 140"
            say(title, str(heard and heard.words_per_minute), "129 to 151")
            for name in _CLASSES:
                length = _length(project, name, spec)
                first.setdefault(name, length)
                told = f"{length / 1000:.0f} s, {length / first[name] - 1:+.1%} beside the first"
                say(f"{voice.name}: {name}", told, "within 8 %")


def _length(project: Project, name: str, spec: str) -> int:
    inputs = gather(project, name, choose(Defaults(), voice=spec, music="none"))
    return place_class(project, inputs, unwatched, lambda line: None).timeline.length


@contextmanager
def _server() -> Iterator[None]:
    """Speak at the loopback by OpenAI's API, faster than classes are spoken."""
    with running(SpeechServer()) as server:
        os.environ["OPENAI_BASE_URL"] = server.url
        try:
            yield
        finally:
            del os.environ["OPENAI_BASE_URL"]
