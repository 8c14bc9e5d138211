"""Place a class: have it spoken, fit it to the length asked for, and give everything its position."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from audiosession.building.fit import Fitted, fit
from audiosession.building.inputs import Order, Report
from audiosession.building.speak import Speaker, Spoken
from audiosession.building.write import Composition
from audiosession.project.project import Project
from audiosession.timing.layout import Note
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, Edges, place, refuse_growth
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms
from audiosession.writing.safety import refuse_dead


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A class with a position for everything.

    `notes` tell what gave way in a phase, `changes` what was changed for the length or to spare somebody something;
    `composition` is the one that was placed, after these changes.
    """

    composition: Composition
    spoken: Spoken
    timeline: Timeline
    notes: tuple[Note, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """A class placed without a word spoken: `n_guessed` lines have lengths that are guesses."""

    composition: Composition
    timeline: Timeline
    changes: tuple[str, ...]
    n_guessed: int


def place_class(project: Project, order: Order, report: Report, tell: Callable[[str], None]) -> Placed:
    """Speak and place the class that `order` asks for.

    Raises:
        VoiceError: The voice can't be had, or could not speak a line.
        DefinitionError: The class can't be as long as asked; or, where that is refused, a phase would have to grow.
    """
    speaker = Speaker(project, order, report)
    spoken: list[Spoken] = []

    def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
        spoken.append(speaker.speak(lines))
        return {line: take.duration for line, take in spoken[-1].takes.items()}

    why = speaker.note
    if why:
        tell(why)
    fitted, timeline = _place(project, order, lengths)
    if spoken[-1].note != why:
        tell(spoken[-1].note)
    return Placed(
        composition=fitted.composition,
        spoken=spoken[-1],
        timeline=timeline,
        notes=fitted.layout.notes,
        changes=fitted.changes,
    )


def rehearse(project: Project, order: Order) -> Rehearsal:
    """Place the class that `order` asks for without asking for a single take."""
    choices = order.choices
    if choices.voice == "auto":  # choosing would ask the network; the embedded voice is as good to estimate with
        order = replace(order, choices=replace(choices, voice="espeak"))
    speaker = Speaker(project, order, lambda stage, done, total: None)
    guessed: list[int] = []

    def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
        known, n_guessed = speaker.estimate(lines)
        guessed.append(n_guessed)
        return known

    fitted, timeline = _place(project, order, lengths)
    return Rehearsal(composition=fitted.composition, timeline=timeline, changes=fitted.changes, n_guessed=guessed[-1])


def _place(
    project: Project, order: Order, lengths: Callable[[Sequence[str]], Mapping[str, Ms]]
) -> tuple[Fitted, Timeline]:
    edges: Edges = WITH_MUSIC if order.choices.music else WITHOUT_MUSIC
    plan = order.composition.plan
    length = order.choices.length or (plan.length if plan else None)
    fitted = fit(project, order.composition, replace(order.choices, length=length), edges, lengths)
    if order.choices.strict:
        refuse_growth(fitted.layout.notes, fitted.composition.path)
    loops = {name for name, bed in order.beds.items() if bed.bed.made_to_loop}
    timeline = place(fitted.layout, edges=edges, music=order.choices.music, loops=loops, length=length)
    refuse_dead(timeline)
    return fitted, timeline
