"""Sounds on disk: decoded, trimmed and levelled once, each a blob under the digest of what it was made from."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from audiosession.errors import CodecError
from audiosession.files.blobs import USUAL_LIMIT, BlobStore
from audiosession.files.digests import digest_of_file
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms
from audiosession.versions import VERSIONS

if TYPE_CHECKING:
    from audiosession.files.sharing.shared import SharedStore
    from audiosession.sound.segments import AudioSegment, Samples

_BYTES_PER_MS = 2 * FRAMES_PER_MS
_IN_MEMORY = 8


@dataclass(frozen=True, kw_only=True)
class StoredSound:
    """A sound in the store: the digest of what it was made from, how long it lasts, and where its recording lies.

    `notes` tell what a person should know of the recording; they are told when it is decoded.
    """

    digest: str
    length: Ms
    path: Path
    notes: tuple[str, ...] = ()


class SoundStore:
    """A folder of sounds, safe for several threads and processes; one that leaves it meanwhile is made again."""

    def __init__(
        self, folder: Path, *, limit: int = USUAL_LIMIT, share: float = 1.0, behind: SharedStore | None = None
    ) -> None:
        self.folder = folder
        self.limit = limit
        self.share = share
        self.behind = behind
        self._blobs = BlobStore(folder, kind="sound", limit=limit, share=share, behind=behind)
        self._paths: dict[str, Path] = {}
        self._recent: OrderedDict[str, AudioSegment] = OrderedDict()
        self._lock = Lock()

    def __reduce__(self) -> tuple[object, ...]:
        """Go to another process as the place that it is, and with the places of its recordings."""
        bounds: dict[str, Any] = {"limit": self.limit, "share": self.share, "behind": self.behind}
        return partial(_reopened, paths=self._paths, **bounds), (self.folder,)

    def open(self, path: Path) -> StoredSound:
        """Return the sound made of the recording at `path`, making it first where the store lacks it.

        Raises:
            CodecError: The recording can't be decoded, is silent or too long.
            OutputError: The store can't be written.
        """
        digest = _digest(path)
        n_bytes, notes = self._blobs.size(digest), list[str]()
        if not n_bytes or n_bytes % _BYTES_PER_MS:
            sound = _made(path, notes)
            self._blobs.put(digest, sound.raw_data)
            n_bytes = len(sound.raw_data)
        self._paths[digest] = path
        return StoredSound(digest=digest, length=Ms(n_bytes // _BYTES_PER_MS), path=path, notes=tuple(notes))

    def load(self, digest: str) -> AudioSegment:
        """Return a sound that was opened: mono, 48 kHz, 16 bits.

        Raises:
            CodecError: It has left the store, and its recording is no longer what it was.
        """
        with self._lock:
            if digest in self._recent:
                self._recent.move_to_end(digest)
                return self._recent[digest]
        from audiosession.sound.segments import AudioSegment  # numpy and pydub, for whoever hears the sound

        content = self._blobs.get(digest)
        if content is None and digest in self._paths and self.open(self._paths[digest]).digest == digest:
            content = self._blobs.get(digest)
        if content is None:
            raise CodecError("a sound is gone from the cache", path=self.folder, hint="build again")
        segment = AudioSegment(data=content, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)
        with self._lock:
            self._recent[digest] = segment
            if len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
        return segment


def _reopened(folder: Path, *, paths: dict[str, Path], **bounds: Any) -> SoundStore:
    store = SoundStore(folder, **bounds)
    store._paths |= paths
    return store


def _digest(path: Path) -> str:
    try:
        return digest_of_file(path, after=f"sound {VERSIONS.loop} ".encode())
    except IsADirectoryError:
        raise CodecError("is a folder, not a sound file", path=path) from None
    except OSError as error:
        raise CodecError(f"can't be read: {error.strerror or error}", path=path) from None


def _made(path: Path, notes: list[str]) -> AudioSegment:
    from audiosession.beds.trimming import prepared
    from audiosession.sound.segments import to_segment

    sound = prepared(_decoded(path, notes))
    if sound is None:
        raise CodecError("is silent", path=path, hint="choose another sound")
    return to_segment(sound, SAMPLE_RATE)


def _decoded(path: Path, notes: list[str]) -> Samples:
    import numpy as np

    from audiosession.beds.trimming import LONGEST_S
    from audiosession.codecs.decode import decode_blocks  # FFmpeg, for whoever has a sound that is not in the store

    held: list[Samples] = []
    n_frames = 0
    for block in decode_blocks(path, channels=1, warn=notes.append):
        held.append(block)
        n_frames += len(block)
        if n_frames > LONGEST_S * SAMPLE_RATE:
            hint = "cut it, or play it as music"
            raise CodecError(f"lasts over {LONGEST_S} s, too long for a sound", path=path, hint=hint)
    return np.concatenate(held)
