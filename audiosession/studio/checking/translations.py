"""Check translations: that each says all that its original says, that it can be read, and what of it is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.errors import Act, AudioSessionError, Fault, FaultsError, Remedy
from audiosession.project.languages import KIND
from audiosession.project.library import form_place
from audiosession.project.project import Project
from audiosession.project.reading.definitions import read_either, read_exercise, written_in
from audiosession.project.reading.translations import (
    TranslationFile,
    read_translation,
    translated_into,
    translation_for,
    translation_path,
)
from audiosession.project.settings import usual_language
from audiosession.voices.languages import plain_tag, primary
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import LanguageWords
from audiosession.writing.mirroring import one_way, without_marks
from audiosession.writing.translating.lines import told_place
from audiosession.writing.translating.translation import DRAFT

if TYPE_CHECKING:
    from audiosession.studio.checking.definitions import Check


def check_translations(check: Check, kind: str, name: str) -> None:
    """Check each language that the definition called `name` has a file for beside its own.

    Where a whole project is checked, those that come with the program are left out, but for the project's own language.
    """
    own = plain_tag(written_in(check.project, read_either(check.project, kind, name)))
    for tag in translated_into(check.project, kind, name):
        path = translation_path(check.project, kind, name, tag)
        if path is None or (check.is_whole and not _is_of_concern(check.project, path, tag)):
            continue
        if tag == own:
            message = f'is never read: {name} is written in "{tag}" itself'
            check.warnings.append(Fault(path=path, message=message, hint="take it away, or change written_in"))
        else:
            check.collect(partial(check_translation, check, kind, name, tag, path))


def _is_of_concern(project: Project, path: Path, tag: str) -> bool:
    return path.is_relative_to(project.scripts) or primary(tag) == primary(usual_language(project))


def check_translation(check: Check, kind: str, name: str, tag: str, path: Path) -> None:
    """Read a translation: first line by line, then as the definition that it makes; and warn of what it leaves open.

    Raises:
        FaultsError: Lines are missing, or stand for nothing; or the definition is at fault.
    """
    file = read_translation(check.project, kind, name, tag, path)
    lacks = [*file.translation.missing(), *file.translation.left_over()]
    if lacks:
        remedy = Remedy(act=Act.TRANSLATE, to=name, into=tag)
        faults = sorted((file.fault(one) for one in lacks), key=lambda fault: fault.line)
        raise FaultsError([*faults[:-1], replace(faults[-1], remedy=remedy)])
    definition = read_either(check.project, kind, name, tag)
    words = check.estimates.words(tag)
    check.said.update(_said(file, words))
    check.warnings.extend(_left_open(check.project, file, Remedy(act=Act.TRANSLATION_DONE, to=name, into=tag)))
    if isinstance(definition, Exercise):
        before = check.estimates.words(written_in(check.project, read_exercise(check.project, name)))
        check.warnings.extend(_of_other_sides(file, before, words))
        for form in definition.forms():
            for keys, fault in check.estimates.unsaid_of(form):
                place, line = form_place(check.project, form, keys)
                check.warnings.append(replace(fault, path=place, line=line))
    else:
        check.warnings.extend(_without_words(check.project, definition, tag, path))


def _said(file: TranslationFile, words: LanguageWords | None) -> Iterator[str]:
    """Yield what may be said of a translation's lines, on either side and either way."""
    for line in file.translation.own.values():
        for one in line if isinstance(line, list) else [line]:
            for way in dict.fromkeys(one_way(one, back=back) for back in (False, True)):
                yield without_marks(way)
                yield from [without_marks(words.mirror.mirrored(way))] if words and words.mirror else []


def _of_other_sides(file: TranslationFile, before: LanguageWords | None, now: LanguageWords | None) -> Iterator[Fault]:
    """Yield the lines that name another side of the body than what they stand for."""
    if before is None or before.mirror is None or now is None or now.mirror is None:
        return
    for keys, line in file.translation.said.items():
        there, here = (" ".join(one) if isinstance(one, list) else one for one in (line, file.translation.own[keys]))
        if set(now.mirror.sides_in(here)) - set(before.mirror.sides_in(there)):
            yield file.placed(keys, f"{told_place(keys)} names a side that the original does not")


def _left_open(project: Project, file: TranslationFile, done: Remedy) -> Iterator[Fault]:
    """Yield what of a translation is allowed, and better otherwise."""
    found, tag = file.translation, primary(file.language)
    if project.find(KIND, tag) is None:
        message = f'nothing can be built in "{tag}": the program has no words in it'
        hint = f"write scripts/{KIND}/{tag}.toml, as those of other languages are"
        yield Fault(message=message, hint=hint)
    if found.is_draft:
        yield replace(file.placed((DRAFT,), "is a draft: nobody has read it yet"), remedy=done)
    yield from (replace(file.fault(one), remedy=done) for one in found.stale())
    if n_lines := found.n_undigested:
        message = f"keeps no digest of {n_lines} lines, so nobody can tell when they are out of date"
        yield Fault(path=file.path, message=message, remedy=done)


def _without_words(project: Project, definition: ClassDefinition, tag: str, path: Path) -> Iterator[Fault]:
    """Yield the exercises of a class that have no words in the language that it has."""
    for use in dict.fromkeys(entry.use for entry in definition.exercises):
        if not project.find("exercises", use) or translation_for(project, "exercises", use, tag):
            continue
        try:
            own = written_in(project, read_exercise(project, use))
        except AudioSessionError:
            continue  # told where it is checked
        if primary(own) != primary(tag):
            remedy = Remedy(act=Act.TRANSLATE, to=use, into=tag)
            yield Fault(path=path, message=f'its exercise {use} has no words in "{tag}"', remedy=remedy)
