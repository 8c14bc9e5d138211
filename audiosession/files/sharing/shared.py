"""A store that machines share, as each of them sees it: what was made anywhere is found, or counts as never made.

It is never an error and never something else that is found: whatever is not exactly what its record says is a miss,
and mended by whoever makes it next.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from audiosession.errors import StoreError
from audiosession.files.sharing.actions import (
    INLINE_BYTES,
    RECORD_BYTES,
    Action,
    ContentPiece,
    MissedError,
    action_key,
    action_path,
    content_path,
    piece_of,
    read_action,
    written_action,
)
from audiosession.files.sharing.objects import DeniedError, NoBucketError, Objects, TroubleError
from audiosession.files.sharing.opening import MARK, USUAL_TIMEOUT_S, open_objects
from audiosession.files.sharing.outgoing import Outgoing, ReadPieces

_MARKED = json.dumps({"schema": "audiosession/store/1"}).encode()
_LOOKS = 2
"""How often an object is looked at that is not as it should be: bytes get lost on the way, too."""
_MOST_TROUBLES = 4
"""After so many in a row a store is left alone."""
_ALONE_S = 600.0
"""For so long: the rest of any build, though not of a studio that is open for days."""
_MISSED_S = 60.0
"""For so long what was not there is not asked for again."""
_MOST_MISSED = 100_000
_KEYS = "check the keys in the environment or in ~/.aws; reading takes s3:GetObject and s3:ListBucket"


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """What could not be put here, for somebody who may: its `kind`, the `key` of its record and its bytes."""

    kind: str
    key: str
    content: tuple[bytes, ...] = field(repr=False)


class SharedStore:
    """Records and content at one place, safe for several threads; see `audiosession.files.sharing.actions`.

    Reading tells nothing but found or not. What is sent goes in the background; `flush` waits for it. Trouble is told
    by `told`, each kind in one line, and stops nobody.

    Args:
        objects: Where it is.
        read_only: Whether nothing is put there; `unsent` has what would have been.
        timeout_s: With which patience it was opened, so that another process opens it likewise.
    """

    def __init__(self, objects: Objects, *, read_only: bool = False, timeout_s: float = USUAL_TIMEOUT_S) -> None:
        self.objects = objects
        self.name = objects.name
        self.read_only = read_only
        self.timeout_s = timeout_s
        self._outgoing = Outgoing(self._send)
        self._unsent: list[tuple[str, str, ReadPieces]] = []
        self._lines: dict[str, str] = {}
        self._missed: dict[str, float] = {}
        self._bad: set[str] = set()
        self._in_a_row = 0
        self._alone_until = 0.0
        self._begun = False
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[object, ...]:
        """Go to another process as the place that it is: what waits to be sent is sent by this one."""
        return partial(shared_store_at, read_only=self.read_only, timeout_s=self.timeout_s), (self.name,)

    def begin(self) -> None:
        """Ask whether the store is one, once; for one that can't be reached just now, all is made here.

        Raises:
            StoreError: It refuses us, or is something else: nobody has begun to work for it then.
        """
        with self._lock:
            if self._begun:
                return
            self._begun = True
        try:
            self._recognise()
        except DeniedError as error:
            raise self._unusable(f"refuses these keys: {error}", _KEYS) from error
        except NoBucketError as error:
            raise self._unusable("names no bucket that is there", "create it first, or check its name") from error
        except TroubleError as error:
            self._trouble(error)

    def get(self, kind: str, address: str) -> bytes | None:
        """Return what was made under `address`, verified; None where nothing whole is found."""
        pieces = list(self.read(kind, address))
        return b"".join(pieces) if pieces else None

    def read(self, kind: str, address: str) -> Iterator[bytes]:
        """Yield what was made under `address`, piece by piece, each verified; nothing where it is not found.

        Raises:
            MissedError: A further piece is missing: what was yielded is of no use.
        """
        key = action_key(kind, address)
        action = self._action(kind, key)
        if action is None:
            return
        if action.inline is not None:
            yield action.inline
            return
        for number, piece in enumerate(action.pieces):
            content = self._content(piece)
            if content is None:
                self._miss(key, bad=True)
                if number == 0:
                    return
                raise MissedError(key)
            yield content

    def action(self, kind: str, address: str) -> Action | None:
        """Return the record of what was made under `address`, None where there is none; its content is not looked at.

        It tells the digests that a pin names; see `audiosession.files.sharing.evicting`.
        """
        return self._action(kind, action_key(kind, address))

    def send(self, kind: str, address: str, pieces: ReadPieces) -> None:
        """Put what was made under `address`, in the background; `pieces` are read when their turn comes.

        Who sends more than the store takes waits.
        """
        key = action_key(kind, address)
        if self.read_only:
            self._keep_unsent(kind, key, pieces)
        elif not self._is_alone():
            self._outgoing.put(kind, key, pieces)

    def put(self, kind: str, address: str, content: bytes) -> None:
        """Put what was made under `address` now; trouble is told by `told`."""
        self._send(kind, action_key(kind, address), lambda: iter([content]))

    def take(self, unsent: Unsent) -> None:
        """Put what somebody made who may not; trouble is told by `told`."""
        self._send(unsent.kind, unsent.key, lambda: iter(unsent.content))

    def flush(self) -> None:
        """Wait until all that was sent is put, or could not be."""
        self._outgoing.wait()

    def unsent(self) -> Iterator[Unsent]:
        """Yield what may not be put here, each once; what has left the local cache by then is left out."""
        while True:
            with self._lock:
                if not self._unsent:
                    return
                kind, key, pieces = self._unsent.pop(0)
            if content := tuple(pieces()):
                yield Unsent(kind=kind, key=key, content=content)

    def told(self) -> tuple[str, ...]:
        """Return what a person should know of the store and was not told yet."""
        with self._lock:
            lines = tuple(line for line in self._lines.values() if line)
            self._lines = dict.fromkeys(self._lines, "")
        return lines

    def _recognise(self) -> None:
        for look in range(_LOOKS):
            mark = self.objects.get(MARK, most=10_000)
            if mark is None or mark == _MARKED:
                break
            if look and mark.startswith(b'{"schema": "audiosession/store/') and mark.endswith(b"}"):
                raise self._unusable("is of a later version of audiosession", "update it, or choose another place")
        if mark == _MARKED or self.read_only:
            return
        try:
            self.objects.put(MARK, _MARKED)
        except DeniedError as error:
            self._may_only_read(error)

    def _unusable(self, message: str, hint: str) -> StoreError:
        self._begun = False  # whoever asks again hears it again
        return StoreError(f"the shared store {self.name} {message}", hint=hint)

    def _action(self, kind: str, key: str) -> Action | None:
        if self._is_alone() or self._was_missed(key):
            return None
        path = action_path(kind, key)
        for look in range(_LOOKS):
            content = self._asked(path, RECORD_BYTES)
            if content is None:
                self._miss(key)
                return None
            if (action := read_action(content, key)) is not None:
                return action
            if look == _LOOKS - 1:
                self._miss(key, bad=True)
        return None

    def _content(self, piece: ContentPiece) -> bytes | None:
        for _look in range(_LOOKS):
            content = self._asked(content_path(piece.sha256), piece.size)
            if content is not None and piece_of(content) == piece:
                return content
            if self._is_alone():
                return None
        with self._lock:
            self._bad.add(piece.sha256)
        return None

    def _asked(self, path: str, most: int) -> bytes | None:
        try:
            content = self.objects.get(path, most=most)
        except (TroubleError, DeniedError, NoBucketError) as error:
            self._trouble(error)
            return None
        self._in_a_row = 0
        return content

    def _send(self, kind: str, key: str, pieces: ReadPieces) -> None:
        """Put content first, then its record, which nobody finds before all is there."""
        if self._is_alone():
            return
        try:
            self._put(kind, key, pieces)
            self._in_a_row = 0
        except DeniedError as error:
            self._may_only_read(error)
            self._keep_unsent(kind, key, pieces)
        except (TroubleError, NoBucketError) as error:
            self._trouble(error, writing=True)

    def _put(self, kind: str, key: str, pieces: ReadPieces) -> None:
        contents = pieces()
        first = next(contents, None)
        if first is None:
            return  # it has left the local cache
        if len(first) <= INLINE_BYTES:
            action = Action(key=key, inline=first)
        else:
            made = tuple(self._put_content(content, doubted=key in self._bad) for content in chain([first], contents))
            action = Action(key=key, pieces=made)
        self._put_record(action_path(kind, key), action)

    def _put_content(self, content: bytes, *, doubted: bool) -> ContentPiece:
        """Put content, in the place of what is there if that is known to be bad, or `doubted` as its record was."""
        piece = piece_of(content)
        path = content_path(piece.sha256)
        if doubted or piece.sha256 in self._bad:
            self.objects.put(path, content)
            self._bad.discard(piece.sha256)
        elif not self.objects.put_new(path, content) and self.objects.size(path) != piece.size:
            self.objects.put(path, content)
        return piece

    def _put_record(self, path: str, action: Action) -> None:
        """Put a record, in the place of one that is bad or tells of something else: its content may be no good."""
        content = written_action(action)
        fresh = action.key not in self._bad and self.objects.put_new(path, content)
        if not fresh and (action.key in self._bad or self.objects.get(path, most=RECORD_BYTES) != content):
            self.objects.put(path, content)
        with self._lock:
            self._bad.discard(action.key)
            self._missed.pop(action.key, None)

    def _miss(self, key: str, *, bad: bool = False) -> None:
        with self._lock:
            if len(self._missed) >= _MOST_MISSED:
                self._missed.clear()
            self._missed[key] = time.monotonic() + _MISSED_S
            if bad:
                self._bad.add(key)

    def _was_missed(self, key: str) -> bool:
        return time.monotonic() < self._missed.get(key, 0.0)

    def _is_alone(self) -> bool:
        return time.monotonic() < self._alone_until

    def _may_only_read(self, error: DeniedError) -> None:
        self.read_only = True
        self._tell("refused", f"may only be read: {error}; what is made here stays here")

    def _keep_unsent(self, kind: str, key: str, pieces: ReadPieces) -> None:
        with self._lock:
            self._unsent.append((kind, key, pieces))

    def _trouble(self, error: Exception, *, writing: bool = False) -> None:
        done = "took not all that was made here" if writing else "could not be read everywhere"
        self._tell("written" if writing else "read", f"{done}: {error or 'its bucket is gone'}")
        with self._lock:
            self._in_a_row += 1
            left_alone = self._in_a_row == _MOST_TROUBLES
            if left_alone:
                self._in_a_row = 0
                self._alone_until = time.monotonic() + _ALONE_S
        if left_alone:
            self._tell("alone", f"is left alone for now: {error or 'its bucket is gone'}; all else is made here")

    def _tell(self, what: str, line: str) -> None:
        with self._lock:
            self._lines.setdefault(what, f"the shared store {self.name} {line}")


_OPENED: dict[tuple[str, bool, float], SharedStore] = {}
_OPENING = threading.Lock()


def shared_store_at(address: str, *, read_only: bool = False, timeout_s: float = USUAL_TIMEOUT_S) -> SharedStore:
    """Return the one store at an `address` in this process, as `told_address` tells it; a bucket is not asked yet.

    Raises:
        StoreError: obstore is not installed, or the folder can't be.
    """
    chosen = address, read_only, timeout_s
    with _OPENING:
        if chosen not in _OPENED:
            objects = open_objects(address, timeout_s=timeout_s)
            _OPENED[chosen] = SharedStore(objects, read_only=read_only, timeout_s=timeout_s)
        return _OPENED[chosen]
