"""Run a program within bounds: what it says, how long it takes; it ends together with all that it began."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PIECE = 1 << 16
_GLANCE_S = 0.1
_AFTERWARDS_S = 2.0
"""How long a pipe may stay open when everybody who could write to it has been killed."""
_LONGEST_COMPLAINT = 300


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How long a program may take, and how much it may say; as long may be the file that it `writes`, if any."""

    within_s: float
    most_bytes: int
    writes: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a program ended; `said` is its standard output, `complaint` the last line of its standard error."""

    status: int
    said: bytes
    complaint: str


class TooMuchSaidError(Exception):
    """A program said or wrote more than it may. Whoever ran it tells the user."""


def run_program(words: Sequence[str], bounds: Bounds, given: bytes | None = None) -> Ran:
    """Run `words`, which no shell reads, with `given` on standard input, and return what came of it.

    A program that goes beyond its bounds is killed with all its children; what it leaves running is killed, too.

    Raises:
        TooMuchSaidError: It said or wrote more.
        subprocess.TimeoutExpired: It took longer.
        OSError: It can't be run.
    """
    with tempfile.TemporaryFile() as stdin:
        stdin.write(given or b"")
        stdin.seek(0)
        program = subprocess.Popen(
            list(words),
            stdin=subprocess.DEVNULL if given is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ,  # not what was set for libraries in this process, see `cli`
            start_new_session=True,  # so that its children can be told from ours
        )
    listeners = [_Listener(pipe, bounds.most_bytes) for pipe in (program.stdout, program.stderr) if pipe]
    try:
        _watch(program, listeners, bounds)
    finally:
        _end(program, listeners)
    said, complaint = (one.heard for one in listeners)
    last = complaint.decode(errors="replace").strip().splitlines()[-1:]
    return Ran(status=program.returncode, said=said, complaint="".join(last)[:_LONGEST_COMPLAINT])


class _Listener(threading.Thread):
    """Hears what comes through a pipe, until it ends or becomes too much."""

    def __init__(self, pipe: IO[bytes], most_bytes: int) -> None:
        super().__init__(name="listen to a program", daemon=True)
        self._pipe, self._most_bytes = pipe, most_bytes
        self._pieces: list[bytes] = []
        self.is_too_much = False
        self.start()

    @property
    def heard(self) -> bytes:
        return b"".join(self._pieces)

    def run(self) -> None:
        size = 0
        with self._pipe, suppress(OSError):
            while piece := os.read(self._pipe.fileno(), _PIECE):
                size += len(piece)
                if size > self._most_bytes:
                    self.is_too_much = True
                    return
                self._pieces.append(piece)


def _watch(program: subprocess.Popen[bytes], listeners: Sequence[_Listener], bounds: Bounds) -> None:
    """Return when the program has ended and all that it said is heard."""
    end = time.monotonic() + bounds.within_s
    while program.poll() is None or any(one.is_alive() for one in listeners):
        if time.monotonic() > end:
            raise subprocess.TimeoutExpired(program.args, bounds.within_s)
        _refuse_too_much(listeners, bounds)
        speaking = next((one for one in listeners if one.is_alive()), None)
        if speaking:
            speaking.join(_GLANCE_S)
        else:
            with suppress(subprocess.TimeoutExpired):
                program.wait(_GLANCE_S)
    _refuse_too_much(listeners, bounds)


def _refuse_too_much(listeners: Sequence[_Listener], bounds: Bounds) -> None:
    try:
        n_written = bounds.writes.stat().st_size if bounds.writes else 0
    except OSError:
        n_written = 0
    if n_written > bounds.most_bytes or any(one.is_too_much for one in listeners):
        raise TooMuchSaidError


def _end(program: subprocess.Popen[bytes], listeners: Sequence[_Listener]) -> None:
    if hasattr(os, "killpg"):
        with suppress(OSError):  # a group of which nobody is left
            os.killpg(program.pid, signal.SIGKILL)
    elif program.poll() is None:
        program.kill()
    program.wait()
    for one in listeners:
        one.join(_AFTERWARDS_S)
