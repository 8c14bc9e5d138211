"""What goes from a shared store: what is old, and more where it holds too much; what is pinned stays.

Records go first, then content that none names any more. Nothing goes that is younger than an hour, so that whoever
writes meanwhile finds what he has just put. If he counts on older content that goes in the same moment, his record
leads nowhere, and is a miss like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from audiosession.errors import StoreError
from audiosession.files.sharing.actions import RECORD_BYTES, content_path, read_action
from audiosession.files.sharing.many import asked_at_once
from audiosession.files.sharing.objects import DeniedError, Objects, StoredObject, TroubleError
from audiosession.files.sharing.opening import MARK

YOUNGEST = timedelta(hours=1)
"""Nothing goes that is younger."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
_PIN_BYTES = 10_000_000


@dataclass(frozen=True, kw_only=True)
class StoreBounds:
    """How old what is kept may be, and how many bytes of it there may be; None where that does not matter."""

    max_age: timedelta | None = None
    limit: int | None = None


@dataclass(frozen=True, kw_only=True)
class Evicted:
    """How many records and contents went, the bytes that this freed, and those that are left.

    `pinned` are the records that no bound reaches. In a `rehearsal` nothing went.
    """

    records: int
    contents: int
    freed: int
    n_bytes: int
    pinned: int = 0
    rehearsal: bool = False


def pin(objects: Objects, name: str, digests: Iterable[str]) -> None:
    """Have the content of these `digests` stay, until the pin called `name` is put anew or removed.

    The digests are those of `Action`: of its pieces, or of what is so short that it stands in its record.

    Raises:
        StoreError: The store can't be written.
    """
    content = json.dumps({"content": sorted(set(digests))}, separators=(",", ":")).encode()
    try:
        objects.put(_pin_path(name), content)
    except (TroubleError, DeniedError) as error:
        raise StoreError(f"{name} can't be pinned in the shared store {objects.name}: {error}") from error


def unpin(objects: Objects, name: str) -> None:
    """Remove the pin called `name`, if there is one.

    Raises:
        StoreError: The store can't be written.
    """
    try:
        objects.delete([_pin_path(name)])
    except (TroubleError, DeniedError) as error:
        raise StoreError(f"{name} stays pinned in the shared store {objects.name}: {error}") from error


def pins(objects: Objects) -> frozenset[str]:
    """Return the names of all pins.

    Raises:
        StoreError: The store can't be listed.
    """
    try:
        listed = [one.path for one in objects.listed("pins")]
    except (TroubleError, DeniedError) as error:
        raise StoreError(f"the pins of the shared store {objects.name} can't be listed: {error}") from error
    return frozenset(path.rpartition("/")[2].removesuffix(".json") for path in listed)


def prune_shared(objects: Objects, bounds: StoreBounds, now: datetime, *, rehearsal: bool = False) -> Evicted:
    """Remove what is older than `bounds` allow, then the oldest, until it is no more than they allow; pins stay.

    The age of anything is counted from when it was put: no store tells when it was read.

    Raises:
        StoreError: There is no store, or it can't be listed or written, or a pin can't be read: then nothing goes.
    """
    try:
        if objects.get(MARK, most=RECORD_BYTES) is None:
            raise StoreError(f"there is no shared store at {objects.name}", hint="look at its address")
        return _pruned(objects, bounds, now, rehearsal=rehearsal)
    except (TroubleError, DeniedError) as error:
        raise StoreError(f"the shared store {objects.name} can't be pruned: {error}") from error


def _pruned(objects: Objects, bounds: StoreBounds, now: datetime, *, rehearsal: bool) -> Evicted:
    max_age = timedelta.max if bounds.max_age is None else bounds.max_age
    limit = float("inf") if bounds.limit is None else bounds.limit
    pinned = _pinned(objects)
    contents = {one.path: one for one in objects.listed("content")}
    records = sorted(objects.listed("actions"), key=lambda one: (one.changed, one.path))
    told = dict(zip(records, asked_at_once(lambda one: _named(objects, one), records), strict=True))
    users: dict[str, int] = {}
    for names in told.values():
        for path in names or ():
            users[path] = users.get(path, 0) + 1
    kept = [one.size for path, one in contents.items() if path in users or path in pinned]
    n_bytes = sum(one.size for one in records) + sum(kept)
    gone: list[str] = []
    for one in records:
        names = told[one]
        if now - one.changed < YOUNGEST or not pinned.isdisjoint(names or ()):
            continue
        if names and now - one.changed <= max_age and n_bytes <= limit:
            continue
        gone.append(one.path)
        n_bytes -= one.size
        for path in names or ():
            users[path] -= 1
            n_bytes -= contents[path].size if not users[path] and path in contents and path not in pinned else 0
    unnamed = [path for path in contents if not users.get(path) and path not in pinned]
    lost = [path for path in unnamed if now - contents[path].changed >= YOUNGEST]
    if not rehearsal:
        objects.delete(gone)
        objects.delete(lost)
    left = n_bytes + sum(contents[path].size for path in set(unnamed) - set(lost))
    held = sum(one.size for one in (*records, *contents.values()))
    return Evicted(
        records=len(gone),
        contents=len(lost),
        freed=held - left,
        n_bytes=left,
        pinned=sum(not pinned.isdisjoint(told[one] or ()) for one in records),
        rehearsal=rehearsal,
    )


def _named(objects: Objects, record: StoredObject) -> tuple[str, ...] | None:
    """Return where the content of a record is or would be, None where the record is bad."""
    key = "".join(record.path.split("/")[-2:])
    action = read_action(objects.get(record.path, most=RECORD_BYTES) or b"", key)
    if action is None:
        return None
    return tuple(content_path(piece.sha256) for piece in action.pieces) or (content_path(action.digest),)


def _pinned(objects: Objects) -> set[str]:
    """Return where the content is that pins name."""
    found: set[str] = set()
    for one in objects.listed("pins"):
        try:
            digests = json.loads(objects.get(one.path, most=_PIN_BYTES) or b"")["content"]
            found |= {content_path(str(digest)) for digest in digests}
        except (ValueError, TypeError, KeyError):
            hint = "pin it again, or remove it"
            raise StoreError(f"a pin of the shared store can't be read: {one.path}", hint=hint) from None
    return found


def _pin_path(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise StoreError(f'no pin can be called "{name}"', hint="small letters, digits, dots and hyphens will do")
    return f"pins/{name}.json"
