"""How far tasks on workers are, told over Dask's own events."""

from __future__ import annotations

import time
from collections.abc import Mapping

from audiosession.progress import Progress, Watcher

_EVERY_S = 0.5


def topic_of(run: str) -> str:
    """Return what the events of a run are called."""
    return f"audiosession-{run}"


def watcher_to(run: str, about: str) -> Watcher:
    """Return a watcher for a worker, which tells whoever listens to the run how many windows are made."""
    from distributed import get_worker  # only a worker comes here

    worker, last_at = get_worker(), 0.0

    def watch(step: Progress) -> None:
        nonlocal last_at
        now = time.monotonic()
        if now - last_at < _EVERY_S and step.done < step.total:
            return
        last_at = now
        told = {"stage": step.stage, "done": step.done, "total": step.total, "about": about}
        worker.log_event(topic_of(run), told)

    return watch


def progress_of(event: tuple[float, object]) -> Progress | None:
    """Return what an event of a run tells; None where it tells nothing of ours."""
    told = event[1]
    if not isinstance(told, Mapping) or "stage" not in told:
        return None
    return Progress(
        stage=str(told["stage"]), done=int(told["done"]), total=int(told["total"]), about=str(told["about"])
    )
