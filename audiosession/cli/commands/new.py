"""`audiosession new`: a project folder to write in, or an exercise in one."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.report import shown
from audiosession.cli.saying import print_line


def new(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The folder to make.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Copy all starter exercises, classes, templates and languages too.")
    ] = False,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help="What the project speaks: en, de, es, …")
    ] = None,
    exercise: Annotated[
        str | None, typer.Option("--exercise", metavar="NAME", help="Write an exercise into this project instead.")
    ] = None,
    breath: Annotated[
        str | None, typer.Option("--breath", metavar="4-7-8x4", help="With --exercise: the breath pattern that it is.")
    ] = None,
    like: Annotated[
        str | None,
        typer.Option("--like", metavar="NAME", help="With --exercise: the exercise that it is like, but for words."),
    ] = None,
) -> None:
    """Make a project folder: an exercise to begin with, show.toml, and places for music and output."""
    from audiosession.studio.studio import open_studio

    if exercise is not None:
        if folder is not None or full or language is not None:
            raise typer.BadParameter("an exercise goes into the project that is there", param_hint="--exercise")
        if breath is not None and like is not None:
            raise typer.BadParameter("it is either a breath pattern or like another exercise", param_hint="--like")
        path = open_studio().new_exercise(exercise, breath, like)
        print_line(f"  {shown(path)}\n\naudiosession check {exercise}\naudiosession build {exercise}")
        return
    for option, given in (("--breath", breath), ("--like", like)):
        if given is not None:
            raise typer.BadParameter("name the exercise that it becomes: --exercise NAME", param_hint=option)
    if folder is None:
        raise typer.BadParameter("name the folder to make", param_hint="DIR")
    for path in open_studio().new(folder, full=full, language=language or "en").files:
        print_line(f"  {shown(path)}")
    print_line(f"\ncd {shlex.quote(str(folder))}\naudiosession check\naudiosession build my-first-exercise")
