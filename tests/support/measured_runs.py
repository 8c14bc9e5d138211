"""A command in a process of its own, with the time and memory that it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

AUDIOSESSION = (sys.executable, "-c", "import sys; from audiosession.cli.app import run; run()")
_MEASURE = """
import json, os, subprocess, sys, time
with open("said", "wb") as said:
    start = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - start
print(json.dumps([os.waitstatus_to_exitcode(status), wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
"""Linux counts the memory of whoever starts a process as that process's own, so a small one stands between."""


@dataclass(frozen=True, kw_only=True)
class MeasuredRun:
    """How a command ended, what it said on both streams together, and what it took.

    That is seconds by the clock, seconds of all processors together, and megabytes at its largest.
    """

    code: int
    said: str
    wall_s: float
    cpu_s: float
    memory_mb: float


def measured_run(arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> MeasuredRun:
    """Run ``audiosession`` with `arguments` in `folder`; its caches stand there too."""
    caches = {"AUDIOSESSION_CACHE": str(folder / "cache")}
    return measured([*AUDIOSESSION, *arguments], folder, {**os.environ, **caches, **(environment or {})})


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> MeasuredRun:
    """Run `command` in `folder`; it is not on Windows that a child tells what it took."""
    # Without `site` it is as small as it can be, and ready at once.
    between = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _MEASURE, *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    code, wall_s, cpu_s, most_memory = json.loads(between.stdout)
    unit = 1 if sys.platform == "darwin" else 1024
    return MeasuredRun(
        code=code,
        said=(folder / "said").read_text("utf-8", "replace"),
        wall_s=wall_s,
        cpu_s=cpu_s,
        memory_mb=most_memory * unit / 1_000_000,
    )
