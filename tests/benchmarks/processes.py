"""Whole processes, measured from outside: wall clock, processor time and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

AUDIOSESSION = [sys.executable, "-c", "from audiosession.cli.app import run; run()"]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a process took: seconds by the clock, seconds of all processors together, peak memory in megabytes."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run `command` in `folder` and return its cost; stop with what it said where it fails."""
    log = folder / "last-run.log"
    environment = {**os.environ, "AUDIOSESSION_CACHE": str(folder / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever has installed a package has it compiled
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed:\n{log.read_text(errors='replace')[-2000:]}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(wall_s=wall_s, cpu_s=usage.ru_utime + usage.ru_stime, peak_mb=kilobytes / 1000)


def in_turn(first: Callable[[], Cost], second: Callable[[], Cost], runs: int) -> tuple[list[Cost], list[Cost]]:
    """Run A B A B …, so that a machine that changes its speed changes it for both."""
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(runs):
        costs[0].append(first())
        costs[1].append(second())
    return costs


def spread(ours: Sequence[Cost], theirs: Sequence[Cost], form: str) -> str:
    """Tell how much of their time ours takes, pair by pair: the median, and in brackets the least and the most."""
    ratios = sorted(a.wall_s / b.wall_s for a, b in zip(ours, theirs, strict=True))
    told = format(statistics.median(ratios), form)
    return told if len(ratios) == 1 else f"{told} ({ratios[0]:{form}} to {ratios[-1]:{form}})"


def median_s(costs: Sequence[Cost]) -> float:
    """Return the median time by the clock."""
    return statistics.median(cost.wall_s for cost in costs)
