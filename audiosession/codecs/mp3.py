"""MP3 in windows: encode each on its own so that they join exactly, and hear them again.

MPEG-1 Layer III, 48 kHz, stereo, constant 128 kbit/s: every MP3 frame is 1152 frames of sound in 384 bytes, and with
the bit reservoir off none borrows bytes from another. What still reaches over a seam is the encoder's memory of what
it heard before; a window is therefore encoded with a pre-roll, whose MP3 frames are thrown away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from audiosession.errors import CodecError
from audiosession.sound.segments import Samples
from audiosession.units import MP3_FRAME, SAMPLE_RATE

BIT_RATE = 128_000
FRAME_BYTES = 144 * BIT_RATE // SAMPLE_RATE
"""Bytes of one MP3 frame (ISO/IEC 11172-3, 2.4.3.1)."""
PRE_ROLL_FRAMES = 8
"""MP3 frames before a window that make its seam as good as the middle of a long encode."""
POST_ROLL_FRAMES = 2
"""MP3 frames after a window that the encoder must hear to finish the window's last one."""
DECODE_PRE_ROLL_FRAMES = 1
"""MP3 frames before a window that a decoder must have read to hear the window's first frame whole."""

ENCODER_DELAY = 576
DECODER_DELAY = 529
"""Frames of sound by which LAME, and then any decoder, is late."""

_DELAY = ENCODER_DELAY + DECODER_DELAY
# At CBR 128 kbit/s LAME scales its input by this (measured), and FFmpeg has no switch for it: undone beforehand.
_LAME_SCALE = np.float32(0.95)
# So many MP3 frames in one go: FFmpeg takes them one by one faster than Python does (5 % of a build, measured).
_AT_ONCE = 40
# LAME fills tables that all its encoders share while one is opened.
_OPENING = threading.Lock()


def n_mp3_frames(n_frames: int) -> int:
    """Return how many MP3 frames hold `n_frames` of sound and the delay of encoder and decoder."""
    return -(-(n_frames + _DELAY) // MP3_FRAME)


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
    if samples.ndim != 2 or samples.shape[1] != 2:
        raise ValueError(f"an MP3 of ours has two channels; the sound's shape is {samples.shape}")
    n_wanted = n_mp3_frames(len(samples) - pre_roll * MP3_FRAME) if n_frames is None else n_frames
    n_needed = (pre_roll + n_wanted + (0 if n_frames is None else POST_ROLL_FRAMES)) * MP3_FRAME
    if n_frames is not None and len(samples) < n_needed:
        raise ValueError(f"{n_wanted} MP3 frames after {pre_roll} need {n_needed} frames; there are {len(samples)}")
    stop = max(n_needed, len(samples)) if n_frames is None else n_needed
    packets = list(_packets(samples[:stop], -(-stop // MP3_FRAME)))[pre_roll : pre_roll + n_wanted]
    if len(packets) != n_wanted or any(len(packet) != FRAME_BYTES for packet in packets):
        raise CodecError(f"LAME returned {len(packets)} MP3 frames of {n_wanted}, or one not of {FRAME_BYTES} bytes")
    return b"".join(packets)


def decode_window(frames: bytes, *, pre_roll: int) -> Samples:
    """Return what `frames` sound like, aligned: from the source frame at which the MP3 frame `pre_roll` was cut.

    A decoder is 1105 frames late, so the last MP3 frame but one is the last that is heard whole: to hear a window to
    its end, hand in the MP3 frame after it too. Safe to call from several threads.

    Args:
        frames: Whole MP3 frames, without header frame or tags.
        pre_roll: MP3 frames before what is wanted; `DECODE_PRE_ROLL_FRAMES`, or 0 at the start of the whole sound.

    Returns:
        Sound at 48 kHz, shape ``((len(frames) // 384 - pre_roll) * 1152 - 1105, 2)``; each channel lies in one piece.
    """
    decoder = av.CodecContext.create("mp3float", "r")
    if not isinstance(decoder, AudioCodecContext):
        raise CodecError("this PyAV has no MP3 decoder")
    n_frames = len(frames) // FRAME_BYTES * MP3_FRAME
    decoded = np.empty((2, n_frames), np.float32)
    at = 0
    for start in range(0, len(frames), _AT_ONCE * FRAME_BYTES):
        for block in decoder.decode(av.Packet(frames[start : start + _AT_ONCE * FRAME_BYTES])):
            for channel, plane in zip(decoded, block.planes, strict=True):
                channel[at : at + block.samples] = np.frombuffer(memoryview(plane), np.float32, block.samples)
            at += block.samples
    return decoded[:, pre_roll * MP3_FRAME + _DELAY : at].T


def _packets(samples: Samples, n_frames: int) -> Iterator[bytes]:
    """Yield the encoder's packets for `samples`, with silence behind them up to `n_frames` MP3 frames."""
    encoder = av.CodecContext.create("libmp3lame", "w")
    if not isinstance(encoder, AudioCodecContext):
        raise CodecError("this PyAV has no MP3 encoder")
    encoder.sample_rate = SAMPLE_RATE
    encoder.layout = "stereo"
    encoder.format = "fltp"
    encoder.bit_rate = BIT_RATE
    encoder.options = {"reservoir": "0"}
    with _OPENING:
        encoder.open()
    n_padded = n_frames * MP3_FRAME
    for start in range(0, n_padded, _AT_ONCE * MP3_FRAME):
        block = np.zeros((min(_AT_ONCE * MP3_FRAME, n_padded - start), 2), np.float32)
        own = samples[start : start + len(block)]
        np.divide(own, _LAME_SCALE, out=block[: len(own)])
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = start
        yield from map(bytes, encoder.encode(frame))
    yield from map(bytes, encoder.encode(None))
