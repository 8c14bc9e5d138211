"""From a name or a narration file to a narration: read the definitions, plan the class, let the templates write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiosession.definitions import locate, read_definition
from audiosession.errors import (
    Act,
    DefinitionError,
    FaultsError,
    NotFoundError,
    Remedy,
    Where,
    near_miss,
    nearest,
)
from audiosession.project.project import Project, read_text
from audiosession.project.settings import read_defaults
from audiosession.writing.choices import Choices, file_slug
from audiosession.writing.classes import ClassDefinition, plan_class, plan_entry, with_ways
from audiosession.writing.cues import Narration, parse
from audiosession.writing.exercise import Exercise
from audiosession.writing.narration import narrate
from audiosession.writing.plan import Detail, Plan, one_sided, plan_exercise
from audiosession.writing.safety import spare


@dataclass(frozen=True, kw_only=True)
class Composition:
    """A class as text: `slug` names its files, `path` its narration in messages; `plan` is None for a hand-made one."""

    slug: str
    title: str
    text: str
    path: Where
    narration: Narration = field(repr=False)
    plan: Plan | None = field(repr=False)
    changes: tuple[str, ...] = ()
    """What was changed in the class to spare somebody something, line by line."""


def compose(project: Project, target: str, choices: Choices) -> Composition:
    """Return the narration of an exercise, a class or a narration file.

    Raises:
        DefinitionError: A definition, a template or the file is at fault.
        NotFoundError: Nothing is called `target`.
    """
    if _is_file(target):
        return _from_file(project, Path(target), choices)
    plan, changes = _spared(project, plan_named(project, target, choices), choices)
    return compose_plan(project, plan, choices, changes)


def compose_plan(project: Project, plan: Plan, choices: Choices, changes: tuple[str, ...] = ()) -> Composition:
    """Return the narration that the templates make of `plan`.

    Raises:
        DefinitionError: A template is at fault.
    """
    plan = with_ways(replace(plan, seed=choices.seed))
    text = narrate(plan, project.templates(), tones=choices.tones, paths=project.template_paths())
    path = f"the narration of {plan.name}"
    return Composition(
        slug=plan.name,
        title=plan.title,
        text=text,
        path=path,
        narration=parse(text, path, title=plan.title),
        plan=plan,
        changes=changes,
    )


def _spared(project: Project, plan: Plan, choices: Choices) -> tuple[Plan, tuple[str, ...]]:
    if not choices.avoid:
        return plan, ()
    known = {name: read_exercise(project, name) for name in project.names("exercises")}
    return spare(plan, choices.avoid, known)


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
    known = [*project.names("exercises"), *project.names("classes")]
    hint = nearest(name, known)
    remedy = None if hint else Remedy(act=Act.LIST_NAMES)
    raise NotFoundError(f'no exercise or class is called "{name}"', hint=hint, remedy=remedy)


def read_exercise(project: Project, name: str) -> Exercise:
    """Return the exercise called `name`."""
    path = project.definition("exercises", name)
    return read_definition(read_text(path), path, Exercise, name=name)


def read_class(project: Project, name: str) -> ClassDefinition:
    """Return the class definition called `name`."""
    path = project.definition("classes", name)
    return read_definition(read_text(path), path, ClassDefinition, name=name)


def _planned_class(project: Project, name: str, choices: Choices) -> Plan:
    if choices.reps is not None:
        raise DefinitionError(
            f'"{name}" is a class, and each of its exercises has its own reps',
            hint="write them into the class, at each exercise",
            path=project.definition("classes", name),
        )
    definition = read_class(project, name)
    known = set(project.names("exercises"))
    wanted: Iterable[str] = {entry.use for entry in definition.exercises} & known
    try:
        exercises = {use: read_exercise(project, use) for use in sorted(wanted)}
        _refuse_entries(project, definition, exercises)
        plan = plan_class(definition, exercises, detail=choices.detail)
        return plan if choices.side is None else one_sided(plan, choices.side)
    except DefinitionError as error:
        raise error.at(project.definition("classes", name)) from None


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


def _is_file(target: str) -> bool:
    return "/" in target or "\\" in target or target.endswith(".txt") or Path(target).is_file()


def _from_file(project: Project, path: Path, choices: Choices) -> Composition:
    if not path.exists():
        raise NotFoundError("no such file", path=path, remedy=Remedy(act=Act.NARRATE, to="my.txt"))
    if path.suffix == ".toml":
        hint = f"name the exercise or class: {path.stem}" if path.parent.parent.name == "scripts" else ""
        raise DefinitionError(
            "is a definition, not a narration", path=path, hint=hint or "it belongs into scripts/exercises"
        )
    if settled := _settled(choices, read_defaults(project).detail):
        raise DefinitionError(
            f"{settled} stands in the narration itself",
            path=path,
            remedy=Remedy(act=Act.NARRATE_WITH, to=settled),
        )
    text = read_text(path)
    narration = parse(text, path, title=path.stem.replace("-", " ").title())
    return Composition(
        slug=file_slug(path.stem), title=narration.title, text=text, path=path, narration=narration, plan=None
    )


def _settled(choices: Choices, usual: Detail) -> str:
    """Return the first choice that only templates could obey, so that none is passed over in silence."""
    asked = {
        "reps": choices.reps is not None,
        "detail": choices.detail != usual,
        "side": choices.side is not None,
        "avoid": bool(choices.avoid),
        "seed": choices.seed is not None,
    }
    return next((name for name, wanted in asked.items() if wanted), "")
