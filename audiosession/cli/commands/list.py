"""`audiosession list`: what there is to build with."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.options import Json, print_json
from audiosession.errors import NotFoundError, near_miss

KINDS = ("exercises", "classes", "voices", "music", "paces", "episodes")


def list_command(
    kind: Annotated[str, typer.Argument(metavar="|".join(KINDS), help="What to list.")],
    as_json: Json = False,
) -> None:
    """List what there is: exercises, classes, voices, music, paces or episodes."""
    from audiosession.project.project import open_project
    from audiosession.studio.listing import catalogue

    if kind not in KINDS:
        raise NotFoundError(f'there are no "{kind}" to list', hint=near_miss(kind, KINDS))
    rows = catalogue(open_project(), kind)
    if as_json:
        print_json(rows)
        return
    if not rows:
        typer.echo(f"no {kind} yet")
    width = max((len(str(row["name"])) for row in rows), default=0)
    for row in rows:
        typer.echo(f"{row['name']:<{width}}  {row.get('summary', '')}".rstrip())
