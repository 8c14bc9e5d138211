"""Plant small faults, drawn by seed, in the modules that compute; print how many of them the modules' tests see."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults.planting import Fault, draw, faults
from tests.faults.trial import ROOT, Outcome, Trial, run
from tests.support.house import PURE

PACKAGE = ROOT / "audiosession"
KNOWN = tomllib.loads(Path(__file__).with_name("known.toml").read_text("utf-8"))
BESIDE_THE_ROOMS = (
    "codecs/mp3.py", "codecs/mp3_file.py", "codecs/tags.py", "codecs/file_tags.py", "feed/episode.py", "feed/rss.py",
)  # fmt: skip
IN_ALL, IN_EACH = 0.90, 0.75
"""Which share of the faults must be seen."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Of one module: how many faults were drawn that aren't said to be equal, which of them nobody saw, the time."""

    module: str
    drawn: int
    equal: int
    unseen: list[Fault]
    seconds: float

    @property
    def seen(self) -> int:
        return self.drawn - len(self.unseen)


def modules() -> list[str]:
    """Return the modules that faults are drawn for: the pure rooms, the words at the root, MP3, tags and RSS."""
    found = [path for room in PURE for path in sorted((PACKAGE / room).rglob("*.py"))] + sorted(PACKAGE.glob("*.py"))
    paths = [path.relative_to(PACKAGE).as_posix() for path in found if not path.stem.startswith("__")]
    return [*paths, *BESIDE_THE_ROOMS]


def own_tests(module: str) -> tuple[str, ...]:
    """Return the tests of a module: the file that mirrors it, those that known.toml names, and its own examples."""
    path = Path("tests", module)
    mirror = path.with_name(f"test_{path.name}").as_posix()
    own = [mirror] if (ROOT / mirror).exists() else []
    name = f"audiosession.{module.removesuffix('.py').replace('/', '.')}"
    examples = (
        [f"tests/test_doctests.py::test_the_examples_of_a_module_hold[{name}]"] if ">>>" in _source(module) else []
    )
    further = [path for name, paths in KNOWN["tests"].items() if module.startswith(name) for path in paths]
    return tuple(dict.fromkeys([*own, *further, *examples]))


def equal_faults(module: str) -> set[str]:
    """Return the faults of a module that change nothing, as known.toml says."""
    return {one["fault"] for one in KNOWN["equal"] if one["module"] == module}


def _source(module: str) -> str:
    return (PACKAGE / module).read_text("utf-8")


def tally(module: str, *, each: int, seed: int, pool: ThreadPoolExecutor, compiled: str) -> Tally:
    """Plant `each` faults in a module, one at a time, and run its tests against each."""
    begun = time.perf_counter()
    equal = equal_faults(module)
    every = draw(faults(_source(module)), each, f"{seed} {module}")
    drawn = [fault for fault in every if fault.name not in equal]
    trial = Trial(module=module, tests=own_tests(module), compiled=compiled)
    passed = [True] * len(drawn)
    if drawn and trial.tests:
        healthy = run(trial, _source(module))
        if healthy.passed:
            trial = replace(trial, order=_by_speed(healthy), seconds=5.0 + 2 * healthy.cpu_s)
            passed = list(pool.map(lambda fault: run(trial, fault.source).passed, drawn))
        else:
            print(f"{module}: its tests fail without a fault, so none counts as seen\n{healthy.said}", file=sys.stderr)
    unseen = [fault for fault, whole in zip(drawn, passed, strict=True) if whole]
    seconds = time.perf_counter() - begun
    return Tally(module=module, drawn=len(drawn), equal=len(every) - len(drawn), unseen=unseen, seconds=seconds)


def _by_speed(healthy: Outcome) -> tuple[str, ...]:
    return tuple(sorted(healthy.durations, key=healthy.durations.__getitem__))


def outdated(chosen: Sequence[str]) -> Iterator[str]:
    """Yield what known.toml says that is no longer true."""
    for module in chosen:
        names = {fault.name for fault in faults(_source(module))}
        yield from (f"{module}: {fault}" for fault in sorted(equal_faults(module) - names))
    yield from (f"{name}: no such module" for name in KNOWN["tests"] if not (PACKAGE / name).exists())
    yield from (
        path for paths in KNOWN["tests"].values() for path in paths if not (ROOT / path.split("::")[0]).exists()
    )


def say(done: Tally) -> None:
    """Print a module's row, and beneath it the faults that nobody saw."""
    equal = f"{done.equal} equal" if done.equal else ""
    print(f"{done.module:<36} {done.seen:>3} of {done.drawn:<3} seen  {equal:<9} {done.seconds:>5.0f} s", flush=True)
    for fault in done.unseen:
        print(f"  audiosession/{done.module}:{fault.line}\n    {fault.name}", flush=True)


def verdict(tallies: Sequence[Tally]) -> bool:
    """Print the sum, and what falls short; return whether enough was seen, in all and in each module."""
    drawn, seen = sum(one.drawn for one in tallies), sum(one.seen for one in tallies)
    share = seen / drawn if drawn else 1.0
    print(f"in all {seen} of {drawn} seen: {share:.1%} (at least {IN_ALL:.0%})")
    short = [one.module for one in tallies if one.seen < IN_EACH * one.drawn]
    if short:
        print(f"under {IN_EACH:.0%}: {', '.join(short)}")
    return share >= IN_ALL and not short


def main() -> None:
    """Read the options, plant the faults, and end with 1 where too few are seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as timing/length.py or timing (all)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed draws other faults (1)")
    parser.add_argument("--each", type=int, default=20, metavar="N", help="how many faults in each module (20)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at a time (2)")
    options = parser.parse_args()
    wanted = options.modules
    chosen = [
        one
        for one in modules()
        if not wanted or any(one == name or one.startswith(f"{name.rstrip('/')}/") for name in wanted)
    ]
    if not chosen:
        parser.error(f"no such module; there are {', '.join(modules())}")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="faults-") as compiled, ThreadPoolExecutor(options.jobs) as pool:
        tallies = []
        for module in chosen:
            tallies.append(tally(module, each=options.each, seed=options.seed, pool=pool, compiled=compiled))
            say(tallies[-1])
    for line in outdated(chosen):
        print(f"known.toml: no longer so: {line}")
    enough = verdict(tallies)
    print(f"{(time.perf_counter() - begun) / 60:.1f} minutes")
    sys.exit(0 if enough else 1)


if __name__ == "__main__":
    main()
