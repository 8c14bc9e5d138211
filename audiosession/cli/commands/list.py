"""`audiosession list`: what there is to build with."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.remedies import noticed
from audiosession.cli.saying import print_line, tell
from audiosession.studio.offers import LISTS

_OWN = ("exercises", "classes", "languages", "music", "sounds", "episodes")
"""What a project has of its own; without one, a person is told so."""


def list_command(
    kind: Annotated[str, typer.Argument(metavar="|".join(LISTS), help="What to list.")],
    as_json: AsJson = False,
) -> None:
    """List what there is: exercises, classes, languages, voices, music, sounds, paces or episodes."""
    from audiosession.studio.studio import open_studio

    studio = open_studio()
    rows = studio.lists.of(kind)
    if kind in _OWN and not as_json and (notice := studio.without_project):
        tell(f"note: {noticed(notice)}")
    if as_json:
        print_json(rows)
        return
    if not rows:
        print_line(f"no {kind} yet")
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        print_line(f"{row.name:<{width}}  {row.summary}".rstrip())
