"""Whole processes, measured from outside: wall clock, processor time and peak memory."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.measured_runs import measured


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a process took: seconds by the clock, seconds of all processors together, peak memory in megabytes.

    `others` is how many processors were busy with something else meanwhile, None where the system does not tell.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    others: float | None = None


class FailedError(Exception):
    """A command failed that was to be measured; the message is what it said at last."""


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run `command` in `folder` and return its cost.

    Raises:
        FailedError: It fails.
    """
    # Whoever has installed a package has it compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = _busy_s()
    found = measured(command, folder, environment)
    after = _busy_s()
    if found.code:
        words = " ".join(word for word in command if "\n" not in word)
        raise FailedError(f"{words[-200:]}:\n{found.said[-1000:]}")
    others = None
    if before is not None and after is not None:
        others = max(0.0, after - before - found.cpu_s) / found.wall_s
    return Cost(wall_s=found.wall_s, cpu_s=found.cpu_s, peak_mb=found.memory_mb, others=others)


def _busy_s() -> float | None:
    """Return for how long all processors together have worked, or were taken away, since the system started."""
    try:
        user, nice, system, _, _, irq, soft, stolen = map(int, Path("/proc/stat").read_text().split()[1:9])
    except OSError:
        return None
    return (user + nice + system + irq + soft + stolen) / os.sysconf("SC_CLK_TCK")


def in_turn(runs: int, *each: Callable[[], Cost]) -> list[list[Cost]]:
    """Run A B A B …, so that a machine that changes its speed changes it for all; return the costs of each."""
    rounds = [[one() for one in each] for _ in range(runs)]
    return [list(costs) for costs in zip(*rounds, strict=True)]


def quotient(over: Sequence[Cost], under: Sequence[Cost], figure: str = "cpu_s", form: str = ".2f") -> str:
    """Tell `over` / `under` pair by pair: the median, in brackets the least and the most, and the medians of both."""
    tops, bottoms = ([getattr(cost, figure) for cost in costs] for costs in (over, under))
    ratios = sorted(a / b for a, b in zip(tops, bottoms, strict=True))
    told = format(statistics.median(ratios), form)
    if len(ratios) > 1:
        told += f" ({ratios[0]:{form}} to {ratios[-1]:{form}})"
    return f"{told}, {statistics.median(tops):.2f} / {statistics.median(bottoms):.2f} s"


def median_s(costs: Sequence[Cost]) -> float:
    """Return the median time by the clock."""
    return statistics.median(cost.wall_s for cost in costs)


def median_cpu_s(costs: Sequence[Cost]) -> float:
    """Return the median time of all processors together."""
    return statistics.median(cost.cpu_s for cost in costs)


def load_told(costs: Sequence[Cost]) -> str:
    """Tell how much else was going on: a figure by the clock is one of idle processors only where that is little."""
    others = [cost.others for cost in costs if cost.others is not None]
    if not others:
        return f"load {os.getloadavg()[0]:.1f} after it"
    return f"others kept {statistics.median(others):.2f} processors busy"
