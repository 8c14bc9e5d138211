"""A bar that counts bytes, where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from audiosession.progress import Progress, Watcher, unwatched


@contextmanager
def byte_progress(*, quiet: bool) -> Iterator[Watcher]:
    """Lend a watcher that shows how many bytes are done, or one that shows nothing if nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield unwatched
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("publishing", total=None)

        def watch(step: Progress) -> None:
            name = step.item.rpartition("/")[2][:30]
            bar.update(task, completed=step.done, total=step.total, description=name or step.stage)

        yield watch
