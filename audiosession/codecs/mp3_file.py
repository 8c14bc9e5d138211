"""A whole MP3 file from encoded windows: the header frame that tells its true length, and its checksums."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from audiosession.codecs.lame import BIT_RATE
from audiosession.codecs.mp3 import DECODER_DELAY, ENCODER_DELAY, FRAME_BYTES
from audiosession.units import MP3_FRAME


class Chunk(NamedTuple):
    """MP3 frames in a row, whole, with their `music_crc`."""

    frames: bytes
    crc: int


def music_crc(frames: bytes) -> int:
    """Return the CRC-16 of whole MP3 frames, as LAME's tag has it.

    A CRC without start value is linear, so that all MP3 frames are summed side by side, two bytes at a time, and
    then chained.

    Raises:
        ValueError: `frames` is not a whole number of MP3 frames.
    """
    if len(frames) % FRAME_BYTES:
        raise ValueError(f"{len(frames)} bytes are not a whole number of MP3 frames of {FRAME_BYTES}")
    words = np.frombuffer(frames, "<u2").reshape(-1, FRAME_BYTES // 2).T
    table = _crc_of_words()
    remainders = np.zeros(words.shape[1], np.uint16)
    for word in words:
        remainders = table[remainders ^ word]
    crc = 0
    low, high = _crc_past(1)
    for remainder in remainders.tolist():
        crc = low[crc & 0xFF] ^ high[crc >> 8] ^ remainder
    return crc


def joined_crc(before: int, after: int, n_after: int) -> int:
    """Return the CRC-16 of two stretches of MP3 frames in a row from that of each; the later has `n_after` of them."""
    low, high = _crc_past(n_after)
    return low[before & 0xFF] ^ high[before >> 8] ^ after


def header_frame(n_sound_frames: int, n_frames: int, crc: int, delay: int = ENCODER_DELAY) -> bytes:
    """Return the silent MP3 frame that goes first and tells players length, delay, padding and seek points.

    It is Xing's "Info" tag with LAME's extension ("MP3 Info Tag rev. 1", gabriel.mp3-tech.org/mp3infotag.html), as
    FFmpeg, iTunes and mutagen read it.

    Args:
        n_sound_frames: Frames of sound, exact: what a gapless player plays.
        n_frames: MP3 frames that follow.
        crc: `music_crc` of those.
        delay: Frames before the sound that are not to be heard; those of the encoder, and of MP3 frames that a decoder
            must have read before it hears the first one whole.

    Raises:
        ValueError: The MP3 frames can't hold the sound, or are over 4095 frames longer.
    """
    padding = n_frames * MP3_FRAME - delay - n_sound_frames
    if not DECODER_DELAY <= padding < 4096:
        raise ValueError(f"{n_frames} MP3 frames for {n_sound_frames} frames of sound leave a padding of {padding}")
    n_bytes = (n_frames + 1) * FRAME_BYTES
    xing = b"Info" + _big(0b1111, 4) + _big(n_frames, 4) + _big(n_bytes, 4)
    xing += bytes(256 * percent // 100 for percent in range(100)) + _big(0, 4)
    return _frame_of(xing, _lame(delay, padding, n_bytes, crc))


def open_header_frame(n_bytes: int, delay: int) -> bytes:
    """Return the header frame of MP3 frames of which nobody knows yet how many will follow: it tells the delay alone.

    FFmpeg takes a header for one by `n_bytes`, about how long the whole is; what goes beyond is played too.
    """
    return _frame_of(b"Info" + _big(0b0010, 4) + _big(n_bytes, 4), _lame(delay, DECODER_DELAY, n_bytes, 0))


def _lame(delay: int, padding: int, n_bytes: int, crc: int) -> bytes:
    """Return LAME's extension of Xing's tag."""
    lame = b"LAME3.100"
    lame += bytes([0x01, 170])  # revision 0, CBR; low-pass at 17 kHz
    lame += bytes(8)  # peak and both replay gains: not told
    lame += bytes([0x14, BIT_RATE // 1000])  # LAME's psychoacoustic model with its hearing threshold no. 4
    lame += _big(delay << 12 | padding, 3)
    lame += bytes([0b10_0_011_01, 0]) + _big(BIT_RATE // 1000, 2)  # 48 kHz source, joint stereo; no gain; preset
    return lame + _big(n_bytes, 4) + _big(crc, 2)


def _frame_of(xing: bytes, lame: bytes) -> bytes:
    # Frame header: MPEG-1 Layer III, no CRC of its own, 128 kbit/s, 48 kHz, joint stereo, original; an empty side info.
    tag = b"\xff\xfb\x94\x44" + bytes(32) + xing + lame
    tag += _big(_crc(tag), 2)
    return tag.ljust(FRAME_BYTES, b"\0")


def write_mp3(
    stream: IO[bytes], chunks: Iterable[Chunk], *, n_sound_frames: int, tag: bytes = b"", delay: int = ENCODER_DELAY
) -> int:
    """Write a whole MP3: `tag`, the header frame, and the windows' MP3 frames one by one; return its length in bytes.

    `delay` is as `header_frame` has it. The header is written last, for it tells what the frames sum up to; `stream`
    must be seekable.
    """
    stream.write(tag + bytes(FRAME_BYTES))
    n_bytes = crc = 0
    for chunk in chunks:
        crc = joined_crc(crc, chunk.crc, len(chunk.frames) // FRAME_BYTES)
        n_bytes += stream.write(chunk.frames)
    stream.seek(len(tag))
    stream.write(header_frame(n_sound_frames, n_bytes // FRAME_BYTES, crc, delay))
    stream.seek(0, 2)
    return len(tag) + FRAME_BYTES + n_bytes


def _big(number: int, n_bytes: int) -> bytes:
    return number.to_bytes(n_bytes, "big")


def _crc(tag: bytes) -> int:
    """Return CRC-16 with the polynomial 0x8005, bits reflected, start 0: the one LAME uses."""
    crc = 0
    for byte in tag:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


@cache
def _crc_of_words() -> NDArray[np.uint16]:
    """Return the CRC of each pair of bytes, indexed by the pair as a little-endian word."""
    crc = np.arange(65_536, dtype=np.uint16)
    for _ in range(16):
        crc = np.where(crc & 1, crc >> 1 ^ np.uint16(0xA001), crc >> 1).astype(np.uint16)
    return crc


@cache
def _crc_past(n_frames: int) -> tuple[list[int], list[int]]:
    """Return what becomes of a CRC's low and high byte when `n_frames` MP3 frames of zeros follow."""
    crc = np.concatenate([np.arange(256), np.arange(256) << 8]).astype(np.uint16)
    if n_frames == 1:
        for _ in range(FRAME_BYTES // 2):
            crc = _crc_of_words()[crc]
    elif n_frames > 1:
        for half in (n_frames // 2, n_frames - n_frames // 2):
            low, high = (np.array(side, np.uint16) for side in _crc_past(half))
            crc = low[crc & 0xFF] ^ high[crc >> 8]
    return crc[:256].tolist(), crc[256:].tolist()
