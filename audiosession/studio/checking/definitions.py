"""Check exercises and classes: what they say, what they name, and what the templates make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from audiosession.building.write import write_plan
from audiosession.definitions import KeyPath, locate
from audiosession.errors import AudioSessionError, DefinitionError, Fault, FaultsError, NotFoundError
from audiosession.project.beds import FoundBed, find_bed, named_bed, refuse_loud
from audiosession.project.covers import class_cover, unlettered
from audiosession.project.library import form_place, link_faults, plan_named
from audiosession.project.origins import said_at, template_place
from audiosession.project.project import Project, read_text
from audiosession.project.reading.definitions import read_class, read_exercise, written_in
from audiosession.project.reading.translations import translation_for
from audiosession.project.settings import read_look, usual_language
from audiosession.project.sounds.found import find_sound
from audiosession.project.stores import loop_store
from audiosession.studio.checking.fit import Estimates
from audiosession.studio.checking.translations import check_translations
from audiosession.timing.load import beyond_held
from audiosession.voices.languages import primary
from audiosession.writing.choices import Choices
from audiosession.writing.classes import level_of_entry
from audiosession.writing.cues import Narration, SayCue, Section
from audiosession.writing.exercise import Exercise
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.phases.limits import TOLD
from audiosession.writing.phases.voices import said_by
from audiosession.writing.plan import Plan, eased
from audiosession.writing.positions import changes, restless
from audiosession.writing.safety import MOST_SILENCE_S, Silence, longest_silence
from audiosession.writing.sounds.ring import Ring
from audiosession.writing.values import read_pace


@dataclass(kw_only=True)
class Check:
    """A check under way."""

    project: Project
    is_whole: bool = True
    """Whether all of the project is looked at; else what a person named."""
    is_brief: bool = False
    """Whether a definition is only read and planned: no narration is written of it, and no translation looked at."""
    n_read: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    beds: set[Path] = field(default_factory=set)
    """Where the recordings lie that were looked at."""
    said: set[str] = field(default_factory=set)
    """All lines that the narrations say which were looked at."""
    estimates: Estimates = field(init=False)

    def collect(self, work: Callable[[], object]) -> bool:
        """Do `work`; keep the faults that it raises, and tell whether there were none."""
        self.n_read += 1
        try:
            work()
        except FaultsError as error:
            self.faults.extend(error.faults)
        except AudioSessionError as error:
            self.faults.append(error.as_fault())
        else:
            return True
        return False


def check_exercise(check: Check, name: str, choices: Choices) -> None:
    """Check an exercise: its file, its cover; and in each of its forms what it names, its narration, its lines."""
    if check.collect(partial(read_exercise, check.project, name)):
        exercise = read_exercise(check.project, name)
        _warn_of_cover(check, name, exercise.title, "exercises")
        choices = replace(choices, language=_language_of(check.project, exercise))
        check_narration(check, name, choices)
        for form in exercise.forms():
            _check_rings(check, form.sounds, partial(form_place, check.project, form))
            check.faults.extend(link_faults(check.project, form))
            _tell_raised(check, form)
            if form.level != exercise.level:
                check_narration(check, name, replace(choices, level=form.level))
            for keys, fault in check.estimates.unsaid_of(form):
                path, line = form_place(check.project, form, keys)
                check.warnings.append(replace(fault, path=path, line=line))
        if not check.is_brief:
            check_translations(check, "exercises", name)


def _language_of(project: Project, exercise: Exercise) -> str:
    """Return the project's language; of an exercise that has no words in it, for classes in another, its own."""
    usual, own = usual_language(project), written_in(project, exercise)
    is_said = primary(own) == primary(usual) or translation_for(project, "exercises", exercise.name, usual)
    return usual if is_said else own


def _tell_raised(check: Check, form: Exercise) -> None:
    """Tell which limits a form of an exercise raises, and why it may."""
    if form.safety is None or not form.raised:
        return
    path, line = form_place(check.project, form, ("safety",))
    raised = (f"{TOLD[name]} for up to {own:g} s (usually {usual:g})" for name, (own, usual) in form.raised.items())
    check.warnings.append(Fault(path=path, line=line, message=f"{', '.join(raised)}: {form.safety.reason}"))


def check_class(check: Check, name: str, choices: Choices) -> None:
    """Check a class: its file, its cover, its exercises in their places, its narration and its music."""
    if check.collect(partial(read_class, check.project, name)):
        _warn_of_cover(check, name, read_class(check.project, name).title, "classes")
        if written := check_narration(check, name, choices):
            _warn_of_changes(check, *written)
        _check_class_music(check, name, choices)
        path = check.project.definition("classes", name)
        _check_rings(check, read_class(check.project, name).sounds, partial(_place_in, path))
        _warn_of_paces(check, name)
        if not check.is_brief:
            check_translations(check, "classes", name)


def _warn_of_paces(check: Check, name: str) -> None:
    """Warn of what a pace of a class's own leaves no time for, where the exercise at the usual pace has."""
    path, seen = check.project.definition("classes", name), set()
    definition = read_class(check.project, name)
    for index, entry in enumerate(definition.exercises):
        if entry.pace is None or (entry.use, entry.pace) in seen or not check.project.find("exercises", entry.use):
            continue
        seen.add((entry.use, entry.pace))
        try:
            exercise, count = read_exercise(check.project, entry.use), read_pace(entry.pace).count
        except AudioSessionError:
            continue  # told where the exercise is read, or the class is planned
        exercise = exercise.for_level(level_of_entry(entry, definition))
        usual = dict(check.estimates.unsaid_of(exercise))
        for keys, fault in check.estimates.unsaid_of(exercise, count):
            if keys not in usual:
                check.warnings.append(_fault_at(path, ("exercise", index, "pace"), fault.message, fault.hint))


def check_music(check: Check, name: str, fault: Callable[[str, str], Fault]) -> None:
    """Check the bed that a class or a narration calls `name`; `fault` tells the place."""
    try:
        check_bed(check, named_bed(check.project, name))
    except NotFoundError as error:
        check.faults.append(replace(fault(error.message, error.hint), remedy=error.remedy))
    except AudioSessionError:
        return  # a beds.toml at fault, told where it is read


def check_bed(check: Check, found: FoundBed) -> None:
    """Check whether a bed can go round, and what a person should know of its recording; once for each."""
    if found.path in check.beds:
        return
    check.beds.add(found.path)

    def open_loop() -> None:
        loop = loop_store(check.project).open(found.path, found.bed)
        check.warnings.extend(Fault(path=found.path, message=note) for note in loop.notes)

    check.collect(open_loop)


def _place_in(path: Path, keys: KeyPath) -> tuple[Path, int]:
    return path, locate(read_text(path), keys)


def _check_rings(check: Check, rings: Sequence[Ring], place: Callable[[KeyPath], tuple[Path, int]]) -> None:
    """Tell of sounds that a definition names and nobody has; `place` knows where its keys are written."""
    for index, ring in enumerate(rings):
        try:
            find_sound(check.project, ring.use)
        except NotFoundError as error:
            path, line = place(("sound", index, "use"))
            check.faults.append(Fault(path=path, line=line, message=error.message, hint=error.hint))
        except AudioSessionError:
            return  # a sounds.toml at fault, told where it is read


def _warn_of_cover(check: Check, name: str, title: str, kind: str) -> None:
    path = check.project.definition(kind, name)
    try:
        lost = unlettered(class_cover(check.project, read_look(check.project), name, title))
    except AudioSessionError:
        return  # told where covers and show.toml are read
    if lost:
        line, hint = locate(read_text(path), ("title",)), f"a picture of your own is scripts/covers/{name}.jpg"
        check.warnings.append(Fault(path=path, line=line, message=lost, hint=hint))


def _fault_at(path: Path, keys: KeyPath, message: str, hint: str) -> Fault:
    return Fault(path=path, line=locate(read_text(path), keys), message=message, hint=hint)


def check_narration(check: Check, name: str, choices: Choices) -> tuple[Plan, Narration] | None:
    """Let the templates write the class, and check what must be said before the first breath; return it if it can be.

    What is at fault only in what is said is returned all the same.
    """
    written: list[tuple[Plan, Narration]] = []
    if check.is_brief:
        if check.project.find("classes", name):  # an exercise that can be read can be planned
            check.collect(lambda: plan_named(check.project, name, choices))
        return None

    def write() -> None:
        plan, _ = eased(plan_named(check.project, name, choices), choices.pace.count)
        narration = write_plan(check.project, plan, choices).narration
        written.append((plan, narration))
        check.said.update(said_by(line).text for line in narration.lines())
        faults = [*_long_silences(check.project, plan, narration, choices), *_unsaid_cautions(check, plan, narration)]
        faults += _long_held(check, plan, narration)
        if faults:
            raise FaultsError(faults)

    check.collect(write)
    return written[0] if written else None


def _long_silences(project: Project, plan: Plan, narration: Narration, choices: Choices) -> Iterator[Fault]:
    announced = {item.exercise.name for item in plan.exercises if item.exercise.quiet}
    for section in narration.sections:
        silence = longest_silence(section, choices.pace.count)
        if silence.seconds > MOST_SILENCE_S and section.exercise not in announced:
            path, line = _place_of(project, plan, section, silence)
            message = f"{silence.seconds} s without a word, and nothing announces it"
            hint = f"over {MOST_SILENCE_S} s say that a silence comes, in [quiet] of the exercise, or speak in between"
            yield Fault(path=path, line=line, message=message, hint=hint)


def _long_held(check: Check, plan: Plan, narration: Narration) -> Iterator[Fault]:
    """Yield what is held under load for too long, by an estimate: in a class, or in an exercise on its own."""
    if not any(getattr(cue, "loaded", False) for section in narration.sections for cue in section.cues):
        return
    exercises = {item.exercise.name: item.exercise for item in plan.exercises}
    for held, said in beyond_held(check.estimates.held(narration, plan), exercises):
        kind, keys = ("classes", ("exercise",)) if plan.is_class else ("exercises", ("phase",))
        path = check.project.definition(kind, plan.name)
        named = [(item.exercise.name == held.exercise, item.reps, -n) for n, item in enumerate(plan.exercises)]
        index = -max(named)[2]
        place = (*keys, index) if plan.is_class else keys
        yield _fault_at(path, place, said, "fewer reps, fewer words while it is held, or a rest in between")


def _place_of(project: Project, plan: Plan, section: Section, silence: Silence) -> tuple[Path, int]:
    """Return where a silence is written: its first phase without words, else the line after which it comes."""
    exercise = next((item.exercise for item in plan.exercises if item.exercise.name == section.exercise), None)
    if exercise is not None and silence.breathes:
        wordless = [n for n, phase in enumerate(exercise.phases) if not (phase.full or phase.short or phase.bare)]
        return form_place(project, exercise, ("phase", wordless[0]) if wordless else ("phase",))
    return said_at(project, plan, silence.after) or template_place(project, silence.after)


def _unsaid_cautions(check: Check, plan: Plan, narration: Narration) -> Iterator[Fault]:
    """Yield the template that leaves a caution out, once for all exercises."""
    for item in plan.exercises:
        said = _said_before_breath(narration, item.exercise.name)
        unsaid = [caution.say for caution in item.exercise.cautions if said is not None and caution.say not in said]
        if not unsaid:
            continue
        path = _speaks_cautions(check.project)
        message = f'leaves out "{unsaid[0]}" of {item.exercise.name}, which must be said before its first rep'
        hint = "the template must speak every caution of an exercise before its first rep"
        if not any((fault.path, fault.hint) == (path, hint) for fault in check.faults):
            yield Fault(path=path, message=message, hint=hint)
        return


def _said_before_breath(narration: Narration, exercise: str) -> set[str] | None:
    """Return all lines that are said before an exercise's first breath; None where it has none."""
    said: set[str] = set()
    for section in narration.sections:
        for cue in section.cues:
            if isinstance(cue, SayCue):
                said.add(cue.text)
            elif isinstance(cue, PhaseCue) and section.exercise == exercise:
                return said
    return None


def _speaks_cautions(project: Project) -> Path:
    """Return the template that ought to speak cautions: the project's own, where it has one."""
    paths = project.template_paths()
    own = [path for name, path in paths.items() if path.is_relative_to(project.root)]
    named = [path for path in own if path.name == "exercise.j2"] or own
    return named[0] if named else paths["class.j2"]


def _warn_of_changes(check: Check, plan: Plan, narration: Narration) -> None:
    n_changes = changes([item.exercise for item in plan.exercises])
    if not restless(n_changes, 0.0):
        return
    length = read_class(check.project, plan.name).length
    minutes = length / 60_000 if length else check.estimates.minutes(narration, plan)
    if words := restless(n_changes, minutes):
        check.warnings.append(Fault(path=check.project.definition("classes", plan.name), message=words))


def _check_class_music(check: Check, name: str, choices: Choices) -> None:
    path, definition = check.project.definition("classes", name), read_class(check.project, name)
    for index, entry in enumerate(definition.exercises):
        if entry.music is not None:
            check_music(check, entry.music, partial(_fault_at, path, ("exercise", index, "music")))
        if usual := entry.music or choices.music:
            level_db, keys = definition.music_level_db + entry.music_level_db, ("exercise", index, "music_level_db")
            _check_loudness(check, usual, level_db, partial(_fault_at, path, keys))


def _check_loudness(check: Check, name: str, level_db: float, fault: Callable[[str, str], Fault]) -> None:
    try:
        refuse_loud(find_bed(check.project, name), level_db)
    except NotFoundError:
        return  # told where it is named
    except FaultsError:
        return  # a beds.toml at fault, told where it is read
    except DefinitionError as error:
        check.faults.append(fault(error.message, error.hint))
