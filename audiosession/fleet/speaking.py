"""The pass before all builds: each line of a catalogue is spoken once by each voice that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiosession.building.gather import Inputs
from audiosession.building.place import length_of, place_by
from audiosession.building.speak import Speaker
from audiosession.progress import Watcher
from audiosession.project.project import Project
from audiosession.units import Ms
from audiosession.voices.registry import choosing_once


class Pass:
    """One pass over the lines of many classes, with each voice opened once.

    `spoken` counts takes that were not there before. A class that must have a length may say other lines in the end;
    it is fitted here, so that nobody who builds it has anything left to speak.
    """

    def __init__(self, project: Project, watch: Watcher) -> None:
        self.spoken = 0
        self._project = project
        self._watch = watch
        self._choose = choosing_once()
        self._ready: set[str] = set()

    def speak(self, inputs: Inputs, about: str) -> None:
        """Have all lines of a class spoken that nobody spoke before.

        Raises:
            AudioSessionError: A voice can't be had or could not speak, or the class can't be fitted to its length.
        """
        speaker = Speaker(self._project, inputs, lambda step: self._watch(replace(step, about=about)), self._choose)
        self._speak(speaker, inputs.written.narration.lines())
        loaded = any(getattr(cue, "loaded", False) for part in inputs.written.narration.sections for cue in part.cues)
        if length_of(inputs) is None and not loaded:
            return

        def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
            self._speak(speaker, lines)
            return {line: take.duration for line, take in speaker.speak(lines).takes.items()}

        place_by(self._project, inputs, lengths)

    def _speak(self, speaker: Speaker, lines: Sequence[str]) -> None:
        digests = speaker.digests(lines)
        unknown = [line for line in dict.fromkeys(lines) if digests[line] not in self._ready]
        missing = speaker.missing(unknown)
        if missing:
            speaker.speak(missing)
        self.spoken += len({digests[line] for line in missing})
        self._ready.update(digests.values())
