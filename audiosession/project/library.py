"""The exercises, classes and words of a project, read and planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.definitions import KeyPath, locate, read_definition
from audiosession.errors import Act, DefinitionError, Fault, FaultsError, NotFoundError, Remedy, near_miss, nearest
from audiosession.naming import plain_name
from audiosession.project.languages import words_of
from audiosession.project.project import Project, read_text
from audiosession.project.reading.definitions import language_said, read_class, read_exercise
from audiosession.project.reading.translations import translation_for
from audiosession.project.settings import usual_language
from audiosession.project.strays import strays
from audiosession.writing.choices import Choices
from audiosession.writing.classes import ClassDefinition, level_of_entry, plan_class, refused_entry
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import FORMS, harder_by
from audiosession.writing.phases.asked import usual_count
from audiosession.writing.phases.pattern import EXAMPLES, PREFIX, Pattern, pattern_of, read_pattern
from audiosession.writing.phases.pattern_text import pattern_text
from audiosession.writing.phases.rep import sized
from audiosession.writing.plan import Plan, one_sided, plan_exercise
from audiosession.writing.safety import missing_warm_ups, read_out
from audiosession.writing.translating.lines import is_said
from audiosession.writing.values import Level

if TYPE_CHECKING:
    from audiosession.writing.lexicon import Lexicon

NO_PROJECT = "this folder has no project; starter content is used"


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
    """Return the plan of the class or exercise called `name`, or of a breath pattern such as ``breath:4-7-8x4``.

    Raises:
        DefinitionError: A definition is at fault, or can't be done as often as asked.
        NotFoundError: Nothing is called `name`.
    """
    if is_breath(name):
        pattern, tag = good_pattern(project, name), choices.language or usual_language(project)
        exercise = read_breath(project, pattern, tag)
        return replace(_planned_exercise(exercise, choices), source=pattern.target, language=tag)
    if project.find("classes", name):
        return _planned_class(project, name, choices)
    if project.find("exercises", name):
        tag = choices.language or usual_language(project)
        return replace(_planned_exercise(read_exercise(project, name, tag), choices), language=tag)
    raise not_found(project, name)


def _planned_exercise(exercise: Exercise, choices: Choices) -> Plan:
    return plan_exercise(exercise, reps=choices.reps, detail=choices.detail, side=choices.side, level=choices.level)


def not_found(
    project: Project, name: str, known: Iterable[str] = (), what: str = "no exercise or class"
) -> NotFoundError:
    """Return that nothing is called `name`, with what is probably meant: a near name, or a file that is not read."""
    known = [*project.names("exercises"), *project.names("classes"), *known]
    files = [one.fault for one in strays(project) if one.name and one.name == plain_name(name)]
    hint = f"{project.told(Path(files[0].path or ''))} {files[0].message}: {files[0].hint}" if files else ""
    hint = hint or nearest(name, known)
    remedy = None if hint else Remedy(act=Act.LIST_NAMES)
    where = "" if project.is_own else f": {NO_PROJECT}"
    return NotFoundError(f'{what} is called "{name}"{where}', hint=hint, remedy=remedy)


def is_breath(target: str) -> bool:
    """Tell whether `target` means a breath pattern."""
    return target.lower().startswith(PREFIX)


def good_pattern(project: Project, text: str) -> Pattern:
    """Return the breath pattern that `text` is.

    Raises:
        DefinitionError: It is none, or asks for more than is good; the exercise that comes nearest is named.
    """
    pattern = read_pattern(text)
    if excesses := list(pattern.excesses()):
        message = f"{pattern.target} has {', and '.join(excesses)}"
        raise DefinitionError(message, hint=_nearest_breath(project, pattern) or EXAMPLES)
    if excess := pattern.excess_of_rounds():
        told, most = excess
        raise DefinitionError(f"{pattern.target} is {told}", hint=f"write {most} at the most")
    return pattern


def _nearest_breath(project: Project, pattern: Pattern) -> str:
    """Return the exercise that comes with the program and breathes most as `pattern` does, and how it does."""
    shipped, found = Project(project.starter), []
    for name in shipped.names("exercises"):
        exercise = read_exercise(shipped, name)
        breath = pattern_of(sized(exercise.rep(), usual_count(exercise.paces)))
        if breath is not None:
            found.append((breath.far_from(pattern), name, breath.numbers))
    return f"{min(found)[1]} breathes {min(found)[2]}" if found else ""


def breath_definition(project: Project, pattern: Pattern, name: str = "", language: str = "") -> str:
    """Return the text of an exercise called `name` that is `pattern`, in `language` or the project's own.

    Raises:
        DefinitionError: The language has no words for it.
    """
    tag = language or usual_language(project)
    words, path = words_of(project, tag), project.starter_page("breath.toml.j2")
    said = words.language.breath
    if said is None:
        hint = "write [breath] in its file, as that of English has it"
        raise DefinitionError(f'the language "{tag}" has no words for breath patterns', hint=hint)
    return pattern_text(pattern, said, words, name=name or pattern.name, template=read_text(path), path=path)


def read_breath(project: Project, pattern: Pattern, language: str = "") -> Exercise:
    """Return the exercise that is `pattern` in `language`, or the project's own; it stands in no file."""
    text = breath_definition(project, pattern, language=language)
    return read_definition(text, f"the exercise of {pattern.target}", Exercise, name=pattern.name)


def _planned_class(project: Project, name: str, choices: Choices) -> Plan:
    path = project.definition("classes", name)
    if choices.reps is not None:
        message = f'"{name}" is a class, and each of its exercises has its own reps'
        raise DefinitionError(message, hint="write them into the class, at each exercise", path=path)
    tag = choices.language or language_said(project, name)
    definition = read_class(project, name, tag)
    exercises, faults = _exercises_of(project, definition, tag)
    faults += _entry_faults(project, definition, exercises, choices.level)
    if faults:
        raise FaultsError(dict.fromkeys(faults))
    try:
        plan = plan_class(definition, exercises, detail=choices.detail, level=choices.level)
        plan = replace(plan, language=tag)
        return plan if choices.side is None else one_sided(plan, choices.side)
    except DefinitionError as error:
        raise error.at(path) from None


def _exercises_of(
    project: Project, definition: ClassDefinition, language: str
) -> tuple[dict[str, Exercise], list[Fault]]:
    """Return the exercises of a class in `language` that can be read, by name, and what is wrong with the others."""
    found: dict[str, Exercise] = {}
    faults: list[Fault] = []
    for use in sorted({entry.use for entry in definition.exercises}):
        if project.find("exercises", use) is None:
            continue  # told at its entry
        try:
            found[use] = read_exercise(project, use, language)
            faults += link_faults(project, found[use].model_copy(update={"instead": None}))  # nobody asks for it here
        except FaultsError as error:
            faults += error.faults
        except NotFoundError as error:  # it has no words in that language, which the class asks of it
            path = project.definition("classes", definition.name)
            index = next(index for index, entry in enumerate(definition.exercises) if entry.use == use)
            line = locate(read_text(path), ("exercise", index, "use"))
            faults.append(replace(error.as_fault(), path=path, line=line))
        except DefinitionError as error:
            faults.append(error.as_fault())
    return found, faults


def link_faults(project: Project, exercise: Exercise) -> list[Fault]:
    """Return which exercises, as warm-ups or in its place, `exercise` names that are not there."""
    named = [(("warm_ups",), other) for other in exercise.warm_ups]
    named += [(("instead",), exercise.instead)] if exercise.instead else []
    return [
        Fault(
            path=(place := form_place(project, exercise, keys))[0],
            line=place[1],
            message=f'{keys[0]} names an exercise "{other}" that does not exist',
            hint=near_miss(other, project.names("exercises")),
        )
        for keys, other in named
        if project.find("exercises", other) is None
    ]


def form_place(project: Project, form: Exercise, keys: KeyPath) -> tuple[Path, int]:
    """Return the file and the line on which `keys` of `form`, one form of an exercise, are written."""
    path = project.definition("exercises", form.name)
    if form.written_in and is_said(keys):
        path = translation_for(project, "exercises", form.name, form.written_in) or path
    text, whole = read_text(path), read_exercise(project, form.name)
    for key, of_form in zip(FORMS, (whole.easier, whole.harder), strict=True):
        if of_form is not None and keys[0] in of_form and FORMS[key] * harder_by(form.level, whole.level) > 0:
            return path, locate(text, (key, *keys))
    return path, locate(text, keys)


def _entry_faults(
    project: Project, definition: ClassDefinition, exercises: Mapping[str, Exercise], level: Level | None
) -> list[Fault]:
    """Return what is wrong with the exercises of a class in their places: all of it, each with its line."""
    path = project.definition("classes", definition.name)
    uses = {entry.use for entry in definition.exercises}
    known = {use for use in uses if project.find("exercises", use)}
    every = project.names("exercises") if uses - known else []
    text, faults = read_text(path), []
    for index, entry in enumerate(definition.exercises):
        if entry.use not in known:
            message = f'no exercise is called "{entry.use}"'
            line = locate(text, ("exercise", index, "use"))
            faults.append(Fault(path=path, line=line, message=message, hint=near_miss(entry.use, every)))
        elif entry.use in exercises:
            form = exercises[entry.use].for_level(level_of_entry(entry, definition, level))
            for key, error in refused_entry(entry, form):
                faults.append(error.at(path, locate(text, ("exercise", index, key))).as_fault())
    if {entry.use for entry in definition.exercises} <= set(exercises):
        forms = [
            exercises[entry.use].for_level(level_of_entry(entry, definition, level)) for entry in definition.exercises
        ]
        faults += _cold(forms, text, path)
    return faults


def _cold(exercises: Sequence[Exercise], text: str, path: Path) -> list[Fault]:
    """Return which exercises of a class come before their warm-ups, all of them."""
    order = [exercise.name for exercise in exercises]
    cold: dict[str, Sequence[str]] = {}
    for exercise, missing in missing_warm_ups(exercises):
        cold.setdefault(exercise.name, missing)
    return [
        Fault(
            path=path,
            line=locate(text, ("exercise", order.index(name), "use")),
            message=f"{name} comes before its warm-ups: {read_out(missing)}",
            hint=f"put {read_out(missing)} before {name}",
        )
        for name, missing in cold.items()
    ]
