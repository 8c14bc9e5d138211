"""`audiosession verify`: a finished file, measured against its session."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.options import Json, print_json


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A built class; its session file lies beside it.")],
    as_json: Json = False,
) -> None:
    """Decode a finished class and measure it: length, loudness, peak, dead air, and when each line is heard."""
    from audiosession.studio.verify import verify_file

    result = verify_file(file)
    if as_json:
        print_json(result.as_json())
    else:
        for label, value in result.rows():
            typer.echo(f"  {label:<10} {value}")
    if result.faults:
        for fault in result.faults:
            typer.echo(f"error: {file}: {fault}", err=True)
        raise typer.Exit(1)
    if not as_json:
        typer.echo("  all as promised")
