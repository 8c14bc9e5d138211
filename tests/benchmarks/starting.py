"""What a command costs that makes nothing: start-up, reading, placing."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.benchmarks.bench import Bench, chosen, say
from tests.benchmarks.long_class import narration
from tests.benchmarks.processes import Cost, in_turn, load_told, median_cpu_s, median_s

_RUNS = 7
_CLASS = "single-leg-kick"
_LISTED = "list exercises"


def start(bench: Bench) -> None:
    """Commands in turn, each in a process of its own, against one that only lists."""
    name = bench.write("three.txt", narration(3))
    bench.build(name)
    helps, same = in_turn(_RUNS, lambda: bench.audiosession("--help"), lambda: bench.build(name, cold=False))
    say("audiosession --help", f"{median_s(helps):.2f} s; {load_told(helps)}", "at most 0.35 s")
    told = f"{median_s(same):.2f} s, {median_cpu_s(same):.2f} s of CPU; {load_told(same)}"
    say("a build of which nothing has changed", told, "on idle cores: at most 0.3 s")
    commands = {
        _LISTED: ["list", "exercises"],
        f"check {_CLASS}": ["check", _CLASS],
        f"timeline {_CLASS}": ["timeline", _CLASS, *chosen()],
        f"build {_CLASS} --dry-run": ["build", _CLASS, *chosen(), "--dry-run"],
        "check": ["check"],
    }
    for words in commands.values():
        bench.audiosession(*words)  # what is spoken or decoded once for all is cached then
    costs = in_turn(_RUNS, *(lambda words=words: bench.audiosession(*words) for words in commands.values()))
    _tell(dict(zip(commands, costs, strict=True)))


def _tell(costs: dict[str, list[Cost]]) -> None:
    listed = costs.pop(_LISTED)
    say(_LISTED, f"{median_cpu_s(listed):.3f} s of CPU")
    every = costs.pop("check")
    for command, found in costs.items():
        times = statistics.median(a.cpu_s / b.cpu_s for a, b in zip(found, listed, strict=True))
        told = f"{times:.2f}, {median_cpu_s(found):.3f} s"
        say(f"{command} / {_LISTED}: CPU", told, "at most 1.4")
    n_definitions = _n_definitions()
    most_s = 1.4 * median_cpu_s(listed) + 0.015 * n_definitions
    title = f"check of all {n_definitions} exercises and classes, beds and show"
    say(title, f"{median_cpu_s(every):.3f} s of CPU", f"here at most {most_s:.3f} s (1.4 x, and 15 ms a definition)")


def _n_definitions() -> int:
    scripts = Path(__file__).parents[2] / "scripts"
    return sum(1 for folder in ("exercises", "classes") for _ in (scripts / folder).glob("*.toml"))
