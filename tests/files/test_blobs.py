"""Results on disk: found whole or not at all, by several threads and processes at once."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiosession.errors import OutputError
from audiosession.files.blobs import BlobStore


def address(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def files(store: BlobStore) -> list[Path]:
    return sorted(path for path in store.folder.rglob("*") if path.is_file())


def test_what_was_put_is_got_to_the_byte(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="window")
    for content in (b"", b"x", os.urandom(100_000)):
        store.put(address("a"), content)
        assert BlobStore(tmp_path, kind="window").get(address("a")) == content
        assert store.size(address("a")) == len(content)
    assert store.get(address("b")) is store.size(address("b")) is None
    assert len(files(store)) == 1


def test_a_damaged_blob_counts_as_missing(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="window")
    store.put(address("a"), b"all of it")
    (path,) = files(store)
    whole = path.read_bytes()

    for damaged in (b"", whole[:3], whole[:-1], whole + b"!", bytes([whole[0] ^ 1]) + whole[1:], whole[:-1] + b"?"):
        path.write_bytes(damaged)
        assert store.get(address("a")) is store.size(address("a")) is None
    path.write_bytes(whole)
    assert store.get(address("a")) == b"all of it"


def test_stores_of_two_kinds_in_one_folder_keep_apart(tmp_path: Path) -> None:
    BlobStore(tmp_path, kind="window").put(address("a"), b"frames")

    assert BlobStore(tmp_path, kind="take").get(address("a")) is None


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="window")
    for number, text in enumerate("abcd"):
        store.put(address(text), bytes(996))  # 1000 with its checksum
        (path,) = tmp_path.glob(f"??/{address(text)[2:]}.window")
        os.utime(path, (number, number))
    store.get(address("a"))

    store.prune(2_000)

    assert [text for text in "abcd" if store.get(address(text)) is not None] == ["a", "d"]


WRITER = """
import sys
from pathlib import Path
from audiosession.files.blobs import BlobStore
store = BlobStore(Path(sys.argv[1]), kind="window")
for round in range(150):
    store.put("ab" * 32, b"the same bytes" * 5_000)
    found = store.get("ab" * 32)
    assert found in (None, b"the same bytes" * 5_000)
    if round % 10 == 0:
        store.prune(0)
"""


def test_two_processes_at_once_never_see_half_a_blob(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)]) for _ in range(2)]

    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert not list(tmp_path.rglob("*.partial"))


def test_a_store_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "windows").write_text("in the way")
    store = BlobStore(tmp_path / "windows", kind="window")

    assert store.get(address("a")) is None
    with pytest.raises(OutputError, match="the cache of windows can't be written") as caught:
        store.put(address("a"), b"x")
    assert "AUDIOSESSION_CACHE" in caught.value.hint
