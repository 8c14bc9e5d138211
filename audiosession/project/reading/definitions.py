"""Exercises and classes in the words of a language."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

from audiosession.definitions import KeyPath, locate, read_definition, read_laid_over
from audiosession.errors import Act, Fault, FaultsError, NotFoundError, Remedy
from audiosession.project.languages import read_language, refuse_unwritten, words_of
from audiosession.project.project import Project, read_text, translation_of
from audiosession.project.reading.translations import TranslationFile, translation_for
from audiosession.project.settings import usual_language
from audiosession.project.strays import misplaced
from audiosession.voices.languages import plain_tag, primary
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.phases.sided import doubtful_sides

D = TypeVar("D", Exercise, ClassDefinition)


def read_exercise(project: Project, name: str, language: str | None = None) -> Exercise:
    """Return the exercise called `name` in the words of `language`; in those of its own file where None.

    Raises:
        NotFoundError: Nothing is called so, or it has no words in `language`.
        FaultsError: All that is wrong with its file, or with the one that translates it; a line of one side of which
            nobody can say in `language` what it is on the other.
    """
    exercise, path = _in_language(project, "exercises", name, Exercise, language)
    _refuse_sides(project, exercise, language or written_in(project, exercise), path)
    return exercise


def read_class(project: Project, name: str, language: str | None = None) -> ClassDefinition:
    """Return the class called `name` in the words of `language`; see `read_exercise`."""
    return _in_language(project, "classes", name, ClassDefinition, language)[0]


def read_either(project: Project, kind: str, name: str, language: str | None = None) -> Exercise | ClassDefinition:
    """Return the definition of a `kind`, ``exercises`` or ``classes``, called `name`; see `read_exercise`."""
    return read_class(project, name, language) if kind == "classes" else read_exercise(project, name, language)


def read_shown(project: Project, name: str, read: Callable[[Project, str, str | None], D]) -> D:
    """Return what `read` reads, in the project's language to be shown in a list; as it is written where it has none."""
    try:
        return read(project, name, usual_language(project))
    except NotFoundError:
        return read(project, name, None)


def written_in(project: Project, definition: Exercise | ClassDefinition) -> str:
    """Return the language of the words in a definition's own file."""
    said = definition.language if isinstance(definition, ClassDefinition) else None
    return definition.written_in or said or usual_language(project)


def language_said(project: Project, name: str) -> str:
    """Return the language that the exercise or class called `name` is built in where nobody asks for another."""
    if project.find("classes", name):
        return read_class(project, name).language or usual_language(project)
    return usual_language(project)


def _in_language(project: Project, kind: str, name: str, model: type[D], language: str | None) -> tuple[D, Path]:
    """Return a definition and the file that has its words."""
    path = project.definition(kind, name)
    written = _as_written(path, kind, name, model)
    own = written_in(project, written)
    if language is None or own.lower() == language.lower():
        return written, path
    found = translation_for(project, kind, name, language)
    if found is not None and (primary(own) != primary(language) or found.name == f"{name}.{plain_tag(language)}.toml"):
        return _at_its_tempo(project, _translated(project, kind, name, model, found), own, language), found
    if primary(own) == primary(language):
        return written, path
    refuse_unwritten(project, language)
    what = f"{'class' if kind == 'classes' else 'exercise'} {name}"
    remedy = Remedy(act=Act.TRANSLATE, to=name, into=primary(language))
    raise NotFoundError(f'the {what} has no words in "{language}"', path=path, remedy=remedy)


def _at_its_tempo(project: Project, definition: D, own: str, language: str) -> D:
    """Return a translation as calm as what it translates: words a minute are counted in the words of a language."""
    asked = definition.words_per_minute
    if asked is None:
        return definition
    here, there = (read_language(project, tag).tempo.words_per_minute for tag in (language, own))
    return definition.model_copy(update={"words_per_minute": round(asked * here / there)})


def _refuse_sides(project: Project, exercise: Exercise, language: str, path: Path) -> None:
    """Refuse an exercise with a line of one side of which nobody knows what it is on the other, all such lines."""
    if not any(phase.side for form in exercise.forms() for phase in form.phases):
        return
    try:
        mirror = words_of(project, language).mirror
    except NotFoundError:  # whoever speaks in it is told
        mirror = None
    text = read_text(path)
    faults = [
        Fault(path=path, line=_line_of(text, one.keys, one.text), message=one.message, hint=one.hint)
        for one in doubtful_sides(exercise, mirror, language)
    ]
    if faults:
        raise FaultsError(dict.fromkeys(faults))


def _line_of(text: str, keys: KeyPath, said: str) -> int:
    lines = text.split("\n")
    found = (number for number, line in enumerate(lines, 1) if said and said in line)
    return next(found, locate(text, keys))


def _as_written(path: Path, kind: str, name: str, model: type[D]) -> D:
    text = read_text(path)
    try:
        return cast(D, _definition(text, path, model, name))
    except FaultsError:
        if fault := misplaced(text, path, kind):
            raise FaultsError([fault]) from None
        raise


@lru_cache(maxsize=256)
def _definition(text: str, path: Path, model: type[Exercise | ClassDefinition], name: str) -> object:
    """Return what a definition says; one that many classes use is read once while its text is the same."""
    return read_definition(text, path, model, name=name)


def _translated(project: Project, kind: str, name: str, model: type[D], path: Path) -> D:
    original = project.definition(kind, name)
    return cast(D, _laid_over(read_text(path), path, read_text(original), original, model, name))


@lru_cache(maxsize=256)
def _laid_over(
    text: str,
    path: Path,
    below: str,
    original: Path,
    model: type[Exercise | ClassDefinition],
    name: str,
) -> object:
    """Return what a translation makes of the text `below`, its original's; see `_definition`."""
    meant = translation_of(path)
    found = TranslationFile.read(text, path, below, original, meant[1] if meant else "")
    lacks = [*found.translation.missing(), *found.translation.left_over()]
    if lacks:
        raise FaultsError(sorted((found.fault(one) for one in lacks), key=lambda fault: fault.line))
    whole, stands_at = found.translation.whole(), found.translation.stands_at
    return read_laid_over(whole, text, path, model, stands_at, name=name, written_in=found.language)
