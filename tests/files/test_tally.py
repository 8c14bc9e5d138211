"""A store knows how much it holds without looking: it walks when it holds too much or does not know, and never else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.counted_calls import counted_calls

from audiosession.digests import digest_of as address
from audiosession.files.blobs import CONTENT_AT, BlobStore
from audiosession.files.tally import BLOCK, add, held, settle

BLOB = 3 * BLOCK - CONTENT_AT
"""A blob that fills its blocks, so that what is counted is what is there."""


def put(folder: Path, *names: str, limit: int = 1_000 * BLOCK, n_bytes: int = BLOB) -> int:
    """Put blobs, each as a build of its own would, and return how often the whole folder was walked for it."""
    with counted_calls() as calls:
        for name in names:
            BlobStore(folder, kind="window", limit=limit).put(address(name), bytes(n_bytes))
    return [path for event, path in calls if event == "os.scandir"].count(str(folder))


def names(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last)]


def size(folder: Path) -> int:
    return BlobStore(folder, kind="window").held()


def test_builds_that_put_little_never_walk(tmp_path: Path) -> None:
    assert put(tmp_path, "first") == 1  # nobody knows what an earlier version left
    assert put(tmp_path, *names(0, 200)) == 0
    assert held(tmp_path) == size(tmp_path) == 201 * 3 * BLOCK


def test_a_full_store_walks_once_for_a_sixteenth_of_its_limit(tmp_path: Path) -> None:
    limit = 64 * 3 * BLOCK
    put(tmp_path, *names(0, 64), limit=limit)

    walks = put(tmp_path, *names(64, 64 + 120), limit=limit)

    assert 120 // 5 - 1 <= walks <= 120 // 4 + 1  # four blobs are a sixteenth, the fifth is over
    assert limit * 15 / 16 <= size(tmp_path) <= limit


@pytest.mark.parametrize("lost", ["gone", "empty", "nonsense", "cut", "a folder", "a pipe", "a link"])
def test_a_lost_count_heals_with_one_walk(tmp_path: Path, lost: str) -> None:
    put(tmp_path, *names(0, 5))
    count = tmp_path / ".held"
    content = count.read_bytes()
    count.unlink()
    if lost == "a folder":
        count.mkdir()
    elif lost == "a pipe":
        os.mkfifo(count)
    elif lost == "a link":
        (tmp_path / "others").write_bytes(b"not ours")
        count.symlink_to(tmp_path / "others")
    elif lost != "gone":
        count.write_bytes({"empty": b"", "nonsense": b"\xff" * 40, "cut": content[:7]}[lost])
    healed = 0 if lost == "a folder" else 1

    assert put(tmp_path, "next") == 1
    assert put(tmp_path, "after") == 1 - healed  # a folder stays: it may be somebody's, and walking is right, if slow
    assert size(tmp_path) == 7 * 3 * BLOCK
    if healed:
        assert held(tmp_path) == size(tmp_path)
    if lost == "a link":
        assert (tmp_path / "others").read_bytes() == b"not ours"


def test_what_others_removed_is_known_after_the_next_walk(tmp_path: Path) -> None:
    limit = 20 * 3 * BLOCK
    put(tmp_path, *names(0, 20), limit=limit)
    for path in tmp_path.glob("??/*.window"):
        path.unlink()

    assert put(tmp_path, "a", limit=limit) == 1
    assert held(tmp_path) == size(tmp_path) == 3 * BLOCK
    assert put(tmp_path, *names(20, 39), limit=limit) == 0


def test_small_blobs_count_as_the_blocks_that_they_take(tmp_path: Path) -> None:
    settle(tmp_path, 100)

    assert add(tmp_path, 1) == 100 + BLOCK
    assert add(tmp_path, 2 * BLOCK) == held(tmp_path) == 100 + 3 * BLOCK


def test_a_store_leaves_most_of_the_room_to_others(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "windows", kind="window", limit=10**18, share=0.25)

    with_nothing, with_more = store.most(0), store.most(4_000_000_000)

    free = os.statvfs(tmp_path)
    assert with_nothing == pytest.approx(free.f_bavail * free.f_frsize / 4, rel=0.05)
    assert with_more - with_nothing == pytest.approx(1_000_000_000, rel=0.5)  # others use the disk meanwhile
    assert BlobStore(tmp_path, kind="window", limit=7, share=0.25).most(0) == 7


WRITER = """
import sys
from pathlib import Path
from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
for number in range(100):
    BlobStore(Path(sys.argv[1]), kind="window").put(digest_of(f"{sys.argv[2]} {number}"), bytes(int(sys.argv[3])))
"""


def test_several_processes_count_together(tmp_path: Path) -> None:
    put(tmp_path, "first")
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name, str(BLOB)]) for name in "abc"]

    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert held(tmp_path) == size(tmp_path) == 301 * 3 * BLOCK
