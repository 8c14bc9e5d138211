"""`audiosession check`: every fault of every definition, template and bed, in one run."""

from __future__ import annotations

from typing import Annotated

import typer


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Exercises, classes or beds; everything by default.")
    ] = None,
) -> None:
    """Read everything that a person wrote and list all faults, each with file and line."""
    from audiosession.app.check import check_project
    from audiosession.app.project import open_project
    from audiosession.errors import FaultsError

    report = check_project(open_project(), names or [])
    for warning in report.warnings:
        typer.echo(f"warning: {warning}", err=True)
    if report.faults:
        raise FaultsError(report.faults)
    typer.echo(f"no faults in {report.n_read} files")
