"""Check everything that a person wrote, and find all faults in one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from audiosession.definitions import KeyPath, locate
from audiosession.errors import AudioSessionError, Fault, FaultsError, NotFoundError, near_miss
from audiosession.project.beds import FoundBed, beds, find_bed
from audiosession.project.covers import check_covers
from audiosession.project.library import plan_named, project_lexicon, read_class, read_exercise
from audiosession.project.project import Project, read_text
from audiosession.project.settings import read_defaults, settings_fault
from audiosession.project.stores import loop_store
from audiosession.studio.voices import check_voices
from audiosession.voices.registry import engines
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.cues import BreathCue, Narration, SayCue, parse
from audiosession.writing.narration import narrate
from audiosession.writing.plan import Plan
from audiosession.writing.positions import restless
from audiosession.writing.safety import MOST_SILENCE_S, unannounced


@dataclass
class CheckReport:
    """What a check found: `n_read` files read, their faults, and what is allowed but better otherwise."""

    n_read: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

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


def check_project(project: Project, names: Sequence[str]) -> CheckReport:
    """Read the exercises, classes and beds called `names` (all, with show.toml and templates, where none is named).

    Raises:
        NotFoundError: A name that nothing carries.
    """
    report = CheckReport()
    exercises, classes = project.names("exercises"), project.names("classes")
    found: dict[str, FoundBed] = {}
    if not report.collect(lambda: found.update(beds(project))):
        found = {}
    for name in names:
        if name not in exercises and name not in classes and name not in found:
            raise NotFoundError(f'nothing is called "{name}"', hint=near_miss(name, [*exercises, *classes, *found]))
    wanted = set(names) or {*exercises, *classes, *found}
    choices = _choices(project, report)
    for name in exercises:
        if name in wanted and report.collect(lambda name=name: read_exercise(project, name)):  # type: ignore[misc]
            _check_links(project, name, report)
            _check_narration(project, name, choices, report)
    for name in classes:
        if name in wanted and report.collect(lambda name=name: read_class(project, name)):  # type: ignore[misc]
            _check_narration(project, name, choices, report)
            _warn_of_changes(project, name, report)
            _check_class_music(project, name, report)
    for name, bed in found.items():
        if name in wanted:
            report.collect(lambda bed=bed: _check_bed(project, bed))  # type: ignore[misc]
    report.faults = list(dict.fromkeys(report.faults))
    return report


def _choices(project: Project, report: CheckReport) -> Choices:
    report.collect(lambda: project_lexicon(project))
    report.collect(lambda: check_voices(project))
    report.collect(lambda: check_covers(project))
    defaults = Defaults()
    try:
        defaults = read_defaults(project)
    except AudioSessionError:
        report.collect(lambda: read_defaults(project))
    else:
        _check_defaults(project, defaults, report)
    return choose(defaults)


def _check_defaults(project: Project, defaults: Defaults, report: CheckReport) -> None:
    """Check that the voice's engine and the bed that show.toml chooses exist."""
    engine = defaults.voice.strip().partition(":")[0]
    if engine not in ("auto", *engines()):
        hint = near_miss(engine, ["auto", *engines()])
        report.faults.append(settings_fault(project, ("defaults", "voice"), f'there is no voice "{engine}"', hint))
    if defaults.music != "none":
        _check_music(project, defaults.music, report, partial(settings_fault, project, ("defaults", "music")))


def _check_music(project: Project, name: str, report: CheckReport, fault: Callable[[str, str], Fault]) -> None:
    try:
        find_bed(project, name)
    except NotFoundError as error:
        report.faults.append(fault(error.message, error.hint))
    except AudioSessionError:
        return  # a beds.toml at fault, told where it is read


def _fault_at(path: Path, keys: KeyPath, message: str, hint: str) -> Fault:
    return Fault(path=path, line=locate(read_text(path), keys), message=message, hint=hint)


def _check_links(project: Project, name: str, report: CheckReport) -> None:
    """Check that the exercises that one names exist: its warm-ups, and what takes its place."""
    exercise = read_exercise(project, name)
    known = project.names("exercises")
    path = project.definition("exercises", name)
    for other in [*exercise.warm_ups, *([exercise.instead] if exercise.instead else [])]:
        if other not in known:
            message = f'names an exercise "{other}" that does not exist'
            report.faults.append(Fault(path=path, message=message, hint=near_miss(other, known)))


def _check_narration(project: Project, name: str, choices: Choices, report: CheckReport) -> None:
    """Let the templates write the class, and check what must be said before the first breath."""

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

    report.collect(write)


def _refuse_long_silence(plan: Plan, narration: Narration, choices: Choices) -> None:
    announced = {item.exercise.name for item in plan.exercises if item.exercise.quiet}
    for section in narration.sections:
        silent = unannounced(section, choices.pace.count)
        if silent > MOST_SILENCE_S and section.exercise not in announced:
            message = f"{silent} s without a word in {section.title}, and nothing announces it"
            hint = f"over {MOST_SILENCE_S} s say that a silence comes, in [quiet] of the exercise, or speak in between"
            raise FaultsError([Fault(path=f"the narration of {narration.title}", message=message, hint=hint)])


def _warn_of_changes(project: Project, name: str, report: CheckReport) -> None:
    uses = [entry.use for entry in read_class(project, name).exercises]
    known = project.names("exercises")
    try:
        positions = [read_exercise(project, use).position for use in uses if use in known]
    except AudioSessionError:
        return  # told where the exercise itself is read
    if words := restless(positions):
        report.warnings.append(Fault(path=project.definition("classes", name), message=words))


def _check_class_music(project: Project, name: str, report: CheckReport) -> None:
    for index, entry in enumerate(read_class(project, name).exercises):
        if entry.music not in (None, "none"):
            path = project.definition("classes", name)
            keys = ("exercise", index, "music")
            _check_music(project, str(entry.music), report, partial(_fault_at, path, keys))


def _refuse_unsaid_cautions(plan: Plan, exercise: str, said: set[str], line: int, title: str) -> None:
    for item in plan.exercises:
        if item.exercise.name != exercise:
            continue
        unsaid = [caution.say for caution in item.exercise.cautions if caution.say not in said]
        if unsaid:
            message = f'"{unsaid[0]}" is not said before the first rep'
            hint = "the template must speak every caution of an exercise before its first rep"
            raise FaultsError([Fault(path=f"the narration of {title}", line=line, message=message, hint=hint)])


def _check_bed(project: Project, found: FoundBed) -> None:
    loop_store(project).open(found.path, found.bed)
