"""Tell a person how far a build is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from audiosession.cli.remedies import hint_of
from audiosession.errors import AudioSessionError, Fault, FaultsError, Where
from audiosession.progress import Progress, Watcher, unwatched


def shown(path: Where) -> str:
    """Return `path` as a person wants to read it: from the working folder where it lies below it."""
    if isinstance(path, str):
        return path
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def told(fault: AudioSessionError | Fault) -> str:
    """Return `fault` with its place, in one line."""
    if fault.path is None:
        return fault.message
    return f"{shown(fault.path)}:" + (f"{fault.line}:" if fault.line else "") + f" {fault.message}"


def say_error(error: AudioSessionError) -> None:
    """Print `error` on standard error: the fault with its place on one line, what to do on the next."""
    faults = error.faults if isinstance(error, FaultsError) else (error,)
    for fault in faults:
        typer.echo(f"error: {told(fault)}", err=True)
        if hint := hint_of(fault):
            typer.echo(f"hint:  {hint}", err=True)


UNITS = {"speaking": "lines", "mixing": "windows", "encoding": "windows", "stems": "windows"}


@contextmanager
def stages(*, quiet: bool = False) -> Iterator[Watcher]:
    """Lend a watcher that tells a person how far the work is."""
    if quiet:
        yield unwatched
    elif sys.stderr.isatty():
        with _bar() as watch:
            yield watch
    else:
        yield _plain()


@contextmanager
def _bar() -> Iterator[Watcher]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def watch(step: Progress) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bar.add_task(step.stage, total=step.total, unit=UNITS.get(step.stage, ""))
            bar.update(tasks[step.stage], completed=step.done, total=step.total)

        yield watch


def _plain() -> Watcher:
    told: set[str] = set()

    def watch(step: Progress) -> None:
        if step.stage not in told and step.done < step.total:  # what was all done before is no work to tell of
            typer.echo(f"{step.stage} {step.total} {UNITS.get(step.stage, '')}", err=True)
            told.add(step.stage)

    return watch
