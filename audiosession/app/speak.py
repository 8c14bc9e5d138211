"""Choose the voice of a class and have every line spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audiosession.app.build import Order, Report
from audiosession.app.project import Project
from audiosession.voices.registry import choose_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.take import Take
from audiosession.voices.voice import Voice


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The takes of a class, by line; all in one voice. `note` says why this voice, where it chose itself."""

    voice: Voice
    note: str
    takes: Mapping[str, Take]
    store: TakeStore


def speak(project: Project, order: Order, report: Report) -> Spoken:
    """Return the takes of everything that may be spoken in `order`.

    Raises:
        VoiceError: The voice can't be had, or could not speak a line.
    """
    voice, note = choose_voice(order.choices.voice, order.voices)
    store = TakeStore(project.cache / "takes")
    lines = order.composition.narration.lines()
    takes = takes_for(voice, lines, store, lambda done, total: report("speaking", done, total))
    return Spoken(voice=voice, note=note, takes=takes, store=store)
