"""`audiosession preview`: the sound of any spot of a class, without the rest being made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.options import AsJson, StoreOption, TargetArgument, print_json, with_choices
from audiosession.cli.saying import tell
from audiosession.studio.offers import Wanted

Spot = Annotated[
    str, typer.Option("--at", metavar="WHERE", help="A time such as 2:30, an exercise or section, or saw:3, its rep 3.")
]
HowLong = Annotated[float, typer.Option("--seconds", metavar="N", help="How much of it.")]
WavFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE.wav", help="Where to; in output/ by default, as NAME.preview.wav."),
]


@with_choices()
def preview(
    target: TargetArgument,
    *,
    wanted: Wanted,
    at: Spot = "0:00",
    seconds: HowLong = 10.0,
    output: WavFile = None,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Make a few seconds of a class from anywhere in it, as the built file will sound there."""
    from audiosession.cli.progress import watching
    from audiosession.cli.summary import say_preview
    from audiosession.studio.studio import open_studio

    with watching(quiet=as_json) as watch:
        written = open_studio(store=store).preview_file(target, at, seconds, output, watch=watch, tell=tell, **wanted)
    return print_json(written) if as_json else say_preview(written)
