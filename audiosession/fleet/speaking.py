"""The pass before all builds: each line of a catalogue is spoken once by each voice that says it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from audiosession.building.gather import Inputs
from audiosession.building.place import length_of, place_by
from audiosession.building.speak import Speaker
from audiosession.fleet.counted import CatalogueProgress
from audiosession.machine.spent import processor_s
from audiosession.progress import Progress
from audiosession.project.catalogue.costs import Costs
from audiosession.project.project import Project
from audiosession.units import Ms
from audiosession.voices.registry import choosing_once


class Pass:
    """One pass over the lines of many classes, with each voice opened once.

    `spoken` counts takes that were not there before. A class that must have a length may say other lines in the end;
    it is fitted here, so that nobody who builds it has anything left to speak. What voices took is noted in `costs`.
    """

    def __init__(self, project: Project, counted: CatalogueProgress, costs: Costs) -> None:
        self.spoken = self._before = self._asked = 0
        self._project = project
        self._counted = counted
        self._costs = costs
        self._choose = choosing_once()
        self._ready: set[str] = set()
        self._lacking: set[str] = set()

    def look(self, inputs: Inputs) -> bool:
        """Count what is to be spoken of a class, and tell whether `speak` has anything to do for it.

        Raises:
            VoiceError: A voice can't be had.
        """
        speaker, lines = self._speaker(inputs), inputs.written.narration.lines()
        digests = speaker.digests(lines)
        missing = speaker.missing([line for line in lines if digests[line] not in self._ready | self._lacking])
        self._lacking |= {digests[line] for line in missing}
        self._ready |= {digest for digest in digests.values() if digest not in self._lacking}
        return not self._lacking.isdisjoint(digests.values()) or _is_fitted(inputs)

    def begin(self) -> None:
        """Tell how many takes are to be spoken in all, as far as it is known before anything is fitted."""
        self._counted.tell("takes", self.spoken, len(self._lacking))

    def speak(self, inputs: Inputs) -> None:
        """Have all lines of a class spoken that nobody spoke before.

        Raises:
            AudioSessionError: A voice can't be had or could not speak, or the class can't be fitted to its length.
        """
        speaker = self._speaker(inputs)
        self._speak(speaker, inputs.written.narration.lines())
        if not _is_fitted(inputs):
            return

        def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
            self._speak(speaker, lines)
            return {line: take.duration for line, take in speaker.speak(lines).takes.items()}

        place_by(self._project, inputs, lengths)

    def _speaker(self, inputs: Inputs) -> Speaker:
        return Speaker(self._project, inputs, self._told, self._choose)

    def _speak(self, speaker: Speaker, lines: Sequence[str]) -> None:
        digests = speaker.digests(lines)
        unknown = [line for line in dict.fromkeys(lines) if digests[line] not in self._ready]
        missing = speaker.missing(unknown)
        by_voice: dict[str, list[str]] = {}
        for line in missing:
            by_voice.setdefault(speaker.cast.who_says(line, speaker.voice).name, []).append(line)
        for voice, own in by_voice.items():
            before_s, began = processor_s(), time.monotonic()
            self._before, self._asked = self.spoken, len(own)
            speaker.speak(own)
            self._asked = 0
            characters = sum(len(line) for line in own)
            spent_s, took_s = processor_s() - before_s, time.monotonic() - began
            self._costs.spoke(voice, characters=characters, cpu_s=spent_s, clock_s=took_s)
            self.spoken += len({digests[line] for line in own})
            self._counted.tell("takes", self.spoken, len(self._lacking))
        self._ready.update(digests.values())

    def _told(self, step: Progress) -> None:
        """Tell how many takes of the whole catalogue are ready, while some are asked for that were not."""
        if step.stage == "speaking" and self._asked:
            self._counted.tell("takes", self._before + min(step.done, self._asked), len(self._lacking))


def _is_fitted(inputs: Inputs) -> bool:
    """Tell whether what a class says may depend on how long it takes to say it."""
    if length_of(inputs) is not None:
        return True
    return any(getattr(cue, "loaded", False) for part in inputs.written.narration.sections for cue in part.cues)
