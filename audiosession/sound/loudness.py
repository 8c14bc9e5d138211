"""Loudness by ITU-R BS.1770-4: K-weighting, gating blocks, integrated loudness; and the loudness of one take.

All sound is at 48 kHz. The meter comes in three steps, so that a long programme can be measured window by
window: `k_weighted` filters a window (with 200 ms of what sounds before it, if it is not the first),
`hop_energies` reduces it to ten numbers a second, and `integrated_loudness` reads the gating blocks that `blocks_of`
makes of those of all windows together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.segments import Samples
from audiosession.units import Ms, to_frames

K_PRE_ROLL = Ms(200)
"""What a window needs before its start, so that its K-weighting is that of the whole programme to float32."""
BLOCK_MS = Ms(400)
BLOCK_HOP_MS = Ms(100)
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0

_BLOCK = to_frames(BLOCK_MS)
_HOP = to_frames(BLOCK_HOP_MS)
_TAKE_HOP = to_frames(Ms(10))
_OFFSET_LU = -0.691

# BS.1770-4 annex 1, tables 1 and 2: the shelf that stands for the head, and the RLB high-pass, at 48 kHz.
_SHELF_B = (1.53512485958697, -2.69169618940638, 1.19839281085285)
_SHELF_A = (1.0, -1.69065929318241, 0.73248077421585)
_HIGH_PASS_B = (1.0, -2.0, 1.0)
_HIGH_PASS_A = (1.0, -1.99004745483398, 0.99007225036621)

# The high-pass rings with a pole radius of 0.995: after 3840 frames it is 5e-9 of its start, below float32's step, so
# that a response sampled at 61440 points wraps nothing back, and neighbouring pieces need no more overlap than that.
# What a piece adds is then 1.2 s: whole hops.
_FFT_SIZE = 61_440
_OVERLAP = _FFT_SIZE - 12 * _HOP
_SHORT_FFT_SIZES = (8_192, 15_360, 30_720)
_TOGETHER = 2
_HOPS_TOGETHER = 16
# numpy transforms float32 as float64 and back, which takes five times as long, where it has to scale by the integer 1:
# with the norms "backward" on the way there and "forward" on the way back. Nothing below asks for these.


def k_weighted(samples: Samples) -> Samples:
    """Return `samples` through both filters of K-weighting, as if silence went before.

    The biquads are applied by their exact frequency response: no loop over frames, no state.

    Args:
        samples: Sound at 48 kHz, shape ``(n_frames, n_channels)``.

    Returns:
        Sound of the same shape.
    """
    weighted = np.empty(samples.shape, np.float32)
    for start, piece in _weighted_pieces(samples):
        weighted[start : start + piece.shape[1]] = piece.T
    return weighted


def weighted_hops(samples: Samples, hop: Ms = BLOCK_HOP_MS) -> NDArray[np.float64]:
    """Return what `hop_energies` tells of the K-weighted `samples`, of which no more than a few seconds are held.

    Args:
        samples: Sound at 48 kHz, shape ``(n_frames, n_channels)``.
        hop: A part of 100 ms.
    """
    found = [hop_energies(piece.T, hop) for _, piece in _weighted_pieces(samples)]
    return np.concatenate(found) if found else np.zeros(0, np.float64)


def round_hops(samples: Samples) -> NDArray[np.float64]:
    """Return the K-weighted energy of each whole 100 ms of `samples`, each weighted as if it went round and round.

    By Parseval's theorem its energy is that of its spectrum, so that nothing is transformed back: half the work of
    `weighted_hops`. What a filter would carry from one 100 ms into the next stays where it is: a hop may be off by half
    a decibel beside a much louder one, the loudness of a programme by less than 0.01 LU (measured).
    """
    n_hops = len(samples) // _HOP
    energies = np.zeros(n_hops, np.float64)
    spectra: NDArray[Any] = np.empty((_HOPS_TOGETHER, _HOP // 2 + 1), np.complex64)
    for channel in samples.T:  # one by one: they may lie apart or side by side
        hops = np.ascontiguousarray(channel[: n_hops * _HOP]).reshape(n_hops, _HOP)
        for first in range(0, n_hops, _HOPS_TOGETHER):
            some = hops[first : first + _HOPS_TOGETHER]
            np.fft.rfft(some, axis=1, norm="forward", out=spectra[: len(some)])
            squares = spectra[: len(some)].view(np.float32)
            np.square(squares, out=squares)
            energies[first : first + len(some)] += np.einsum("ij,j->i", squares, _k_weights())
    return energies


def _weighted_pieces(samples: Samples) -> Iterator[tuple[int, Samples]]:
    """Yield `samples` K-weighted in pieces of whole 100 ms but for the last: its first frame, and channels by frames.

    Several pieces go through the transform together, which numpy does at less than the price of each; a piece that is
    yielded is written over by those after it.
    """
    n_frames, n_channels = samples.shape
    size = next((size for size in _SHORT_FFT_SIZES if size >= n_frames + _OVERLAP), _FFT_SIZE)
    stride = size - _OVERLAP
    n_together = max(1, min(_TOGETHER, -(-n_frames // stride)))
    pieces = np.empty((n_together, n_channels, size), np.float32)
    spectra = np.empty((n_together, n_channels, size // 2 + 1), np.complex64)
    for first in range(0, n_frames, n_together * stride):
        for piece, start in zip(pieces, range(first, first + n_together * stride, stride), strict=True):
            begin, stop = max(0, start - _OVERLAP), min(start + stride, n_frames)
            at = begin - start + _OVERLAP
            end = at + max(0, stop - begin)
            piece[:, :at] = piece[:, end:] = 0.0
            piece[:, at:end] = samples[begin:stop].T
        np.fft.rfft(pieces, axis=2, norm="ortho", out=spectra)
        spectra *= _k_response(size)
        np.fft.irfft(spectra, size, axis=2, norm="ortho", out=pieces)
        for piece, start in zip(pieces, range(first, n_frames, stride), strict=False):
            yield start, piece[:, _OVERLAP : _OVERLAP + n_frames - start]


def hop_energies(weighted: Samples, hop: Ms = BLOCK_HOP_MS) -> NDArray[np.float64]:
    """Return the energy of each whole `hop` of `weighted`: what is kept, so that nothing is measured twice."""
    n_frames = to_frames(hop)
    n_hops = len(weighted) // n_frames
    energies = np.zeros(n_hops, np.float64)
    for channel in weighted.T:  # one by one: they may lie apart or side by side
        hops = np.ascontiguousarray(channel[: n_hops * n_frames]).reshape(n_hops, n_frames)
        energies += np.einsum("ij,ij->i", hops, hops)
    return energies / n_frames


def blocks_of(hops: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the energies of the gating blocks that successive hops make up (BS.1770-4 annex 1, equation 3).

    A block lasts 400 ms and the next one starts 100 ms after it: four hops each, one hop apart. Every channel weighs
    1.0: mono or left and right.
    """
    n_hops = _BLOCK // _HOP
    if len(hops) < n_hops:
        return np.zeros(0, np.float64)
    blocks: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(hops, n_hops).mean(axis=1)
    return blocks


def integrated_loudness(energies: NDArray[np.float64]) -> float:
    """Return the loudness in LUFS of all blocks that pass both gates (annex 1, equations 4 to 7).

    The first gate leaves out what is below −70 LUFS, the second what is more than 10 LU below the mean of the
    rest. Nothing left is ``-inf``.
    """
    heard = energies[energies > _energy(ABSOLUTE_GATE_LUFS)]
    if not heard.size:
        return -math.inf
    relative_gate = loudness_of(float(heard.mean())) + RELATIVE_GATE_LU
    return loudness_of(float(heard[heard > _energy(relative_gate)].mean()))


def weighted_speech_loudness(weighted: Samples) -> float:
    """Return the loudness in LUFS of one spoken line as it is heard from the middle of a stereo programme.

    A mono take counts on both channels, 3 LU more than a meter says of a mono programme: mixed to left and right
    as it is, it has the loudness told here. Blocks start every 10 ms, so that no end of a short line is left
    out, and a line under 400 ms is one block with silence behind it: the ear takes as long to hear how loud it is, so
    that a word of 160 ms must be 4 LU over a sentence to be as loud as that. Silence is ``-inf``.

    Args:
        weighted: The line, or a part of it, that `k_weighted` returned.
    """
    n_frames, n_channels = weighted.shape
    if not n_frames:
        return -math.inf
    if n_frames < _BLOCK:
        energies = np.array([float(np.square(weighted, dtype=np.float64).sum()) / _BLOCK])
    else:
        energies = _line_blocks(weighted)
    return integrated_loudness(energies * (2.0 if n_channels == 1 else 1.0))


def loudest(weighted: Samples) -> float:
    """Return the loudness in LUFS of the loudest 400 ms of a mono sound, heard as a line is; silence is ``-inf``.

    Args:
        weighted: The sound as `k_weighted` returned it; one that is shorter counts as if silence came after.
    """
    padded = np.concatenate([weighted, np.zeros((max(0, _BLOCK - len(weighted)), 1), np.float32)])
    energy = 2.0 * float(_line_blocks(padded).max())
    return loudness_of(energy)


def _line_blocks(weighted: Samples) -> NDArray[np.float64]:
    """Return the energies of the blocks of 400 ms that start every 10 ms of `weighted`, which is as long as one.

    They go on from its end to its beginning, so that each part of the line is in as many of them: where they do not,
    a line that ends in its loudest word is taken for 1 dB softer than it is.
    """
    n_hops = len(weighted) // _TAKE_HOP
    hops = np.ascontiguousarray(weighted[: n_hops * _TAKE_HOP]).reshape(n_hops, -1)
    energy = np.einsum("ij,ij->i", hops, hops).astype(np.float64)
    n_together = _BLOCK // _TAKE_HOP
    round_again = np.concatenate([energy, energy[: n_together - 1]])
    blocks: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(round_again, n_together).sum(axis=1)
    return blocks / _BLOCK


def loudness_of(energy: float) -> float:
    """Return the loudness in LUFS of a mean K-weighted `energy`, nothing gated (annex 1, equation 2); 0 is ``-inf``."""
    return _OFFSET_LU + 10.0 * math.log10(energy) if energy else -math.inf


def _energy(loudness_lufs: float) -> float:
    return float(10.0 ** ((loudness_lufs - _OFFSET_LU) / 10.0))


@cache
def _k_weights() -> NDArray[np.float32]:
    """Return what the square of each real and imaginary part of a hop's spectrum adds to its mean K-weighted square.

    The spectrum is divided by the number of frames.
    """
    power = np.abs(_k_response(_HOP)) ** 2
    power[1:-1] *= 2.0  # frequencies below zero
    return np.repeat(power, 2).astype(np.float32)


@cache
def _k_response(size: int) -> NDArray[np.complex64]:
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))  # one frame's delay
    response = np.ones(len(z), np.complex128)
    for numerator, denominator in ((_SHELF_B, _SHELF_A), (_HIGH_PASS_B, _HIGH_PASS_A)):
        response *= np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)
    return response.astype(np.complex64)
