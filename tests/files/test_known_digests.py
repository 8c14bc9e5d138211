"""A file that has not changed since it was hashed is not read again; one that may have changed always is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.counted_calls import counted_calls

from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
from audiosession.files.known_digests import KnownDigests

pytestmark = pytest.mark.slow

SETTLED_S = 2.1
"""A file is remembered that was left alone for two seconds before it was hashed."""


def known(folder: Path) -> KnownDigests:
    """Return what is known, as a later process finds it."""
    return KnownDigests(BlobStore(folder / "cache", kind="published"))


def written_over(path: Path) -> None:
    path.write_bytes(b"other")


def with_its_old_date(path: Path) -> None:
    before = path.stat()
    path.write_bytes(b"other")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    before = path.stat()
    new = path.with_name("new")
    new.write_bytes(b"other")
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(path)


def longer(path: Path) -> None:
    path.write_bytes(b"other and more")


def by_a_link(path: Path) -> None:
    with_its_old_date(path.with_name("behind the link"))


CHANGES: dict[str, Callable[[Path], None]] = {
    "written over": written_over,
    "written over, with its old date": with_its_old_date,
    "replaced by another with the same date and size": replaced,
    "longer": longer,
    "a link to what was written over": by_a_link,
}


def test_what_was_hashed_is_read_again_where_it_changed_and_nowhere_else(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in (*CHANGES, "unchanged")}
    for name, path in paths.items():
        if name.startswith("a link"):
            path.with_name("behind the link").write_bytes(b"first")
            path.symlink_to("behind the link")
        else:
            path.write_bytes(b"first")
    time.sleep(SETTLED_S)
    first = known(tmp_path)
    assert {first.of(path) for path in paths.values()} == {digest_of(b"first")}
    assert first.hashed_bytes == 5 * len(paths)
    first.keep()

    again = known(tmp_path)
    with counted_calls() as calls:
        assert {again.of(path) for path in paths.values()} == {digest_of(b"first")}
    assert again.hashed_bytes == 0
    assert not {path for event, path in calls if event == "open"} & set(map(str, paths.values()))

    for name, change in CHANGES.items():
        change(paths[name])
        later = known(tmp_path)
        assert later.of(paths[name]) == digest_of(paths[name].read_bytes()) != digest_of(b"first"), name
        assert later.of(paths["unchanged"]) == digest_of(b"first")
        assert later.hashed_bytes == paths[name].stat().st_size, name


def test_a_file_that_was_just_written_is_not_trusted(tmp_path: Path) -> None:
    """On a disk that counts whole seconds, a second change within one of them leaves both of its times as they were."""
    path = tmp_path / "sound"
    path.write_bytes(b"first")
    one = known(tmp_path)

    assert one.of(path) == one.of(path) == digest_of(b"first")
    assert one.hashed_bytes == 10
    one.keep()
    assert known(tmp_path).of(path) == digest_of(b"first")
    assert not (tmp_path / "cache").exists()


def test_a_file_from_the_future_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "sound"
    path.write_bytes(b"first")
    time.sleep(SETTLED_S)
    os.utime(path, (time.time() + 3_600, time.time() + 3_600))
    one = known(tmp_path)
    one.of(path)
    one.of(path)

    assert one.hashed_bytes == 10


@pytest.mark.parametrize("damage", [b"", b"\xff", b"[]", b"null", b'{"sound": 1}', b'{"sound": ["x", 1, 2, 3, 4, 5]}'])
def test_what_is_remembered_wrongly_is_forgotten(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "sound"
    path.write_bytes(b"first")
    store = BlobStore(tmp_path / "cache", kind="published")
    store.put(digest_of(f"digests of the files in {tmp_path}"), damage)

    assert known(tmp_path).of(path) == digest_of(b"first")


def test_a_missing_file_is_the_callers_affair(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        known(tmp_path).of(tmp_path / "none")
