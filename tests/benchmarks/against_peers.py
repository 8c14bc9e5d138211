"""Cold builds against other ways to the same file, takes cached; each row names its peer's encoder."""

from __future__ import annotations

import statistics

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.long_class import narration
from tests.benchmarks.material import write_material
from tests.benchmarks.peers import command, missing, told
from tests.benchmarks.processes import Cost, in_turn, load_told, quotient, run


def limit(bench: Bench) -> None:
    """Cold builds / what a machine needs at the least: LAME alone, on the finished PCM."""
    if reason := missing("lame"):
        say("a cold build / LAME of this system, one core", f"not measured: {reason}", "30 minutes: CPU at most 1.15")
        return
    for minutes in bench.lengths:
        ours, theirs = _pairs(bench, "lame", minutes, bench.runs)
        title = f"{minutes:g} minutes, cold / {told('lame')}"
        say(f"{title}: CPU", quotient(ours, theirs), "30 minutes: at most 1.15")
        say(f"{title}: clock", quotient(ours, theirs, "wall_s"), "on idle cores: about 0.6")
        busy = statistics.median(cost.cpu_s / cost.wall_s for cost in ours)
        say(
            f"{minutes:g} minutes, cold: CPU / clock", f"{busy:.2f}; {load_told(ours)}", "on 2 idle cores: at least 1.8"
        )


def ffmpeg(bench: Bench) -> None:
    """One ffmpeg filter graph / cold builds."""
    _faster(bench, "ffmpeg", "10 minutes: at least 2.3", "30 minutes, idle cores: at least 13")


def pydub(bench: Bench) -> None:
    """A plain pydub script / cold builds."""
    _faster(bench, "pydub", "10 minutes: at least 5.5", "30 minutes, idle cores: at least 20")


def _faster(bench: Bench, peer: str, wanted_cpu: str, wanted_clock: str) -> None:
    if reason := missing(peer):
        say(f"{peer} / a cold build", f"not measured: {reason}", f"{wanted_cpu}; {wanted_clock}")
        return
    for minutes in bench.lengths:
        # Both take time by the square of the length: of half an hour one pair is enough, and minutes long.
        ours, theirs = _pairs(bench, peer, minutes, bench.runs if minutes <= 10 else 1)
        title = f"{minutes:g} minutes: {told(peer)} / cold"
        say(f"{title}: CPU", quotient(theirs, ours, "cpu_s", ".1f"), wanted_cpu)
        say(f"{title}: clock", f"{quotient(theirs, ours, 'wall_s', '.1f')}; {load_told(ours)}", wanted_clock)


def _pairs(bench: Bench, peer: str, minutes: float, runs: int) -> list[list[Cost]]:
    """Return what cold builds and a peer cost in turn."""
    name = bench.write(f"{minutes:g}.txt", narration(minutes))
    material = bench.folder / f"material-{minutes:g}"
    write_material(bench.folder, name, material)
    bench.build(name)
    return in_turn(runs, lambda: bench.build(name), lambda: run(command(peer, material), material))
