"""`audiosession new`: a project folder to write in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.report import shown
from audiosession.cli.saying import print_line


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    full: Annotated[
        bool, typer.Option("--full", help="Copy all starter exercises, classes, templates and languages too.")
    ] = False,
) -> None:
    """Make a project folder: an exercise to begin with, show.toml, and places for music and output."""
    from audiosession.studio.studio import open_studio

    for path in open_studio().new(folder, full=full).files:
        print_line(f"  {shown(path)}")
    print_line(f"\ncd {shlex.quote(str(folder))}\naudiosession check\naudiosession build my-first-exercise")
