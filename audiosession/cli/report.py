"""Tell a person how far a build is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from audiosession.cli.remedies import hint_of
from audiosession.errors import AudioSessionError, Fault, FaultsError, Where


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
def stages(*, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Lend a function that is told the stage, how much of it is done and of how much; see `building.inputs.Report`."""
    if quiet:
        yield lambda stage, done, total: None
    elif sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _plain()


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total, unit=UNITS.get(stage, ""))
            progress.update(tasks[stage], completed=done, total=total)

        yield report


def _plain() -> Callable[[str, int, int], None]:
    told: set[str] = set()

    def report(stage: str, done: int, total: int) -> None:
        if stage not in told and done < total:  # what was all done before is no work to tell of
            typer.echo(f"{stage} {total} {UNITS.get(stage, '')}", err=True)
            told.add(stage)

    return report
