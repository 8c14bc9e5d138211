"""What building cost on this machine: a record beside the caches, which every build of a catalogue adds to.

It holds sums, nothing of what was said or built. What is old weighs less than what is new.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path

from audiosession.errors import OutputError
from audiosession.files.whole import write_whole
from audiosession.json_text import read_json
from audiosession.project.project import Project
from audiosession.project.stores import costs_file

_SCHEMA = "audiosession/costs/1"
_MOST_CHARACTERS, _MOST_CLASSES = 200_000.0, 500.0
"""When so much was measured, all of it is halved: a machine that was changed is soon known anew."""
_LEAST_CHARACTERS, _LEAST_WINDOWS = 200, 5
"""Less than this tells more of how a voice is loaded, or of a class, than of what is asked."""
_APART = 0.05
"""How far classes must differ in their windows to tell what a window costs from what a class does."""


@dataclass
class SpokenCosts:
    """What a voice spoke: characters, seconds of the processors, seconds by the clock."""

    characters: float = 0.0
    cpu_s: float = 0.0
    clock_s: float = 0.0


@dataclass
class ClassCosts:
    """What classes took: how many there were, their windows, their seconds of the processors, and products of these."""

    n: float = 0.0
    windows: float = 0.0
    cpu_s: float = 0.0
    windows_squared: float = 0.0
    windows_cpu_s: float = 0.0


@dataclass
class Costs:
    """What was measured so far; `keep` writes it."""

    path: Path
    voices: dict[str, SpokenCosts] = field(default_factory=dict)
    classes: ClassCosts = field(default_factory=ClassCosts)

    def spoke(self, voice: str, *, characters: int, cpu_s: float, clock_s: float) -> None:
        """Note what the voice called `voice` took for so many characters."""
        known = self.voices.setdefault(voice, SpokenCosts())
        known.characters += characters
        known.cpu_s += cpu_s
        known.clock_s += clock_s
        if known.characters > _MOST_CHARACTERS:
            self.voices[voice] = SpokenCosts(**{name: value / 2 for name, value in asdict(known).items()})

    def made(self, *, windows: int, cpu_s: float) -> None:
        """Note what a class took of which so many windows were made."""
        known = self.classes
        known.n += 1
        known.windows += windows
        known.cpu_s += cpu_s
        known.windows_squared += windows**2
        known.windows_cpu_s += windows * cpu_s
        if known.n > _MOST_CLASSES:
            self.classes = ClassCosts(**{name: value / 2 for name, value in asdict(known).items()})

    def of_voice(self, voice: str) -> SpokenCosts | None:
        """Return what a character of a voice costs, by what it spoke here, else by other voices of its engine."""
        engine = voice.partition(":")[0]
        others = [one for name, one in self.voices.items() if name.partition(":")[0] == engine]
        own = self.voices.get(voice)
        for each in ([own] if own else [], others):
            characters = sum(one.characters for one in each)
            if characters >= _LEAST_CHARACTERS:
                cpu_s, clock_s = sum(one.cpu_s for one in each), sum(one.clock_s for one in each)
                return SpokenCosts(1.0, cpu_s / characters, clock_s / characters)
        return None

    def of_window(self, usual_class_s: float) -> tuple[float, float] | None:
        """Return the seconds of the processors for a window and for a class beside its windows, by least squares.

        Where all classes were alike, one takes `usual_class_s` beside its windows. None where too little was made.
        """
        known = self.classes
        if known.windows < _LEAST_WINDOWS:
            return None
        spread = known.n * known.windows_squared - known.windows**2
        if spread > _APART * known.n * known.windows_squared:
            window_s = (known.n * known.windows_cpu_s - known.windows * known.cpu_s) / spread
            class_s = (known.cpu_s - window_s * known.windows) / known.n
            if window_s > 0 and class_s >= 0:
                return window_s, class_s
        beside = min(usual_class_s * known.n, known.cpu_s / 2)
        return (known.cpu_s - beside) / known.windows, beside / known.n

    def keep(self) -> None:
        """Write the record; where that can't be, plans go on by what is known."""
        values = {name: asdict(one) for name, one in sorted(self.voices.items())}
        told = {"schema": _SCHEMA, "voices": values, "classes": asdict(self.classes)}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, json.dumps(told, indent=1).encode())
        except (OutputError, OSError):
            return


def read_costs(project: Project) -> Costs:
    """Return what was measured on this machine; nothing where no record can be read."""
    path = costs_file(project)
    try:
        stored = read_json(path.read_bytes())
    except (OSError, ValueError):
        return Costs(path=path)
    if not isinstance(stored, Mapping) or stored.get("schema") != _SCHEMA:
        return Costs(path=path)
    try:
        voices = {str(name): SpokenCosts(**_numbers(told)) for name, told in dict(stored["voices"]).items()}
        return Costs(path=path, voices=voices, classes=ClassCosts(**_numbers(stored["classes"])))
    except (KeyError, TypeError, ValueError):
        return Costs(path=path)


def _numbers(told: object) -> dict[str, float]:
    if not isinstance(told, Mapping):
        raise TypeError
    numbers = {str(name): float(value) for name, value in told.items()}
    if not all(isfinite(number) and number >= 0 for number in numbers.values()):
        raise ValueError
    return numbers
