"""The address of a shared store, and what opens it: a folder, a bucket, or a name in this process's memory."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from audiosession.definitions import Model
from audiosession.errors import StoreError
from audiosession.files.homes import expanded
from audiosession.files.sharing.keys import bucket_access
from audiosession.files.sharing.objects import Objects

if TYPE_CHECKING:
    from obstore.store import ClientConfig, MemoryStore, ObjectStore, RetryConfig

MARK = "audiosession-store.json"
"""What tells a store from any other folder, and its way of keeping things from a later one."""
_BUCKET = "s3://"
_MEMORY = "memory://"
_WRITE = "write s3://BUCKET/PREFIX, or a folder"
_FOLDERS = ("actions", "content", "pins")
_NOBODYS = ("lost+found",)
"""What a disk has of itself."""
_MOST_RETRIES = 3
USUAL_TIMEOUT_S = 20.0
"""How many seconds an answer of a bucket may take where nobody says otherwise."""


class StoreTable(Model):
    """The table ``[store]`` of show.toml."""

    address: str = Field(min_length=1, max_length=1_000)
    """Where machines share what they make: `s3://BUCKET/PREFIX`, or a folder that all of them see; a folder is named
    as seen from the project."""
    read_only: bool = False
    """Whether what is made here is kept to this machine."""
    timeout_s: float = Field(default=USUAL_TIMEOUT_S, ge=0.1, le=600)
    """Seconds that an answer of a bucket may take; what takes longer is made here."""


def told_address(address: str, folder: Path) -> str:
    """Return `address` as it holds everywhere on this machine: a folder is named as seen from `folder`.

    Raises:
        StoreError: It makes no sense.
    """
    scheme, colon, rest = address.partition("://")
    if colon and f"{scheme}://" not in (_BUCKET, _MEMORY):
        raise StoreError(f'no store is at "{scheme}://"', hint=_WRITE)
    if not colon:
        if not address.strip():
            raise StoreError("the address of the store is empty", hint=_WRITE)
        return str(Path(os.path.abspath(folder / expanded(address))))  # noqa: PTH100 - links stay as they are
    bucket, _, prefix = rest.partition("/")
    if not bucket or "@" in bucket or any(part in ("", ".", "..") for part in prefix.rstrip("/").split("/") if prefix):
        raise StoreError(f'"{scheme}://…" names no bucket and folder that can be', hint=_WRITE)
    return address.rstrip("/")


def open_objects(address: str, *, timeout_s: float = USUAL_TIMEOUT_S) -> Objects:
    """Return the objects at an `address` that `told_address` returned; a bucket is not asked yet.

    Raises:
        StoreError: obstore is not installed, or the folder can't be.
    """
    try:
        import obstore  # noqa: F401
    except ImportError:
        raise StoreError("a shared store needs obstore", hint='pip install "audiosession[store]"') from None
    if address.startswith(_MEMORY):
        return Objects(_in_memory(address), address)
    store = _bucket(address, timeout_s) if address.startswith(_BUCKET) else _folder(Path(address))
    return Objects(store, address)


@cache
def _in_memory(address: str) -> MemoryStore:
    from obstore.store import MemoryStore

    return MemoryStore()


def _folder(path: Path) -> ObjectStore:
    """Return the folder at `path`, which is made unless what it lies in is missing: a disk that is not there.

    One that holds anything else is refused: a store would be mixed with it, and pruned.
    """
    from obstore.store import LocalStore

    try:
        path.mkdir(exist_ok=True)
        others = [one for one in os.listdir(path) if one not in _NOBODYS and not one.startswith(".")]  # noqa: PTH208
    except FileNotFoundError:
        raise StoreError("the folder of the shared store is not there", path=path, hint="make it first") from None
    except OSError as error:
        raise StoreError(f"the shared store can't be used: {error.strerror}", path=path, hint=_WRITE) from error
    if others and not {MARK, *_FOLDERS} & {*others}:
        hint = "name a new folder, or an empty one"
        raise StoreError("is no store, and holds something else", path=path, hint=hint)
    return LocalStore(path)


def _bucket(address: str, timeout_s: float) -> ObjectStore:
    from obstore.exceptions import BaseError
    from obstore.store import S3Store

    bucket, _, prefix = address.removeprefix(_BUCKET).partition("/")
    access = bucket_access()
    client: ClientConfig = {
        "allow_http": access.plain,
        "timeout": timedelta(seconds=timeout_s),
        "connect_timeout": timedelta(seconds=min(5.0, timeout_s)),
    }
    retry: RetryConfig = {
        "max_retries": _MOST_RETRIES,
        "retry_timeout": timedelta(seconds=max(5.0, timeout_s)),
        "backoff": {"init_backoff": timedelta(milliseconds=50), "max_backoff": timedelta(seconds=1), "base": 2},
    }
    config = dict(access.config)
    if access.provider is not None:
        config = {key: value for key, value in config.items() if key in ("region", "endpoint")}
    try:
        return S3Store(
            bucket,
            prefix=prefix or None,
            config=config,  # type: ignore[arg-type]
            client_options=client,
            retry_config=retry,
            credential_provider=access.provider,
        )
    except (BaseError, ValueError) as error:
        hint = "check AWS_ENDPOINT_URL, AWS_REGION and the profile in ~/.aws"
        raise StoreError(f"{address} can't be opened", hint=hint) from error
