"""The cache of takes on disk: each under the address of all its inputs, spoken once, never half written."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import OutputError, VoiceError
from audiosession.segments import AudioSegment
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms
from audiosession.voices.take import PREPARATION, Take

DEFAULT_LIMIT = 2_000_000_000
"""What `TakeStore.prune` leaves by default, in bytes: about six hours of speech."""

_MAGIC = b"audiosession take 1\n"
_BYTES_PER_MS = 2 * FRAMES_PER_MS
_HEADER = len(_MAGIC) + 4
_IN_MEMORY = 64
_ABANDONED_S = 86_400


@dataclass(frozen=True, kw_only=True)
class StoredTake:
    """A file of the store: its size in bytes and when it was last used, in seconds since 1970."""

    path: Path
    size: int
    used: float


class TakeStore:
    """A folder of takes, safe for several threads and processes at once.

    A file's name is the digest of its inputs, so that two builds that speak the same line write the same file, and
    whichever renames last changes nothing. Each file carries a checksum: a damaged one counts as missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._recent: OrderedDict[str, AudioSegment] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, *, text: str, spoken: str, address: str) -> Take | None:
        """Return the stored take of a line, or None where there is none that is whole."""
        digest = digest_of(spoken=spoken, address=address)
        sound = self._read(digest)
        if sound is None:
            return None
        with suppress(OSError):
            os.utime(self._path(digest))
        return _take(text, spoken, address, digest, len(sound))

    def keep(self, segment: AudioSegment, *, text: str, spoken: str, address: str) -> Take:
        """Store a prepared take at once and return it.

        Raises:
            OutputError: The folder can't be written.
        """
        digest = digest_of(spoken=spoken, address=address)
        sound: bytes = segment.raw_data
        path = self._path(digest)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(prefix=".", suffix=".partial", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_MAGIC + zlib.crc32(sound).to_bytes(4, "big") + sound)
                Path(partial).replace(path)
            finally:
                Path(partial).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"the cache of takes can't be written: {error.strerror or error}",
                path=self.folder,
                hint="free some space, or set AUDIOSESSION_CACHE to a folder that you may write to",
            ) from error
        return _take(text, spoken, address, digest, len(sound))

    def load(self, take: Take) -> AudioSegment:
        """Return the sound of `take`: mono, 48 kHz, 16 bits.

        Raises:
            VoiceError: The file is gone or damaged since the take was found.
        """
        with self._lock:
            if take.digest in self._recent:
                self._recent.move_to_end(take.digest)
                return self._recent[take.digest]
        sound = self._read(take.digest)
        if sound is None:
            raise VoiceError(f"the cached take of {take.text!r} is gone or damaged", hint="build again")
        segment = AudioSegment(data=sound, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)
        with self._lock:
            self._recent[take.digest] = segment
            if len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
        return segment

    def takes(self) -> list[StoredTake]:
        """Return all files of the store, the one that was used longest ago first."""
        return sorted(self._files(), key=lambda stored: (stored.used, stored.path))

    def prune(self, limit: int = DEFAULT_LIMIT) -> list[StoredTake]:
        """Remove takes, oldest use first, until at most `limit` bytes are left; return what was removed.

        What writers that were killed left half written goes too, once it is a day old.
        """
        for left in self.folder.glob("??/.*.partial"):
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > _ABANDONED_S:
                    left.unlink()
        stored = self.takes()
        excess = sum(each.size for each in stored) - limit
        removed = []
        for each in stored:
            if excess <= 0:
                break
            each.path.unlink(missing_ok=True)
            excess -= each.size
            removed.append(each)
        return removed

    def _files(self) -> Iterator[StoredTake]:
        for path in self.folder.glob("??/*.take"):
            with suppress(FileNotFoundError):  # another process may prune
                status = path.stat()
                yield StoredTake(path=path, size=status.st_size, used=status.st_mtime)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest[2:]}.take"

    def _read(self, digest: str) -> bytes | None:
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(
                f"the cache of takes can't be read: {error.strerror or error}",
                path=self.folder,
                hint="set AUDIOSESSION_CACHE to a folder of your own",
            ) from error
        sound = content[_HEADER:]
        whole = content.startswith(_MAGIC) and content[len(_MAGIC) : _HEADER] == zlib.crc32(sound).to_bytes(4, "big")
        return sound if whole and sound and len(sound) % _BYTES_PER_MS == 0 else None


def digest_of(*, spoken: str, address: str) -> str:
    """Return the name of a take: the hash of the text as spoken, the voice's address and the way of preparing it."""
    return hashlib.sha256("\0".join((str(PREPARATION), address, spoken)).encode()).hexdigest()


def _take(text: str, spoken: str, address: str, digest: str, n_bytes: int) -> Take:
    return Take(text=text, spoken=spoken, address=address, digest=digest, duration=Ms(n_bytes // _BYTES_PER_MS))
