"""How far a whole catalogue is: takes, windows and classes, told as three counts that only grow."""

from __future__ import annotations

from threading import Lock

from audiosession.progress import Progress, Watcher

_OF_WINDOWS = "encoding"
_OF_A_CLASS = ("speaking", "mixing", _OF_WINDOWS)


class CatalogueProgress:
    """Tells `watch` of a catalogue what builds tell of their classes.

    Its stages are ``takes``, of how many in all; ``windows``, of how many in the classes that were begun; ``classes``.
    """

    def __init__(self, watch: Watcher) -> None:
        self._watch = watch
        self._done: dict[str, int] = {}
        self._totals: dict[str, int] = {}
        self._told: dict[str, tuple[int, int]] = {}
        self._lock = Lock()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Tell how far a stage is; less than was told before is left untold."""
        with self._lock:
            before, most = self._told.get(stage, (-1, 0))
            self._told[stage] = told = max(before, done), max(most, done, total)
        if told != (before, most):
            self._watch(Progress(stage=stage, done=told[0], total=told[1]))

    def of_class(self, step: Progress) -> None:
        """Take what the build of one class tells, and tell it of all of them; other news goes on as it is."""
        if step.stage not in _OF_A_CLASS:
            self._watch(step)
        elif step.stage == _OF_WINDOWS:
            with self._lock:
                self._done[step.about] = max(step.done, self._done.get(step.about, 0))
                self._totals[step.about] = step.total
                done, total = sum(self._done.values()), sum(self._totals.values())
            self.tell("windows", done, total)
