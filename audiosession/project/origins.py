"""Where a line of a narration comes from: the definition that holds its words, or the template that wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from audiosession.definitions import KeyPath, locate
from audiosession.errors import AudioSessionError, FaultsError
from audiosession.project.languages import words_of
from audiosession.project.project import Project, read_text
from audiosession.project.reading.translations import translation_for
from audiosession.project.settings import usual_language
from audiosession.sayable import unsayable
from audiosession.spelling import composed
from audiosession.toml_text import texts_of, toml_table
from audiosession.writing.levels import FORMS
from audiosession.writing.mirroring import Mirror, one_way, without_marks
from audiosession.writing.narration import MAIN_TEMPLATE
from audiosession.writing.phases.cue import form_of
from audiosession.writing.plan import Plan

_MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")


def traced(project: Project, plan: Plan, text: str, error: FaultsError) -> FaultsError:
    """Return the faults of the narration `text`, which nobody has seen, where a person can mend them.

    Words that can't be said are told where a definition holds them; all else is what a template made of good words.
    """
    lines = text.split("\n")
    found = []
    for fault in error.faults:
        line = lines[fault.line - 1].strip() if 0 < fault.line <= len(lines) else ""
        path, number = _of_words(project, plan, line) or template_place(project, line)
        found.append(replace(fault, path=path, line=number, remedy=None))
    return FaultsError(dict.fromkeys(found))


def said_at(project: Project, plan: Plan, words: str) -> tuple[Path, int] | None:
    """Return the file and line of a definition of `plan` in which a spoken line stands; None where none holds it."""
    mirror = _mirror(project, plan)
    for path, text in _definitions(project, plan):
        for keys, value in texts_of(toml_table(text, path)):
            if composed(words) in _on_either_side(value, mirror):
                return path, _line(text, keys, value)
    return None


def form_at(project: Project, plan: Plan, exercise: str, words: str) -> tuple[Path, int] | None:
    """Return the file and line of the phase of `exercise`, one of `plan`, that says `words` on a count of theirs.

    Where several forms of a line do, the shortest is meant; None where none does.
    """
    path = _with_words(project, "exercises", exercise, plan.language) if exercise else None
    if path is None:
        return None
    text, mirror = read_text(path), _mirror(project, plan)
    every = texts_of(toml_table(text, path))
    said = [(keys, value, keys[keys[0] in FORMS :]) for keys, value in every]  # in an easier form as in itself
    phases = [(keys, value, own[2]) for keys, value, own in said if own[0] == "phase" and len(own) > 2]
    for form in ("bare", "short", "full"):
        for keys, value, of_form in phases:
            if of_form != form:
                continue
            sides = _on_either_side(value, mirror)
            ways = [form_of(one_way(side, back=back)) for side in sides for back in (False, True)]
            if composed(words) in {part for way in ways for _, part in way}:
                return path, _line(text, keys, value)
    return None


def template_place(project: Project, line: str) -> tuple[Path, int]:
    """Return the file and line of the template that wrote `line`, as far as what stands in it for good tells."""
    paths = project.template_paths()
    own_first = sorted(paths.values(), key=lambda path: not path.is_relative_to(project.root))
    written = [(path, n, one.strip()) for path in own_first for n, one in enumerate(read_text(path).split("\n"), 1)]
    for matches in (re.fullmatch, re.search):  # the last line of what is included runs on into the next
        best, place = 0, None
        for path, number, one in written:
            fixed = _MARKS.split(one)
            weight = len("".join(fixed).strip())
            if weight > best and line and matches(".*".join(map(re.escape, fixed)), line):
                best, place = weight, (path, number)
        if place is not None:
            return place
    return paths[MAIN_TEMPLATE], 0


def _of_words(project: Project, plan: Plan, line: str) -> tuple[Path, int] | None:
    """Return where words of `line` stand that nothing can say, wherever they are put."""
    for path, text in _definitions(project, plan):
        for keys, value in texts_of(toml_table(text, path)):
            for part in filter(None, (part.strip() for part in composed(value).split("\n"))):
                if part in line and unsayable(part):
                    return path, _line(text, keys, value)
    return None


def _definitions(project: Project, plan: Plan) -> Iterator[tuple[Path, str]]:
    """Yield the files that `plan` was made from, with their texts; a breath pattern stands in none."""
    wanted = [("classes", plan.name)] if plan.is_class else []
    wanted += [("exercises", name) for name in dict.fromkeys(item.exercise.name for item in plan.exercises)]
    for kind, name in wanted:
        for path in dict.fromkeys((_with_words(project, kind, name, plan.language), project.find(kind, name))):
            if path is not None:
                yield path, read_text(path)


def _with_words(project: Project, kind: str, name: str, language: str | None) -> Path | None:
    """Return the file that holds the words of a definition in `language`: its own, or that of a translation."""
    found = translation_for(project, kind, name, language) if language else None
    return found or project.find(kind, name)


def _mirror(project: Project, plan: Plan) -> Mirror | None:
    try:
        return words_of(project, plan.language or usual_language(project)).mirror
    except AudioSessionError:  # told where languages are checked
        return None


def _on_either_side(written: str, mirror: Mirror | None) -> set[str]:
    """Return a line, as a person wrote it, as it is said on either side of the body."""
    text = composed(written)
    return {without_marks(one) for one in (text, mirror.mirrored(text) if mirror else text)}


def _line(text: str, keys: KeyPath, value: str) -> int:
    """Return the line on which `value`, to which `keys` lead, is written."""
    line, lines = locate(text, keys), text.split("\n")
    return next((n for n in range(line, len(lines) + 1) if value and value in lines[n - 1]), line)
