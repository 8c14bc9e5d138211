"""The stores of a project: the only place that knows the names of their folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.digests import digest_of
from audiosession.errors import FaultsError, StoreError
from audiosession.progress import Teller
from audiosession.project.limits import Limit, read_limits
from audiosession.project.project import Project
from audiosession.project.settings import settings_fault, store_table

if TYPE_CHECKING:
    from audiosession.beds.loops import LoopStore
    from audiosession.beds.sound_store import SoundStore
    from audiosession.files.blobs import BlobStore
    from audiosession.files.sharing.shared import SharedStore
    from audiosession.voices.store import TakeStore

STORES = ("takes", "beds", "windows", "covers")
"""What the caches hold, each in a folder of that name."""
NO_STORE = "none"
"""In the place of an address: that no store is shared."""


def limits_file(project: Project) -> Path:
    """Return where a person says how much the caches keep: in their folder, since all projects share them."""
    return project.cache / "limits.toml"


def costs_file(project: Project) -> Path:
    """Return where it is kept what builds of catalogues took on this machine."""
    return project.cache / "costs.json"


def shared_store(project: Project) -> SharedStore | None:
    """Return the store that machines share, which stands behind the caches; None where nobody named one.

    Whoever opened the project may name it, else ``AUDIOSESSION_STORE``, else ``[store]`` of show.toml.

    Raises:
        StoreError: Its address makes no sense, or obstore is not installed.
        FaultsError: Something in the table can't be.
    """
    address = project.store or os.environ.get("AUDIOSESSION_STORE", "")
    table = store_table(project)
    if address == NO_STORE or not (address or table):
        return None
    from audiosession.files.sharing.opening import USUAL_TIMEOUT_S, told_address
    from audiosession.files.sharing.shared import shared_store_at

    told = told_address(address, Path.cwd()) if address else _told_in_show(project, table.address if table else "")
    timeout_s = table.timeout_s if table else USUAL_TIMEOUT_S
    return shared_store_at(told, read_only=bool(table and table.read_only), timeout_s=timeout_s)


def _told_in_show(project: Project, address: str) -> str:
    """Return the address that show.toml has, which is told with its line where it makes no sense."""
    from audiosession.files.sharing.opening import told_address

    try:
        return told_address(address, project.root)
    except StoreError as error:
        raise FaultsError([settings_fault(project, ("store", "address"), error.message, error.hint)]) from None


def named_store(project: Project) -> SharedStore:
    """Return the store that machines share.

    Raises:
        StoreError: Nobody named one, or as `shared_store`.
    """
    shared = shared_store(project)
    if shared is None:
        hint = "write its address under [store] in show.toml, or into AUDIOSESSION_STORE"
        raise StoreError("no shared store is named", hint=hint)
    return shared


def writable_store(project: Project) -> SharedStore:
    """Return the store that machines share, to change what is in it.

    Raises:
        StoreError: It may only be read here, or as `named_store`.
    """
    shared = named_store(project)
    if shared.read_only:
        raise StoreError(f"the shared store {shared.name} may only be read here", hint="take read_only out of [store]")
    return shared


def begin_sharing(project: Project) -> None:
    """Ask the shared store whether it is one, before any work is done.

    Raises:
        StoreError: It refuses us, or is none; one that can't be reached just now is done without.
    """
    if (shared := shared_store(project)) is not None:
        shared.begin()


def end_sharing(project: Project, tell: Teller) -> None:
    """Wait until what was made is in the shared store, and `tell` what a person should know of it."""
    if (shared := shared_store(project)) is not None:
        shared.flush()
        for line in shared.told():
            tell(f"warning: {line}")


@contextmanager
def sharing(project: Project, tell: Teller) -> Iterator[None]:
    """Begin to share, and end it when the block does, as `begin_sharing` and `end_sharing` do."""
    begin_sharing(project)
    yield
    end_sharing(project, tell)


def take_store(project: Project) -> TakeStore:
    """Return the store of spoken lines."""
    from audiosession.voices.store import TakeStore  # whoever wants another store need not load this one

    limit = _limit(project, "takes")
    behind = shared_store(project)
    return TakeStore(project.cache / "takes", limit=limit.n_bytes, share=limit.share, behind=behind)


def loop_store(project: Project) -> LoopStore:
    """Return the store of beds that were made to go round; as long as a class plays, its loops are the last to go."""
    from audiosession.beds.loops import LoopStore

    limit = _limit(project, "beds")
    behind = shared_store(project)
    return LoopStore(project.cache / "beds", limit=limit.n_bytes, share=limit.share, behind=behind)


def sound_store(project: Project) -> SoundStore:
    """Return the store of bells and other sounds; it is a part of that of beds."""
    from audiosession.beds.sound_store import SoundStore

    limit = _limit(project, "beds")
    behind = shared_store(project)
    return SoundStore(project.cache / "beds", limit=limit.n_bytes, share=limit.share, behind=behind)


def window_store(project: Project) -> BlobStore:
    """Return the store of windows: their MP3 frames, and what was heard in them."""
    return _blobs(project, "windows", kind="window", behind=shared_store(project))


def parts_store(project: Project) -> BlobStore:
    """Return the store of what classes were made of, by the digests of their sound; see `files.sharing.parts`."""
    return _blobs(project, "windows", kind="parts", behind=shared_store(project))


def cover_store(project: Project) -> BlobStore:
    """Return the store of drawn covers."""
    return _blobs(project, "covers", kind="cover", behind=shared_store(project))


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


def turn_file(project: Project, work: str, name: str) -> Path:
    """Return what is locked by whoever does a `work` on what is called `name` in this project."""
    held = digest_of(f"{project.root}/{name}".encode("utf-8", "surrogateescape"))
    return project.cache / work / held[:16]


def store_use(project: Project, name: str) -> StoreUse:
    """Look at all that the store called `name` holds.

    Raises:
        FaultsError: What limits.toml says can't be.
        OSError: The store can't be read.
    """
    store = _blobs(project, name, kind="blob")
    held = store.held()
    return StoreUse(name=name, held=held, most=store.most(held))


def _blobs(project: Project, name: str, *, kind: str, behind: SharedStore | None = None) -> BlobStore:
    from audiosession.files.blobs import BlobStore

    limit = _limit(project, name)
    return BlobStore(project.cache / name, kind=kind, limit=limit.n_bytes, share=limit.share, behind=behind)


def _limit(project: Project, store: str) -> Limit:
    return read_limits(limits_file(project)).of(store)
