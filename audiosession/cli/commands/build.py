"""`audiosession build`: a class, from its definition to a sound file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiosession.cli.options import Format, Json, Target, chosen, print_json, with_choices

if TYPE_CHECKING:
    from audiosession.building.built import Built
    from audiosession.progress import Watcher
    from audiosession.project.project import Project
    from audiosession.session import Session
    from audiosession.writing.choices import Choices

_MOST_NOTES = 6


@with_choices
def build(
    target: Target,
    given: dict[str, Any],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="The file to write; in output/ by default.")
    ] = None,
    file_format: Format = None,
    stems: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write voice, bed and tones apart, for editors.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan and its length; make nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing has changed.")] = False,
    as_json: Json = False,
) -> None:
    """Make a class: one sound file, with session file, captions and chapters beside it."""
    from audiosession.building.build import build as build_class
    from audiosession.building.gather import gather
    from audiosession.cli.report import stages
    from audiosession.formats import choose_format
    from audiosession.project.project import open_project

    form = choose_format(file_format, output)
    project = open_project()
    choices = chosen(project, given)
    if dry_run:
        return _rehearse(project, target, choices, as_json=as_json)
    with stages(quiet=as_json) as watch:
        inputs = gather(project, target, choices, output, form)
        built = build_class(project, inputs, force=force, watch=watch, tell=_tell)
        apart = [] if stems is None else _write_stems(project, target, choices, stems, watch)
    if as_json:
        print_json(_as_json(built) | {"stems": [str(path) for path in apart]})
        return None
    _summary(built)
    if apart:
        typer.echo(f"  {'stems':<8} {', '.join(path.name for path in apart)} in {stems}")
    return None


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _write_stems(project: Project, target: str, choices: Choices, folder: Path, watch: Watcher) -> list[Path]:
    from audiosession.building.gather import gather
    from audiosession.building.stems import write_stems

    return write_stems(project, gather(project, target, choices), folder, watch, _tell)


def _rehearse(project: Project, target: str, choices: Choices, *, as_json: bool) -> None:
    from audiosession.building.gather import gather
    from audiosession.building.place import rehearse
    from audiosession.cli import rehearsal

    rehearsed = rehearse(project, gather(project, target, choices))
    if as_json:
        print_json(rehearsal.as_json(rehearsed))
    else:
        rehearsal.show(rehearsed)


def _as_json(built: Built) -> dict[str, Any]:
    return {
        "path": str(built.path),
        "unchanged": built.unchanged,
        "windows": {"all": built.windows, "made": built.made},
        "changes": list(built.changes),
        "replaced": [
            {"line": note.line, "wanted": note.wanted, "became": note.became, "grown": note.grown}
            for note in built.notes
        ],
        "session": built.session.model_dump(by_alias=True, exclude_unset=True),
    }


def _summary(built: Built) -> None:
    """Print what was made, as a person likes to read it."""
    from audiosession.cli.report import shown

    session = built.session
    if built.unchanged:
        typer.echo(f"{shown(built.path)} is up to date: nothing has changed since it was built (--force builds anew)")
        return
    typer.echo(f"\n{session.title}  →  {shown(built.path)}\n")
    for label, text in _rows(session):
        typer.echo(f"  {label:<8} {text}")
    if built.made < built.windows:
        typer.echo(f"  {'made':<8} {built.made} of {built.windows} windows; the others were made before")
    for change in built.changes:
        typer.echo(f"  {'changed':<8} {change}")
    _print_notes(built)


def _rows(session: Session) -> list[tuple[str, str]]:
    from audiosession.units import clock, to_ms

    audio, settings = session.audio, session.settings
    lines = sum(event.kind == "speech" for event in session.events)
    reps = f", {settings.reps} rep{'s' * (settings.reps > 1)}" if settings.reps else ""
    count = f"{settings.seconds_per_count:g}"
    named = "" if settings.pace == count else f"{settings.pace}, "
    pace = f"{named}{count} s a count{reps}, detail {settings.detail}"
    licence = f" ({session.music_licence})" if session.music_licence else ""
    bed = "none" if settings.music is None else (session.music_title or settings.music) + licence
    return [
        ("length", f"{clock(to_ms(audio.duration))}, {lines} lines, {audio.bytes / 1e6:.1f} MB"),
        ("pace", pace),
        ("voice", settings.voice),
        ("bed", bed + ("" if settings.tones else ", no guide tones")),
        ("sound", f"{audio.integrated_lufs:.1f} LUFS, true peak {audio.true_peak_dbtp:.1f} dBTP"),
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
