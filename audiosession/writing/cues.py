"""What a narration tells, line by line: cues in sections; `writing/text/` reads and writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from audiosession.spelling import line_key
from audiosession.units import Ms
from audiosession.writing.mirroring import Mirror
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.phases.voices import unmarked, voiced_in
from audiosession.writing.sounds.cue import SoundCue


@dataclass(frozen=True, kw_only=True)
class SayCue:
    """A line said at leisure; an optional one may be left out for time, `silence` tells that a long one follows.

    Of its `text` the second voice says what stands behind its mark; see `writing.phases.voices`.
    """

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
    mirror: Mirror | None = field(default=None, compare=False, repr=False)
    """What makes lines of one side those of the other, in its language."""

    def lines(self) -> tuple[str, ...]:
        """Return everything that may be spoken, as it is called among takes, in order of first use, once each."""
        found: dict[str, None] = {}
        for cue in (cue for section in self.sections for cue in section.cues):
            if isinstance(cue, SayCue):
                found.update(dict.fromkeys(piece.line for piece in voiced_in(cue.text)))
            elif isinstance(cue, PhaseCue):
                found.update(dict.fromkeys(cue.lines))
        return tuple(found)

    def by_one_voice(self) -> Narration:
        """Return it as one voice says all of it."""
        return self._changed(lambda cue: cue.by_one() if isinstance(cue, PhaseCue) else _unmarked(cue))

    def by_two_voices(self, numbers: Iterable[str] = ()) -> Narration:
        """Return it as two voices say it: the second one has its own lines, counts and call-outs.

        `numbers` are the words for them: in a phase a part of its line that is nothing else is a count.
        """
        known = frozenset(map(line_key, numbers))
        return self._changed(lambda cue: cue.by_two(known) if isinstance(cue, PhaseCue) else cue)

    def _changed(self, change: Callable[[Cue], Cue]) -> Narration:
        sections = (replace(section, cues=tuple(map(change, section.cues))) for section in self.sections)
        return replace(self, sections=tuple(sections))

    def sounds(self) -> dict[str, int]:
        """Return the names of all sounds, each with the line where it is first heard."""
        cues = [cue for section in reversed(self.sections) for cue in reversed(section.cues)]
        return {cue.name: cue.line for cue in cues if isinstance(cue, SoundCue)}


def _unmarked(cue: Cue) -> Cue:
    return replace(cue, text=unmarked(cue.text)) if isinstance(cue, SayCue) else cue
