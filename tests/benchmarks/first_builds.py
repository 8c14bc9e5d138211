"""First builds, of which no line was ever spoken, with each voice that speaks on this machine; and several at once."""

from __future__ import annotations

import statistics

from tests.benchmarks.bench import Bench, chosen, say
from tests.benchmarks.planned import CHOSEN
from tests.benchmarks.processes import Cost, in_turn, load_told, median_cpu_s, quotient

_CLASS = "single-leg-kick"
_THREE = ("single-leg-kick", "swan", "saw")


def voices(bench: Bench) -> None:
    """A first build / speaking alone and the same build with takes cached; both start, which is counted once."""
    _voice(bench, CHOSEN["voice"], CHOSEN["voice"])
    if bench.piper:
        _voice(bench, bench.piper, f"Piper ({bench.piper.rpartition('/')[2].removesuffix('.onnx')})")
    else:
        say("Piper: a first build", "not measured: name a voice with --piper-model", "at most 1.05")


def _voice(bench: Bench, voice: str, called: str) -> None:
    bench.build(_CLASS, voice=voice)  # so that the bed and the cover are there
    first, cached, ready, alone = in_turn(
        bench.runs,
        lambda: bench.first_build(_CLASS, voice=voice),
        lambda: bench.build(_CLASS, voice=voice),
        lambda: bench.module("speaking", _CLASS, voice, "nothing"),
        lambda: _alone(bench, voice),
    )
    spoken = [a.cpu_s - b.cpu_s for a, b in zip(alone, ready, strict=True)]
    ratios = [a.cpu_s / (b.cpu_s + c) for a, b, c in zip(first, cached, spoken, strict=True)]
    sums = f"{median_cpu_s(first):.2f} / ({statistics.median(spoken):.2f} + {median_cpu_s(cached):.2f}) s"
    title = f"{called}: first build of {_CLASS} / (speaking alone + takes cached)"
    say(f"{title}: CPU", f"{statistics.median(ratios):.3f}, {sums}", "at most 1.05")
    say(f"{called}: first build, clock", f"{quotient(first, cached, 'wall_s')} cached; {load_told(first)}")


def _alone(bench: Bench, voice: str) -> Cost:
    bench.forget("takes")
    return bench.module("speaking", _CLASS, voice)


def many(bench: Bench) -> None:
    """Three classes in one process / in three, nothing spoken before."""
    for name in _THREE:
        bench.audiosession("build", name, *chosen())  # so that the bed and the covers are there

    def together() -> Cost:
        bench.forget("takes", "windows")
        return bench.audiosession("build", *_THREE, *chosen(), "--force")

    def apart() -> Cost:
        bench.forget("takes", "windows")
        return _sum([bench.audiosession("build", name, *chosen(), "--force") for name in _THREE])

    one, three = in_turn(bench.runs, together, apart)
    title = f"build {' '.join(_THREE)}, first builds: one process / three"
    say(f"{title}: CPU", quotient(one, three), "less than 1")
    say(f"{title}: clock", f"{quotient(one, three, 'wall_s')}; {load_told(one)}", "on idle cores: less than 1")
    say(f"{title}: peak memory", f"{one[0].peak_mb:.0f} / {three[0].peak_mb:.0f} MB")


def _sum(costs: list[Cost]) -> Cost:
    return Cost(
        wall_s=sum(cost.wall_s for cost in costs),
        cpu_s=sum(cost.cpu_s for cost in costs),
        peak_mb=max(cost.peak_mb for cost in costs),
    )
