"""Check everything that a person wrote, and find all faults in one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from audiosession.building.write import is_text
from audiosession.definitions import KeyPath, locate
from audiosession.errors import AudioSessionError, Fault, FaultsError, NotFoundError, near_miss
from audiosession.files.named import on_disk
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.project.beds import FoundBed, beds, find_bed
from audiosession.project.covers import check_covers, class_cover, unlettered
from audiosession.project.library import plan_named, project_lexicon, read_class, read_exercise
from audiosession.project.project import Project, read_text
from audiosession.project.settings import read_defaults, read_look, voice_settings
from audiosession.project.show_faults import build_faults
from audiosession.project.stores import loop_store
from audiosession.sayable import hidden_letter
from audiosession.spelling import composed
from audiosession.studio.checking.fit import Estimates
from audiosession.studio.checking.show import check_show
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.registry import choose_voice
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.cues import BreathCue, Narration, SayCue, parse
from audiosession.writing.narration import narrate
from audiosession.writing.plan import Plan
from audiosession.writing.positions import restless
from audiosession.writing.safety import MOST_SILENCE_S, unannounced
from audiosession.writing.values import read_pace


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What a check found: `n_read` files read, their faults, and what is allowed but better otherwise."""

    n_read: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


@dataclass
class _Check:
    """A check under way."""

    project: Project
    n_read: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
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


def check_project(project: Project, names: Sequence[str], watch: Watcher = unwatched) -> CheckReport:
    """Read the exercises, classes, beds and narration files called `names`.

    Where none is named, all but narration files are read, with show.toml and templates.

    Raises:
        NotFoundError: A name that nothing carries.
    """
    check = _Check(project)
    found: dict[str, FoundBed] = {}
    check.collect(lambda: found.update(beds(project)))
    known = [*project.names("exercises"), *project.names("classes"), *found]
    names = [composed(name) if composed(name) in known else name for name in names]
    texts = [name for name in names if name not in known and is_text(name)]
    for name in names:
        if name not in (*known, *texts):
            raise NotFoundError(f'nothing is called "{name}"', hint=near_miss(name, known))
    _check_show(check, whole=not names)
    choices = _choices(check)
    check.estimates = Estimates(project, choices)
    work = [(name, partial(_check_exercise, check, name, choices)) for name in project.names("exercises")]
    work += [(name, partial(_check_class, check, name, choices)) for name in project.names("classes")]
    work += [(name, partial(_check_bed, check, bed)) for name, bed in found.items()]
    work += [(name, partial(_check_text, check, on_disk(Path(name)))) for name in texts]
    wanted = [(name, look) for name, look in work if not names or name in names]
    for number, (name, look) in enumerate(wanted, 1):
        look()
        watch(Progress(stage="reading", done=number, total=len(wanted), item=name))
    return CheckReport(
        n_read=check.n_read, faults=tuple(dict.fromkeys(check.faults)), warnings=tuple(dict.fromkeys(check.warnings))
    )


def _check_exercise(check: _Check, name: str, choices: Choices) -> None:
    if check.collect(partial(read_exercise, check.project, name)):
        _warn_of_cover(check, name, read_exercise(check.project, name).title, "exercises")
        _check_links(check, name)
        _check_narration(check, name, choices)
        path = check.project.definition("exercises", name)
        for keys, fault in check.estimates.unsaid_of(read_exercise(check.project, name)):
            check.warnings.append(replace(fault, path=path, line=locate(read_text(path), keys)))


def _check_class(check: _Check, name: str, choices: Choices) -> None:
    if check.collect(partial(read_class, check.project, name)):
        _warn_of_cover(check, name, read_class(check.project, name).title, "classes")
        _check_narration(check, name, choices)
        _warn_of_changes(check, name)
        _check_class_music(check, name)
        _warn_of_paces(check, name)


def _warn_of_paces(check: _Check, name: str) -> None:
    """Warn of what a pace of a class's own leaves no time for, where the exercise at the usual pace has."""
    path, known = check.project.definition("classes", name), check.project.names("exercises")
    for index, entry in enumerate(read_class(check.project, name).exercises):
        if entry.pace is None or entry.use not in known:
            continue
        try:
            exercise, count = read_exercise(check.project, entry.use), read_pace(entry.pace).count
        except AudioSessionError:
            continue  # told where the exercise is read, or the class is planned
        usual = dict(check.estimates.unsaid_of(exercise))
        for keys, fault in check.estimates.unsaid_of(exercise, count):
            if keys not in usual:
                check.warnings.append(_fault_at(path, ("exercise", index, "pace"), fault.message, fault.hint))


def _check_text(check: _Check, path: Path) -> None:
    def read() -> None:
        check.warnings.extend(check.estimates.unsaid(parse(read_text(path), path), path))

    check.collect(read)


def _warn_of_cover(check: _Check, name: str, title: str, kind: str) -> None:
    path = check.project.definition(kind, name)
    try:
        lost = unlettered(class_cover(check.project, read_look(check.project), name, title))
    except AudioSessionError:
        return  # told where covers and show.toml are read
    if lost:
        line, hint = locate(read_text(path), ("title",)), f"a picture of your own is scripts/covers/{name}.jpg"
        check.warnings.append(Fault(path=path, line=line, message=lost, hint=hint))


def _check_bed(check: _Check, found: FoundBed) -> None:
    def open_loop() -> None:
        loop = loop_store(check.project).open(found.path, found.bed)
        check.warnings.extend(Fault(path=found.path, message=note) for note in loop.notes)

    check.collect(open_loop)


def _choices(check: _Check) -> Choices:
    project = check.project
    check.collect(lambda: project_lexicon(project))
    check.collect(lambda: check_covers(project))
    check.faults.extend(_hidden_in_templates(project))
    defaults = Defaults()
    try:
        defaults = read_defaults(project)
    except AudioSessionError:
        check.collect(lambda: read_defaults(project))
    return choose(defaults)


def _check_show(check: _Check, *, whole: bool) -> None:
    """Look at show.toml, at what builds read in it where a check is not of the `whole` project."""
    check.n_read += 1
    faults, warnings = check_show(check.project) if whole else (build_faults(check.project), ())
    check.faults.extend(faults)
    check.warnings.extend(warnings)
    with suppress(AudioSessionError):  # told above
        voice = read_defaults(check.project).voice
        if voice.strip().partition(":")[0] == "recorded":
            check.collect(lambda: _check_recordings(check, voice))


def _hidden_in_templates(project: Project) -> list[Fault]:
    """Return what nobody sees in templates: it would come into each class that they write."""
    faults = []
    for path in project.template_paths().values():
        try:
            lines = read_text(path).split("\n")
        except AudioSessionError:
            continue  # told where a class is written
        found = [(number, hidden_letter(line.rstrip("\r"))) for number, line in enumerate(lines, 1)]
        faults += [Fault(path=path, line=n, message=one.message, hint=one.hint) for n, one in found if one]
    return faults


def _check_recordings(check: _Check, spec: str) -> None:
    voice, _ = choose_voice(spec, voice_settings(check.project))
    if isinstance(voice, RecordedVoice):
        for found in voice.check():
            if isinstance(found, Fault):
                check.warnings.append(found)
            else:
                check.faults.append(found.as_fault())


def _check_music(check: _Check, name: str, fault: Callable[[str, str], Fault]) -> None:
    try:
        find_bed(check.project, name)
    except NotFoundError as error:
        check.faults.append(replace(fault(error.message, error.hint), remedy=error.remedy))
    except AudioSessionError:
        return  # a beds.toml at fault, told where it is read


def _fault_at(path: Path, keys: KeyPath, message: str, hint: str) -> Fault:
    return Fault(path=path, line=locate(read_text(path), keys), message=message, hint=hint)


def _check_links(check: _Check, name: str) -> None:
    """Check that the exercises that one names exist: its warm-ups, and what takes its place."""
    exercise = read_exercise(check.project, name)
    known = check.project.names("exercises")
    path = check.project.definition("exercises", name)
    for other in [*exercise.warm_ups, *([exercise.instead] if exercise.instead else [])]:
        if other not in known:
            message = f'names an exercise "{other}" that does not exist'
            check.faults.append(Fault(path=path, message=message, hint=near_miss(other, known)))


def _check_narration(check: _Check, name: str, choices: Choices) -> None:
    """Let the templates write the class, and check what must be said before the first breath."""

    project = check.project

    def write() -> None:
        plan = plan_named(project, name, choices)
        text = narrate(plan, project.templates(), tones=choices.tones, paths=project.template_paths())
        narration = parse(text, f"the narration of {name}")
        said: set[str] = set()
        _refuse_long_silence(plan, narration, choices)
        for section in narration.sections:
            for cue in section.cues:
                if isinstance(cue, SayCue):
                    said.add(cue.text)
                elif isinstance(cue, BreathCue):
                    _refuse_unsaid_cautions(plan, section.exercise, said, cue.line, narration.title)

    check.collect(write)


def _refuse_long_silence(plan: Plan, narration: Narration, choices: Choices) -> None:
    announced = {item.exercise.name for item in plan.exercises if item.exercise.quiet}
    for section in narration.sections:
        silent = unannounced(section, choices.pace.count)
        if silent > MOST_SILENCE_S and section.exercise not in announced:
            message = f"{silent} s without a word in {section.title}, and nothing announces it"
            hint = f"over {MOST_SILENCE_S} s say that a silence comes, in [quiet] of the exercise, or speak in between"
            raise FaultsError([Fault(path=f"the narration of {narration.title}", message=message, hint=hint)])


def _warn_of_changes(check: _Check, name: str) -> None:
    project = check.project
    uses = [entry.use for entry in read_class(project, name).exercises]
    known = project.names("exercises")
    try:
        positions = [read_exercise(project, use).position for use in uses if use in known]
    except AudioSessionError:
        return  # told where the exercise itself is read
    if words := restless(positions):
        check.warnings.append(Fault(path=project.definition("classes", name), message=words))


def _check_class_music(check: _Check, name: str) -> None:
    path = check.project.definition("classes", name)
    for index, entry in enumerate(read_class(check.project, name).exercises):
        if entry.music is not None:
            _check_music(check, entry.music, partial(_fault_at, path, ("exercise", index, "music")))


def _refuse_unsaid_cautions(plan: Plan, exercise: str, said: set[str], line: int, title: str) -> None:
    for item in plan.exercises:
        if item.exercise.name != exercise:
            continue
        unsaid = [caution.say for caution in item.exercise.cautions if caution.say not in said]
        if unsaid:
            message = f'"{unsaid[0]}" is not said before the first rep'
            hint = "the template must speak every caution of an exercise before its first rep"
            raise FaultsError([Fault(path=f"the narration of {title}", line=line, message=message, hint=hint)])
