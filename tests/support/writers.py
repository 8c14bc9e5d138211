"""Every way in which a file is written: each writes one below a folder and returns it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from audiosession.beds.bed import Bed
from audiosession.beds.loops import LoopStore
from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
from audiosession.files.whole import cached_file, name_alone, whole_file, write_new, write_whole
from audiosession.sound.segments import to_segment
from audiosession.units import SAMPLE_RATE
from audiosession.voices.store import TakeStore
from support.signals import sine


def new_without_links(path: Path, content: bytes) -> bool:
    """Write `content` as `write_new` does, on a disk that knows no links."""
    partial = path.with_name(f".{os.urandom(8).hex()}.partial")
    partial.write_bytes(content)
    try:
        return name_alone(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _streamed(folder: Path) -> Path:
    with whole_file(folder / "streamed") as file:
        file.write(b"x")
    return folder / "streamed"


def _whole(folder: Path) -> Path:
    write_whole(folder / "whole", b"x")
    return folder / "whole"


def _copied(folder: Path) -> Path:
    write_whole(folder / "copy", _whole(folder))
    return folder / "copy"


def _new(folder: Path) -> Path:
    assert write_new(folder / "new", b"x")
    return folder / "new"


def _without_links(folder: Path) -> Path:
    assert new_without_links(folder / "new", b"x")
    return folder / "new"


def _cached(folder: Path) -> Path:
    with cached_file(folder / "cached") as file:
        file.write(b"x")
    return folder / "cached"


def _put(folder: Path) -> Path:
    store = BlobStore(folder, kind="window")
    store.put(digest_of("a"), b"x")
    return store.blobs()[0].path


def _long_blob(folder: Path) -> Path:
    store = BlobStore(folder, kind="window")
    with store.writing(digest_of("a")) as file:
        file.write(b"x")
    return store.blobs()[0].path


def _take(folder: Path) -> Path:
    store = TakeStore(folder)
    store.keep(to_segment(sine(0.5, hz=300, channels=1), SAMPLE_RATE), text="In.", spoken="In.", address="tone")
    return store.takes()[0].path


def _loop(folder: Path) -> Path:
    bed = folder / "bed.wav"
    to_segment(sine(3, hz=300), SAMPLE_RATE).export(bed, format="wav").close()
    LoopStore(folder / "loops").open(bed, Bed(file="bed.wav"))
    return next(path for path in (folder / "loops").rglob("*") if path.is_file())


WRITERS: dict[str, Callable[[Path], Path]] = {
    "whole_file": _streamed,
    "write_whole": _whole,
    "a copy": _copied,
    "write_new": _new,
    "write_new without links": _without_links,
    "cached_file": _cached,
    "BlobStore.put": _put,
    "BlobStore.writing": _long_blob,
    "TakeStore": _take,
    "LoopStore": _loop,
}
