"""What a narration tells, line by line: cues in sections; `writing/text/` reads and writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from audiosession.units import Ms
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.sounds.cue import SoundCue


@dataclass(frozen=True, kw_only=True)
class SayCue:
    """A line said at leisure; an optional one may be left out for time, `silence` tells that a long one follows."""

    text: str
    optional: bool = False
    silence: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class PauseCue:
    """A rest that may stretch or shrink between `least` and `most`; a `loaded` one never stretches."""

    least: Ms
    usual: Ms
    most: Ms
    loaded: bool = False
    line: int = field(default=0, compare=False)


Cue: TypeAlias = SayCue | PauseCue | PhaseCue | SoundCue


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled stretch of a narration. `music` and `count` (of a breath, in ms) are None where the build's hold.

    `music_level_db` is how much louder the bed is than the house mixes it.
    """

    title: str
    exercise: str = ""
    music: str | None = None
    music_level_db: float = 0.0
    count: Ms | None = None
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Narration:
    """A whole class as text says it."""

    title: str
    sections: tuple[Section, ...]

    def lines(self) -> tuple[str, ...]:
        """Return everything that may be spoken, in order of first use, once each."""
        found: dict[str, None] = {}
        for cue in (cue for section in self.sections for cue in section.cues):
            if isinstance(cue, SayCue):
                found[cue.text] = None
            elif isinstance(cue, PhaseCue):
                found.update(dict.fromkeys(cue.lines))
        return tuple(found)

    def sounds(self) -> dict[str, int]:
        """Return the names of all sounds, each with the line where it is first heard."""
        cues = [cue for section in reversed(self.sections) for cue in reversed(section.cues)]
        return {cue.name: cue.line for cue in cues if isinstance(cue, SoundCue)}
