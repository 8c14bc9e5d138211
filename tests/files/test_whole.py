"""Files appear whole or not at all, and nothing is left of those that never did."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from audiosession.errors import OutputError
from audiosession.files.whole import whole_file, write_whole

KILLED = """
import os, signal, sys
from pathlib import Path
from audiosession.files.whole import whole_file
with whole_file(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def partials(folder: Path) -> list[Path]:
    return list(folder.glob(".*.partial"))


def age(path: Path) -> None:
    os.utime(path, (1_000_000_000, 1_000_000_000))


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "class.mp3"
    write_whole(path, b"old")

    with suppress(OutputError), whole_file(path) as file:
        file.write(b"half")
        raise OutputError("broken off")

    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["class.mp3"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_what_a_killed_writer_left_goes_with_the_next_writing(tmp_path: Path) -> None:
    path = tmp_path / "class [1].mp3"  # brackets mean something to a glob
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    (left,) = partials(tmp_path)
    age(left)

    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert partials(tmp_path) == []


def test_what_somebody_else_still_writes_is_not_swept(tmp_path: Path) -> None:
    path = tmp_path / "class.mp3"
    with whole_file(path) as slow:
        slow.write(b"slow")
        (being_written,) = partials(tmp_path)
        age(being_written)
        write_whole(path, b"quick")
        assert partials(tmp_path) == [being_written]

    assert path.read_bytes() == b"slow"
