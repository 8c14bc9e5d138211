"""Place a class: have it spoken, fit it to the length asked for, and give everything its position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from audiosession.building.fit import Fitted, Lengths, fit, span_of
from audiosession.building.gather import Inputs
from audiosession.building.speak import Estimate, Speaker, Spoken
from audiosession.building.write import Written
from audiosession.errors import DefinitionError
from audiosession.progress import Teller, Watcher, unwatched
from audiosession.project.origins import form_at
from audiosession.project.project import Project
from audiosession.project.sounds.found import ENDS
from audiosession.project.sounds.opened import open_sounds
from audiosession.timing.blocks import sound_key
from audiosession.timing.dead_air import refuse_dead
from audiosession.timing.load import beyond_held
from audiosession.timing.pieces import Note
from audiosession.timing.rounds import Loops
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, Edges, place, refuse_unsaid
from audiosession.timing.telling.chapters import chapters
from audiosession.timing.timeline import Timeline, TimelineSection
from audiosession.units import Ms, Span, clock
from audiosession.voices.registry import Choose, choose_voice, without_network
from audiosession.voices.store import TakeStore
from audiosession.writing.plan import Plan


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
    """A class placed without a word spoken, by the lengths of its lines, those `guessed` too; see `Placed`."""

    written: Written
    timeline: Timeline
    notes: tuple[Note, ...]
    changes: tuple[str, ...]
    lengths: Mapping[str, Ms] = field(repr=False)
    guessed: frozenset[str] = field(repr=False)

    @property
    def n_guessed(self) -> int:
        """How many lines have lengths that are guesses."""
        return len(self.guessed)

    @property
    def chapters(self) -> tuple[TimelineSection, ...]:
        """The parts that it would have."""
        return tuple(chapters(self.timeline.sections))


def place_class(
    project: Project, inputs: Inputs, watch: Watcher, tell: Teller, choose: Choose = choose_voice
) -> Placed:
    """Speak and place the class that `inputs` are for, in the voice that `choose` opens.

    Raises:
        VoiceError: The voice can't be had, or could not speak a line.
        DefinitionError: The class can't be as long as asked; or, where that is refused, a line fits in no form.
    """
    return place_spoken(project, inputs, Speaker(project, inputs, watch, choose), tell)


def time_class(project: Project, inputs: Inputs, watch: Watcher, tell: Teller) -> Placed:
    """Place the class that `inputs` are for, to be looked at and not heard: no take that there is, is read.

    Raises:
        AudioSessionError: As `place_class`.
    """
    speaker = Speaker(project, inputs, watch)
    speaker.glance(inputs.written.narration.lines())
    return place_spoken(project, inputs, speaker, tell)


def place_spoken(project: Project, inputs: Inputs, speaker: Speaker, tell: Teller) -> Placed:
    """Have `speaker` speak what is lacking of the class that `inputs` are for, and place it; see `place_class`."""
    spoken: list[Spoken] = []

    def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
        spoken.append(speaker.speak(lines))
        return {line: take.duration for line, take in spoken[-1].takes.items()}

    why = speaker.note
    if why:
        tell(why)
    fitted, timeline = place_by(project, inputs, lengths)
    _refuse(project, inputs, fitted, timeline)
    if spoken[-1].note != why:
        tell(spoken[-1].note)
    for folder, note in spoken[-1].recording_notes:
        tell(f"warning: {project.told(folder)}/{note}")
    return Placed(
        written=fitted.written,
        spoken=spoken[-1],
        timeline=timeline,
        edges=_edges(inputs, open_sounds(project, inputs.sounds).lengths),
        notes=_notes(project, fitted),
        changes=fitted.changes,
    )


def rehearse(project: Project, inputs: Inputs) -> Rehearsed:
    """Place the class that `inputs` are for without asking for a single take."""
    return rehearse_by(project, inputs, reckoner(project, inputs))


def reckoner(
    project: Project, inputs: Inputs, choose: Choose = choose_voice, store: TakeStore | None = None
) -> Speaker:
    """Return a speaker to reckon with who asks nobody, and finds out nothing over a network; see `Speaker`."""
    second = inputs.count_voice and without_network(inputs.count_voice, inputs.language)
    inputs = replace(inputs, voice=without_network(inputs.voice, inputs.language), count_voice=second)
    return Speaker(project, inputs, unwatched, choose, store)


def rehearse_by(project: Project, inputs: Inputs, speaker: Speaker) -> Rehearsed:
    """Place the class that `inputs` are for by what `speaker` estimates; see `rehearse`."""
    estimates: list[Estimate] = []

    def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
        estimates.append(speaker.estimate(lines))
        return estimates[-1].lengths

    fitted, timeline = place_by(project, inputs, lengths)
    _refuse(project, inputs, fitted, timeline)
    return Rehearsed(
        written=fitted.written,
        timeline=timeline,
        notes=_notes(project, fitted),
        changes=fitted.changes,
        lengths=estimates[-1].lengths,
        guessed=estimates[-1].guessed,
    )


def possible_lengths(project: Project, inputs: Inputs) -> Span:
    """Return how long the class that `inputs` are for can be and usually is, in milliseconds, without a word spoken."""
    sounds = open_sounds(project, inputs.sounds).lengths
    takes = reckoner(project, inputs).estimate(inputs.written.narration.lines()).lengths
    rung = {sound_key(name): each for name, each in sounds.items()}
    return span_of(inputs.written, inputs.choices, _edges(inputs, sounds), {**takes, **rung})


def place_by(project: Project, inputs: Inputs, lengths: Lengths) -> tuple[Fitted, Timeline]:
    """Place the class that `inputs` are for by `lengths`, be they known or guessed; nothing in it is refused.

    Raises:
        DefinitionError: The class can't be as long as asked.
    """
    choices, sounds, length = inputs.choices, open_sounds(project, inputs.sounds).lengths, length_of(inputs)
    edges, rung = _edges(inputs, sounds), {sound_key(name): each for name, each in sounds.items()}
    chosen = replace(choices, length=length)
    fitted = fit(project, inputs.written, chosen, edges, lambda lines: {**lengths(lines), **rung})
    beds = {name: found.bed for name, found in inputs.beds.items()}
    timeline = place(
        fitted.layout,
        edges=edges,
        music=choices.music,
        loops=Loops(rounds={name: bed.round for name, bed in beds.items() if bed.made_to_loop}, seed=choices.seed),
        levels_db={name: bed.level_db + choices.music_level_db for name, bed in beds.items()},
        length=length,
    )
    return fitted, timeline


def _refuse(project: Project, inputs: Inputs, fitted: Fitted, timeline: Timeline) -> None:
    if inputs.choices.strict:
        refuse_unsaid(_notes(project, fitted), fitted.written.path)
    refuse_dead(timeline)
    if beyond := beyond_held(timeline.held(), fitted.written.exercises):
        held, said = beyond[0]
        hint = "fewer reps, a quicker pace or a rest in between; [safety] held in the exercise raises it, with a reason"
        where = held.exercise or fitted.written.path
        raise DefinitionError(f"{said}, from {clock(held.start)} on", hint=hint).at(where)


def _notes(project: Project, fitted: Fitted) -> tuple[Note, ...]:
    """Return what gave way; what is left unsaid with its place in the file that a person wrote."""
    if fitted.written.plan is None:
        return fitted.layout.notes
    plan = fitted.written.plan
    return tuple(_placed_note(project, plan, note) if note.is_unsaid else note for note in fitted.layout.notes)


def _placed_note(project: Project, plan: Plan, note: Note) -> Note:
    path, line = form_at(project, plan, note.exercise, note.nearest) or (None, note.line)
    return replace(note, path=path, line=line)


def length_of(inputs: Inputs) -> Ms | None:
    """Return how long the class must be, None where it is as long as it takes."""
    plan = inputs.written.plan
    return inputs.choices.length or (plan.length if plan else None)


def _edges(inputs: Inputs, sounds: Mapping[str, Ms]) -> Edges:
    """Return what surrounds the words: the music, its fade where it is an ending to fall asleep in, intro and outro."""
    edges, plan = WITH_MUSIC if inputs.choices.music else WITHOUT_MUSIC, inputs.written.plan
    if plan and plan.fade_out and inputs.choices.music:
        edges = edges.fading(plan.fade_out)
    intro, outro = (next((one for one in sounds.items() if one[0].startswith(f"{key}: ")), None) for key in ENDS)
    return edges.framed(intro, outro)
