"""Numbers for the rows of a class that stay while its inputs are the same, be it placed by guesses or by takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from audiosession.writing.cues import Narration, SayCue
from audiosession.writing.phases.cue import PhaseCue

_Key: TypeAlias = tuple[object, ...]


class RowNumbers:
    """The number of each row: its place in the class as it is written, from 1.

    A length may change how often an exercise is done. What is said then all the same keeps its number, and what is new
    has one behind all others.
    """

    def __init__(self, written: Narration) -> None:
        self._numbers: dict[_Key, int] = {}
        self.of(written)

    def of(self, narration: Narration) -> dict[int, int]:
        """Return the number of the row on each line of `narration`."""
        return {line: self._numbers.setdefault(key, len(self._numbers) + 1) for line, key in _keys(narration)}


def _keys(narration: Narration) -> Iterator[tuple[int, _Key]]:
    """Yield the line of each row, and what it is told by: all of it, and how many like it came before."""
    seen: Counter[_Key] = Counter()
    for section in narration.sections:
        for cue in section.cues:
            rows: list[tuple[int, object]] = []
            if isinstance(cue, SayCue):
                rows = [(cue.line, cue)]
            elif isinstance(cue, PhaseCue):
                rows = [(cue.line, cue), *((call.line, (cue, call)) for call in cue.calls)]
            for line, what in rows:
                key = (section.exercise, what)
                seen[key] += 1
                yield line, (*key, seen[key])
