"""Print what a build costs, as ratios: each pair is measured in turn in one run, and the median counts."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.catalogue import SHOW, copy_class
from tests.benchmarks.long_class import narration
from tests.benchmarks.peers import missing, write_material
from tests.benchmarks.processes import AUDIOSESSION, Cost, in_turn, median_s, run, spread

PARTS = ("start", "encode", "ten", "ffmpeg", "pydub", "edit", "memory", "profile", "publish")
PUBLISHED = 1_000


class Bench:
    """One run of the benchmark, in a folder of its own; takes and beds are cached before anything is measured."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs

    def write(self, name: str, text: str) -> str:
        """Write a narration, and have all its lines spoken."""
        (self.folder / name).write_text(text)
        return name

    def build(self, name: str, *, cold: bool = True) -> Cost:
        """Build a class; `cold` where no window of it was ever made."""
        if cold:
            shutil.rmtree(self.folder / "cache" / "windows", ignore_errors=True)
        options = ["--voice", "espeak", "--music", "still-water", "-o", f"{Path(name).stem}.mp3"]
        return run([*AUDIOSESSION, "build", name, *options, *(["--force"] if cold else [])], self.folder)

    def seconds(self, name: str) -> float:
        """Return how long a class that was built lasts."""
        session = json.loads((self.folder / f"{Path(name).stem}.session.json").read_text("utf-8"))
        return float(session["audio"]["duration"])

    def against(self, peer: str, name: str, runs: int) -> tuple[list[Cost], list[Cost]]:
        """Return what cold builds and a peer cost in turn."""
        self.build(name)
        material = self.folder / "material"
        write_material(self.folder / f"{Path(name).stem}.mp3", self.folder / "cache", material)
        command = [sys.executable, "-m", "tests.benchmarks.peers", peer, str(material)]
        os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
        return in_turn(lambda: self.build(name), lambda: run(command, self.folder), runs)


def say(what: str, found: str, wanted: str = "") -> None:
    """Print one row of the table."""
    print(f"{what:<82} {found:<44} {wanted}".rstrip(), flush=True)


def start(bench: Bench, minutes: float) -> None:
    name = bench.write("three.txt", narration(3))
    bench.build(name)
    helps = [run([*AUDIOSESSION, "--help"], bench.folder) for _ in range(7)]
    same = [bench.build(name, cold=False) for _ in range(7)]
    say("audiosession --help", f"{median_s(helps):.2f} s", "at most 0.35 s")
    say("a build whose inputs have not changed", f"{median_s(same):.2f} s", "at most 0.7 s")


def encode(bench: Bench, minutes: float) -> None:
    name = bench.write("long.txt", narration(minutes))
    ours, theirs = bench.against("encode", name, bench.runs)
    say(f"{minutes:g} minutes, cold / encoding the same PCM in one go", _ratio(ours, theirs), "30 minutes: at most 0.6")


def ten(bench: Bench, minutes: float) -> None:
    name = bench.write("ten.txt", narration(10))
    ours, theirs = bench.against("encode", name, bench.runs)
    say("10 minutes, cold / encoding the same PCM in one go", _ratio(ours, theirs), "at most 1.3")


def ffmpeg(bench: Bench, minutes: float) -> None:
    _faster(bench, "ffmpeg", "one ffmpeg filter graph", minutes, "30 minutes: at least 2.5 times as fast")


def pydub(bench: Bench, minutes: float) -> None:
    _faster(bench, "pydub", "a plain pydub script", minutes, "30 minutes: at least 8 times as fast")


def _faster(bench: Bench, peer: str, title: str, minutes: float, wanted: str) -> None:
    if reason := missing(peer):
        say(f"{minutes:g} minutes, cold, against {title}", f"not measured: {reason}", wanted)
        return
    name = bench.write("long.txt", narration(minutes))
    ours, theirs = bench.against(peer, name, 1 if peer == "pydub" else bench.runs)
    times = f"{spread(theirs, ours, '.1f')}, {median_s(theirs):.0f} s / {median_s(ours):.0f} s"
    say(f"{minutes:g} minutes, cold, how many times as fast as {title}", times, wanted)


def edit(bench: Bench, minutes: float) -> None:
    hour = 2 * minutes
    # What stands before an exercise's first breath leaves the rest alone; the line after it moves all the others.
    places = {"before a first breath": 0.0, "right after a first breath": 0.06, "in the middle of an exercise": 0.5}
    colds: list[Cost] = []
    edits: dict[str, list[Cost]] = {title: [] for title in places}
    name = bench.write("hour.txt", narration(hour, exercises=15))
    bench.build(name)  # so that every line is spoken
    for number in range(bench.runs):
        bench.write(name, narration(hour, exercises=15))
        colds.append(bench.build(name))
        for title, where in places.items():
            bench.write(name, narration(hour, exercises=15, edited=4 + number, where=where))
            edits[title].append(bench.build(name, cold=False))
    for title, found in edits.items():
        shares = f"{spread(found, colds, '.1%')}, {median_s(found):.1f} s / {median_s(colds):.0f} s"
        say(f"{hour:g} minutes, 15 exercises: one line edited, {title}", shares, "60 minutes: at most 8 %")


def memory(bench: Bench, minutes: float) -> None:
    names = {
        length: bench.write(f"{length:g}.txt", narration(length)) for length in (minutes / 10, minutes, 6 * minutes)
    }
    costs: dict[float, list[Cost]] = {length: [] for length in names}
    for name in names.values():
        bench.build(name)  # so that every line is spoken
    for _ in range(bench.runs):
        for length, name in names.items():
            repeats = max(1, min(5, round(60 / length)))  # the shorter a build, the more it varies
            costs[length] += [bench.build(name) for _ in range(repeats)]
    by_clock, by_cpu = [], []
    for length, found in costs.items():
        real_minutes = bench.seconds(names[length]) / 60
        by_clock.append(median_s(found) / real_minutes)
        by_cpu.append(statistics.median(cost.cpu_s for cost in found) / real_minutes)
        peak = f"{max(cost.peak_mb for cost in found):.0f} MB"
        say(f"{length:g} minutes, cold: peak memory", peak, "180 minutes: under 250 MB")
        say(f"{length:g} minutes, cold: cost of a minute", f"{by_clock[-1]:.2f} s, {by_cpu[-1]:.2f} s of CPU")
    apart = [f"{(max(each) - min(each)) / statistics.mean(each):.0%}" for each in (by_clock, by_cpu)]
    say("how far apart the costs of a minute are", f"{apart[0]} by the clock, {apart[1]} of CPU", "within 15 %")


def profile(bench: Bench, minutes: float) -> None:
    from tests.benchmarks.profile import profile as measured

    os.environ["AUDIOSESSION_CACHE"] = str(bench.folder / "cache")
    name = bench.write("profile.txt", narration(3))
    bench.build(name)
    spent = measured(bench.folder, bench.folder / name, windows=8)
    for step, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        say(f"  of the time that windows take: {step}", f"{100 * seconds / sum(spent.values()):.1f} %")


def publish(bench: Bench, minutes: float) -> None:
    name = bench.write("published.txt", narration(15))
    bench.build(name)
    for number in range(PUBLISHED):
        copy_class(bench.folder, "published", f"class-{number}")
    (bench.folder / "scripts" / "show.toml").write_text(SHOW)
    command = [*AUDIOSESSION, "publish", "--all"]
    first = run(command, bench.folder)
    time.sleep(2.1)  # what was just written is hashed once more, and then remembered
    run(command, bench.folder)
    again = [run(command, bench.folder) for _ in range(bench.runs)]
    cpu_ms = 1_000 * statistics.median(cost.cpu_s for cost in again) / PUBLISHED
    say(f"{PUBLISHED} episodes of 15 minutes published at first: an episode", f"{first.cpu_s / PUBLISHED:.3f} s of CPU")
    say(f"{PUBLISHED} unchanged: an episode", f"{cpu_ms:.2f} ms of CPU", "1,000: at most 2 ms, start and all")
    say(f"{PUBLISHED} unchanged: peak memory", f"{max(cost.peak_mb for cost in again):.0f} MB", "1,000: at most 120 MB")


def _ratio(ours: list[Cost], theirs: list[Cost]) -> str:
    cpu = statistics.median(a.cpu_s / b.cpu_s for a, b in zip(ours, theirs, strict=True))
    return f"{spread(ours, theirs, '.3f')}, CPU {cpu:.3f}"


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a 3-minute class instead of 30, and no pydub script")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="pairs of each comparison (3)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    minutes = 3 if options.quick else 30
    skipped = {"pydub"} if options.quick else set()
    parts: dict[str, Callable[[Bench, float], None]] = {
        "start": start, "encode": encode, "ten": ten, "ffmpeg": ffmpeg, "pydub": pydub, "edit": edit,
        "memory": memory, "profile": profile, "publish": publish,
    }  # fmt: skip
    say(f"on {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", "measured", "wanted")
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only:
            if name not in skipped:
                parts[name](Bench(Path(folder), options.runs), minutes)


if __name__ == "__main__":
    main()
