"""Beds on disk as endless loops: decoded once, made seamless, read from any frame."""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from audiosession.beds.bed import Bed, find_loop
from audiosession.beds.raw_sound import BYTES_PER_FRAME, RawSound
from audiosession.digests import digest_of
from audiosession.errors import Act, CodecError, Remedy
from audiosession.files.blobs import CONTENT_AT, USUAL_LIMIT, BlobStore
from audiosession.files.digests import digest_of_file
from audiosession.sound.blending import blend
from audiosession.sound.hearing import DEAD_DBFS, QUIET_HOP, silences
from audiosession.sound.loudness import BLOCK_HOP_MS, K_PRE_ROLL, blocks_of, integrated_loudness, weighted_hops
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, clock
from audiosession.versions import VERSIONS
from audiosession.writing.safety import MOST_SILENCE_S

_BYTES_PER_MS = 4
_HEAD = struct.Struct("<dQ")
"""What stands before the sound: its loudness in LUFS, its length in frames.

Behind it stand its energies, then, in JSON, how often it is halved and its notes."""
_SOUND_AT = CONTENT_AT + _HEAD.size
_MOST_FRAMES = 3 * 3600 * SAMPLE_RATE
"""A class is shorter, and a bed goes round; some small files hold silence for days."""
_LONGEST_TAIL = 1 << 16
_HOP_FRAMES = QUIET_HOP * FRAMES_PER_MS
"""The grid on which a song's first and last sound is looked for."""
_FLAT = re.compile(r"[0-9a-f]{64}\.(pcm|energies|json)|\..*\.partial")
"""How loops were kept once: as three files each, side by side, without a limit."""


@dataclass(frozen=True, kw_only=True)
class StoredLoop:
    """A loop in the store: the digest of its sound, its loudness in LUFS and its length in frames.

    `halvings` is how often its sound is halved in its file. `notes` tell what a person should know of the recording:
    what was left out of it, what it lacks.
    """

    digest: str
    lufs: float
    n_frames: int
    halvings: int = 0
    notes: tuple[str, ...] = ()


class LoopStore:
    """A folder of loops, each a blob under the digest of what it was made from; see `audiosession.files.blobs`.

    A loop stays on the disk while it plays, so that an hour of music costs no more memory than a minute. One that
    leaves the store meanwhile is made again.
    """

    def __init__(self, folder: Path, *, limit: int = USUAL_LIMIT, share: float = 1.0) -> None:
        self.folder = folder
        self.limit = limit
        self.share = share
        self._blobs = BlobStore(folder, kind="bed", limit=limit, share=share)
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
            CodecError: The recording can't be decoded, is too short, or its loop points lie outside it.
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
            return sound.read_round(position, n_frames, loop.n_frames)

    def energies(self, digest: str, position: int, length: Ms) -> NDArray[np.float32]:
        """Return the K-weighted energy of each of `length` milliseconds from frame `position` on, channels summed.

        Raises:
            CodecError: As `read`.
        """
        with self._opened(digest) as (file, loop):
            start, n_ms = _SOUND_AT + loop.n_frames * BYTES_PER_FRAME, _n_ms(loop.n_frames)
            known: NDArray[np.float32] = np.memmap(file, np.float32, "r", start, (n_ms,))
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
        notes: list[str] = []
        with self._blobs.writing(digest) as file:
            sound, n_frames = _close_loop(path, bed, RawSound(file=file, start=_SOUND_AT), notes)
            energies = _measured(sound, n_frames)
            lufs = _loudness(energies) if bed.level_lufs is None else bed.level_lufs
            if not np.isfinite(lufs):
                raise _silent(path)
            notes += _long_pauses(energies)
            file.seek(_SOUND_AT + n_frames * BYTES_PER_FRAME)
            file.write(energies.tobytes())
            file.write(json.dumps([sound.halvings, notes]).encode())
            file.truncate()
            file.seek(CONTENT_AT)
            file.write(_HEAD.pack(round(lufs, 2), n_frames))
        return _loop(digest, round(lufs, 2), n_frames, (sound.halvings, notes))

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
    tail_at = _SOUND_AT + n_frames * BYTES_PER_FRAME + _n_ms(n_frames) * _BYTES_PER_MS
    if not n_frames or not np.isfinite(lufs) or not tail_at < n_bytes <= tail_at + _LONGEST_TAIL:
        return None
    with suppress(OSError):
        file.seek(tail_at)
        tail = file.read()
    try:
        halvings, notes = json.loads(tail)
        return _loop(digest, lufs, n_frames, (int(halvings), notes))
    except (ValueError, TypeError):
        return None


def _loop(digest: str, lufs: float, n_frames: int, tail: tuple[int, Sequence[str]]) -> StoredLoop:
    """Return what is stored under `digest`.

    Sound beyond full scale was clipped once: it has another digest, so that no window is kept that was made of that.
    """
    halvings, notes = tail
    own = digest_of(f"{digest} halved {halvings}") if halvings else digest
    return StoredLoop(digest=own, lufs=lufs, n_frames=n_frames, halvings=halvings, notes=tuple(map(str, notes)))


def _close_loop(path: Path, bed: Bed, sound: RawSound, notes: list[str]) -> tuple[RawSound, int]:
    """Write one round of the loop of the recording at `path`; return it and its length in frames."""
    from audiosession.codecs.decode import decode_blocks  # FFmpeg, for whoever has a bed that is not in the store

    n_recorded = 0
    with closing(decode_blocks(path, channels=2, warn=notes.append)) as blocks:
        for block in blocks:
            sound = sound.with_room(block, n_recorded)
            sound.write(n_recorded, block)
            n_recorded += len(block)
            if n_recorded >= _MOST_FRAMES:
                notes.append(f"is used up to {n_recorded // SAMPLE_RATE // 3600} hours; what follows is left out")
                break
    try:
        found = find_loop(bed, n_recorded, None if bed.made_to_loop else _sounding(sound, n_recorded, path))
    except ValueError as error:
        hint = "see music/beds.toml" if bed.made_to_loop else "choose a longer recording"
        raise CodecError(str(error), path=path, hint=hint) from None
    n_frames = found.end - found.start
    head, tail = sound.read(found.start, found.seam), sound.read(found.end, found.seam)
    sound.move(found.start, 0, n_frames)
    if found.seam:
        seam = blend(head, tail, alike=found.alike)
        sound = sound.with_room(seam, n_frames)
        sound.write(0, seam)
    return sound, n_frames


def _sounding(sound: RawSound, n_frames: int, path: Path) -> tuple[int, int]:
    """Return the first frame of a recording that is not silent, and the one behind its last.

    Raises:
        CodecError: All of it is silent.
    """
    n_hops = -(-n_frames // _HOP_FRAMES)
    first = next((hop for hop in range(n_hops) if not _is_silent(sound, hop)), None)
    if first is None:
        raise _silent(path)
    last = next(hop for hop in reversed(range(n_hops)) if not _is_silent(sound, hop))
    return first * _HOP_FRAMES, min(n_frames, (last + 1) * _HOP_FRAMES)


def _is_silent(sound: RawSound, hop: int) -> bool:
    samples = sound.read(hop * _HOP_FRAMES, _HOP_FRAMES)
    return float(np.mean(np.square(samples))) < 10 ** (DEAD_DBFS / 10)


def _silent(path: Path) -> CodecError:
    return CodecError("is silent", path=path, hint="choose another bed", remedy=Remedy(act=Act.NO_MUSIC))


def _long_pauses(energies: NDArray[np.float32]) -> Iterator[str]:
    """Yield what a person should know of pauses in a loop that are so long that people think it has stopped."""
    n_hops = len(energies) // QUIET_HOP
    hops = energies[: n_hops * QUIET_HOP].reshape(n_hops, QUIET_HOP).mean(axis=1)
    for start, end in silences(tuple((hops < 2 * 10 ** (DEAD_DBFS / 10)).tolist()), Ms(MOST_SILENCE_S * 1000)):
        yield f"makes a pause of {clock(Ms(end - start))}, {clock(start)} after its loop begins"


def _measured(sound: RawSound, n_frames: int) -> NDArray[np.float32]:
    """Return the energy of each millisecond of a loop as it goes round."""
    before, step, end = K_PRE_ROLL * FRAMES_PER_MS, 20 * SAMPLE_RATE, _n_ms(n_frames) * FRAMES_PER_MS
    energies = [
        weighted_hops(sound.read_round(start - before, before + min(step, end - start), n_frames), Ms(1))[K_PRE_ROLL:]
        for start in range(0, end, step)
    ]
    return np.concatenate(energies).astype(np.float32)


def _loudness(energies: NDArray[np.float32]) -> float:
    n_hops = len(energies) // BLOCK_HOP_MS
    hops = energies[: n_hops * BLOCK_HOP_MS].reshape(-1, BLOCK_HOP_MS).mean(axis=1, dtype=np.float64)
    return integrated_loudness(blocks_of(hops))


def _n_ms(n_frames: int) -> int:
    """Return how many milliseconds hold `n_frames`; the last one goes on into the next round."""
    return -(-n_frames // FRAMES_PER_MS)


def loop_digest(path: Path, bed: Bed) -> str:
    """Return the name of a loop: the hash of its file's bytes, its loop points and the way loops are made."""
    trimmed = "" if bed.made_to_loop else "trimmed "
    told = f"loop {VERSIONS.loop} {bed.loop_start_ms} {bed.loop_end_ms} {bed.level_lufs} {trimmed}"
    try:
        return digest_of_file(path, after=told.encode())
    except IsADirectoryError:
        raise CodecError("is a folder, not a sound file", path=path) from None
    except OSError as error:
        raise CodecError(f"can't be read: {error.strerror or error}", path=path) from None
