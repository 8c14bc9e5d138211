"""`audiosession narrate`: the narration of a class, as text to read, edit and build."""

from __future__ import annotations

import typer

from audiosession.cli.options import Detail, Music, Pace, Reps, Strict, Target, Tones, Voice, chosen


def narrate(
    target: Target,
    pace: Pace = None,
    reps: Reps = None,
    detail: Detail = None,
    voice: Voice = None,
    music: Music = None,
    tones: Tones = None,
    strict: Strict = False,
) -> None:
    """Print the narration text; edit it, and build FILE makes a class of it."""
    from audiosession.app.compose import compose
    from audiosession.app.project import open_project

    project = open_project()
    choices = chosen(project, pace=pace, reps=reps, detail=detail, voice=voice, music=music, tones=tones, strict=strict)
    typer.echo(compose(project, target, choices).text, nl=False)
