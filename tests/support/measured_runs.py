"""A command in a process of its own, with the processor's time and the memory that it took."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_RUN = "import sys; from audiosession.cli.app import run; run()"


@dataclass(frozen=True, kw_only=True)
class MeasuredRun:
    """How a command ended, what it said on both streams together, and what it took."""

    code: int
    said: str
    cpu_s: float
    memory_mb: float


def measured_run(arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> MeasuredRun:
    """Run ``audiosession`` with `arguments` in `folder`; it is not on Windows that a child tells what it took."""
    said = folder / "said"
    with said.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, *arguments],
            cwd=folder,
            env={**os.environ, "AUDIOSESSION_CACHE": str(folder / "cache"), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return MeasuredRun(
        code=process.returncode,
        said=said.read_text("utf-8", "replace"),
        cpu_s=usage.ru_utime + usage.ru_stime,
        memory_mb=usage.ru_maxrss * unit / 1_000_000,
    )
