"""`audiosession narrate`: the narration of a class, as text to read, edit and build."""

from __future__ import annotations

import typer

from audiosession.cli.options import TargetArgument, with_choices
from audiosession.studio.offers import Wanted


@with_choices()
def narrate(target: TargetArgument, wanted: Wanted) -> None:
    """Print the narration text; edit it, and build FILE makes a class of it."""
    from audiosession.cli.progress import tell
    from audiosession.studio.studio import open_studio

    typer.echo(open_studio().narrate(target, **wanted), nl=False)
    if length := wanted.get("length"):
        tell(f"note: this is all that may be said; build FILE --length {length} makes it that long")
