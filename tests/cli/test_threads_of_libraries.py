"""The command line starts no threads for algebra that it does not do, and programs that it runs know nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_BEGIN = "import os, sys, audiosession.cli.app; "
_COUNT = "import numpy; print(len(os.listdir('/proc/self/task')))"
_RUN_PROGRAM = """
from audiosession.files.running import Bounds, run_program
told = "import os; print({name: os.environ.get(name) for name in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MINE')})"
print(run_program([sys.executable, "-c", told], Bounds(within_s=20, most_bytes=1000)).said.decode())
"""
needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux lists threads there")


def said(program: str, **environment: str) -> str:
    own = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + program], env=own | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@needs_proc
def test_a_process_that_loads_numpy_has_one_thread() -> None:
    assert said(_COUNT) == "1"


@needs_proc
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core has one thread in any case")
@pytest.mark.parametrize("name", ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"])
def test_what_the_user_has_set_holds(name: str) -> None:
    assert said(_COUNT, **{name: "2"}) == "2"


def test_a_program_that_is_run_sees_the_environment_of_the_user() -> None:
    assert said(_RUN_PROGRAM, MINE="1") == "{'OPENBLAS_NUM_THREADS': None, 'OMP_NUM_THREADS': None, 'MINE': '1'}"
    assert said(_RUN_PROGRAM, OPENBLAS_NUM_THREADS="3").startswith("{'OPENBLAS_NUM_THREADS': '3', ")
