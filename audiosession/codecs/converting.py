"""Decoded frames into samples of one rate and one number of channels, whatever changes on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import av
import av.error
import numpy as np

from audiosession.codecs.skipped import Skipped
from audiosession.errors import CodecError
from audiosession.sound.segments import Samples

_LAYOUTS = {1: "mono", 2: "stereo"}
_SLOWEST, _FASTEST = 1_000, 3_000_000
_LOUDEST = 2.0**16
"""What a sample may be: twice the full scale of 16 bits, for programs that forget to divide by it."""


@dataclass(kw_only=True)
class Converter:
    """What brings frames to `rate` and `channels`; ``None`` takes mono or stereo from the first frame.

    `n_frames` counts what came out.
    """

    rate: int
    channels: int | None
    skipped: Skipped
    n_frames: int = 0
    _resampler: av.AudioResampler | None = None
    _kind: tuple[str, str, int] | None = None

    def convert(self, frame: av.AudioFrame, at_s: float) -> Iterator[Samples]:
        """Yield what `frame`, which stands `at_s` into its track, brings out.

        Raises:
            CodecError: A sample rate out of all bounds.
        """
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind:
            yield from self.flush()
            if not _SLOWEST <= frame.sample_rate <= _FASTEST:
                raise CodecError(f"has {frame.sample_rate:,} samples a second", hint="44,100 or 48,000 are usual")
            self.channels = self.channels or (1 if len(frame.layout.channels) == 1 else 2)
            self._resampler = av.AudioResampler(format="flt", layout=_LAYOUTS[self.channels], rate=self.rate)
            self._kind = kind
        yield from self._resampled(frame, at_s)

    def flush(self) -> Iterator[Samples]:
        """Yield what is still held back; whatever comes next is another sound."""
        if self._resampler is not None:
            yield from self._resampled(None, 0.0)
        self._resampler = self._kind = None

    def _resampled(self, frame: av.AudioFrame | None, at_s: float) -> Iterator[Samples]:
        assert self._resampler is not None
        try:
            blocks = self._resampler.resample(frame)
        except (av.error.FFmpegError, ValueError):
            self.skipped.broken(at_s)
            return
        for block in blocks:
            self.n_frames += block.samples
            samples = np.asarray(block.to_ndarray(), np.float32).reshape(-1, len(block.layout.channels))
            yield self._sane(samples)

    def _sane(self, samples: Samples) -> Samples:
        # A comparison with NaN, which is what the greatest of NaN and anything is, is never true.
        if not len(samples) or (samples.max() <= _LOUDEST and samples.min() >= -_LOUDEST):
            return samples
        wild = ~(np.abs(samples) <= _LOUDEST)
        self.skipped.no_numbers(int(np.count_nonzero(wild)))
        return np.where(wild, np.float32(0), samples)
