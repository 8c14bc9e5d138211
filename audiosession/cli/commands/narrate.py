"""`audiosession narrate`: the narration of a class, as text to read, edit and build."""

from __future__ import annotations

from typing import Any

import typer

from audiosession.cli.options import Target, chosen, with_choices


@with_choices
def narrate(target: Target, given: dict[str, Any]) -> None:
    """Print the narration text; edit it, and build FILE makes a class of it."""
    from audiosession.building.write import write
    from audiosession.project.project import open_project

    project = open_project()
    choices = chosen(project, given)
    typer.echo(write(project, target, choices).text, nl=False)
    if choices.length is not None:
        length = given["length"]
        typer.echo(f"note: this is all that may be said; build FILE --length {length} makes it that long", err=True)
