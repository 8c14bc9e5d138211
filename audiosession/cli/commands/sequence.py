"""`audiosession sequence`: a class from a wish and the library, as a file to keep and edit."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.options import AsJson, print_json, with_wish
from audiosession.cli.report import shown
from audiosession.cli.saying import print_document, print_line, tell
from audiosession.studio.offers import WishWanted
from audiosession.units import clock


@with_wish
def sequence(
    wish: WishWanted,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="NAME", help="Write it to scripts/classes/NAME.toml.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say beside each exercise in the file why it stands there.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a class together from a wish: print its file, or write it into this project with -o."""
    from audiosession.studio.studio import open_studio

    made = open_studio().sequence(output, explain=explain, **wish)
    if as_json:
        return print_json(made)
    for one in made.unmet:
        tell(f"note: {one}")
    tell(f"about {clock(made.usual)} long; it can be made to last from {clock(made.least)} to {clock(made.most)}")
    if made.path is None:
        return print_document(made.text)
    print_line(f"  {shown(made.path)}\n\naudiosession check {output}\naudiosession build {output}")
    return None
