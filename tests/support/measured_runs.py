"""A command in a process of its own, with the processor's time and the memory that it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_RUN = "import sys; from audiosession.cli.app import run; run()"
_MEASURE = """
import json, os, subprocess, sys
with open("said", "wb") as said:
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
    _, status, usage = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
"""Linux counts the memory of whoever starts a process as that process's own, so a small one stands between."""


@dataclass(frozen=True, kw_only=True)
class MeasuredRun:
    """How a command ended, what it said on both streams together, and what it took."""

    code: int
    said: str
    cpu_s: float
    memory_mb: float


def measured_run(arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> MeasuredRun:
    """Run ``audiosession`` with `arguments` in `folder`; it is not on Windows that a child tells what it took."""
    measured = subprocess.run(
        [sys.executable, "-c", _MEASURE, sys.executable, "-c", _RUN, *arguments],
        cwd=folder,
        env={**os.environ, "AUDIOSESSION_CACHE": str(folder / "cache"), **(environment or {})},
        stdout=subprocess.PIPE,
        check=True,
    )
    code, cpu_s, most_memory = json.loads(measured.stdout)
    unit = 1 if sys.platform == "darwin" else 1024
    return MeasuredRun(
        code=code,
        said=(folder / "said").read_text("utf-8", "replace"),
        cpu_s=cpu_s,
        memory_mb=most_memory * unit / 1_000_000,
    )
