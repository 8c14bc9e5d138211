"""A program is heard as far as its bounds go, and ends with all that it began."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiosession.files.running import Bounds, TooMuchSaidError, run_program

pytestmark = pytest.mark.slow

MOST = 1_000_000


def run(program: str, *, within_s: float = 20.0, given: bytes | None = None, writes: Path | None = None) -> object:
    return run_program(
        [sys.executable, "-c", program], Bounds(within_s=within_s, most_bytes=MOST, writes=writes), given
    )


def test_what_it_says_and_its_last_complaint_are_heard() -> None:
    program = "import sys; sys.stdout.write(sys.stdin.read() * 2); sys.exit('first\\nno licence')"

    ran = run_program([sys.executable, "-c", program], Bounds(within_s=20, most_bytes=MOST), b"Hold.")

    assert (ran.status, ran.said, ran.complaint) == (1, b"Hold.Hold.", "no licence")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_program_that_says_too_much_is_stopped(stream: str) -> None:
    started = time.monotonic()
    with pytest.raises(TooMuchSaidError):
        run(f"import sys\nwhile True: sys.{stream}.write('y' * 65536)")

    assert time.monotonic() - started < 5


def test_a_program_that_writes_too_much_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "line.wav"
    with pytest.raises(TooMuchSaidError):
        run(f"import time\nopen({str(path)!r}, 'wb').write(bytes(2_000_000))\ntime.sleep(60)", writes=path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups of this kind")
@pytest.mark.parametrize("parent", ["time.sleep(60)", "pass"])
def test_its_children_end_with_it(tmp_path: Path, parent: str) -> None:
    beats = tmp_path / "beats"
    child = f"import time\nwhile True:\n open({str(beats)!r}, 'a').write('.')\n time.sleep(0.01)"
    program = f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\n{parent}"

    with pytest.raises(subprocess.TimeoutExpired):
        run(program, within_s=1.0)  # the child holds its standard output open, so that it has not said all
    after = beats.stat().st_size
    time.sleep(0.1)

    assert beats.stat().st_size == after > 0


def test_a_program_that_does_not_read_its_line_is_not_waited_for() -> None:
    assert run("pass", given=b"Hold." * 100_000) == run("pass")


def test_what_is_no_program_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="No such file"):
        run_program(["/nowhere/at-all"], Bounds(within_s=1, most_bytes=1))
