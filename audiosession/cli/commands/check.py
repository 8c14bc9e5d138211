"""`audiosession check`: every fault of every definition, template and bed, in one run."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.options import Json, print_json
from audiosession.cli.remedies import hint_of
from audiosession.cli.report import shown, told
from audiosession.errors import Fault, FaultsError


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Exercises, classes or beds; everything by default.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read everything that a person wrote and list all faults, each with file and line."""
    from audiosession.project.project import open_project
    from audiosession.studio.check import check_project

    report = check_project(open_project(), names or [])
    if as_json:
        rows = {"faults": report.faults, "warnings": report.warnings}
        print_json({"files": report.n_read} | {kind: [_row(one) for one in found] for kind, found in rows.items()})
        raise typer.Exit(1 if report.faults else 0)
    for warning in report.warnings:
        typer.echo(f"warning: {told(warning)}", err=True)
    if report.faults:
        raise FaultsError(report.faults)
    typer.echo(f"no faults in {report.n_read} files")


def _row(fault: Fault) -> dict[str, str | int]:
    path = "" if fault.path is None else shown(fault.path)
    return {"message": fault.message, "path": path, "line": fault.line, "hint": hint_of(fault)}
