"""`audiosession timeline`: what happens when, as a table or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, TargetArgument, print_json, with_choices
from audiosession.cli.saying import print_line, tell
from audiosession.studio.offers import Wanted
from audiosession.units import clock

if TYPE_CHECKING:
    from audiosession.studio.results import Timeline

PlotFile = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE.png|svg", help="Draw it: speech, breath, pulses, the bed's level."),
]


@with_choices()
def timeline(target: TargetArgument, wanted: Wanted, plot: PlotFile = None, as_json: AsJson = False) -> None:
    """Show what happens when. The lines are spoken for it, so that their lengths are true."""
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    studio = open_studio()
    with watching(quiet=as_json) as watch:
        if plot is None:
            placed = studio.timeline(target, watch=watch, tell=tell, **wanted)
        else:
            placed = studio.plot(target, plot, watch=watch, tell=tell, **wanted).placed
    if plot is not None:
        tell(f"drawn: {plot}")
    if as_json:
        print_json(placed)
    elif plot is None:
        _table(placed.timeline)


def _table(placed: Timeline) -> None:
    sections = iter(placed.sections)
    section = next(sections, None)
    print_line("   start      end  what")
    for clip in placed.clips():
        while section is not None and clip.start >= section.start:
            print_line(f"\n{section.title} ({clock(section.start)})")
            section = next(sections, None)
        if clip.kind == "tone":
            continue
        place = " ".join([f"rep {clip.rep}" if clip.rep else "", f"round {clip.round}" if clip.round else ""]).strip()
        size = f"{clip.seconds:g}s" if clip.seconds is not None else str(clip.counts or "")
        way = "reversed" if clip.reversed else ""
        who = f"voice {clip.voice}" if clip.voice else ""
        what = " ".join(filter(None, ("call" if clip.call else str(clip.kind), size, clip.side or "", way, who, place)))
        says = f"  {clip.text}" if clip.text else ""
        indent = "  " if clip.kind == "speech" and clip.rep else ""
        print_line(f"{clip.start / 1000:8.3f} {clip.end / 1000:8.3f}  {indent}{what}{says}")
    print_line(f"\n{placed.length / 1000:8.3f}           end")
    longest: dict[str, int] = {}
    for held in placed.held():
        longest[held.exercise] = max(held.length, longest.get(held.exercise, 0))
    for exercise, length in longest.items():
        print_line(f"{exercise or 'without an exercise'}: held under load for {length / 1000:g} s in one go")
