"""Beds on disk as endless loops: decoded once, made seamless, read from any frame."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from audiosession.beds.bed import Bed, Loop, find_loop
from audiosession.codecs.decode import decode_blocks
from audiosession.errors import Act, CodecError, OutputError, Remedy
from audiosession.sound.blending import blend
from audiosession.sound.loudness import BLOCK_HOP_MS, K_PRE_ROLL, blocks_of, integrated_loudness, weighted_hops
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms
from audiosession.versions import VERSIONS

_BYTES_PER_FRAME = 4
_BYTES_PER_MS = 4
_FULL_SCALE = 32_768.0


@dataclass(frozen=True, kw_only=True)
class StoredLoop:
    """A loop in the store: the digest of its sound, its loudness in LUFS and its length in frames."""

    digest: str
    lufs: float
    n_frames: int


class LoopStore:
    """A folder of loops as raw 16-bit stereo at 48 kHz, named by what they were made from, each with its energies.

    A loop stays on the disk while it plays, so that an hour of music costs no more memory than a minute.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, path: Path, bed: Bed) -> StoredLoop:
        """Return the loop made of the recording at `path`, making it first where the store lacks it.

        Raises:
            CodecError: The recording can't be decoded, is too short, or its loop points lie outside it.
            OutputError: The store can't be written.
        """
        digest = _digest(path, bed)
        described = self._json(digest)
        try:
            known = json.loads(described.read_text("utf-8"))
            sizes = (self._raw(digest).stat().st_size, self._energies(digest).stat().st_size)
            if sizes == (known["n_frames"] * _BYTES_PER_FRAME, _n_ms(known["n_frames"]) * _BYTES_PER_MS):
                return StoredLoop(digest=digest, lufs=known["lufs"], n_frames=known["n_frames"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or not whole: it is made anew
        return self._make(path, bed, digest)

    def read(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return `n_frames` from frame `position` on, round and round, be it before 0; float32, ``(n_frames, 2)``."""
        with self._raw(digest).open("rb") as file:
            return _stretch(file, position, n_frames)

    def energies(self, digest: str, position: int, length: Ms) -> NDArray[np.float32]:
        """Return the K-weighted energy of each of `length` milliseconds from frame `position` on, channels summed."""
        n_frames = self._raw(digest).stat().st_size // _BYTES_PER_FRAME
        known: NDArray[np.float32] = np.memmap(self._energies(digest), np.float32, "r")
        at = (position + np.arange(length) * FRAMES_PER_MS) % n_frames // FRAMES_PER_MS
        return known[at]

    def _raw(self, digest: str) -> Path:
        return self.folder / f"{digest}.pcm"

    def _energies(self, digest: str) -> Path:
        return self.folder / f"{digest}.energies"

    def _json(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"

    def _make(self, path: Path, bed: Bed, digest: str) -> StoredLoop:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._partial(self._raw(digest)) as partial:
                with partial.open("wb") as file:
                    for block in decode_blocks(path, channels=2):
                        file.write(_to_integers(block).tobytes())
                n_frames = _close_loop(path, bed, partial)
                with self._partial(self._energies(digest)) as energies:
                    lufs = _measure(partial, n_frames, energies)
            if bed.level_lufs is not None:
                lufs = bed.level_lufs
            if not np.isfinite(lufs):
                raise CodecError("is silent", path=path, hint="choose another bed", remedy=Remedy(act=Act.NO_MUSIC))
            described = {"lufs": round(lufs, 2), "n_frames": n_frames}
            with self._partial(self._json(digest)) as partial:
                partial.write_text(json.dumps(described), "utf-8")
        except OSError as error:
            raise OutputError(
                f"the cache of beds can't be written: {error.strerror or error}",
                path=self.folder,
                hint="free some space, or set AUDIOSESSION_CACHE to a folder that you may write to",
            ) from error
        return StoredLoop(digest=digest, lufs=round(lufs, 2), n_frames=n_frames)

    @contextmanager
    def _partial(self, path: Path) -> Iterator[Path]:
        """Lend a file that takes the name `path` when the block ends without an error."""
        handle, name = tempfile.mkstemp(prefix=".", suffix=".partial", dir=self.folder)
        os.close(handle)
        partial = Path(name)
        try:
            yield partial
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _close_loop(path: Path, bed: Bed, raw: Path) -> int:
    """Cut the raw recording to one round of its loop, in place; return its length in frames."""
    n_recorded = raw.stat().st_size // _BYTES_PER_FRAME
    try:
        found = find_loop(bed, n_recorded)
    except ValueError as error:
        raise CodecError(str(error), path=path, hint="see music/beds.toml") from None
    sound = np.fromfile(raw, np.int16).reshape(-1, 2) if n_recorded < 600 * SAMPLE_RATE else _mapped(raw)
    once = _once(sound, found)
    with raw.open("wb" if not isinstance(sound, np.memmap) else "r+b") as file:
        file.write(once.tobytes())
        file.truncate(len(once) * _BYTES_PER_FRAME)
    return len(once)


def _mapped(raw: Path) -> NDArray[np.int16]:
    return np.memmap(raw, np.int16, "r").reshape(-1, 2)


def _once(sound: NDArray[np.int16], found: Loop) -> NDArray[np.int16]:
    once = sound[found.start : found.end].copy()
    tail = sound[found.end : found.end + found.seam]
    if found.seam:
        head = once[: found.seam] / np.float32(_FULL_SCALE)
        once[: found.seam] = _to_integers(blend(head, tail / np.float32(_FULL_SCALE), alike=found.alike))
    return once


def _to_integers(samples: Samples) -> NDArray[np.int16]:
    whole: NDArray[np.int16] = np.clip(np.rint(samples * _FULL_SCALE), -32_768, 32_767).astype(np.int16)
    return whole


def _stretch(file: IO[bytes], position: int, n_frames: int) -> Samples:
    """Return `n_frames` of a raw loop from frame `position` on, round and round."""
    length = file.seek(0, os.SEEK_END) // _BYTES_PER_FRAME
    pieces: list[NDArray[np.int16]] = []
    at, left = position % length, n_frames
    while left:
        n = min(left, length - at)
        file.seek(at * _BYTES_PER_FRAME)
        pieces.append(np.frombuffer(file.read(n * _BYTES_PER_FRAME), np.int16))
        at, left = 0, left - n
    whole = np.concatenate(pieces) if len(pieces) > 1 else pieces[0]
    samples = whole.astype(np.float32)
    samples *= np.float32(1 / _FULL_SCALE)
    return samples.reshape(-1, 2)


def _measure(raw: Path, n_frames: int, energies: Path) -> float:
    """Write the energy of each millisecond of a raw loop as it goes round; return its integrated loudness."""
    before, step = K_PRE_ROLL * FRAMES_PER_MS, 20 * SAMPLE_RATE
    with raw.open("rb") as sound, energies.open("w+b") as file:
        for start in range(0, _n_ms(n_frames) * FRAMES_PER_MS, step):
            n_own = min(step, _n_ms(n_frames) * FRAMES_PER_MS - start)
            energies_ms = weighted_hops(_stretch(sound, start - before, before + n_own), Ms(1))[K_PRE_ROLL:]
            file.write(energies_ms.astype(np.float32).tobytes())
    known = np.fromfile(energies, np.float32)
    hops = known[: len(known) // BLOCK_HOP_MS * BLOCK_HOP_MS].reshape(-1, BLOCK_HOP_MS).mean(axis=1, dtype=np.float64)
    return integrated_loudness(blocks_of(hops))


def _n_ms(n_frames: int) -> int:
    """Return how many milliseconds hold `n_frames`; the last one goes on into the next round."""
    return -(-n_frames // FRAMES_PER_MS)


def _digest(path: Path, bed: Bed) -> str:
    """Return the name of a loop: the hash of its file's bytes, its loop points and the way loops are made."""
    hashed = hashlib.sha256(f"loop {VERSIONS.loop} {bed.loop_start_ms} {bed.loop_end_ms} {bed.level_lufs} ".encode())
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                hashed.update(piece)
    except IsADirectoryError:
        raise CodecError("is a folder, not a sound file", path=path) from None
    except OSError as error:
        raise CodecError(f"can't be read: {error.strerror or error}", path=path) from None
    return hashed.hexdigest()
