"""A catalogue on a cluster against the same in one process tree: what its workers take, and what a second run takes.

Workers, scheduler, S3 host and the machine that asks are processes of their own, each of whose time is told apart.
Beginning them and loading what makes sound is left out on both sides: a small catalogue is built before.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.bench import Bench, say
from tests.benchmarks.processes import run

_BUILD = """
import json, sys, time
from pathlib import Path
from audiosession.studio.studio import open_studio
from support.clusters import worker_times
warm, real, store, on = sys.argv[1:]
told = {}
for name, folder in (("warm", warm), ("first", real), ("second", real)):
    __import__("os").chdir(folder)
    before, began = worker_times(on), time.process_time()
    built = open_studio(folder, store=store).build_catalogue(on=on)
    cpu_s, after = time.process_time() - began, worker_times(on)
    assert not built.failed, [str(row.error) for row in built.failed]
    told[name] = {"cpu_s": cpu_s, "workers_s": after - before, "spoken": built.spoken, "windows": built.windows}
Path(real, "told.json").write_text(json.dumps(told))
"""


@dataclass(frozen=True, kw_only=True)
class _Built:
    """What the runs of one side took: seconds of the process that asked, and of workers; what they spoke and made."""

    told: Mapping[str, Mapping[str, float]]
    files: Mapping[str, str]
    others_s: Mapping[str, float] = field(default_factory=dict)

    def cpu_s(self, name: str) -> float:
        """Return what a run took of all processors, the scheduler's and the host's aside."""
        return self.told[name]["cpu_s"] + self.told[name]["workers_s"]

    @property
    def made(self) -> tuple[int, int]:
        """How many lines were spoken and windows made."""
        return int(self.told["first"]["spoken"]), int(self.told["first"]["windows"])


def fleet(bench: Bench) -> None:
    """60 variants of 6 short classes, by two workers over S3 and in one process tree, in turn."""
    sys.path.insert(0, str(Path(__file__).parents[1]))  # where helpers are found as pytest finds them
    pairs = [(_here(bench, number), _there(bench, number)) for number in range(bench.runs)]
    ratios = sorted(there.told["first"]["workers_s"] / here.cpu_s("first") for here, there in pairs)
    here, there = pairs[len(pairs) // 2]
    title = f"{len(there.files) // 4} variants of 6 short classes on 2 workers over S3"
    found = f"{ratios[len(ratios) // 2]:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    first = there.told["first"]
    sums = f"{first['workers_s']:.1f} / {here.cpu_s('first'):.1f} s"
    say(f"{title}: CPU of the workers / of one process tree", f"{found}, {sums}", "1.08")
    others = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in there.others_s.items())
    say("the same: CPU of who asks; of others, from their start", f"{first['cpu_s']:.1f} s; {others}")
    seconds = sorted(one.cpu_s("second") / one.cpu_s("first") for _, one in pairs)
    say("the same: a second run / the first, CPU of all", f"{seconds[len(seconds) // 2]:.1%}", "3 %")
    say("the same: lines spoken and windows made, here / by workers", f"{here.made} / {there.made}", "equal")
    same = all(a.files == b.files for a, b in pairs)
    say("the same: the bytes of all files", "the same" if same else "others", "the same")


def _here(bench: Bench, number: int) -> _Built:
    return _built(bench.folder / f"here {number}", store="none", on="", environment={})


def _there(bench: Bench, number: int) -> _Built:
    from support.clusters import loopback_cluster
    from support.s3_hosts import KEYS, make_bucket, moto, s3rver

    folder = bench.folder / f"there {number}"
    keeps_open = shutil.which("s3rver") is not None  # as S3 does, and moto does not: each request connects anew there
    with ExitStack() as stack:
        (folder / "objects").mkdir(parents=True)
        url = stack.enter_context(s3rver(folder / "objects") if keeps_open else moto())
        make_bucket(url, "fleet")
        environment = {**KEYS, "AWS_ENDPOINT_URL": url}
        cluster = stack.enter_context(loopback_cluster(folder / "cluster", environment=environment))
        built = _built(folder, store="s3://fleet/store", on=cluster.address, environment=environment)
        others = {
            "scheduler": _spent_s("dask_scheduler"),
            "S3 host": _spent_s("s3rver" if keeps_open else "moto.server"),
        }
    return _Built(told=built.told, files=built.files, others_s=others)


def _built(folder: Path, *, store: str, on: str, environment: Mapping[str, str]) -> _Built:
    """Build a small catalogue, then the real one twice, in a process of its own."""
    from support.short_catalogue import built_files, write_short_catalogue

    warm = write_short_catalogue(folder / "warm", classes=1, paces=("1.5",))
    real = write_short_catalogue(folder / "real")
    os.environ.update({**environment, "AUDIOSESSION_CACHE": str(folder / "cache")})
    paths = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    run([sys.executable, "-c", _BUILD, str(warm), str(real), store, on], folder)
    return _Built(told=json.loads((real / "told.json").read_text()), files=built_files(real))


def _spent_s(name: str) -> float:
    """Return what the process took so far that runs the module of this name."""
    import psutil  # which comes with Dask

    children = psutil.Process().children()
    times = [one.cpu_times() for one in children if any(name in word for word in one.cmdline())]
    return sum(one.user + one.system for one in times)
