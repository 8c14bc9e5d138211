"""What a session tells of the voices and beds that were chosen, and how they are found again by it.

A session travels, so it names what lies in the project from there, of what lies elsewhere the last name alone, and of
a program that speaks its name without its words: nothing of the machine, and no key that somebody typed.
"""

from __future__ import annotations

import re
from pathlib import Path

from audiosession.errors import NotFoundError
from audiosession.files.homes import expanded
from audiosession.files.named import on_disk
from audiosession.project.beds import FoundBed, beds
from audiosession.project.project import Project

_PRESET = re.compile(r"[\w-]{2,}(:.*)?")
"""What follows ``command:`` where it is a preset and perhaps its voice, not the words of a program."""
_WITHHELD = " …"


def told_bed(project: Project, bed: FoundBed) -> str:
    """Return a bed as a session tells it: by its name, or a recording by where it lies."""
    by_path = bed.path == Path(bed.name)
    return project.told(bed.path) if by_path else bed.name


def bed_again(project: Project, told: str) -> str:
    """Return the choice that a session tells of a bed; see `told_bed`.

    Raises:
        NotFoundError: It was no bed of the project, and does not lie there.
    """
    if told in beds(project):
        return told
    return _found("the music", project, told)


def told_voice(project: Project, spec: str) -> str:
    """Return the spec of a voice as a session tells it; of recordings that another voice fills, both parts."""
    engine, _, argument = spec.strip().partition(":")
    if engine == "recorded":
        own, plus, filling = argument.partition("+")
        return f"{engine}:{_from_project(project, own)}{plus}{told_voice(project, filling)}"
    if engine == "command" and not _PRESET.fullmatch(argument):
        program, *words = argument.split() or [""]
        name = Path(program.strip("\"'")).name
        return f"{engine}:{name}{_WITHHELD if words else ''}"
    if argument.endswith(".onnx") or Path(argument).is_absolute():
        return f"{engine}:{_from_project(project, argument)}"
    return spec.strip()


def voice_again(project: Project, told: str, usual: str) -> str:
    """Return the spec that a session tells of; see `told_voice`.

    Args:
        project: Where it is to be found.
        told: What the session tells.
        usual: The project's own voice; it is meant where it is told in the same words and nothing else can be.

    Raises:
        NotFoundError: What speaks lies outside of the project, or its words are not told.
    """
    from audiosession.voices.command import PRESETS  # it brings what makes sound, which telling needs not

    engine, _, argument = told.partition(":")
    is_path = engine == "recorded" or argument.endswith(".onnx")
    if is_path and _lies_within(project, argument) and (found := on_disk(project.root / argument)).exists():
        return f"{engine}:{found}"
    # A session is no place to name a program that is to be run: those that are known can speak and no more.
    is_program = engine == "command" and argument.partition(":")[0] not in PRESETS
    if not is_path and not is_program:
        return told
    if told_voice(project, usual) == told:
        return usual
    raise _not_there("the voice", told)


def text_again(project: Project, told: str) -> str:
    """Return the narration file that a session tells of.

    Raises:
        NotFoundError: It does not lie in the project.
    """
    return _found("the narration", project, told)


def _found(what: str, project: Project, told: str) -> str:
    path = on_disk(project.root / told)
    if not _lies_within(project, told) or not path.is_file():
        raise _not_there(what, told)
    return str(path)


def _lies_within(project: Project, told: str) -> bool:
    """Tell whether what a session tells of is there, in the project: of what lay elsewhere it tells the name alone."""
    try:
        path = (project.root / told).resolve(strict=True)
        return path.is_relative_to(project.root.resolve())
    except (OSError, ValueError, RuntimeError):  # not there, no name, or links that go round
        return False


def _from_project(project: Project, path: str) -> str:
    return project.told(expanded(path))


def _not_there(what: str, told: str) -> NotFoundError:
    hint = "put it there, or build the class by its name"
    shown = told if len(told) <= 100 else f"{told[:97]}..."
    return NotFoundError(f"{what} that it was built with, {shown}, is not in the project", hint=hint)
