"""Beds on disk as endless loops: decoded once, made seamless, read from any frame."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audiosession.beds import Bed, Loop, blend, find_loop
from audiosession.codecs.decode import decode_blocks
from audiosession.errors import CodecError, OutputError
from audiosession.loudness import block_energies, integrated_loudness, k_weighted
from audiosession.segments import Samples
from audiosession.units import SAMPLE_RATE

_VERSION = 1
_BYTES_PER_FRAME = 4
_FULL_SCALE = 32_768.0


@dataclass(frozen=True, kw_only=True)
class StoredLoop:
    """A loop in the store: the digest of its sound, its loudness in LUFS and its length in frames."""

    digest: str
    lufs: float
    n_frames: int


class LoopStore:
    """A folder of loops as raw 16-bit stereo at 48 kHz, named by what they were made from.

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
            if self._raw(digest).stat().st_size == known["n_frames"] * _BYTES_PER_FRAME:
                return StoredLoop(digest=digest, lufs=known["lufs"], n_frames=known["n_frames"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not there, or not whole: it is made anew
        return self._make(path, bed, digest)

    def read(self, digest: str, position: int, n_frames: int) -> Samples:
        """Return `n_frames` from frame `position` on, round and round; float32, shape ``(n_frames, 2)``."""
        raw = self._raw(digest)
        length = raw.stat().st_size // _BYTES_PER_FRAME
        pieces: list[NDArray[np.int16]] = []
        with raw.open("rb") as file:
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

    def _raw(self, digest: str) -> Path:
        return self.folder / f"{digest}.pcm"

    def _json(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"

    def _make(self, path: Path, bed: Bed, digest: str) -> StoredLoop:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".partial", dir=self.folder)
            partial = Path(name)
            try:
                with os.fdopen(handle, "w+b") as file:
                    for block in decode_blocks(path, channels=2):
                        file.write(_to_integers(block).tobytes())
                lufs, n_frames = _close_loop(path, bed, partial)
                partial.replace(self._raw(digest))
            finally:
                partial.unlink(missing_ok=True)
            self._json(digest).write_text(json.dumps({"lufs": lufs, "n_frames": n_frames}), "utf-8")
        except OSError as error:
            raise OutputError(
                f"the cache of beds can't be written: {error.strerror or error}",
                path=self.folder,
                hint="free some space, or set AUDIOSESSION_CACHE to a folder that you may write to",
            ) from error
        return StoredLoop(digest=digest, lufs=lufs, n_frames=n_frames)


def _close_loop(path: Path, bed: Bed, raw: Path) -> tuple[float, int]:
    """Cut the raw recording to one round of its loop, in place; return its loudness and length."""
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
    lufs = bed.level_lufs if bed.level_lufs is not None else _loudness(raw, len(once))
    if not np.isfinite(lufs):
        raise CodecError("is silent", path=path, hint="choose another bed, or --music none")
    return round(lufs, 2), len(once)


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


def _loudness(raw: Path, n_frames: int) -> float:
    """Return the integrated loudness of a raw loop, measured 20 s at a time with what lies around each."""
    energies = []
    sound = np.memmap(raw, np.int16, "r").reshape(-1, 2)
    step, before, behind = 20 * SAMPLE_RATE, SAMPLE_RATE // 5, 3 * SAMPLE_RATE // 10
    for start in range(0, n_frames, step):
        lead = min(before, start)
        part = sound[start - lead : start + step + behind].astype(np.float32) / _FULL_SCALE
        n_blocks = max(0, min(step, n_frames - start - behind)) * 10 // SAMPLE_RATE
        if n_blocks:
            energies.append(block_energies(k_weighted(part)[lead:], n_blocks))
    return integrated_loudness(np.concatenate(energies)) if energies else float("-inf")


def _digest(path: Path, bed: Bed) -> str:
    """Return the name of a loop: the hash of its file's bytes, its loop points and the way loops are made."""
    hashed = hashlib.sha256(f"loop {_VERSION} {bed.loop_start_ms} {bed.loop_end_ms} {bed.level_lufs} ".encode())
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                hashed.update(piece)
    except IsADirectoryError:
        raise CodecError("is a folder, not a sound file", path=path) from None
    except OSError as error:
        raise CodecError(f"can't be read: {error.strerror or error}", path=path) from None
    return hashed.hexdigest()
