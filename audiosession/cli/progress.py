"""A bar that counts bytes, where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def byte_progress(*, quiet: bool) -> Iterator[Callable[[int], Callable[[str, int], None]] | None]:
    """Lend a function that starts a bar of so many bytes, or None if nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def start(total: int) -> Callable[[str, int], None]:
            task = bar.add_task("publishing", total=total)
            return lambda key, size: bar.update(task, advance=size, description=key.rpartition("/")[2][:30])

        yield start
