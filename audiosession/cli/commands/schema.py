"""`audiosession schema`: what editors complete and check definitions by."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.report import shown
from audiosession.cli.saying import print_line
from audiosession.studio.offers import SCHEMAS


def schema(
    kind: Annotated[str | None, typer.Argument(metavar="[" + "|".join(SCHEMAS) + "]", help="The kind of file.")] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write those of all kinds to scripts/.schemas/ of this project.")
    ] = False,
) -> None:
    """Print the JSON Schema of a kind of file, by which editors complete and check it while one types."""
    from audiosession.studio.studio import open_studio

    if (kind is None) is not write:
        raise typer.BadParameter("name one kind, or --write all", param_hint="|".join(SCHEMAS))
    if kind is not None:
        return print_line(open_studio().schema(kind).rstrip())
    for path in open_studio().write_schemas():
        print_line(f"  {shown(path)}")
    return None
