"""Objects by their paths, in a folder, a bucket or the memory: the one module that knows obstore.

What goes wrong is told by its kind alone: the texts of the network may hold addresses that are nobody's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_MAY_NOT = re.compile(r"Permission denied|Read-only file system|\bcode: 13\b|\bcode: 30\b")
_STATUS = re.compile(r"status code: (\d{3})|status: (\d{3})")
_KINDS = (
    (re.compile(r"TimedOut|timed out|Timeout"), "it does not answer in time"),
    (re.compile(r"169\.254\.169\.254|169\.254\.170"), "no keys for it are found"),
    (re.compile(r"dns error|lookup address"), "its host is not known"),
    (re.compile(r"ConnectionRefused|tcp connect error|kind: Connect"), "nobody answers there"),
    (re.compile(r"certificate", re.I), "its certificate is not good"),
    (re.compile(r"No space left|QuotaExceeded"), "it is full"),
    (re.compile(r"IncompleteMessage|UnexpectedEof|ConnectionReset|decoding response body|kind: Body"), "it hangs up"),
)
_NO_BUCKET = re.compile(r"NoSuchBucket")


class TroubleError(Exception):
    """A store that does not do as it should, just now; the text says how, in a few words."""


class DeniedError(Exception):
    """A store that refuses whoever asks."""


class NoBucketError(Exception):
    """A bucket that is not there."""


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """An object as a listing tells of it."""

    path: str
    size: int
    changed: datetime


class Objects:
    """Objects by their paths. Each request is tried again within the bounds that the store was opened with.

    Args:
        store: Where they are.
        name: What the store is called in what a person is told.
    """

    def __init__(self, store: ObjectStore, name: str) -> None:
        self._store = store
        self.name = name

    def get(self, path: str, *, most: int) -> bytes | None:
        """Return an object, None where there is none, or one of more than `most` bytes.

        Raises:
            TroubleError, DeniedError: It can't be had, whether it is there or not.
        """
        with _told():
            try:
                found = self._store.get(path)
            except FileNotFoundError as error:
                _refuse_no_bucket(error)
                return None
            return None if found.meta["size"] > most else bytes(found.bytes())

    def size(self, path: str) -> int | None:
        """Return how many bytes an object has, None where there is none.

        Raises:
            TroubleError, DeniedError: As `get`.
        """
        with _told():
            try:
                return int(self._store.head(path)["size"])
            except FileNotFoundError:
                return None

    def put_new(self, path: str, content: bytes) -> bool:
        """Put an object unless there is one, whoever puts one meanwhile; tell whether it was put.

        Raises:
            TroubleError, DeniedError: It can't be put.
        """
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with _told():
            try:
                self._store.put(path, content, mode="create")
            except (AlreadyExistsError, PreconditionError):
                return False
            except FileNotFoundError as error:
                _refuse_no_bucket(error)
                raise
        return True

    def put(self, path: str, content: bytes) -> None:
        """Put an object, in the place of another one if need be.

        Raises:
            TroubleError, DeniedError: It can't be put.
        """
        with _told():
            self._store.put(path, content, use_multipart=False)

    def listed(self, prefix: str) -> Iterator[StoredObject]:
        """Yield all objects under a folder.

        Raises:
            TroubleError, DeniedError: They can't be listed.
        """
        with _told():
            for batch in self._store.list(prefix):
                for one in batch:
                    yield StoredObject(path=one["path"], size=one["size"], changed=one["last_modified"])

    def delete(self, paths: Iterable[str]) -> None:
        """Remove objects; one that is gone already is fine.

        Raises:
            TroubleError, DeniedError: They can't be removed.
        """
        with _told():
            for path in paths:
                try:
                    self._store.delete(path)
                except FileNotFoundError:
                    continue


@contextmanager
def _told() -> Iterator[None]:
    """Turn what obstore raises into our own words."""
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise DeniedError(_kind(str(error))) from error
    except (BaseError, OSError, ValueError) as error:
        text = str(error)
        if _MAY_NOT.search(text):
            raise DeniedError("it may not be written") from error
        raise TroubleError(_kind(text)) from error


def _kind(text: str) -> str:
    """Return in a few words what an error of obstore tells."""
    for pattern, told in _KINDS:
        if pattern.search(text):
            return told
    status = _STATUS.search(text)
    return f"it answers with {status[1] or status[2]}" if status else "it does not do as it should"


def _refuse_no_bucket(error: FileNotFoundError) -> None:
    if _NO_BUCKET.search(str(error)):
        raise NoBucketError from error
