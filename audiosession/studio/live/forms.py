"""All forms of the line of a phase, as each would be said in it, and how it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from audiosession.building.place import Rehearsed
from audiosession.building.speak import Estimate, Speaker
from audiosession.project.reading.sources import Source, WordSources
from audiosession.timing.blocks import Phases
from audiosession.timing.telling.rows import NarrationRow, RowKind
from audiosession.units import Ms
from audiosession.writing.phases.cue import PhaseCue, form_of
from audiosession.writing.phases.voices import voiced_in

PhaseKey: TypeAlias = tuple[object, ...]
"""What tells the phases apart whose lines have other forms, or fit otherwise."""


@dataclass(frozen=True, kw_only=True)
class PhaseForm:
    """One form of a phase's line, and how it fits where it is said.

    `text` is what would be said, `place` where its words stand. It is said `lasts` after the phase begins, which has
    `room`; it fits where `over` is 0 or less.
    """

    text: str
    place: Source
    lasts: Ms
    room: Ms
    over: Ms
    is_guess: bool


@dataclass(frozen=True, kw_only=True)
class _Phase:
    """A phase in one of its places, and its forms as they are written and as they are said there."""

    cue: PhaseCue
    exercise: str
    length: Ms
    texts: tuple[tuple[str, Source], ...]

    @property
    def cues(self) -> list[PhaseCue]:
        """The phase as it is with each of its forms alone."""
        return [replace(self.cue, forms=(form_of(text),)) for text, _ in self.texts]


def phase_key(row: NarrationRow, source: Source) -> PhaseKey:
    """Return what tells the phase of `row` apart, whose words stand at `source`."""
    assert row.cue is not None
    assert row.phase is not None
    cue = replace(row.cue, forms=(), line=0, rep=None, round=None)
    return source.path, source.phase or row.forms, source.mirrored, row.phase.length, cue


def phase_forms(
    laid: Rehearsed,
    rows: Sequence[NarrationRow],
    places: Mapping[int, Source],
    sources: WordSources | None,
    reckoner: Speaker,
) -> dict[PhaseKey, tuple[PhaseForm, ...]]:
    """Return the forms of all phases that have a line; the lengths of those that were never spoken are guesses."""
    phases: dict[PhaseKey, _Phase] = {}
    for row in rows:
        if row.kind is RowKind.PHASE and (key := phase_key(row, places[row.line])) not in phases:
            phases[key] = _phase(row, places[row.line], sources)
    lines = [line for phase in phases.values() for cue in phase.cues for line in cue.lines]
    estimate = reckoner.estimate(list(dict.fromkeys((*laid.written.narration.lines(), *lines))))
    return {key: _fitted(phase, laid, estimate) for key, phase in phases.items()}


def _phase(row: NarrationRow, source: Source, sources: WordSources | None) -> _Phase:
    assert row.cue is not None
    assert row.phase is not None
    texts = tuple((text, source) for text in row.forms)
    if sources is not None and source.phase:
        places = sources.forms(source.phase, row.exercise)
        back = row.cue.reversed
        texts = tuple((sources.as_said(one, mirrored=source.mirrored, back=back), one) for one in places)
    said = tuple((text, place) for text, place in texts if form_of(text))
    return _Phase(cue=row.cue, exercise=row.exercise, length=row.phase.length, texts=said)


def _fitted(phase: _Phase, laid: Rehearsed, estimate: Estimate) -> tuple[PhaseForm, ...]:
    count = Ms(phase.length // (phase.cue.counts or 1))
    mirror = laid.written.narration.mirror
    placing = Phases(takes=estimate.lengths, count=count, exercise=phase.exercise, tones=False, notes=[], mirror=mirror)
    found = []
    for (text, place), cue in zip(phase.texts, phase.cues, strict=True):
        (fit,) = placing.fits(cue)
        lines = {piece.line for _, part in fit.form for piece in voiced_in(part)}
        is_guess = bool(estimate.guessed & lines)
        found.append(
            PhaseForm(text=text, place=place, lasts=fit.lasts, room=phase.length, over=fit.over, is_guess=is_guess)
        )
    return tuple(found)
