"""How memory and the cost of a minute grow with the length of a class."""

from __future__ import annotations

import statistics

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.long_class import narration
from tests.benchmarks.processes import Cost, load_told, median_cpu_s, median_s

_LIMITS = {
    "cached": "180 minutes: at most 200 MB",
    "espeak": "180 minutes: at most 220 MB",
    "piper": "180 minutes: at most 330 MB",
}


def memory(bench: Bench) -> None:
    """Cold builds of three lengths; the longest also with every line spoken in the same run."""
    lengths = (bench.minutes / 3, bench.minutes, 6 * bench.minutes)
    costs = {length: _cold(bench, length) for length in lengths}
    for length, found in costs.items():
        say(f"{length:g} minutes, takes cached: peak memory", _peak(found), _LIMITS["cached"])
    _tell_costs(bench, costs)
    longest = f"{lengths[-1]:g} minutes"
    spoken = bench.first_build(_name(lengths[-1]))
    say(f"{longest}, spoken by espeak: peak memory", _peak([spoken]), _LIMITS["espeak"])
    if bench.piper:
        spoken = bench.first_build(_name(lengths[-1]), voice=bench.piper)
        say(f"{longest}, spoken by Piper: peak memory", _peak([spoken]), _LIMITS["piper"])
    else:
        say("spoken by Piper: peak memory", "not measured: name a voice with --piper-model", _LIMITS["piper"])


def _tell_costs(bench: Bench, costs: dict[float, list[Cost]]) -> None:
    by_cpu, by_clock = {}, {}
    for length, found in costs.items():
        minutes = bench.real_minutes(_name(length))
        by_cpu[length], by_clock[length] = median_cpu_s(found) / minutes, median_s(found) / minutes
        told = f"{by_cpu[length]:.3f} s of CPU, {by_clock[length]:.3f} s; {load_told(found)}"
        say(f"{length:g} minutes, takes cached: cost of a minute", told)
    say("how far apart these are: CPU", f"{_apart(list(by_cpu.values())):.1%}", "10 to 180 minutes: within 10 %")
    say("how far apart these are: clock", f"{_apart(list(by_clock.values())):.1%}")


def _cold(bench: Bench, length: float) -> list[Cost]:
    name = bench.write(_name(length), narration(length))
    bench.build(name)  # so that every line is spoken
    n_builds = max(1, round(bench.runs * min(5, 60 / length)))  # the shorter a build, the more it varies
    return [bench.build(name) for _ in range(n_builds)]


def _name(length: float) -> str:
    return f"{length:g}.txt"


def _peak(costs: list[Cost]) -> str:
    return f"{max(cost.peak_mb for cost in costs):.0f} MB"


def _apart(costs: list[float]) -> float:
    return (max(costs) - min(costs)) / statistics.mean(costs)
