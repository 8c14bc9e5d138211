"""What a class from a wish costs: wishes drawn at random over the whole library, and the whole command."""

from __future__ import annotations

import os
import random
import statistics
import time
from typing import Any

from audiosession import open_studio
from audiosession.errors import DefinitionError
from audiosession.writing.values import CONDITIONS, FOCUSES, LEVELS
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.processes import in_turn, median_cpu_s

_WISHES, _QUICK = 500, 50
_WISH = ["--length", "25m", "--level", "intermediate", "--focus", "back"]


def sequence(bench: Bench) -> None:
    """Print the CPU of each wish in one process, and of a command."""
    studio, costs, n_refused = open_studio(bench.folder), [], 0
    n_wishes = _QUICK if bench.quick else _WISHES
    for number in range(n_wishes):
        wish = _drawn(random.Random(number))
        before = time.process_time()
        try:
            studio.sequence(**wish)
        except DefinitionError:
            n_refused += 1
        costs.append(time.process_time() - before)
    costs.sort()
    told = f"{statistics.median(costs):.2f} s of CPU, 95 % {costs[int(0.95 * n_wishes)]:.2f}, most {costs[-1]:.2f}"
    say(f"{n_wishes} wishes of 5 to 60 minutes ({n_refused} can't be), each: the median", told, "at most 0.5 s")
    (whole,) = in_turn(bench.runs, lambda: bench.audiosession("sequence", *_WISH))
    say(
        f"audiosession sequence {' '.join(_WISH)}", f"{median_cpu_s(whole):.2f} s of CPU, load {os.getloadavg()[0]:.0f}"
    )


def _drawn(draw: random.Random) -> dict[str, Any]:
    wish: dict[str, Any] = {"length": f"{draw.randint(5, 60)}m", "level": draw.choice(LEVELS)}
    if draw.random() < 0.6:
        wish["focus"] = ",".join(draw.sample(FOCUSES, draw.randint(1, 2)))
    if draw.random() < 0.6:
        wish["avoid"] = ",".join(draw.sample(CONDITIONS, draw.randint(1, 3)))
    return wish | {"seed": draw.randint(0, 9_999)}
