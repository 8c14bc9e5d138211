"""`audiosession check`: every fault of every definition, template and bed, in one run."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.remedies import hint_of
from audiosession.cli.report import told
from audiosession.cli.saying import print_line, tell
from audiosession.errors import FaultsError


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Exercises, classes, beds or narration files.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read everything that a person wrote and list all faults, each with file and line."""
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    with watching(quiet=as_json) as watch:
        report = open_studio().check(names or (), watch)
    if as_json:
        print_json(report)
        raise typer.Exit(1 if report.faults else 0)
    for warning in report.warnings:
        tell(f"warning: {told(warning)}")
        if hint := hint_of(warning):
            tell(f"hint:  {hint}")
    if report.faults:
        raise FaultsError(report.faults)
    print_line(f"no faults in {report.n_read} files")
