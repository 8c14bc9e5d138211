"""MP3 in windows: encode each on its own so that they join exactly, and hear them again.

MPEG-1 Layer III, 48 kHz, stereo, constant 128 kbit/s: every MP3 frame is 1152 frames of sound in 384 bytes, and with
the bit reservoir off none borrows bytes from another. What still reaches over a seam is the encoder's memory of what
it heard before; a window is therefore encoded with a pre-roll, whose MP3 frames are thrown away.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from functools import cache

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from audiosession.codecs.lame import BIT_RATE, Lame, lame_of_lameenc, lame_of_pyav
from audiosession.errors import CodecError
from audiosession.sound.segments import Room, Samples
from audiosession.units import MP3_FRAME, SAMPLE_RATE

FRAME_BYTES = 144 * BIT_RATE // SAMPLE_RATE
"""Bytes of one MP3 frame (ISO/IEC 11172-3, 2.4.3.1)."""
PRE_ROLL_FRAMES = 6
"""MP3 frames before a window that make its seam as good as the middle of a long encode."""
POST_ROLL_FRAMES = 1
"""MP3 frames after a window that the encoder must hear to give the window's last one."""
DECODE_PRE_ROLL_FRAMES = 1
"""MP3 frames before a window that a decoder must have read to hear the window's first frame whole."""

ENCODER_DELAY = 576
DECODER_DELAY = 529
"""Frames of sound by which LAME, and then any decoder, is late."""

_DELAY = ENCODER_DELAY + DECODER_DELAY
_SYNC = b"\xff\xfb"
"""What every MP3 frame of ours begins with: MPEG-1 Layer III, no CRC of its own."""
_PROOF = 0.03
"""The most error that a tone may come with: a level of 0.95 is off by 0.05, one frame of delay by 0.06."""
# So many MP3 frames in one go: FFmpeg takes them one by one faster than Python does.
_AT_ONCE = 40


def n_mp3_frames(n_frames: int) -> int:
    """Return how many MP3 frames hold `n_frames` of sound and the delay of encoder and decoder."""
    return -(-(n_frames + _DELAY) // MP3_FRAME)


@cache
def encoder() -> Lame:
    """Return the LAME that encodes here: lameenc's where it is to be had and proves right, else PyAV's."""
    try:
        fast = lame_of_lameenc()
        prove(fast)
    except CodecError as error:
        return lame_of_pyav(instead=str(error))
    return fast


def prove(lame: Lame) -> None:
    """Let `lame` encode a tone, and hear it.

    Raises:
        CodecError: It is late by other than `ENCODER_DELAY`, at another level, or not in MP3 frames as we cut them.
    """
    time = np.arange(16 * MP3_FRAME) / SAMPLE_RATE
    tone = np.outer(0.25 * np.sin(2 * np.pi * 440 * time), [1.0, -0.5]).astype(np.float32)
    try:
        heard = decode_window(_encoded(lame, tone, pre_roll=0, n_frames=14), pre_roll=0)
    except av.error.FFmpegError as error:
        raise CodecError(f"{lame.name} encodes a tone as what is no MP3: {error.strerror}") from error
    middle = slice(4 * MP3_FRAME, 10 * MP3_FRAME)
    off = np.inf if len(heard) < middle.stop else np.std(heard[middle] - tone[middle]) / np.std(tone[middle])
    if not off < _PROOF:
        raise CodecError(f"{lame.name} encodes a tone as something else")


def encode_window(samples: Samples, *, pre_roll: int, n_frames: int | None) -> bytes:
    """Return the MP3 frames of one window of a longer sound; safe to call from several threads.

    Windows of whole MP3 frames, encoded one by one and joined, decode as one long encode does.

    Args:
        samples: The window with `pre_roll` MP3 frames of sound before it and, unless it is the last one,
            `POST_ROLL_FRAMES` after it. Shape ``(n, 2)``, 48 kHz.
        pre_roll: MP3 frames before the window: `PRE_ROLL_FRAMES`, or as many as there are.
        n_frames: MP3 frames to return; ``None`` for the last window, which runs to the end of `samples` and on
            until everything is out: `n_mp3_frames` of its length.

    Raises:
        ValueError: `samples` is too short for what is asked, or not stereo.
    """
    return _encoded(encoder(), samples, pre_roll=pre_roll, n_frames=n_frames)


def _encoded(lame: Lame, samples: Samples, *, pre_roll: int, n_frames: int | None) -> bytes:
    if samples.ndim != 2 or samples.shape[1] != 2:
        raise ValueError(f"an MP3 of ours has two channels; the sound's shape is {samples.shape}")
    n_wanted = n_mp3_frames(len(samples) - pre_roll * MP3_FRAME) if n_frames is None else n_frames
    n_needed = (pre_roll + n_wanted + (0 if n_frames is None else POST_ROLL_FRAMES)) * MP3_FRAME
    if n_frames is not None and len(samples) < n_needed:
        raise ValueError(f"{n_wanted} MP3 frames after {pre_roll} need {n_needed} frames; there are {len(samples)}")
    frames = _first(lame.encode(samples[:n_needed], n_needed // MP3_FRAME), (pre_roll + n_wanted) * FRAME_BYTES)
    wanted = frames[pre_roll * FRAME_BYTES : (pre_roll + n_wanted) * FRAME_BYTES]
    whole = len(frames) % FRAME_BYTES == 0 and len(wanted) == n_wanted * FRAME_BYTES
    if not whole or any(frames[at : at + 2] != _SYNC for at in range(0, len(frames), FRAME_BYTES)):
        raise CodecError(f"{lame.name} returned no {n_wanted} MP3 frames of {FRAME_BYTES} bytes each")
    return wanted


def _first(encoded: Generator[bytes, None, None], n_bytes: int) -> bytes:
    """Return what comes until there are `n_bytes`, or all there is."""
    parts: list[bytes] = []
    missing = n_bytes
    with closing(encoded):
        for part in encoded:
            parts.append(part)
            missing -= len(part)
            if missing <= 0:
                break
    return b"".join(parts)


def decode_window(frames: bytes, *, pre_roll: int, room: Room = np.empty) -> Samples:
    """Return what `frames` sound like, aligned: from the source frame at which the MP3 frame `pre_roll` was cut.

    A decoder is 1105 frames late, so the last MP3 frame but one is the last that is heard whole: to hear a window to
    its end, hand in the MP3 frame after it too. Safe to call from several threads.

    Args:
        frames: Whole MP3 frames, without header frame or tags.
        pre_roll: MP3 frames before what is wanted; `DECODE_PRE_ROLL_FRAMES`, or 0 at the start of the whole sound.
        room: Where the sound may lie.

    Returns:
        Sound at 48 kHz, shape ``((len(frames) // 384 - pre_roll) * 1152 - 1105, 2)``; each channel lies in one piece.
    """
    decoder = av.CodecContext.create("mp3float", "r")
    if not isinstance(decoder, AudioCodecContext):
        raise CodecError("this PyAV has no MP3 decoder")
    n_frames = len(frames) // FRAME_BYTES * MP3_FRAME
    decoded = room((2, n_frames), np.float32)
    left, right = (memoryview(channel).cast("B") for channel in decoded)
    at = 0
    for start in range(0, len(frames), _AT_ONCE * FRAME_BYTES):
        for block in decoder.decode(av.Packet(frames[start : start + _AT_ONCE * FRAME_BYTES])):
            end, planes = at + block.samples * decoded.itemsize, block.planes
            left[at:end] = memoryview(planes[0])[: end - at]
            right[at:end] = memoryview(planes[1])[: end - at]
            at = end
    return decoded[:, pre_roll * MP3_FRAME + _DELAY : at // decoded.itemsize].T
