"""Files appear whole or not at all, nothing is left of those that never did, and none is written over unasked."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import pytest
from support.writers import WRITERS, new_without_links

import audiosession
from audiosession.errors import OutputError
from audiosession.files.whole import cached_file, refuse_unwritable, sweep, whole_file, write_new, write_whole

PACKAGE = Path(audiosession.__file__).parent
KILLED = """
import os, signal, sys
from pathlib import Path
from audiosession.files.whole import cached_file, whole_file
with {writer}(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
RACER = """
import sys
from pathlib import Path
from audiosession.files.whole import write_new
from support.writers import new_without_links
folder, own = Path(sys.argv[1]), sys.argv[2].encode() * 10_000
print(*(number for number in range(40) if {write}(folder / f"{{number}}.mp3", own)))
"""
Write = Callable[[Path, bytes], bool]
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="kills, and gives files modes, as POSIX does")


def partials(folder: Path) -> list[Path]:
    return list(folder.glob(".*.partial"))


def age(path: Path, seconds: float = 1e9) -> None:
    used = path.stat().st_mtime - seconds
    os.utime(path, (used, used))


def killed(path: Path, writer: str = "whole_file") -> Path:
    """Kill a writer of `path` in the middle, and return what it left."""
    subprocess.run([sys.executable, "-c", KILLED.format(writer=writer), str(path)], check=False)
    (left,) = partials(path.parent)
    return left


@pytest.fixture(params=[0o022, 0o002, 0o077, 0o027])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "class.mp3"
    write_whole(path, b"old")

    with suppress(OutputError), whole_file(path) as file:
        file.write(b"half")
        raise OutputError("broken off")

    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["class.mp3"]


@on_posix
@pytest.mark.parametrize("writer", WRITERS)
def test_whoever_writes_it_a_file_has_the_mode_that_the_umask_gives(tmp_path: Path, umask: int, writer: str) -> None:
    assert oct(WRITERS[writer](tmp_path).stat().st_mode & 0o777) == oct(0o666 & ~umask)


@on_posix
@pytest.mark.parametrize("write", [write_whole, write_new])
def test_what_a_killed_writer_left_goes_with_the_next_writing(
    tmp_path: Path, write: Callable[[Path, bytes], object]
) -> None:
    path = tmp_path / "class [1].mp3"  # brackets mean something to a glob
    age(killed(path))

    write(path, b"new")

    assert path.read_bytes() == b"new"
    assert partials(tmp_path) == []


@on_posix
@pytest.mark.parametrize("writer", ["whole_file", "cached_file"])
def test_what_a_killed_writer_left_is_swept_in_seconds_not_days(tmp_path: Path, writer: str) -> None:
    left = killed(tmp_path / "blob", writer)
    sweep([left])
    assert left.exists()  # so young that its writer may not hold it yet

    age(left, seconds=10)
    sweep([left])

    assert not left.exists()


def test_what_somebody_else_still_writes_is_not_swept(tmp_path: Path) -> None:
    path = tmp_path / "class.mp3"
    with whole_file(path) as slow:
        slow.write(b"slow")
        (being_written,) = partials(tmp_path)
        age(being_written)
        write_whole(path, b"quick")
        assert partials(tmp_path) == [being_written]

    assert path.read_bytes() == b"slow"


def test_a_cached_file_is_not_swept_while_it_is_written(tmp_path: Path) -> None:
    with cached_file(tmp_path / "blob") as slow:
        (being_written,) = partials(tmp_path)
        age(being_written)
        sweep([being_written])
        slow.write(b"slow")

    assert (tmp_path / "blob").read_bytes() == b"slow"


@pytest.mark.parametrize("write", [write_new, new_without_links])
def test_a_name_that_is_taken_is_left_alone(tmp_path: Path, write: Write) -> None:
    taken = {"file": tmp_path / "file", "folder": tmp_path / "folder", "link": tmp_path / "link"}
    taken["file"].write_bytes(b"old")
    taken["folder"].mkdir()
    taken["link"].symlink_to("nowhere")

    assert [write(path, b"new") for path in taken.values()] == [False, False, False]
    assert write(tmp_path / "free", b"new")

    assert taken["file"].read_bytes() == b"old"
    assert taken["link"].is_symlink()
    assert not (tmp_path / "nowhere").exists()
    assert (tmp_path / "free").read_bytes() == b"new"
    assert partials(tmp_path) == []


@pytest.mark.parametrize("write", [write_new, new_without_links])
def test_of_processes_that_write_one_new_file_one_is_the_first(tmp_path: Path, write: Write) -> None:
    program = RACER.format(write=write.__name__)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    racers = {
        name: subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), name], stdout=subprocess.PIPE, env=environment
        )
        for name in "abc"
    }
    won = {name: racer.communicate(timeout=60)[0].split() for name, racer in racers.items()}

    assert sorted(int(number) for numbers in won.values() for number in numbers) == list(range(40))
    for name, numbers in won.items():
        for number in numbers:
            assert (tmp_path / f"{int(number)}.mp3").read_bytes() == name.encode() * 10_000
    assert partials(tmp_path) == []


@pytest.mark.parametrize("write", [write_new, new_without_links])
def test_of_threads_that_write_one_new_file_one_is_the_first(tmp_path: Path, write: Write) -> None:
    n_threads = 8
    together = Barrier(n_threads)

    def work(thread: int) -> list[bool]:
        won = []
        for number in range(20):
            together.wait()
            won.append(write(tmp_path / str(number), bytes([thread]) * 1_000))
        return won

    with ThreadPoolExecutor(n_threads) as pool:
        won = list(pool.map(work, range(n_threads)))

    for number in range(20):
        (first,) = (thread for thread in range(n_threads) if won[thread][number])
        assert (tmp_path / str(number)).read_bytes() == bytes([first]) * 1_000


def test_a_copy_is_that_of_the_file_and_a_missing_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "sound").write_bytes(os.urandom(3_000_000))

    write_whole(tmp_path / "copy", tmp_path / "sound")

    assert (tmp_path / "copy").read_bytes() == (tmp_path / "sound").read_bytes()
    with pytest.raises(OutputError, match="can't be written: No such file"):
        write_whole(tmp_path / "copy", tmp_path / "missing")
    assert (tmp_path / "copy").read_bytes() == (tmp_path / "sound").read_bytes()


def test_a_place_that_no_file_can_be_written_to_is_refused_before(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    refuse_unwritable(tmp_path / "new" / "folder" / "class.mp3")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    with pytest.raises(OutputError, match="can't be written"):
        refuse_unwritable(tmp_path / "file" / "class.mp3")


def test_nobody_else_writes_files() -> None:
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and writes(node, node.func)
    }

    # A program that speaks reads its line from a file, and onnxruntime its model: neither is anything that is kept.
    assert makers == {"files/whole.py", "voices/command.py", "voices/piper/loaded.py"}


def writes(call: ast.Call, called: ast.Attribute) -> bool:
    """Tell whether `call` makes a file; codecs that write into a stream that they are given make none."""
    if isinstance(called.value, ast.Name) and called.value.id in ("av", "wave"):
        return False
    if isinstance(called.value, ast.Attribute) and called.value.attr == "sitting":
        return False  # who writes a definition does so through the door
    given = [each.value for each in call.args if isinstance(each, ast.Constant)]
    to_write = any(isinstance(mode, str) and set(mode) <= set("rwxab+t") and set(mode) & set("wxa+") for mode in given)
    one_of = ("write_bytes", "write_text", "mkstemp", "NamedTemporaryFile", "hardlink_to")
    return called.attr in one_of or (called.attr == "open" and to_write)
