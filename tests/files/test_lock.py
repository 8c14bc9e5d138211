"""One at a time: whoever changes a folder waits for whoever does already, and nobody waits for the dead."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiosession.errors import OutputError, PublishError
from audiosession.files.lock import alone

COUNTER = """
import sys
from pathlib import Path
from audiosession.files.lock import alone
folder = Path(sys.argv[1])
for _ in range(200):
    with alone(folder):
        number = int((folder / "number").read_text())
        (folder / "number").write_text(str(number + 1))
"""
HOLDER = """
import sys, time
from pathlib import Path
from audiosession.files.lock import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_processes_take_turns(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    running = [subprocess.Popen([sys.executable, "-c", COUNTER, str(tmp_path)]) for _ in range(3)]

    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert (tmp_path / "number").read_text() == "600"
    assert [path.name for path in tmp_path.iterdir()] == ["number"]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
@pytest.mark.parametrize("umask", [0o022, 0o002, 0o077])
def test_whoever_may_write_to_the_folder_may_wait_for_it(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with alone(tmp_path):
            (lock,) = tmp_path.iterdir()
            assert oct(lock.stat().st_mode & 0o777) == oct(0o666 & ~umask)
    finally:
        os.umask(before)


def test_threads_take_turns(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        with alone(tmp_path):
            inside.append(number)
            time.sleep(0.002)
            most.append(len(inside))
            inside.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))

    assert most == [1] * 24
    assert list(tmp_path.iterdir()) == []


def test_whoever_dies_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(PublishError, match="another publish is at work here") as caught,
            alone(tmp_path, patience_s=0.1),
        ):
            pass
        holder.kill()

    with alone(tmp_path, patience_s=10):
        assert caught.value.hint == "wait until it has ended"


def test_a_folder_that_is_missing_is_made_and_one_that_can_not_be_is_told(tmp_path: Path) -> None:
    with alone(tmp_path / "new" / "show"):
        assert (tmp_path / "new" / "show").is_dir()
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OutputError, match="can't be written"), alone(tmp_path / "file"):
        pass
