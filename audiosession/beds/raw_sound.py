"""Sound as raw 16-bit stereo in a file: read and written from any frame, so that it need not fit into the memory."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from io import FileIO
from typing import IO

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.segments import Samples

BYTES_PER_FRAME = 4
_FULL_SCALE = 32_768.0
_PIECE = 1 << 18


@dataclass(frozen=True, kw_only=True)
class RawSound:
    """The sound in an open file from byte `start` on; as float32 it has the shape ``(n_frames, 2)``.

    `halvings` is how often it is halved in the file, so that sound beyond full scale has room there. Reading brings it
    back.
    """

    file: IO[bytes] | FileIO
    start: int
    halvings: int = 0

    @property
    def _step(self) -> float:
        return 2.0**self.halvings / _FULL_SCALE

    def read(self, first: int, n_frames: int) -> Samples:
        """Return `n_frames` from frame `first` on, as far as there are so many."""
        samples = np.frombuffer(self._bytes(first, n_frames), np.int16).astype(np.float32)
        samples *= np.float32(self._step)
        return samples.reshape(-1, 2)

    def read_round(self, position: int, n_frames: int, length: int) -> Samples:
        """Return `n_frames` from frame `position` on, be it before 0, of what goes round every `length` frames."""
        pieces: list[Samples] = []
        at, left = position % length, n_frames
        while left:
            n = min(left, length - at)
            pieces.append(self.read(at, n))
            at, left = 0, left - n
        return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]

    def write(self, first: int, samples: Samples) -> None:
        """Write `samples` from frame `first` on, rounded to 16 bits; what there is no room for is clipped."""
        whole: NDArray[np.int16] = np.clip(np.rint(samples / self._step), -32_768, 32_767).astype(np.int16)
        self._seek(first)
        self.file.write(whole.tobytes())

    def with_room(self, samples: Samples, n_frames: int) -> RawSound:
        """Return this sound, its first `n_frames` halved in the file until there is room for `samples` as well."""
        peak = max(float(samples.max()), -float(samples.min())) if len(samples) else 0.0
        more = math.ceil(math.log2(peak)) - self.halvings if peak > 1.0 else 0
        if more <= 0:
            return self
        roomier = replace(self, halvings=self.halvings + more)
        for done in range(0, n_frames, _PIECE):
            roomier.write(done, self.read(done, min(_PIECE, n_frames - done)))
        return roomier

    def move(self, first: int, to: int, n_frames: int) -> None:
        """Move `n_frames` from frame `first` to an earlier one."""
        for done in range(0, n_frames if to < first else 0, _PIECE):
            piece = self._bytes(first + done, min(_PIECE, n_frames - done))
            self._seek(to + done)
            self.file.write(piece)

    def _bytes(self, first: int, n_frames: int) -> bytes:
        self._seek(first)
        return self.file.read(n_frames * BYTES_PER_FRAME)

    def _seek(self, frame: int) -> None:
        self.file.seek(self.start + frame * BYTES_PER_FRAME)
