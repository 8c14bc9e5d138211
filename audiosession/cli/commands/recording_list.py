"""`audiosession recording-list`: the lines of a class, numbered, to be recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.options import Detail, Json, Reps, Target, chosen, print_json


def recording_list(
    target: Target,
    reps: Reps = None,
    detail: Detail = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder of the recordings; recordings/ by default."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the lines that a class needs, with the file that each recording takes, as CSV and as text to print."""
    from audiosession.cli.report import shown
    from audiosession.project.project import open_project
    from audiosession.studio.recording_list import DEFAULT_FOLDER, make_recording_list

    project = open_project()
    choices = chosen(project, {"reps": reps, "detail": detail})
    folder = output or Path(DEFAULT_FOLDER)
    made = make_recording_list(project, target, choices, folder)
    if as_json:
        print_json(
            {
                "csv": str(made.csv),
                "text": str(made.text),
                "lines": [{"number": row.number, "file": row.file, "text": row.text} for row in made.needed],
                "missing": [row.file for row in made.missing],
            }
        )
        return
    for row in made.missing:
        typer.echo(f"{row.number:>4}  {row.file:<46}  {row.text}")
    recorded = len(made.needed) - len(made.missing)
    typer.echo(f"\n{len(made.needed)} lines, {recorded} recorded, {len(made.missing)} to record")
    typer.echo(f"list: {shown(made.csv)}, to print: {shown(made.text)}")
    typer.echo(f"then: audiosession build {target} --voice recorded:{shown(folder)}")
