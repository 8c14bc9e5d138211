"""The cache of takes on disk: each under the address of all its inputs, spoken once, never half written."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.digests import digest_of
from audiosession.errors import VoiceError
from audiosession.files.blobs import USUAL_LIMIT, BlobStore
from audiosession.files.pruning import StoredBlob
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms
from audiosession.versions import VERSIONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from audiosession.files.sharing.shared import SharedStore
    from audiosession.sound.segments import AudioSegment

_BYTES_PER_MS = 2 * FRAMES_PER_MS
_ENERGY_BYTES = 4
ENVELOPE_MS = 10
"""How long a step of an envelope is."""
_IN_MEMORY = 16


@dataclass(frozen=True, kw_only=True)
class Take:
    """One spoken line in the store.

    `text` is what was asked for, `spoken` what the voice was given (the lexicon may differ), `digest` the name in
    the store, made of all that the sound depends on, `duration` that of the trimmed sound. `notes` tell what a person
    should know of the file that it was made from.
    """

    text: str
    spoken: str
    address: str
    digest: str
    duration: Ms
    notes: tuple[str, ...] = ()


class TakeStore:
    """A folder of takes, safe for several threads and processes at once.

    A take is a blob under the digest of its inputs, so that two builds that speak the same line write the same file.
    What is measured of it stands beside it, and goes with it when the store keeps within its limit. All of that may
    come from other machines; what was heard in a take does not, since more is heard in time.
    """

    def __init__(
        self, folder: Path, *, limit: int = USUAL_LIMIT, share: float = 1.0, behind: SharedStore | None = None
    ) -> None:
        self.folder = folder
        self.limit = limit
        self.share = share
        self.behind = behind
        self._blobs = BlobStore(folder, kind="take", limit=limit, share=share, behind=behind)
        self._measured = BlobStore(folder, kind="energies", limit=limit, share=share, behind=behind)
        self._envelopes = BlobStore(folder, kind="envelope", limit=limit, share=share, behind=behind)
        self._notes = BlobStore(folder, kind="notes", limit=limit, share=share, behind=behind)
        self._heard = BlobStore(folder, kind="heard", limit=limit, share=share)
        self._elsewhere: dict[str, int] = {}
        self._recent: OrderedDict[str, AudioSegment] = OrderedDict()
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[object, ...]:
        """Go to another process as the place that it is: what is in memory stays behind."""
        return partial(TakeStore, limit=self.limit, share=self.share, behind=self.behind), (self.folder,)

    def fetch(self, spoken: Iterable[str], *, address: str) -> None:
        """Have the takes here that other machines made of `spoken` lines, and what they measured of them: at once."""
        if self.behind is None:
            return
        digests = [take_digest(spoken=one, address=address) for one in spoken]
        lacking = [digest for digest in digests if self._blobs.length(digest) is None]
        self._blobs.fetch(lacking)
        self._measured.fetch(digest for digest in lacking if self._blobs.length(digest) is not None)

    def known(self, spoken: Iterable[str], *, address: str) -> set[str]:
        """Return those of `spoken` lines that have a take here or on another machine; none of them is fetched."""
        digests = {take_digest(spoken=one, address=address): one for one in spoken}
        return {digests[digest] for digest in self._blobs.sizes(digests)}

    def learn(self, digests: Iterable[str]) -> None:
        """Find out how long takes are that other machines made; `glance` tells of them then, and none is fetched."""
        if self.behind is not None:
            unknown = [one for one in digests if one not in self._elsewhere]
            self._elsewhere |= dict.fromkeys(unknown, 0) | self._blobs.sizes(unknown)

    def elsewhere(self, digests: Iterable[str]) -> dict[str, int]:
        """Return how many bytes those of the takes called `digests` have that `learn` found on other machines alone."""
        return {one: size for one in digests if (size := self._elsewhere.get(one)) and self._blobs.length(one) is None}

    def find(self, *, text: str, spoken: str, address: str, noted: bool = False) -> Take | None:
        """Return the stored take of a line, with its notes where it may be `noted`; None where none is whole."""
        return self._stored(self._blobs.size, text=text, spoken=spoken, address=address, noted=noted)

    def glance(self, *, text: str, spoken: str, address: str, noted: bool = False) -> Take | None:
        """Return the stored take of a line as `find` does, but by the size of its file alone: nothing of it is read.

        That is enough to place it. Whoever plays it finds out whether it is whole.
        """
        return self._stored(self._length, text=text, spoken=spoken, address=address, noted=noted)

    def keep(self, segment: AudioSegment, *, text: str, spoken: str, address: str, notes: tuple[str, ...] = ()) -> Take:
        """Store a prepared take at once and return it.

        Raises:
            OutputError: The folder can't be written.
        """
        digest = take_digest(spoken=spoken, address=address)
        sound: bytes = segment.raw_data
        if notes:
            self._notes.put(digest, "\n".join(notes).encode())
        self._blobs.put(digest, sound)
        return replace(_take(text, spoken, address, digest, len(sound)), notes=notes)

    def load(self, take: Take) -> AudioSegment:
        """Return the sound of `take`: mono, 48 kHz, 16 bits.

        Raises:
            VoiceError: The file is gone or damaged since the take was found.
        """
        from audiosession.sound.segments import AudioSegment  # numpy and pydub, for whoever hears the sound

        with self._lock:
            if take.digest in self._recent:
                self._recent.move_to_end(take.digest)
                return self._recent[take.digest]
        sound = self._sound(take.digest)
        if sound is None:
            raise VoiceError(f"the cached take of {take.text!r} is gone or damaged", hint="build again")
        segment = AudioSegment(data=sound, sample_width=2, frame_rate=SAMPLE_RATE, channels=1)
        with self._lock:
            self._recent[take.digest] = segment
            if len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
        return segment

    def energies(self, take: Take) -> NDArray[np.float32]:
        """Return the K-weighted energy of each millisecond of `take`, heard from both channels: measured once.

        Raises:
            VoiceError: As `load`.
        """
        import numpy as np

        from audiosession.sound.loudness import weighted_hops
        from audiosession.sound.segments import to_samples

        stored = self._measured.get(take.digest)
        if stored is None or len(stored) != take.duration * _ENERGY_BYTES:
            energies = (2 * weighted_hops(to_samples(self.load(take)), Ms(1))).astype(np.float32)
            self._measured.put(take.digest, energies.tobytes())
            return energies
        return np.frombuffer(stored, np.float32)

    def envelope(self, take: Take) -> NDArray[np.uint8]:
        """Return how far each 10 ms of `take` swings, 255 being full scale, to be drawn: found out once.

        Raises:
            VoiceError: As `load`.
        """
        import numpy as np

        from audiosession.sound.segments import to_samples

        stored = self._envelopes.get(take.digest)
        if stored is not None and len(stored) == -(-take.duration // ENVELOPE_MS):
            return np.frombuffer(stored, np.uint8)
        swing = np.abs(to_samples(self.load(take))[:, 0])
        peaks = np.maximum.reduceat(swing, np.arange(0, len(swing), ENVELOPE_MS * FRAMES_PER_MS))
        envelope = np.minimum(np.round(peaks * 255), 255).astype(np.uint8)
        self._envelopes.put(take.digest, envelope.tobytes())
        return envelope

    def remembered(self, address: str) -> str | None:
        """Return what was heard in a take, or of a class, under its address; None where nobody listened yet."""
        found = self._heard.get(address)
        return None if found is None else found.decode()

    def remember(self, address: str, heard: str) -> None:
        """Keep what was heard beside the takes.

        Raises:
            OutputError: The folder can't be written.
        """
        self._heard.put(address, heard.encode())

    def takes(self) -> list[StoredBlob]:
        """Return all files of the store, the one that was used longest ago first."""
        return self._blobs.blobs()

    def prune(self, limit: int | None = None) -> list[StoredBlob]:
        """Remove takes, oldest use first, until at most `limit` bytes are left, by default the store's own limit.

        Return the takes that went.
        """
        return self._blobs.prune(limit)

    def _length(self, digest: str) -> int | None:
        length = self._blobs.length(digest)
        return self._elsewhere.get(digest) if length is None else length

    def _stored(
        self, size_of: Callable[[str], int | None], *, text: str, spoken: str, address: str, noted: bool
    ) -> Take | None:
        digest = take_digest(spoken=spoken, address=address)
        n_bytes = size_of(digest)
        if not n_bytes or n_bytes % _BYTES_PER_MS:
            return None
        notes = (self._notes.get(digest) or b"").decode().splitlines() if noted else []
        return replace(_take(text, spoken, address, digest, n_bytes), notes=tuple(notes))

    def _sound(self, digest: str) -> bytes | None:
        sound = self._blobs.get(digest)
        return sound if sound and len(sound) % _BYTES_PER_MS == 0 else None


def take_digest(*, spoken: str, address: str) -> str:
    """Return the name of a take: the hash of the text as spoken, the voice's address and the way of preparing it."""
    return digest_of("\0".join((str(VERSIONS.take), address, spoken)))


def _take(text: str, spoken: str, address: str, digest: str, n_bytes: int) -> Take:
    return Take(text=text, spoken=spoken, address=address, digest=digest, duration=Ms(n_bytes // _BYTES_PER_MS))
