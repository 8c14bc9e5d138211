"""`audiosession recording-list`: the lines of a class, numbered, to be recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.options import AsJson, TargetArgument, print_json, with_choices
from audiosession.cli.report import shown
from audiosession.cli.saying import print_line
from audiosession.studio.offers import Wanted

FolderOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="DIR", help="The folder of the recordings; recordings/ by default."),
]


@with_choices("language", "reps", "detail")
def recording_list(
    target: TargetArgument, wanted: Wanted, output: FolderOption = None, as_json: AsJson = False
) -> None:
    """List the lines that a class needs, with the file that each recording takes, as CSV and as text to print."""
    from audiosession.studio.studio import open_studio

    made = open_studio().recording_list(target, output, **wanted)
    if as_json:
        print_json(made)
        return
    for row in made.missing:
        print_line(f"{row.number:>4}  {row.file:<46}  {row.text}")
    recorded = len(made.needed) - len(made.missing)
    print_line(f"\n{len(made.needed)} lines, {recorded} recorded, {len(made.missing)} to record")
    print_line(f"list: {shown(made.csv)}, to print: {shown(made.text)}")
    into = f" --language {tag}" if (tag := wanted.get("language")) else ""
    print_line(f"then: audiosession build {target}{into} --voice recorded:{shown(made.csv.parent)}")
