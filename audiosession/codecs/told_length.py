"""How long a sound file says that it is, in its header: by that one that was cut short is told from a short one."""

from __future__ import annotations

import re
from typing import BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

_ALWAYS_TELL = {"w64", "aiff", "flac", "mov,mp4,m4a,3gp,3g2,mj2", "caf", "matroska,webm"}
_CLOCK = re.compile(r"(\d{1,3}):(\d\d):(\d\d(?:\.\d{1,9})?)")
_HEAD = 4_096
_MOST_TAGS = 16
_RATES = (44_100, 48_000, 32_000)
# An MPEG audio Layer III frame: 11 bits of sync, version, layer, protection; bit rate, sample rate; mode.
_FIRST_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][^\xff].", re.S)
_XING_AT = {(True, False): 36, (True, True): 21, (False, False): 21, (False, True): 13}
"""Where a Xing header stands, by whether the frame is MPEG-1 and whether it is mono."""
_VBRI_AT, _VBRI_FRAMES_AT = 36, 14


def told_length(container: InputContainer, stream: AudioStream, file: BinaryIO) -> float | None:
    """Return the length in seconds that the container of `stream` tells, None where it tells none.

    It is that of the sound from its own start, not of a picture that goes on. `file` is what the container reads; it is
    left where it stands.
    """
    name = container.format.name
    if name == "mp3":
        at = file.tell()
        try:
            return _told_by_mp3(file)
        finally:
            file.seek(at)
    is_pcm_wav = name == "wav" and stream.codec_context.name.startswith("pcm_")
    if not is_pcm_wav and name not in _ALWAYS_TELL:
        return None
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    starts = max(0.0, float((stream.start_time or 0) * (stream.time_base or 0)))
    if clock := _CLOCK.match(stream.metadata.get("DURATION", "")):
        hours, minutes, seconds = clock.groups()
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds) - starts
    if len(container.streams) > 1 or container.duration is None:
        return None
    return container.duration / av.time_base - starts


def _told_by_mp3(file: BinaryIO) -> float | None:
    """Return the length that an MP3's Xing, Info or VBRI header tells, without the encoder's delay.

    FFmpeg's own figure is a guess from bit rate and size where there is no such header, and does not say so.
    """
    file.seek(0)
    head = file.read(_HEAD)
    at = 0
    for _ in range(_MOST_TAGS):
        if head[:3] != b"ID3" or len(head) < 10:
            break
        at += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        file.seek(at)
        head = file.read(_HEAD)
    found = _FIRST_FRAME.search(head)
    if found is None:
        return None
    frame = head[found.start() :]
    is_first, rate_code = frame[1] & 0x18 == 0x18, frame[2] >> 2 & 3
    if rate_code > 2:
        return None
    rate = _RATES[rate_code] // {0x18: 1, 0x10: 2}.get(frame[1] & 0x18, 4)
    xing = frame[_XING_AT[is_first, frame[3] >> 6 == 3] :]
    if xing[:4] in (b"Xing", b"Info") and xing[7:8] and xing[7] & 1:
        n_frames = int.from_bytes(xing[8:12], "big")
    elif frame[_VBRI_AT : _VBRI_AT + 4] == b"VBRI":
        n_frames = int.from_bytes(frame[_VBRI_AT + _VBRI_FRAMES_AT :][:4], "big")
    else:
        return None
    size = 1152 if is_first else 576
    return max(0, n_frames - 3) * size / rate or None  # an encoder's delay and padding fill two frames, and some
