"""The exercises, classes and words of a project, read and planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.definitions import locate, read_definition
from audiosession.errors import Act, DefinitionError, FaultsError, NotFoundError, Remedy, near_miss, nearest
from audiosession.project.project import Project, read_text
from audiosession.writing.choices import Choices
from audiosession.writing.classes import ClassDefinition, plan_class, plan_entry
from audiosession.writing.exercise import Exercise
from audiosession.writing.plan import Plan, one_sided, plan_exercise
from audiosession.writing.values import Detail

if TYPE_CHECKING:
    from audiosession.writing.lexicon import Lexicon


def read_exercise(project: Project, name: str) -> Exercise:
    """Return the exercise called `name`."""
    path = project.definition("exercises", name)
    return read_definition(read_text(path), path, Exercise, name=name)


def read_class(project: Project, name: str) -> ClassDefinition:
    """Return the class definition called `name`."""
    path = project.definition("classes", name)
    return read_definition(read_text(path), path, ClassDefinition, name=name)


@dataclass(frozen=True, kw_only=True)
class LexiconFile:
    """The text of a lexicon and where it stands; of a project that has none, nothing."""

    text: str = ""
    path: Path | None = None

    def read(self) -> Lexicon:
        """Return what it says.

        Raises:
            FaultsError: It is at fault.
        """
        from audiosession.writing.lexicon import NO_LEXICON, read_lexicon  # for whoever speaks

        return NO_LEXICON if self.path is None else read_lexicon(self.text, self.path)


def lexicon_file(project: Project) -> LexiconFile:
    """Return the project's lexicon before it is read, the starter's where it has none."""
    path = project.script("lexicon.toml")
    return LexiconFile() if path is None else LexiconFile(text=read_text(path), path=path)


def project_lexicon(project: Project) -> Lexicon:
    """Return the project's lexicon, the starter's where it has none.

    Raises:
        FaultsError: It is at fault.
    """
    return lexicon_file(project).read()


def plan_named(project: Project, name: str, choices: Choices) -> Plan:
    """Return the plan of the class or exercise called `name`.

    Raises:
        DefinitionError: A definition is at fault, or can't be done as often as asked.
        NotFoundError: Nothing is called `name`.
    """
    if name in project.names("classes"):
        return _planned_class(project, name, choices)
    if name in project.names("exercises"):
        exercise = read_exercise(project, name)
        return plan_exercise(exercise, reps=choices.reps, detail=choices.detail, side=choices.side)
    hint = nearest(name, [*project.names("exercises"), *project.names("classes")])
    remedy = None if hint else Remedy(act=Act.LIST_NAMES)
    raise NotFoundError(f'no exercise or class is called "{name}"', hint=hint, remedy=remedy)


def _planned_class(project: Project, name: str, choices: Choices) -> Plan:
    path = project.definition("classes", name)
    if choices.reps is not None:
        message = f'"{name}" is a class, and each of its exercises has its own reps'
        raise DefinitionError(message, hint="write them into the class, at each exercise", path=path)
    definition = read_class(project, name)
    known = set(project.names("exercises"))
    wanted: Iterable[str] = {entry.use for entry in definition.exercises} & known
    try:
        exercises = {use: read_exercise(project, use) for use in sorted(wanted)}
        _refuse_entries(project, definition, exercises)
        plan = plan_class(definition, exercises, detail=choices.detail)
        return plan if choices.side is None else one_sided(plan, choices.side)
    except DefinitionError as error:
        raise error.at(path) from None


def _refuse_entries(project: Project, definition: ClassDefinition, exercises: Mapping[str, Exercise]) -> None:
    """Refuse exercises that are not there, or can't be done as the class wants: all at once, each with its line."""
    path = project.definition("classes", definition.name)
    faults = []
    for index, entry in enumerate(definition.exercises):
        try:
            if entry.use not in exercises:
                hint = near_miss(entry.use, project.names("exercises"))
                raise NotFoundError(f'no exercise is called "{entry.use}"', hint=hint)
            plan_entry(entry, exercises[entry.use], detail=Detail.FADE)
        except (DefinitionError, NotFoundError) as error:
            line = locate(read_text(path), ("exercise", index, "use"))
            faults.append(error.at(path, line).as_fault())
    if faults:
        raise FaultsError(faults)
