"""How far a piece of work is, told to whoever watches; a watcher may stop the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One stage of a piece of work: how much of it is done, and of how much.

    Args:
        stage: ``speaking`` (lines), ``mixing``, ``encoding`` and ``stems`` (windows), ``publishing`` and
            ``downloading`` (bytes), ``reading`` (files), ``measuring`` (blocks of sound), ``listening`` (lines),
            ``variants`` (of a catalogue, looked at); and of a whole catalogue ``takes``, ``windows`` and ``classes``.
        done: So many are ready.
        total: Of so many.
        item: What was done just now, where it has a name.
        about: The class that it is done for, where several are made.
    """

    stage: str
    done: int
    total: int
    item: str = ""
    about: str = ""


Watcher = Callable[[Progress], None]
"""Told each step, in the thread that made it. It stops the work by raising `StoppedError`, which reaches the caller."""
Teller = Callable[[str], None]
"""Told lines that a person should see at once, such as which voice speaks."""


class StoppedError(Exception):
    """Whoever watched wanted no more: what is ready is kept, and no file that was there before has changed."""


def unwatched(progress: Progress) -> None:
    """Tell nobody."""


def untold(line: str) -> None:
    """Tell it nobody."""
