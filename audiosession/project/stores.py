"""The stores of a project: the only place that knows the names of their folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.digests import digest_of
from audiosession.project.limits import Limit, read_limits
from audiosession.project.project import Project

if TYPE_CHECKING:
    from audiosession.beds.loops import LoopStore
    from audiosession.beds.sound_store import SoundStore
    from audiosession.files.blobs import BlobStore
    from audiosession.voices.store import TakeStore

STORES = ("takes", "beds", "windows", "covers")
"""What the caches hold, each in a folder of that name."""


def limits_file(project: Project) -> Path:
    """Return where a person says how much the caches keep: in their folder, since all projects share them."""
    return project.cache / "limits.toml"


def take_store(project: Project) -> TakeStore:
    """Return the store of spoken lines."""
    from audiosession.voices.store import TakeStore  # whoever wants another store need not load this one

    limit = _limit(project, "takes")
    return TakeStore(project.cache / "takes", limit=limit.n_bytes, share=limit.share)


def loop_store(project: Project) -> LoopStore:
    """Return the store of beds that were made to go round; as long as a class plays, its loops are the last to go."""
    from audiosession.beds.loops import LoopStore

    limit = _limit(project, "beds")
    return LoopStore(project.cache / "beds", limit=limit.n_bytes, share=limit.share)


def sound_store(project: Project) -> SoundStore:
    """Return the store of bells and other sounds; it is a part of that of beds."""
    from audiosession.beds.sound_store import SoundStore

    limit = _limit(project, "beds")
    return SoundStore(project.cache / "beds", limit=limit.n_bytes, share=limit.share)


def window_store(project: Project) -> BlobStore:
    """Return the store of windows: their MP3 frames, and what was heard in them."""
    return _blobs(project, "windows", kind="window")


def cover_store(project: Project) -> BlobStore:
    """Return the store of drawn covers."""
    return _blobs(project, "covers", kind="cover")


def published_store(project: Project) -> BlobStore:
    """Return the store of what episodes came to when they were published, and of the digests of their files."""
    return _blobs(project, "covers", kind="published")


def length_store(project: Project) -> BlobStore:
    """Return the store of about how long definitions last."""
    return _blobs(project, "covers", kind="length")


@dataclass(frozen=True, kw_only=True)
class StoreUse:
    """How many bytes the store called `name` holds, and how many it keeps at the most as things stand."""

    name: str
    held: int
    most: int


def queue_file(project: Project) -> Path:
    """Return where it is kept what a face was asked to do in this project and has not finished."""
    name = digest_of(str(project.root.absolute()).encode("utf-8", "surrogateescape"))
    return project.cache / "queues" / f"{name[:24]}.json"


def store_use(project: Project, name: str) -> StoreUse:
    """Look at all that the store called `name` holds.

    Raises:
        FaultsError: What limits.toml says can't be.
        OSError: The store can't be read.
    """
    store = _blobs(project, name, kind="blob")
    held = store.held()
    return StoreUse(name=name, held=held, most=store.most(held))


def _blobs(project: Project, name: str, *, kind: str) -> BlobStore:
    from audiosession.files.blobs import BlobStore

    limit = _limit(project, name)
    return BlobStore(project.cache / name, kind=kind, limit=limit.n_bytes, share=limit.share)


def _limit(project: Project, store: str) -> Limit:
    return read_limits(limits_file(project)).of(store)
