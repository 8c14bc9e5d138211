"""Check that the lines of breaths fit them, by what their takes last or are guessed to last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from audiosession.building.cast import Cast
from audiosession.building.speak import estimate
from audiosession.building.write import in_voices
from audiosession.definitions import KeyPath
from audiosession.errors import AudioSessionError, Fault
from audiosession.project.languages import tempo_of, words_of
from audiosession.project.library import project_lexicon
from audiosession.project.project import Project
from audiosession.project.settings import usual_language, usual_speech, voice_settings
from audiosession.project.stores import take_store
from audiosession.project.takes.found import chosen_takes
from audiosession.studio.checking.takes import hearable
from audiosession.timing.blocks import said_over, sound_key
from audiosession.timing.layout import lay_out
from audiosession.timing.length import held_at_most
from audiosession.timing.load import Held
from audiosession.timing.pieces import Note
from audiosession.units import Ms, to_ms
from audiosession.voices.chosen.rows import NONE_CHOSEN, ChosenTakes
from audiosession.voices.languages import speaks
from audiosession.voices.registry import choosing_once
from audiosession.voices.tempos.tempo import ANY_TEMPO, Tempo
from audiosession.voices.voice import Voice
from audiosession.writing.choices import Choices
from audiosession.writing.cues import Narration, Section
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import LanguageWords
from audiosession.writing.lexicon import NO_LEXICON, Lexicon
from audiosession.writing.mirroring import Mirror, one_way, without_marks
from audiosession.writing.phases.cue import PhaseCue, form_of
from audiosession.writing.phases.phase import FORMS_OF_LINE, Phase
from audiosession.writing.plan import Plan, PlannedExercise
from audiosession.writing.values import PACES, Side


@dataclass(frozen=True, kw_only=True)
class LineFit:
    """How one form of a phase's line fits its phase: about how long it lasts, of how much room.

    `keys` lead to it in the definition, as if each form were a list; `fits` is whether it would be said, by the
    estimate.
    """

    keys: KeyPath
    text: str
    lasts: Ms
    room: Ms
    fits: bool


class Estimates:
    """How long the lines of a project last, as far as can be said without having one spoken."""

    def __init__(self, project: Project, choices: Choices) -> None:
        self._project = project
        self._choices = choices
        self._choose = choosing_once()
        self._known: dict[str, LanguageWords | None] = {}

    def unsaid_of(self, exercise: Exercise, count: Ms | None = None) -> Iterator[tuple[KeyPath, Fault]]:
        """Yield what of `exercise` would be left unsaid at `count` milliseconds a count, each with the keys to it.

        A count that it is never done at is brought to the nearest that it is. Only the last form of a line can be: it
        is said where none before it fits.
        """
        lines = [
            (("phase", number, form), phase, text)
            for number, phase in enumerate(exercise.phases)
            for form in [next((form for form in reversed(FORMS_OF_LINE) if getattr(phase, form)), "")]
            for text in (getattr(phase, form) if form else ())
        ]
        narration, plan, count = self._alone(exercise, lines, count)
        seen: set[int] = set()
        for note in self._notes(narration, plan, count):
            if note.line not in seen:
                seen.add(note.line)
                yield lines[note.line][0], _told(note)

    def fits_of(self, exercise: Exercise, count: Ms | None = None) -> Iterator[LineFit]:
        """Yield of each line of the phases of `exercise`, in each of its forms, how it fits its phase; see `unsaid_of`.

        Of a line of two sides or two ways, the longest is told.
        """
        lines = [
            (("phase", number, form, index), phase, text)
            for number, phase in enumerate(exercise.phases)
            for form in FORMS_OF_LINE
            for index, text in enumerate(getattr(phase, form))
        ]
        narration, plan, count = self._alone(exercise, lines, count)
        unsaid = {note.line for note in self._notes(narration, plan, count)}
        narration = in_voices(narration, self._choices, self.words(self._language_of(plan)))
        takes, lasts = self._lengths(narration, plan), dict[int, int]()
        for cue in (cue for section in narration.sections for cue in section.cues if isinstance(cue, PhaseCue)):
            ends = [(beat - 1) * cue.beat(count) + said_over(text, takes) for beat, text in cue.forms[0]]
            lasts[cue.line] = max(*ends, lasts.get(cue.line, 0))
        for number, (keys, phase, text) in enumerate(lines):
            room, length = phase.length(count), Ms(lasts.get(number, 0))
            yield LineFit(keys=keys, text=text, lasts=length, room=room, fits=number not in unsaid)

    def _alone(
        self, exercise: Exercise, lines: Sequence[tuple[KeyPath, Phase, str]], count: Ms | None
    ) -> tuple[Narration, Plan, Ms]:
        """Return a narration of each of `lines` in its phase, on both sides and both ways, with nothing around it."""
        language = exercise.written_in or self._language
        words = self.words(language)
        mirror = words.mirror if words else None
        cues = [
            PhaseCue(
                breath=phase.breath,
                counts=phase.size()[0],
                fixed=phase.size()[1],
                side=side,
                forms=(form_of(said),),
                line=at,
            )
            for at, (_, phase, text) in enumerate(lines)
            for way in dict.fromkeys(one_way(text, back=back) for back in (False, True))
            for side, said in _sides(phase.side, without_marks(way), mirror)
            if form_of(said)
        ]
        narration = Narration(title="", sections=(Section(title="", cues=tuple(cues)),) if cues else ())
        item = PlannedExercise(exercise=exercise, reps=1)
        plan = Plan(name=exercise.name, title=exercise.title, exercises=(item,), language=language)
        return narration, plan, exercise.nearest_pace(count or self._choices.pace.count)

    def seconds(self, lines: Sequence[str], exercise: Exercise | None, language: str) -> dict[str, float]:
        """Return about how long each of `lines`, of an exercise or of none, lasts in the voice of a language."""
        items = (PlannedExercise(exercise=exercise, reps=1),) if exercise else ()
        plan = Plan(name="", title="", exercises=items, language=language)
        lengths = estimate(lines, self._voice(plan), take_store(self._project), self._cast(plan)).lengths
        return {line: length / 1_000 for line, length in lengths.items()}

    def unsaid(self, narration: Narration, path: Path) -> Iterator[Fault]:
        """Yield the lines of the narration at `path` that would be left unsaid."""
        for note in self._notes(narration):
            yield replace(_told(note), path=path, line=note.line)

    def _notes(self, narration: Narration, plan: Plan | None = None, count: Ms | None = None) -> list[Note]:
        narration = in_voices(narration, self._choices, self.words(self._language_of(plan)))
        notes = lay_out(narration, self._lengths(narration, plan), count=count or self._choices.pace.count).notes
        return [note for note in notes if note.is_unsaid]

    def held(self, narration: Narration, plan: Plan) -> list[Held]:
        """Return the stretches of the class that `plan` is for in which the body is held under load, at the longest.

        Where a count takes longer than usual, reps give way: what is written is judged by the usual pace.
        """
        count = min(self._choices.pace.count, to_ms(PACES["steady"]))
        return held_at_most(lay_out(narration, self._lengths(narration, plan), count=count))

    def minutes(self, narration: Narration, plan: Plan) -> float:
        """Return about how long the class that `plan` is for lasts where nobody asks for a length, in minutes."""
        laid_out = lay_out(narration, self._lengths(narration, plan), count=self._choices.pace.count)
        return laid_out.range[1] / 60_000

    def _lengths(self, narration: Narration, plan: Plan | None) -> dict[str, Ms]:
        """Return about how long each line lasts, and each sound as if it were over at once: no breath waits for one."""
        lengths = estimate(narration.lines(), self._voice(plan), take_store(self._project), self._cast(plan)).lengths
        return {**lengths, **{sound_key(name): Ms(0) for name in narration.sounds()}}

    @property
    def voice(self) -> Voice:
        """The project's voice; the embedded one where that is at fault, or is still to be chosen."""
        return self._voice(None)

    def _voice(self, plan: Plan | None) -> Voice:
        """The project's voice at a class's tempo; the embedded one where that is at fault, or is still to be chosen.

        It speaks about as fast as the one that would be, and is ready in a tenth of a second less.
        """
        return self._opened(self._choices.voice, plan)

    def _cast(self, plan: Plan | None) -> Cast:
        second = None if self._choices.count_voice is None else self._opened(self._choices.count_voice, plan)
        return Cast(chosen=self._chosen, lexicon=self._lexicon, second=second)

    @cached_property
    def _lexicon(self) -> Lexicon:
        try:
            return project_lexicon(self._project)
        except AudioSessionError:  # told where the lexicon is checked
            return NO_LEXICON

    @cached_property
    def _chosen(self) -> ChosenTakes:
        try:
            return hearable(self._project, chosen_takes(self._project), self.voice)[0]
        except AudioSessionError:  # told where takes are checked
            return NONE_CHOSEN

    def _opened(self, spec: str, plan: Plan | None) -> Voice:
        tempo, language = self._tempo(plan), self._language_of(plan)
        try:
            spec = "espeak" if spec == "auto" else spec
            voice = self._choose(spec, voice_settings(self._project), language, tempo)[0]
            return voice if speaks(voice.language, language) else self._choose("espeak", {}, language, tempo)[0]
        except AudioSessionError:  # told where voices are checked
            return self._choose("espeak", {}, "en", tempo)[0]

    def _language_of(self, plan: Plan | None) -> str:
        return (plan.language if plan else None) or self._language

    @cached_property
    def _language(self) -> str:
        return usual_language(self._project)

    def words(self, language: str) -> LanguageWords | None:
        """The words of a language, read once; None where there are none, or they are at fault."""
        if language not in self._known:
            self._known[language] = None
            with suppress(AudioSessionError):  # told where languages are checked
                self._known[language] = words_of(self._project, language)
        return self._known[language]

    def _tempo(self, plan: Plan | None) -> Tempo:
        try:
            return tempo_of(self._project, usual_speech(self._project), plan)
        except AudioSessionError:  # told where languages are checked
            return ANY_TEMPO


def _sides(side: Side | None, text: str, mirror: Mirror | None) -> list[tuple[Side | None, str]]:
    if side is None:
        return [(side, text)]
    return [(side, text), (side.other, mirror.mirrored(text) if mirror else text)]


def _told(note: Note) -> Fault:
    message = f"“{note.wanted}” would be left unsaid: by an estimate it does not fit its breath"
    return Fault(message=message, hint=note.remedy)
