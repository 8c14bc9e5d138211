"""Print a class that was only rehearsed: its plan, and how long it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from audiosession.building.place import Rehearsed


def as_json(rehearsal: Rehearsed) -> dict[str, Any]:
    """Return the rehearsal for machines."""
    from audiosession.timing.timeline import to_json

    plan = rehearsal.written.plan
    reps = [{"exercise": item.exercise.name, "reps": item.reps} for item in plan.exercises] if plan else []
    return {
        "title": rehearsal.written.title,
        "exercises": reps,
        "changes": list(rehearsal.changes),
        "guessed_lines": rehearsal.n_guessed,
        **to_json(rehearsal.timeline),
    }


def show(rehearsal: Rehearsed) -> None:
    """Print the plan, its sections and its length; say so where lengths are guesses."""
    from audiosession.timing.chapters import chapters
    from audiosession.units import clock

    typer.echo(f"\n{rehearsal.written.title}: nothing is made\n")
    for mark in chapters(rehearsal.timeline.sections):
        typer.echo(f"  {clock(mark.start):>7}  {mark.title}")
    typer.echo(f"  {clock(rehearsal.timeline.length):>7}  end")
    plan = rehearsal.written.plan
    if plan is not None:
        typer.echo("\n  " + ", ".join(f"{item.exercise.title} × {item.reps}" for item in plan.exercises))
    for change in rehearsal.changes:
        typer.echo(f"  changed  {change}")
    if rehearsal.n_guessed:
        lines = "1 line was" if rehearsal.n_guessed == 1 else f"{rehearsal.n_guessed} lines were"
        typer.echo(f"  about    {lines} never spoken yet, so these times are estimates")
