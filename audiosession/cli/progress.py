"""Tell a person how far the work is: a bar where somebody looks at it, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from audiosession.cli.saying import tell
from audiosession.progress import Progress, Watcher, unwatched

_UNITS = {
    "speaking": "lines",
    "mixing": "windows",
    "encoding": "windows",
    "stems": "windows",
    "reading": "files",
    "measuring": "blocks",
    "listening": "lines",
    "takes": "takes",
    "windows": "windows",
    "classes": "classes",
    "variants": "variants",
}
"""What is counted in each stage; a stage that is not here counts bytes."""
_WORTH_A_LINE = ("speaking", "listening", "mixing", "encoding", "stems", "downloading")
_PARTS = {"variants": 0.05, "takes": 0.15, "classes": 0.8}
"""How much of the bar of a whole catalogue each of its stages is, about as long as they take without a network."""
_LONGEST_ITEM = 30
_NO_BARS = ("dumb", "unknown")
"""What a terminal calls itself that can't move its cursor."""


@contextmanager
def watching(*, quiet: bool = False) -> Iterator[Watcher]:
    """Lend a watcher that tells a person how far the work is."""
    if quiet:
        yield unwatched
    elif sys.stderr.isatty() and os.environ.get("TERM") not in _NO_BARS:
        with _bars() as watch:
            yield watch
    else:
        yield _plain()


@contextmanager
def watching_all(*, quiet: bool = False) -> Iterator[Watcher]:
    """Lend a watcher that tells how far a whole catalogue is: one bar, or a line for each class that is done."""
    if quiet:
        yield unwatched
    elif sys.stderr.isatty() and os.environ.get("TERM") not in _NO_BARS:
        with _one_bar() as watch:
            yield watch
    else:
        yield _plain_of_all()


@contextmanager
def _one_bar() -> Iterator[Watcher]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<9}"), BarColumn(), TextColumn("{task.fields[amount]}"))
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task, whole = bars.add_task("catalogue", total=1.0, amount=""), WholeShown()

        def watch(step: Progress) -> None:
            whole.take(step)
            bars.update(task, completed=whole.share, amount=whole.told)

        yield watch


class WholeShown:
    """How far a whole catalogue is: the `share` of it that is done, which only grows, and how that is `told`."""

    def __init__(self) -> None:
        self.share = 0.0
        self._steps: dict[str, Progress] = {}

    def take(self, step: Progress) -> None:
        """Take one step more."""
        self._steps[step.stage] = step
        before = 0.0
        for stage, part in _PARTS.items():
            known = self._steps.get(stage)
            if known is not None and known.total:
                self.share = max(self.share, before + part * known.done / known.total)
            before += part

    @property
    def told(self) -> str:
        """Tell it as people read it."""
        told = [stage for stage in _UNITS if stage in self._steps and stage != "variants"]
        stages = told or [*self._steps]
        return ", ".join(_amount(self._steps[stage], None) for stage in stages)


def _plain_of_all() -> Watcher:
    whole = WholeShown()

    def watch(step: Progress) -> None:
        whole.take(step)
        first = step.stage == "takes" and step.done == 0 < step.total
        if first:
            tell(f"speaking {step.total} takes")
        elif step.stage == "classes" and step.done:
            tell(whole.told)

    return watch


@contextmanager
def _bars() -> Iterator[Watcher]:
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<9}"), BarColumn(), TextColumn("{task.fields[amount]}"))
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(step: Progress) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(step.stage, total=step.total, amount="")
            task = tasks[step.stage]
            about = f"{step.about} " if step.about else ""
            bars.update(
                task,
                completed=step.done,
                total=step.total,
                description=about + (step.item.rpartition("/")[2][:_LONGEST_ITEM] or step.stage),
                amount=_amount(step, bars.tasks[task].speed),
            )

        yield watch


def _amount(step: Progress, speed: float | None) -> str:
    """Return how much is done of how much, as people read it; `speed` is so many a second."""
    if step.stage in _UNITS:
        return f"{step.done}/{step.total} {_UNITS[step.stage]}"
    at = f", {speed / 1e6:.1f} MB/s" if speed else ""
    return f"{step.done / 1e6:.1f}/{step.total / 1e6:.1f} MB{at}"


def _plain() -> Watcher:
    told: set[tuple[str, str]] = set()

    def watch(step: Progress) -> None:
        if (step.about, step.stage) in told or step.stage not in _WORTH_A_LINE:
            return
        about = f"{step.about}: " if step.about else ""
        if step.stage not in _UNITS:
            tell(f"{about}{step.stage} {step.item}")
        elif step.done < step.total:  # what was all done before is no work to tell of
            tell(f"{about}{step.stage} {step.total} {_UNITS[step.stage]}")
        else:
            return
        told.add((step.about, step.stage))

    return watch
