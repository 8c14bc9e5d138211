"""Results on disk: found whole or not at all, by several threads and processes at once, and within their bound."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from audiosession.digests import digest_of as address
from audiosession.errors import OutputError
from audiosession.files.blobs import CONTENT_AT, BlobStore

LIMIT = 160_000


def size(folder: Path) -> int:
    return sum(stored.size for stored in BlobStore(folder, kind="window").blobs())


def files(store: BlobStore) -> list[Path]:
    """Return all files in the folder but its tally."""
    return sorted(path for path in store.folder.rglob("*") if path.is_file() and path.name != ".held")


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


@pytest.mark.parametrize(
    "what",
    [
        "nothing",
        "a short file",
        "an empty folder",
        "a full folder",
        "a link",
        "a link to itself",
        "a link to a folder",
        "a link to nothing",
        "a link to what never ends",
        "a pipe",
    ],
)
def test_what_is_no_blob_counts_as_missing_and_gives_way(tmp_path: Path, what: str) -> None:
    store = BlobStore(tmp_path / "windows", kind="window")
    path = tmp_path / "windows" / address("a")[:2] / f"{address('a')[2:]}.window"
    path.parent.mkdir(parents=True)
    (tmp_path / "others").write_bytes(b"left alone")
    if what == "a short file":
        path.write_bytes(b"\0\0")
    elif what == "an empty folder":
        path.mkdir()
    elif what == "a full folder":
        (path / "more").mkdir(parents=True)
        (path / "more" / "file").write_bytes(b"x")
    elif what == "a pipe":
        os.mkfifo(path)
    elif what.startswith("a link"):
        path.symlink_to(
            {
                "a link": tmp_path / "others",
                "a link to itself": path,
                "a link to nothing": tmp_path / "none",
                "a link to what never ends": Path("/dev/zero"),
            }.get(what, tmp_path)
        )

    assert store.get(address("a")) is store.size(address("a")) is None
    store.put(address("a"), b"made again")

    assert store.get(address("a")) == b"made again"
    assert path.is_file()
    assert not path.is_symlink()
    assert (tmp_path / "others").read_bytes() == b"left alone"


@pytest.mark.parametrize("what", ["a file", "a link to nothing"])
def test_what_stands_in_the_place_of_a_folder_of_blobs_gives_way(tmp_path: Path, what: str) -> None:
    store = BlobStore(tmp_path / "windows", kind="window")
    shard = tmp_path / "windows" / address("a")[:2]
    shard.parent.mkdir()
    if what == "a file":
        shard.write_bytes(b"no folder")
    else:
        shard.symlink_to(tmp_path / "none")

    assert store.get(address("a")) is store.size(address("a")) is store.open(address("a")) is None
    store.put(address("a"), b"made again")

    assert store.get(address("a")) == b"made again"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may become somebody else")
def test_what_may_not_be_read_is_made_again_where_that_can_be(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="window")
    store.put(address("a"), b"another user's")
    (path,) = files(store)
    path.chmod(0)
    for folder in (path.parent, tmp_path, *tmp_path.parents):
        if "pytest" in str(folder):
            folder.chmod(0o777)
    os.seteuid(65_534)
    try:
        assert store.get(address("a")) is None
        store.put(address("a"), b"made again")
        assert store.get(address("a")) == b"made again"
        os.seteuid(0)
        path.chmod(0)
        path.parent.chmod(0o555)
        os.seteuid(65_534)
        with pytest.raises(OutputError, match="the cache of windows can't be read: Permission denied"):
            store.get(address("a"))
    finally:
        os.seteuid(0)


def test_a_cache_that_is_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "windows").symlink_to(tmp_path / "unmounted")

    with pytest.raises(OutputError, match=r"it is a link to .*unmounted, which is not there") as caught:
        BlobStore(tmp_path / "windows", kind="window").put(address("a"), b"x")

    assert caught.value.path == tmp_path / "windows"


def test_a_long_blob_is_written_and_read_piece_by_piece(tmp_path: Path) -> None:
    streamed, whole = BlobStore(tmp_path / "streamed", kind="bed"), BlobStore(tmp_path / "whole", kind="bed")
    content = os.urandom(300_000)

    with streamed.writing(address("a")) as file:
        file.write(content[:100_000] + bytes(100_000))
        assert streamed.get(address("a")) is None
        file.seek(CONTENT_AT + 100_000)
        file.write(content[100_000:])
    whole.put(address("a"), content)

    assert streamed.get(address("a")) == content
    assert files(streamed)[0].read_bytes() == files(whole)[0].read_bytes()
    opened = streamed.open(address("a"))
    assert opened is not None
    with opened as file:
        file.seek(CONTENT_AT + 123_456)
        assert file.read(1_000) == content[123_456:124_456]
    assert streamed.open(address("b")) is None


def test_a_long_blob_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="bed")

    with suppress(OutputError), store.writing(address("a")) as file:
        file.write(b"half")
        raise OutputError("broken off")

    assert files(store) == []


def test_an_address_is_the_hash_of_something(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="an address of 6 characters, not 64"):
        BlobStore(tmp_path, kind="window").put("abcdef", b"")


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


def test_what_stands_under_one_address_goes_together(tmp_path: Path) -> None:
    takes, energies = (BlobStore(tmp_path, kind=kind) for kind in ("take", "energies"))
    for number, text in enumerate("ab"):
        takes.put(address(text), bytes(996))
        energies.put(address(text), bytes(96))
        for path in tmp_path.glob(f"??/{address(text)[2:]}.*"):
            os.utime(path, (number, number))
    assert takes.get(address("a")) is not None

    removed = takes.prune(1_200)

    assert [stored.address for stored in removed] == [address("b")]
    assert [path.suffix for path in files(takes)] == [".energies", ".take"]
    assert energies.get(address("a")) is not None


def test_what_is_no_blob_is_never_removed(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="window")
    store.put(address("a"), b"x")
    own = [tmp_path / "notes.txt", tmp_path / "ab" / "song.mp3", tmp_path / "music" / f"{address('b')[2:]}.window"]
    for path in own:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")

    store.prune(0)

    assert files(store) == sorted(own)


@pytest.mark.peers
def test_a_store_keeps_its_bound_however_many_builds_put_little(tmp_path: Path) -> None:
    most = 0
    for number in range(600):
        BlobStore(tmp_path, kind="window", limit=LIMIT).put(address(str(number)), bytes(4_000))
        if number % 10 == 0:
            most = max(most, size(tmp_path))

    # In blocks of 4,096 bytes, 39 are the most within the limit, and a 16th less is left.
    assert 0.85 * LIMIT < size(tmp_path) <= most <= LIMIT


BUILDER = """
import sys
from pathlib import Path
from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
folder, name, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(300):
    address, content = digest_of(f"{name} {number}"), f"{name} {number}".encode() * 300
    store = BlobStore(folder, kind="window", limit=limit)
    store.put(address, content)
    assert store.get(address) in (None, content)
"""


@pytest.mark.peers  # seconds of processor time
def test_a_store_keeps_its_bound_under_several_writers(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", BUILDER, str(tmp_path), name, str(LIMIT)]) for name in "abc"]
    most = 0
    while any(process.poll() is None for process in running):
        most = max(most, size(tmp_path))

    assert [process.wait() for process in running] == [0, 0, 0]
    assert LIMIT / 2 < size(tmp_path) <= LIMIT + 3 * 4_096
    assert most < 1.5 * LIMIT  # three put while one of them prunes
    assert not list(tmp_path.rglob("*.partial"))


def test_a_blob_over_the_limit_stays_until_another_one_comes(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="bed", limit=1_000)
    store.put(address("a"), bytes(5_000))
    assert store.get(address("a")) is not None

    os.utime(files(store)[0], (0, 0))
    store.put(address("b"), bytes(6_000))

    assert (store.get(address("a")), store.size(address("b"))) == (None, 6_000)


def test_what_a_killed_writer_left_in_a_store_goes_with_the_next_pruning(tmp_path: Path) -> None:
    store = BlobStore(tmp_path, kind="bed")
    store.put(address("a"), b"x")
    left = files(store)[0].with_name(".something.partial")
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    with store.writing(address("b")) as file:
        os.utime(file.name, (0, 0))
        store.prune()
        file.write(b"slow")

    assert not left.exists()
    assert store.get(address("b")) == b"slow"


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
