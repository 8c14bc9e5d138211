"""The rows of a narration: each line of it with where it is heard, in which form and in which phase; or that it is not.

Read off a timeline that was placed from the narration itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from audiosession.timing.timeline import Clip, Timeline
from audiosession.units import Ms
from audiosession.writing.cues import Narration, SayCue, Section
from audiosession.writing.phases.cue import Call, Form, PhaseCue, written_form
from audiosession.writing.phases.voices import voiced_in


class RowKind(StrEnum):
    """What a row is."""

    SAY = "say"
    """Said at leisure, between breaths."""
    PHASE = "phase"
    """Said in a phase, in one of its forms."""
    CALL = "call"
    """Called out at its moment in a phase."""


@dataclass(frozen=True, kw_only=True)
class NarrationRow:
    """One line of a narration, from `start` to `end` on the timeline.

    `text` is what is said, with the parts of a form as they are written; of a row that is not said, what was wanted.
    `forms` are the forms that the narration gives it, best first. `clips` are the pieces that are heard of it, none of
    a row that is `unsaid`: its `start` and `end` are then those of its phase, or where it would have stood. `counts`
    are the counts that are said in its phase on the beats that are free. `section` is the number of its section.
    """

    line: int
    kind: RowKind
    section: int
    exercise: str
    start: Ms
    end: Ms
    text: str
    forms: tuple[str, ...] = field(repr=False)
    clips: tuple[Clip, ...] = field(default=(), repr=False)
    counts: tuple[Clip, ...] = field(default=(), repr=False)
    phase: Clip | None = None
    cue: PhaseCue | None = field(default=None, repr=False)
    is_optional: bool = False

    @property
    def unsaid(self) -> bool:
        """Whether it is left unsaid: no form fits, or it was left out for the length."""
        return not self.clips


def rows_of(narration: Narration, timeline: Timeline) -> tuple[NarrationRow, ...]:
    """Return the rows of `narration`, from which `timeline` was placed, in their order in it.

    Lines that are never asked for, such as those of a quiet rep, have no row.
    """
    return tuple(_rows(narration, timeline))


def _rows(narration: Narration, timeline: Timeline) -> Iterator[NarrationRow]:
    heard: defaultdict[int, list[Clip]] = defaultdict(list)
    for clip in timeline.track("voice"):
        heard[clip.at_line].append(clip)
    phases = {clip.at_line: clip for clip in timeline.track("breath")}
    at = Ms(0)
    for number, (section, placed) in enumerate(zip(narration.sections, timeline.sections, strict=True)):
        at = max(at, placed.start)
        for cue in section.cues:
            if isinstance(cue, SayCue):
                row = _said(cue, section, number, heard[cue.line], at)
                at = row.end
                yield row
            elif isinstance(cue, PhaseCue):
                yield from _in_phase(cue, section, number, phases[cue.line], heard)
                at = phases[cue.line].end


def _said(cue: SayCue, section: Section, number: int, clips: Sequence[Clip], at: Ms) -> NarrationRow:
    return NarrationRow(
        line=cue.line,
        kind=RowKind.SAY,
        section=number,
        exercise=section.exercise,
        start=clips[0].start if clips else at,
        end=clips[-1].end if clips else at,
        text=cue.text,
        forms=(cue.text,),
        clips=tuple(clips),
        is_optional=cue.optional,
    )


def _in_phase(
    cue: PhaseCue, section: Section, number: int, phase: Clip, heard: Mapping[int, Sequence[Clip]]
) -> Iterator[NarrationRow]:
    """Yield the row of a phase's line, where it has one, and those of what is called out in it."""
    mine = heard[cue.line]
    found = ((form, _said_as(form, cue, phase, mine)) for form in cue.forms)
    form, clips = next(((form, clips) for form, clips in found if clips), (None, ()))
    rest = tuple(clip for clip in mine if clip not in clips)
    if cue.forms:
        yield NarrationRow(
            line=cue.line,
            kind=RowKind.PHASE,
            section=number,
            exercise=section.exercise,
            start=clips[0].start if clips else phase.start,
            end=clips[-1].end if clips else phase.end,
            text=written_form(form or cue.forms[0]),
            forms=tuple(map(written_form, cue.forms)),
            clips=clips,
            counts=rest,
            phase=phase,
            cue=cue,
        )
    for call in (call for call in cue.calls if call.forms):
        yield _called(call, cue, section, number, phase, heard[call.line])


def _said_as(form: Form, cue: PhaseCue, phase: Clip, clips: Sequence[Clip]) -> tuple[Clip, ...]:
    """Return those of `clips` in which `form` is said, nothing where it is not; what is left are counts."""
    beat_ms = cue.beat(Ms(phase.length // (cue.counts or 1)))
    found: list[Clip] = []
    for beat, text in form:
        first, *others = voiced_in(text)
        at = next((n for n, clip in enumerate(clips) if clip.start == phase.start + (beat - 1) * beat_ms), -1)
        said = clips[at : at + 1 + len(others)] if at >= 0 else ()
        if [clip.line for clip in said] != [first.line, *(piece.line for piece in others)]:
            return ()
        found += said
    return tuple(found)


def _called(
    call: Call, cue: PhaseCue, section: Section, number: int, phase: Clip, clips: Sequence[Clip]
) -> NarrationRow:
    said = " ".join(clip.line for clip in clips)
    at = Ms(phase.start + min(max(0, call.start(phase.length)), phase.length))
    return NarrationRow(
        line=call.line,
        kind=RowKind.CALL,
        section=number,
        exercise=section.exercise,
        start=clips[0].start if clips else at,
        end=clips[-1].end if clips else at,
        text=said or call.forms[0],
        forms=call.forms,
        clips=tuple(clips),
        phase=phase,
        cue=cue,
    )
