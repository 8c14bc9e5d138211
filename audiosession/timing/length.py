"""The length of a class, solved: which lines, how many reps and which exercises make it as long as it should be.

Rests stretch and shrink within what the definitions allow, and come first; this module finds what else must change so
that they can do it. In this order: optional lines, reps within each exercise's range, exercises that are optional.
Breath never changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audiosession.errors import DefinitionError
from audiosession.timing.blocks import said_over
from audiosession.timing.layout import GAP, lay_out
from audiosession.timing.load import Held, Stay, held_over
from audiosession.timing.pieces import Block, Clock, Layout, Start
from audiosession.units import Ms, Span, clock
from audiosession.writing.cues import Narration, PauseCue, SayCue, Section
from audiosession.writing.phases.cue import PhaseCue


@dataclass(frozen=True, kw_only=True)
class Flex:
    """How far one exercise of a class can give.

    `whole` is what it takes with all its lines and `reps`; `lines` are its optional ones, by their number in the
    narration; `rep` is what one rep takes, breath alone.
    """

    whole: Span
    lines: tuple[tuple[int, Span], ...] = ()
    rep: Ms = Ms(0)
    reps: int = 0
    least_reps: int = 0
    most_reps: int = 0
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What must change: optional lines left out, by number; reps and presence of each exercise."""

    without: frozenset[int] = frozenset()
    reps: tuple[int, ...] = ()
    present: tuple[bool, ...] = ()


def section_flex(
    section: Section, takes: Mapping[str, Ms], *, count: Ms, first_line: int, reps: tuple[int, int, int] | None = None,
    optional: bool = False,
) -> Flex:  # fmt: skip
    """Return how far a section of a narration can give.

    Args:
        section: The section.
        takes: How long the take of every line lasts.
        count: What one count takes where the section has no pace of its own.
        first_line: The number, in the whole narration, of its first optional line.
        reps: The reps it has, the least and the most of its exercise; None where they can't change.
        optional: Whether the exercise may be left out.
    """
    least, usual, most = lay_out(Narration(title="", sections=(section,)), takes, count=count).range
    breathed = sum(cue.length(section.count or count) for cue in section.cues if isinstance(cue, PhaseCue))
    now, fewest, highest = reps or (0, 0, 0)
    return Flex(
        whole=Span(least=least, usual=usual, most=most),
        lines=tuple(enumerate(_optional_spans(section, takes), first_line)),
        rep=Ms(breathed // now) if now else Ms(0),
        reps=now,
        least_reps=fewest,
        most_reps=highest,
        optional=optional,
    )


def held_at_most(layout: Layout) -> list[Held]:
    """Return the stretches of load in `layout`, from its beginning, where its rests are as long as usual.

    A loaded rest is never longer, so that none of them gets longer whatever length is asked for.
    """
    parts, at = [], 0
    for item in layout.items:
        if isinstance(item, Start | Clock):
            continue
        if isinstance(item, Block):
            end, breath = at + item.length, item.tracks.get("breath")
            if breath:
                parts.append(Stay(breath[0].exercise, bool(breath[0].loaded), Ms(at), Ms(end)))
        else:
            end = at + item.usual
            parts.append(Stay(item.exercise, item.loaded, Ms(at), Ms(end)))
        at = end
    return held_over(parts)


def _optional_spans(section: Section, takes: Mapping[str, Ms]) -> list[Span]:
    spans = []
    for cue, following in zip(section.cues, (*section.cues[1:], None), strict=True):
        if isinstance(cue, SayCue) and cue.optional:
            rest = following if isinstance(following, PauseCue) else GAP
            said = said_over(cue.text, takes)
            spans.append(Span(least=said + rest.least, usual=said + rest.usual, most=said + rest.most))
    return spans


def solve(parts: Sequence[Flex], length: int) -> Solution:
    """Return what must change so that the rests can make `parts` take `length` milliseconds together.

    Raises:
        DefinitionError: Nothing that may change can do it; the message gives the shortest and the longest.
    """
    search = _Search(parts, length)
    search.drop_lines()
    search.change_reps(-1)
    search.drop_exercises()
    search.change_reps(+1)
    search.drop_lines()
    if not search.span.holds(length):
        raise DefinitionError(_out_of_reach(parts, length), hint="choose another length, pace or number of reps")
    return search.solution()


class _Search:
    """The class as it is while it is being fitted."""

    def __init__(self, parts: Sequence[Flex], length: int) -> None:
        self.parts = parts
        self.length = length
        self.without: set[int] = set()
        self.reps = [part.reps for part in parts]
        self.present = [True] * len(parts)
        self.span = sum((part.whole for part in parts), Span())

    def drop_lines(self) -> None:
        """Leave out optional lines while the class is too long: the last of every exercise first."""
        ranked = [
            (-place, index, number, span)
            for index, part in enumerate(self.parts)
            for place, (number, span) in enumerate(part.lines)
            if self.present[index] and number not in self.without
        ]
        for _, _, number, span in sorted(ranked, key=lambda row: row[:3]):
            if self.span.least <= self.length:
                return
            self.without.add(number)
            self.span -= span

    def change_reps(self, step: int) -> None:
        """Take reps away while the class is too long (`step` -1), or add them while it is too short (+1).

        The exercise that has changed least, measured by its range, changes next, so that none bears it all.
        """
        while self.span.least > self.length if step < 0 else self.span.most < self.length:
            free = [i for i in range(len(self.parts)) if self._can_change(i, step)]
            if not free:
                return
            index = min(free, key=self._changed)
            self.reps[index] += step
            self.span += _breath(step * self.parts[index].rep)

    def drop_exercises(self) -> None:
        """Leave out optional exercises while the class is too long, the last one first."""
        for index in reversed(range(len(self.parts))):
            if self.span.least <= self.length:
                return
            if self.parts[index].optional:
                self.present[index] = False
                self.span -= self._takes_now(index)

    def solution(self) -> Solution:
        return Solution(without=frozenset(self.without), reps=tuple(self.reps), present=tuple(self.present))

    def _can_change(self, index: int, step: int) -> bool:
        part = self.parts[index]
        return self.present[index] and bool(part.rep) and part.least_reps <= self.reps[index] + step <= part.most_reps

    def _changed(self, index: int) -> float:
        part = self.parts[index]
        return abs(self.reps[index] - part.reps) / max(1, part.most_reps - part.least_reps)

    def _takes_now(self, index: int) -> Span:
        part = self.parts[index]
        dropped = sum((span for number, span in part.lines if number in self.without), Span())
        return part.whole - dropped + _breath((self.reps[index] - part.reps) * part.rep)


def _breath(length: int) -> Span:
    return Span(least=length, usual=length, most=length)


def extremes(parts: Sequence[Flex]) -> tuple[Ms, Ms]:
    """Return the shortest and the longest that `parts` can take together, whatever may change."""
    least = most = 0
    for part in parts:
        if not part.optional:
            lines = sum(span.least for _, span in part.lines)
            least += part.whole.least - lines - (part.reps - part.least_reps) * part.rep
        most += part.whole.most + (part.most_reps - part.reps) * part.rep
    return Ms(least), Ms(most)


def _out_of_reach(parts: Sequence[Flex], length: int) -> str:
    least, most = extremes(parts)
    if least <= length <= most:
        return f"no choice of lines, reps and exercises comes to {clock(Ms(length))}"
    inwards = clock(Ms(-(-least // 1000) * 1000)), clock(Ms(most // 1000 * 1000))
    return f"can't be {clock(Ms(length))} long: from {inwards[0]} to {inwards[1]}"


def shifted(parts: Sequence[Flex], margin: Ms) -> list[Flex]:
    """Return `parts` with `margin` of fixed length before them: the bed alone at both ends."""
    return [replace(parts[0], whole=parts[0].whole + _breath(margin)), *parts[1:]]
