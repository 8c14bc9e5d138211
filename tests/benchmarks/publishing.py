"""What it costs to publish a catalogue: at first, when nothing has changed, and with one new episode."""

from __future__ import annotations

import time

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.catalogue import SHOW, copy_class
from tests.benchmarks.long_class import narration
from tests.benchmarks.processes import median_cpu_s, quotient

_PUBLISHED = 1_000
_SETTLED_S = 2.1
"""What was written within two seconds before is hashed once more, and then remembered."""


def publish(bench: Bench) -> None:
    """A thousand episodes that share a cover, and then one that has its own."""
    bench.build(bench.write("published.txt", narration(15)))
    for number in range(_PUBLISHED):
        copy_class(bench.folder, "published", f"class-{number}")
    (bench.folder / "scripts" / "show.toml").write_text(SHOW)
    first = bench.audiosession("publish", "--all")
    time.sleep(_SETTLED_S)
    bench.audiosession("publish", "--all")
    again, new = [], []
    for number in range(bench.runs):
        again.append(bench.audiosession("publish", "--all"))
        copy_class(bench.folder, "published", f"new-{number}", title=f"A New Class, Number {number}")
        new.append(bench.audiosession("publish", "--all"))
        time.sleep(_SETTLED_S)
        bench.audiosession("publish", "--all")
    cpu_ms, peak_mb = 1_000 * median_cpu_s(again) / _PUBLISHED, max(cost.peak_mb for cost in again)
    first_ms = 1_000 * first.cpu_s / _PUBLISHED
    say(f"{_PUBLISHED} episodes of 15 minutes published at first: an episode", f"{first_ms:.1f} ms of CPU")
    say(f"{_PUBLISHED} unchanged: an episode, start and all", f"{cpu_ms:.2f} ms of CPU", "at most 2 ms")
    say(f"{_PUBLISHED} unchanged: peak memory", f"{peak_mb:.0f} MB", "at most 120 MB")
    say(f"{_PUBLISHED} and a new one with a new cover / unchanged: CPU", quotient(new, again))
    more_s = median_cpu_s(new) - median_cpu_s(again)
    say("a new episode with a new cover: what it costs more", f"{more_s:.2f} s of CPU")
