"""A real cluster of Dask on loopback: a scheduler and workers, each a process with caches of its own, as machines."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.counting_worker import COUNTS
from support.s3_hosts import free_port

PRELOAD = Path(__file__).with_name("counting_worker.py")
TESTS = PRELOAD.parents[1]
AS_THE_GUIDE_HAS_IT = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "1s",
}
"""What workers are begun with, so that they do not lock up and take next to nothing while they wait."""
_ON_A_CORE = """
import os, sys
core = sys.argv.pop(1)
if core != "None" and hasattr(os, "sched_setaffinity"):
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[int(core) % len(cores)]})
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@dataclass(frozen=True, kw_only=True)
class LoopbackCluster:
    """Where its scheduler listens and what file it wrote, and the file in which its workers count what they make."""

    address: str
    counts: Path
    file: Path
    environment: Mapping[str, str]

    def counted(self, kind: str) -> Counter[str]:
        """Return how often each line was spoken, or each window made."""
        told = self.counts.read_text().split("\n") if self.counts.exists() else []
        return Counter(one.partition(" ")[2] for one in told if one.startswith(f"{kind} "))


@contextmanager
def loopback_cluster(
    folder: Path, *, workers: int = 2, environment: Mapping[str, str] | None = None
) -> Iterator[LoopbackCluster]:
    """Run a scheduler and workers until the block ends; their folders are under `folder`.

    Each worker has one thread and, where the system lets it, one core: as machines that take nothing from each other.
    """
    port, counts = free_port(), folder / "counts"
    address = f"tcp://127.0.0.1:{port}"
    paths = [str(TESTS.parent), str(TESTS / "plugins"), os.environ.get("PYTHONPATH", "")]
    common = {
        **os.environ,
        **(environment or {}),
        COUNTS: str(counts),
        "PYTHONPATH": os.pathsep.join(paths),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "20",  # as often as a test kills
        **AS_THE_GUIDE_HAS_IT,
        "PYTHONWARNINGS": "ignore",
    }
    file = folder / "scheduler.json"
    scheduler = ["dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    scheduler += ["--scheduler-file", str(file)]
    with ExitStack() as stack:
        stack.enter_context(_running(scheduler, folder / "scheduler", common))
        cluster = LoopbackCluster(address=address, counts=counts, file=file, environment=common)
        for number in range(workers):
            stack.enter_context(loopback_worker(cluster, folder / f"worker {number}", core=number))
        _wait(address, workers)
        yield cluster


@contextmanager
def loopback_worker(cluster: LoopbackCluster, folder: Path, *, core: int = 0) -> Iterator[None]:
    """Run one worker more of a cluster until the block ends."""
    worker = ["dask_worker", cluster.address, "--host", "127.0.0.1", "--nthreads", "1", "--nworkers", "1"]
    worker += ["--no-dashboard", "--preload", str(PRELOAD), "--local-directory", str(folder / "dask")]
    cache = {"AUDIOSESSION_CACHE": str(folder / "cache")}
    with _running(worker, folder, {**cluster.environment, **cache}, core=core):
        yield


@contextmanager
def _running(
    command: list[str], folder: Path, environment: Mapping[str, str], core: int | None = None
) -> Iterator[None]:
    folder.mkdir(parents=True)
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", _ON_A_CORE, str(core), "-m", f"distributed.cli.{command[0]}", *command[1:]],
            cwd=folder,
            env=dict(environment),
            stdout=said,
            stderr=said,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(address: str, workers: int) -> None:
    from distributed import Client

    until = time.monotonic() + 60
    while True:
        try:
            with Client(address, timeout=5, set_as_default=False) as client:
                if workers:
                    client.wait_for_workers(workers, timeout=max(1, until - time.monotonic()))
                return
        except OSError:
            assert time.monotonic() < until, address
            time.sleep(0.2)


def worker_times(address: str) -> float:
    """Return how much CPU the workers of a cluster took since they began; nothing where there is no `address`."""
    from distributed import Client

    if not address:
        return 0.0
    with Client(address, timeout=20, set_as_default=False) as client:
        return float(sum(client.run(time.process_time).values()))
