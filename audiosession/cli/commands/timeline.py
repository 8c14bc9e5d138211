"""`audiosession timeline`: what happens when, as a table or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiosession.cli.options import Json, Target, chosen, print_json, with_choices

if TYPE_CHECKING:
    from audiosession.timing.timeline import Timeline


@with_choices
def timeline(
    target: Target,
    given: dict[str, Any],
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.png|svg", help="Draw it: speech, breath, pulses, the bed's level.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what happens when. The lines are spoken for it, so that their lengths are true."""
    from audiosession.building.gather import gather
    from audiosession.building.place import place_class
    from audiosession.cli.report import stages
    from audiosession.project.project import open_project
    from audiosession.timing.timeline import to_json

    if plot is not None:
        from audiosession.pictures.timeline_plot import picture_kind

        picture_kind(plot)
    project = open_project()
    choices = chosen(project, given)
    inputs = gather(project, target, choices)
    with stages(quiet=as_json) as watch:
        placed = place_class(project, inputs, watch, lambda line: typer.echo(line, err=True))
    if plot is not None:
        from audiosession.pictures.timeline_plot import plot_timeline

        plot_timeline(placed.timeline, placed.written.title, plot)
        typer.echo(f"drawn: {plot}", err=True)
    if as_json:
        print_json({"title": placed.written.title, "voice": placed.spoken.name, **to_json(placed.timeline)})
    elif plot is None:
        _table(placed.timeline)


def _table(placed: Timeline) -> None:
    from audiosession.timing.timeline import Kind
    from audiosession.units import clock

    sections = iter(placed.sections)
    section = next(sections, None)
    typer.echo("   start      end  what")
    for clip in placed.clips():
        while section is not None and clip.start >= section.start:
            typer.echo(f"\n{section.title} ({clock(section.start)})")
            section = next(sections, None)
        if clip.kind is Kind.TONE:
            continue
        place = f"rep {clip.rep}" if clip.rep else ""
        what = " ".join(filter(None, (str(clip.kind), str(clip.counts or ""), clip.side or "", place)))
        says = f"  {clip.text}" if clip.text else ""
        indent = "  " if clip.kind is Kind.SPEECH and clip.rep else ""
        typer.echo(f"{clip.start / 1000:8.3f} {clip.end / 1000:8.3f}  {indent}{what}{says}")
    typer.echo(f"\n{placed.length / 1000:8.3f}           end")
