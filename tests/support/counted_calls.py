"""What the process asks of the system, counted by Python's own audit events: folders that are listed, files opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_listening: list[list[tuple[str, str]]] = []
_hooked = False


@contextmanager
def counted_calls() -> Iterator[list[tuple[str, str]]]:
    """Lend a list that grows by ``(EVENT, PATH)`` for each that is asked in the block.

    The events are ``os.scandir``, ``os.listdir`` and ``open``.
    """
    _hook_once()
    calls: list[tuple[str, str]] = []
    _listening.append(calls)
    try:
        yield calls
    finally:
        _listening.remove(calls)


def _hook_once() -> None:
    """A hook can't be taken away again; it does nothing while nobody listens."""
    global _hooked
    if not _hooked:
        sys.addaudithook(_heard)
        _hooked = True


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if (
        _listening
        and event in ("os.scandir", "os.listdir", "open")
        and isinstance(arguments[0], str | bytes | os.PathLike)
    ):
        for calls in _listening:
            calls.append((event, os.fsdecode(arguments[0])))
