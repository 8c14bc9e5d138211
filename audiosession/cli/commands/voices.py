"""`audiosession voices`: the engines, a line to hear, a voice to add, the cache of takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from audiosession.cli.options import Json, print_json
from audiosession.cli.remedies import worded

voices = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@voices.callback()
def voices_command(context: typer.Context, as_json: Json = False) -> None:
    """List the engines, what each needs, who hears the text and what it costs; or try, add, look after voices."""
    if context.invoked_subcommand is not None:
        return
    from audiosession.studio.voices import voice_rows

    rows = voice_rows()
    if as_json:
        print_json([{**row, "cure": worded(row["cure"])} for row in rows])
        return
    for row in rows:
        _print_engine(row)
    typer.echo("--voice auto takes an added voice of Piper, else gTTS if Google answers, else espeak")


def _print_engine(row: dict[str, Any]) -> None:
    typer.echo(f"{row['name']}: {row['summary']}")
    typer.echo(f"  write      {row['spec']}")
    if row["cure"]:
        typer.echo(f"  first      {worded(row['cure'])}")
    typer.echo(f"  privacy    {row['privacy']}")
    typer.echo(f"  cost       {row['cost']}")
    if row["languages"]:
        number = len(row["languages"])
        shown = ", ".join(row["languages"]) if number <= 12 else f"{number} of them, by voices --json"
        typer.echo(f"  languages  {shown}")
    typer.echo("")


@voices.command("try")
def try_command(
    spec: Annotated[str, typer.Argument(metavar="SPEC", help="The voice, such as espeak:en-gb or gtts:en:co.uk.")],
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What it says; else a line of a class.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.wav", help="Where to; else named after the voice.")
    ] = None,
) -> None:
    """Speak a line to a WAV, at the loudness of a class."""
    from audiosession.cli.report import shown
    from audiosession.project.project import open_project
    from audiosession.studio.voices import SAMPLE_LINE, try_voice

    tried = try_voice(open_project(), spec, SAMPLE_LINE if text is None else text, output)
    if tried.note:
        typer.echo(tried.note, err=True)
    typer.echo(f"{tried.voice}: {tried.duration / 1000:.1f} s → {shown(tried.path)}")


@voices.command("add")
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A voice of Piper, such as en_US-lessac-medium.")],
) -> None:
    """Download a voice of Piper; it speaks offline afterwards."""
    from audiosession.studio.voices import add_voice

    with _download_bar(name) as report:
        path = add_voice(name, report)
    typer.echo(f"added: {path}\nuse it: --voice piper:{name}")


@voices.command("cache")
def cache_command(
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove takes, oldest use first, until the limit holds.")
    ] = False,
    limit_mb: Annotated[int, typer.Option("--limit", metavar="MB", min=0, help="What --prune leaves.")] = 2000,
    as_json: Json = False,
) -> None:
    """Show how much the cache of spoken lines holds, and prune it."""
    from audiosession.project.project import open_project
    from audiosession.project.stores import take_store

    store = take_store(open_project())
    removed = store.prune(limit_mb * 1_000_000) if prune else []
    kept = store.takes()
    size = sum(take.size for take in kept)
    if as_json:
        print_json({"folder": str(store.folder), "takes": len(kept), "bytes": size, "removed": len(removed)})
        return
    if prune:
        typer.echo(f"removed {len(removed)} takes, {sum(take.size for take in removed) / 1e6:.1f} MB")
    typer.echo(f"{len(kept)} takes, {size / 1e6:.1f} MB, in {store.folder}")


@contextmanager
def _download_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    if not sys.stderr.isatty():
        typer.echo(f"downloading {name}", err=True)
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
