"""`audiosession build`: a class, from its definition to an MP3."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiosession.cli.options import (
    Detail,
    Fill,
    Json,
    Music,
    Pace,
    Reps,
    Strict,
    Target,
    Tones,
    Voice,
    chosen,
    print_json,
)  # fmt: skip

if TYPE_CHECKING:
    from audiosession.app.build import Built

_MOST_NOTES = 6


def build(
    target: Target,
    pace: Pace = None,
    reps: Reps = None,
    detail: Detail = None,
    voice: Voice = None,
    fill: Fill = None,
    music: Music = None,
    tones: Tones = None,
    strict: Strict = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="The MP3 to write; in output/ by default.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing has changed.")] = False,
    as_json: Json = False,
) -> None:
    """Make a class: one MP3, with session file, captions and chapters beside it."""
    from audiosession.app.build import build as build_class
    from audiosession.app.project import open_project
    from audiosession.cli.report import stages

    project = open_project()
    given = {"pace": pace, "reps": reps, "detail": detail, "voice": voice, "fill": fill, "music": music, "tones": tones}
    choices = chosen(project, **given, strict=strict)
    with stages(quiet=as_json) as report:
        built = build_class(
            project,
            target,
            choices,
            output=output,
            force=force,
            report=report,
            tell=lambda line: typer.echo(line, err=True),
        )
    if as_json:
        print_json(_as_json(built))
    else:
        _summary(built)


def _as_json(built: Built) -> dict[str, Any]:
    return {
        "path": str(built.path),
        "unchanged": built.unchanged,
        "windows": {"all": built.windows, "made": built.made},
        "replaced": [
            {"line": note.line, "wanted": note.wanted, "became": note.became, "grown": note.grown}
            for note in built.notes
        ],
        "session": built.session,
    }


def _summary(built: Built) -> None:
    """Print what was made, as a person likes to read it."""
    from audiosession.app.project import shown

    session = built.session
    if built.unchanged:
        typer.echo(f"{shown(built.path)} is up to date: nothing has changed since it was built (--force builds anew)")
        return
    typer.echo(f"\n{session['title']}  →  {shown(built.path)}\n")
    for label, text in _rows(session):
        typer.echo(f"  {label:<8} {text}")
    if built.made < built.windows:
        typer.echo(f"  {'made':<8} {built.made} of {built.windows} windows; the others were made before")
    _print_notes(built)


def _rows(session: Mapping[str, Any]) -> list[tuple[str, str]]:
    from audiosession.units import clock, to_ms

    audio, settings = session["audio"], session["settings"]
    lines = sum(event["kind"] == "speech" for event in session["events"])
    reps = f", {settings['reps']} reps" if settings["reps"] else ""
    pace = f"{settings['pace']}, {settings['seconds_per_count']:g} s a count{reps}, detail {settings['detail']}"
    if settings["music"] is None:
        bed = "none"
    else:
        licence = session.get("music_licence")
        bed = session.get("music_title", settings["music"]) + (f" ({licence})" if licence else "")
    return [
        ("length", f"{clock(to_ms(audio['duration']))}, {lines} lines, {audio['bytes'] / 1e6:.1f} MB"),
        ("pace", pace),
        ("voice", settings["voice"]),
        ("bed", bed + ("" if settings["tones"] else ", no guide tones")),
        ("sound", f"{audio['integrated_lufs']:.1f} LUFS, true peak {audio['true_peak_dbtp']:.1f} dBTP"),
    ]


def _print_notes(built: Built) -> None:
    grown = [note for note in built.notes if note.grown]
    shorter = [note for note in built.notes if not note.grown]
    if shorter:
        typer.echo(f"  {'shorter':<8} {_lines(len(shorter))} gave way to a form that fits the breath:")
        for note in shorter[:_MOST_NOTES]:
            typer.echo(f"  {'':<8}   “{note.wanted}” → “{note.became}”")
        if len(shorter) > _MOST_NOTES:
            typer.echo(f"  {'':<8}   and {len(shorter) - _MOST_NOTES} more; --json lists them all")
    for note in grown:
        counts = "1 count" if note.grown == 1 else f"{note.grown} counts"
        typer.echo(f"  {'grown':<8} narration line {note.line}: {counts} longer, so that “{note.became}” fits")


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number} lines"
