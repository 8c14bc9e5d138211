"""A list of exercises as a class: those that the library has, held against the rules of a class."""

from __future__ import annotations

from collections.abc import Iterator

from audiosession.definitions import read_definition
from audiosession.errors import AudioSessionError, DefinitionError, Fault, FaultsError
from audiosession.importing.article import BlockKind, Sentence
from audiosession.importing.class_lists import ClassList, listed_class_text
from audiosession.importing.draft import Draft, Sourced
from audiosession.importing.imported import Imported
from audiosession.naming import plain_name
from audiosession.project.project import Project
from audiosession.project.reading.definitions import read_exercise
from audiosession.project.settings import usual_language
from audiosession.writing.classes import ClassDefinition, level_of_entry, refused_entry
from audiosession.writing.exercise import Exercise
from audiosession.writing.safety import missing_warm_ups, read_out


def list_draft(
    project: Project, listed: ClassList, *, name: str = "", called: str = "", language: str = ""
) -> Imported:
    """Return the class that a list becomes, called as its heading, or as its file where it has none.

    Raises:
        DefinitionError: Neither says what it is called.
    """
    title = listed.title or (name or called).replace("-", " ").replace("_", " ").strip().title()
    own = name or plain_name(listed.title) or plain_name(called)
    if not title or not own:
        raise DefinitionError("a list of exercises without a heading", hint="write what the class is called above it")
    tag = language or usual_language(project)
    text, rows = listed_class_text(listed, title, f'language = "{language}"' if language else "")
    sentences = tuple(
        Sentence(number=number, text=one.text, place=f"line {one.line}", kind=BlockKind.BULLET, heading=one.section)
        for number, one in enumerate(listed.lines)
    )
    numbers = {one.line: number for number, one in enumerate(listed.lines)}
    draft = Draft(
        name=own,
        title=title,
        language=tag,
        text=text,
        sourced=tuple(Sourced(line=line, sentences=(numbers[one.line],)) for line, one in rows),
        unplaced=tuple(numbers[one.line] for one in listed.lines if not one.use),
        missing=tuple(dict.fromkeys(_told(fault) for fault in _faults(project, text, own, tag))),
    )
    return Imported(language=tag, sentences=sentences, drafts=(draft,))


def _faults(project: Project, text: str, name: str, tag: str) -> Iterator[Fault]:
    """Yield what keeps the class of `text` from being built, as far as it can be told before its file is there."""
    try:
        definition = read_definition(text, "the class of this list", ClassDefinition, name=name)
    except FaultsError as error:
        yield from error.faults
        return
    forms: list[Exercise] = []
    for entry in definition.exercises:
        try:
            form = read_exercise(project, entry.use, tag).for_level(level_of_entry(entry, definition, None))
        except AudioSessionError as error:
            yield error.as_fault()
            continue
        forms.append(form)
        yield from (error.as_fault() for _, error in refused_entry(entry, form))
    for exercise, missing in missing_warm_ups(forms):
        told = f"{exercise.name} comes before its warm-ups: {read_out(missing)}"
        yield Fault(message=told, hint=f"put {read_out(missing)} before {exercise.name}")


def _told(fault: Fault) -> str:
    return fault.message + (f" ({fault.hint})" if fault.hint else "")
