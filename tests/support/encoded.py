"""Sound files as FFmpeg writes them, made where a test needs them."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

import av
import numpy as np

from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE


def encoded(
    sound: Samples, format: str, codec: str, *, rate: int = SAMPLE_RATE, options: Mapping[str, str] | None = None
) -> bytes:
    """Return `sound` written by FFmpeg; `options` are the container's."""
    file = io.BytesIO()
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[sound.shape[1]]
    with av.open(file, "w", format=format, options=dict(options or {})) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        stream.codec_context.options = {"strict": "experimental"}  # FFmpeg's own Vorbis
        container.mux([*stream.encode(_frame(sound, layout)), *stream.encode(None)])
    return file.getvalue()


def film(pictures_s: float, *tracks: Samples, starts_s: float = 0.0, format: str = "matroska") -> bytes:
    """Return a film of `pictures_s` seconds with `tracks` of sound, all of which start after `starts_s`."""
    file = io.BytesIO()
    with av.open(file, "w", format=format) as container:
        video = container.add_stream("mpeg4", rate=5)
        video.width = video.height = 32
        video.pix_fmt = "yuv420p"
        streams = [container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="stereo") for _ in tracks]
        for number in range(round(5 * pictures_s)):
            picture = av.VideoFrame(32, 32, "yuv420p")
            picture.pts = number
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        for stream, sound in zip(streams, tracks, strict=True):
            if len(sound):
                frame = _frame(sound, "stereo")
                frame.pts = round(starts_s * SAMPLE_RATE)
                container.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


def id3(n_bytes: int) -> bytes:
    """Return an ID3v2.3 tag with a picture of `n_bytes`, in which a decoder could find what looks like MP3 frames."""
    picture = (b"\xff\xfb\x90\x64" + b"\x55" * 400) * (n_bytes // 404 + 1)
    body = b"APIC" + struct.pack(">IH", n_bytes + 14, 0) + b"\0image/jpeg\0\3\0" + picture[:n_bytes]
    return b"ID3\3\0\0" + bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0)) + body


def _frame(sound: Samples, layout: str) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound).reshape(1, -1), format="flt", layout=layout)
    frame.sample_rate = SAMPLE_RATE
    frame.pts = 0
    return frame
