"""One trial: a module's tests, run in a process of its own against a source with a fault in it.

Nothing on the disk is changed: whoever imports the module gets the faulty source under its real name. The process is
forked from one that has loaded the packages of others, but nothing of ours.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

ROOT = Path(__file__).parents[2]
LOADED = (
    "pytest", "hypothesis", "hypothesis.strategies", "xdist", "numpy", "pydantic", "lxml.etree", "lxml.html", "jinja2",
    "pydub", "av", "mutagen.id3", "PIL.Image", "rich", "requests", __name__,
)  # fmt: skip
"""What the process that is forked has imported: packages of others alone, so that all of ours sees the fault."""
MEMORY = 6 << 30


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried: a module by its path in the package, its tests, and how they are run.

    `order` are the tests from the quickest to the slowest, where that is known. More than `seconds` of processor time
    is a loop without an end, which is seen. What is compiled of all other modules is kept in the folder `compiled`.
    """

    module: str
    tests: tuple[str, ...]
    order: tuple[str, ...] = ()
    seconds: float = 300.0
    compiled: str

    @property
    def path(self) -> Path:
        return ROOT / "audiosession" / self.module


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Whether all tests passed, what they said, how long each took, and the processor's time for all, if they ended."""

    passed: bool
    said: str
    cpu_s: float = 0.0
    durations: dict[str, float] = field(default_factory=dict)


@cache
def _processes() -> ForkServerContext:
    """Return what forks: a process that has imported `LOADED`. Windows has none."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(list(LOADED))
    return processes


def run(trial: Trial, source: str) -> Outcome:
    """Run the tests of `trial` against `source`, up to the first that fails."""
    with tempfile.TemporaryDirectory(prefix="pytest-fault-") as folder:
        process = _processes().Process(target=_in_its_own_process, args=(trial, source, folder))
        process.start()
        process.join(20 * trial.seconds)  # others may be using the processor
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid or 0, signal.SIGKILL)  # with all that the tests have started
        process.join()
        said, told = Path(folder, "said"), Path(folder, "told")
        return Outcome(
            passed=process.exitcode == 0,
            said=said.read_text("utf-8", "replace") if said.exists() else "",
            **(json.loads(told.read_text("utf-8")) if told.exists() else {}),
        )


def _in_its_own_process(trial: Trial, source: str, folder: str) -> None:
    import resource  # on Linux and macOS alone

    os.setsid()
    os.chdir(ROOT)
    said = os.open(Path(folder, "said"), os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ.update(AUDIOSESSION_CACHE=str(Path(folder, "cache")), TMPDIR=folder)
    tempfile.tempdir = folder
    sys.dont_write_bytecode, sys.pycache_prefix = False, trial.compiled
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(trial.seconds) + 1, int(trial.seconds) + 2))
    for name in [name for name in sys.modules if name.partition(".")[0] == "audiosession"]:
        del sys.modules[name]  # another test may have had the process that forks load it
    sys.meta_path.insert(0, _Planted(trial.path, source))
    run = _Quickest(trial.order)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not peers", f"--basetemp={folder}/pytest"]
    code = pytest.main([*options, "-W", "ignore::pytest.PytestAssertRewriteWarning", *trial.tests], [run])
    told = {"durations": run.durations, "cpu_s": time.process_time()}
    Path(folder, "told").write_text(json.dumps(told), "utf-8")
    os._exit(int(code))


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Give one module another source than that on the disk."""

    def __init__(self, path: Path, source: str) -> None:
        self.path = path
        self.source = source
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code(), module.__dict__)

    def _code(self) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


class _Quickest:
    """A plug-in of pytest: the quickest test first, and how long each took."""

    def __init__(self, order: Sequence[str]) -> None:
        self.place = {name: number for number, name in enumerate(order)}
        self.durations: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.place.get(item.nodeid, len(self.place)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.durations[report.nodeid] = self.durations.get(report.nodeid, 0.0) + report.duration
