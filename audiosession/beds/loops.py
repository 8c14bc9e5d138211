"""Beds on disk as endless loops, or as parts in endless order: decoded once, made seamless, read from any frame."""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audiosession.beds.bed import Bed
from audiosession.beds.endless import make_endless, summed_energies, whole_ms
from audiosession.beds.parts import Parts
from audiosession.beds.raw_sound import BYTES_PER_FRAME, RawSound
from audiosession.digests import digest_of
from audiosession.errors import CodecError
from audiosession.files.blobs import CONTENT_AT, USUAL_LIMIT, BlobStore
from audiosession.files.digests import digest_of_file
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, Ms
from audiosession.versions import VERSIONS

if TYPE_CHECKING:
    from audiosession.files.sharing.shared import SharedStore

_BYTES_PER_MS = 4
_HEAD = struct.Struct("<dQ")
"""What stands before the sound: its loudness in LUFS, its length in frames.

Behind it stand its energies, then, in JSON, how often it is halved, its notes and, if it has parts, their edges and
how long they overlap."""
_SOUND_AT = CONTENT_AT + _HEAD.size
_LONGEST_TAIL = 1 << 16
_FLAT = re.compile(r"[0-9a-f]{64}\.(pcm|energies|json)|\..*\.partial")
"""How loops were kept once: as three files each, side by side, without a limit."""


@dataclass(frozen=True, kw_only=True)
class StoredLoop:
    """A loop in the store: the digest of its sound, its loudness in LUFS and its length in frames.

    `halvings` is how often its sound is halved in its file. `notes` tell what a person should know of the recording:
    what was left out of it, what it lacks. A bed of `parts` plays them in the order of their round.
    """

    digest: str
    lufs: float
    n_frames: int
    halvings: int = 0
    notes: tuple[str, ...] = ()
    parts: Parts | None = None


class LoopStore:
    """A folder of loops, each a blob under the digest of what it was made from; see `audiosession.files.blobs`.

    A loop stays on the disk while it plays, so that an hour of music costs no more memory than a minute. One that
    leaves the store meanwhile is made again.
    """

    def __init__(
        self, folder: Path, *, limit: int = USUAL_LIMIT, share: float = 1.0, behind: SharedStore | None = None
    ) -> None:
        self.folder = folder
        self.limit = limit
        self.share = share
        self._blobs = BlobStore(folder, kind="bed", limit=limit, share=share, behind=behind)
        self._recordings: dict[str, tuple[Path, Bed]] = {}
        self._addresses: dict[str, str] = {}
        self._lock = Lock()

    def __getstate__(self) -> dict[str, object]:
        """Go to another process without the lock of this one's threads."""
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._lock = Lock()

    def open(self, path: Path, bed: Bed) -> StoredLoop:
        """Return the loop made of the recording at `path`, making it first where the store lacks it.

        Raises:
            CodecError: The recording can't be decoded, is too short, or its loop points or parts lie outside it.
            OutputError: The store can't be written.
        """
        digest = loop_digest(path, bed)
        found = self._found(digest)
        if found is None:
            loop = self._make(path, bed, digest)
        else:
            file, loop = found
            file.close()
        self._recordings[loop.digest] = path, bed
        self._addresses[loop.digest] = digest
        return loop

    def read(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return `n_frames` from frame `position` on, round and round, be it before 0; float32, ``(n_frames, 2)``.

        Raises:
            CodecError: The loop has left the store, and its recording is no longer what it was.
        """
        with self._opened(digest) as (file, loop):
            sound = RawSound(file=file, start=_SOUND_AT, halvings=loop.halvings)
            if loop.parts is None:
                return sound.read_round(position, n_frames, loop.n_frames)
            heard = np.zeros((n_frames, 2), np.float32)
            for here, there in loop.parts.sounding(position, n_frames, FRAMES_PER_MS):
                heard[here] += sound.read(there.start, there.stop - there.start)
            return heard

    def energies(self, digest: str, position: int, length: Ms) -> NDArray[np.float32]:
        """Return the K-weighted energy of each of `length` milliseconds from frame `position` on, channels summed.

        Raises:
            CodecError: As `read`.
        """
        with self._opened(digest) as (file, loop):
            start, n_ms = _SOUND_AT + loop.n_frames * BYTES_PER_FRAME, whole_ms(loop.n_frames)
            known: NDArray[np.float32] = np.memmap(file, np.float32, "r", start, (n_ms,))
            if loop.parts is not None:
                return summed_energies(known, loop.parts, Ms(position // FRAMES_PER_MS), length)
            at = (position + np.arange(length) * FRAMES_PER_MS) % loop.n_frames // FRAMES_PER_MS
            return known[at]

    @contextmanager
    def _opened(self, digest: str) -> Iterator[tuple[FileIO, StoredLoop]]:
        file, loop = self._found(self._addresses.get(digest, digest)) or self._made_again(digest)
        with file:
            yield file, loop

    def _found(self, digest: str) -> tuple[FileIO, StoredLoop] | None:
        file = self._blobs.open(digest)
        if file is None:
            return None
        loop = _described(file, digest)
        if loop is None:
            file.close()
            return None
        return file, loop

    def _made_again(self, digest: str) -> tuple[FileIO, StoredLoop]:
        with self._lock:
            address = self._addresses.get(digest, digest)
            found = self._found(address)  # another thread may have been first
            if found is None and digest in self._recordings:
                self.open(*self._recordings[digest])
                found = self._found(address)
        if found is None:
            raise CodecError("the loop of a bed is gone from the cache", path=self.folder, hint="build again")
        return found

    def _make(self, path: Path, bed: Bed, digest: str) -> StoredLoop:
        self._clear_flat()
        with self._blobs.writing(digest) as file:
            made = make_endless(path, bed, RawSound(file=file, start=_SOUND_AT))
            tail = [made.sound.halvings, made.notes, *([made.parts.edges, made.parts.overlap] if made.parts else [])]
            file.seek(_SOUND_AT + made.n_frames * BYTES_PER_FRAME)
            file.write(made.energies.tobytes())
            file.write(json.dumps(tail).encode())
            file.truncate()
            file.seek(CONTENT_AT)
            file.write(_HEAD.pack(made.lufs, made.n_frames))
        return _loop(digest, made.lufs, made.n_frames, tail)

    def _clear_flat(self) -> None:
        with suppress(OSError):
            for path in list(self.folder.iterdir()):
                if _FLAT.fullmatch(path.name):
                    path.unlink()


def _described(file: FileIO, digest: str) -> StoredLoop | None:
    """Return what the head and the tail of a loop's file say, None where the file is not as long as that."""
    n_bytes, head, tail = 0, b"", b""
    with suppress(OSError):
        n_bytes = file.seek(0, os.SEEK_END)
        file.seek(CONTENT_AT)
        head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    lufs, n_frames = _HEAD.unpack(head)
    tail_at = _SOUND_AT + n_frames * BYTES_PER_FRAME + whole_ms(n_frames) * _BYTES_PER_MS
    if not n_frames or not np.isfinite(lufs) or not tail_at < n_bytes <= tail_at + _LONGEST_TAIL:
        return None
    with suppress(OSError):
        file.seek(tail_at)
        tail = file.read()
    try:
        return _loop(digest, lufs, n_frames, json.loads(tail))
    except (ValueError, TypeError):
        return None


def _loop(digest: str, lufs: float, n_frames: int, tail: Sequence[Any]) -> StoredLoop:
    """Return what is stored under `digest`, of which the tail of its file says `tail`.

    Sound beyond full scale was clipped once: it has another digest, so that no window is kept that was made of that.

    Raises:
        ValueError, TypeError: The tail is none.
    """
    halvings, notes, *cut = tail
    own = digest_of(f"{digest} halved {halvings}") if halvings else digest
    parts = Parts(edges=tuple(map(int, cut[0])), overlap=int(cut[1])) if cut else None
    told = tuple(map(str, notes))
    return StoredLoop(digest=own, lufs=lufs, n_frames=n_frames, halvings=int(halvings), notes=told, parts=parts)


def loop_digest(path: Path, bed: Bed) -> str:
    """Return the name of a loop: the hash of its file's bytes, its loop points or parts, and the way loops are made."""
    trimmed = "" if bed.made_to_loop else "trimmed "
    parted = f"parts {bed.parts_ms} {bed.overlap_ms} " if bed.parts else ""
    told = f"loop {VERSIONS.loop} {bed.loop_start_ms} {bed.loop_end_ms} {bed.level_lufs} {trimmed}{parted}"
    try:
        return digest_of_file(path, after=told.encode())
    except IsADirectoryError:
        raise CodecError("is a folder, not a sound file", path=path) from None
    except OSError as error:
        raise CodecError(f"can't be read: {error.strerror or error}", path=path) from None
