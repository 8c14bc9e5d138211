"""Place a class: have it spoken, fit it to the length asked for, and give everything its position."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from audiosession.building.fit import Fitted, fit
from audiosession.building.gather import Inputs
from audiosession.building.speak import Speaker, Spoken
from audiosession.building.write import Written
from audiosession.progress import Watcher, unwatched
from audiosession.project.project import Project
from audiosession.timing.chapters import chapters
from audiosession.timing.dead_air import refuse_dead
from audiosession.timing.layout import Note
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, Edges, place, refuse_unsaid
from audiosession.timing.timeline import Timeline, TimelineSection
from audiosession.units import Ms
from audiosession.voices.recorded import RecordedVoice


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A class with a position for everything.

    `notes` tell what gave way in a phase, `changes` what was changed for the length or to spare somebody something;
    `written` is the class that was placed, after these changes; `edges` are what surrounds it.
    """

    written: Written
    spoken: Spoken
    timeline: Timeline
    edges: Edges
    notes: tuple[Note, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """A class placed without a word spoken: `n_guessed` lines have lengths that are guesses; see `Placed`."""

    written: Written
    timeline: Timeline
    notes: tuple[Note, ...]
    changes: tuple[str, ...]
    n_guessed: int

    @property
    def chapters(self) -> tuple[TimelineSection, ...]:
        """The parts that it would have."""
        return tuple(chapters(self.timeline.sections))


def place_class(project: Project, inputs: Inputs, watch: Watcher, tell: Callable[[str], None]) -> Placed:
    """Speak and place the class that `inputs` are for.

    Raises:
        VoiceError: The voice can't be had, or could not speak a line.
        DefinitionError: The class can't be as long as asked; or, where that is refused, a line fits in no form.
    """
    speaker = Speaker(project, inputs, watch)
    spoken: list[Spoken] = []

    def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
        spoken.append(speaker.speak(lines))
        return {line: take.duration for line, take in spoken[-1].takes.items()}

    why = speaker.note
    if why:
        tell(why)
    fitted, timeline = _place(project, inputs, lengths)
    if spoken[-1].note != why:
        tell(spoken[-1].note)
    if isinstance(spoken[-1].voice, RecordedVoice):
        folder = project.told(spoken[-1].voice.folder)
        for note in dict.fromkeys(note for take in spoken[-1].takes.values() for note in take.notes):
            tell(f"warning: {folder}/{note}")
    return Placed(
        written=fitted.written,
        spoken=spoken[-1],
        timeline=timeline,
        edges=_edges(inputs),
        notes=fitted.layout.notes,
        changes=fitted.changes,
    )


def rehearse(project: Project, inputs: Inputs) -> Rehearsed:
    """Place the class that `inputs` are for without asking for a single take."""
    if inputs.voice == "auto":  # choosing would ask the network; the embedded voice is as good to estimate with
        inputs = replace(inputs, voice="espeak")
    speaker = Speaker(project, inputs, unwatched)
    guessed: list[int] = []

    def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
        known, n_guessed = speaker.estimate(lines)
        guessed.append(n_guessed)
        return known

    fitted, timeline = _place(project, inputs, lengths)
    return Rehearsed(
        written=fitted.written,
        timeline=timeline,
        notes=fitted.layout.notes,
        changes=fitted.changes,
        n_guessed=guessed[-1],
    )


def _place(
    project: Project, inputs: Inputs, lengths: Callable[[Sequence[str]], Mapping[str, Ms]]
) -> tuple[Fitted, Timeline]:
    choices, edges = inputs.choices, _edges(inputs)
    plan = inputs.written.plan
    length = choices.length or (plan.length if plan else None)
    fitted = fit(project, inputs.written, replace(choices, length=length), edges, lengths)
    if choices.strict:
        refuse_unsaid(fitted.layout.notes, fitted.written.path)
    loops = {name for name, bed in inputs.beds.items() if bed.bed.made_to_loop}
    timeline = place(fitted.layout, edges=edges, music=choices.music, loops=loops, length=length)
    refuse_dead(timeline)
    return fitted, timeline


def _edges(inputs: Inputs) -> Edges:
    return WITH_MUSIC if inputs.choices.music else WITHOUT_MUSIC
