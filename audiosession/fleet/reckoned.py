"""What a catalogue would take, summed over its classes: each take and each window counted once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from audiosession.building.orders.foreseen import Foreseen, ForeseenTake, ForeseenWindow, foresee
from audiosession.building.place import reckoner
from audiosession.fleet.tasks import Task
from audiosession.project.project import Project
from audiosession.project.stores import take_store, window_store
from audiosession.units import Ms
from audiosession.voices.registry import choosing_once

_TAKE_BYTES_A_MS = 96
_HEARD_BYTES = 7_000
"""What is known of a window, which is kept beside its MP3 frames."""


@dataclass(frozen=True, kw_only=True)
class WindowsNeeded:
    """Windows of a catalogue, each counted once: all of them, those to be made, and those to be fetched.

    `streamed` are among those to be made: of classes in formats of which no window is kept.
    """

    n: int
    new: int
    streamed: int
    new_length: Ms
    fetched_length: Ms


class Reckoned:
    """What all classes that were added take together."""

    def __init__(self, project: Project) -> None:
        self.lengths: Counter[str] = Counter()
        self.files: Counter[str] = Counter()
        self.takes: dict[str, ForeseenTake] = {}
        self.new_takes: dict[str, ForeseenTake] = {}
        self.is_exact = True
        self._project = project
        self._choose = choosing_once()
        self._store = take_store(project)
        self._windows: dict[str, ForeseenWindow] = {}
        self._streamed = self._streamed_ms = 0

    def add(self, task: Task) -> None:
        """Add what a task would take.

        Raises:
            AudioSessionError: It can't be placed, such as a length that is too short.
        """
        speaker = reckoner(self._project, task.inputs, self._choose, self._store)
        found: Foreseen = foresee(self._project, task.inputs, speaker)
        form = task.inputs.form.name
        self.lengths[form] += found.length
        self.files[form] += 1
        self.takes |= found.takes
        self.new_takes |= {digest: found.takes[digest] for digest in found.unspoken}
        self.is_exact = self.is_exact and found.is_exact
        self._windows |= found.windows
        if not found.windows:
            self._streamed += found.n_windows
            self._streamed_ms += found.length

    @property
    def length(self) -> Ms:
        """How long all classes last together."""
        return Ms(sum(self.lengths.values()))

    def windows(self) -> WindowsNeeded:
        """Look which windows there are, here and in the shared store."""
        store = window_store(self._project)
        here = {one for one in self._windows if store.length(one) is not None}
        heard = {window.heard: address for address, window in self._windows.items()}
        known = {heard[one] for one in store.sizes(heard)} & store.sizes(self._windows).keys()
        new = [window for address, window in self._windows.items() if address not in known]
        return WindowsNeeded(
            n=len(self._windows) + self._streamed,
            new=len(new) + self._streamed,
            streamed=self._streamed,
            new_length=Ms(sum(one.length for one in new)),
            fetched_length=Ms(sum(self._windows[one].length for one in known - here)),
        )

    def take_bytes(self) -> tuple[int, int]:
        """Return how many bytes the takes have that are spoken anew, and those that other machines have spoken."""
        new = sum(take.length for take in self.new_takes.values()) * _TAKE_BYTES_A_MS
        others = self._store.elsewhere(set(self.takes) - set(self.new_takes))
        return new, sum(others.values())
