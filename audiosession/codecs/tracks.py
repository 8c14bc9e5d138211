"""A container that FFmpeg reads: its tracks of sound, and the frames of one as far as they can be decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer

from audiosession.codecs.skipped import Skipped
from audiosession.errors import CodecError

_NO_PLAYLISTS = {"protocol_whitelist": "none"}
"""A playlist or a script that FFmpeg follows must not open files or addresses that the user never named."""
_ANY_TAGS: dict[str, Any] = {"metadata_errors": "replace"} if int(av.__version__.partition(".")[0]) < 19 else {}
"""Tags may be in any encoding, and nobody asks for them here; from release 19 on, PyAV reads them all."""
_MOST_ERRORS = 100
_TAGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")
"""How a packet begins that is no sound: what may stand between MP3s that were joined."""


class UnreadableError(CodecError):
    """What FFmpeg knows no sound in."""


@dataclass(kw_only=True)
class Reach:
    """Seconds of a track: how many were decoded, how many reading passed by the track's own clock."""

    decoded: float = 0.0
    passed: float = 0.0


@contextmanager
def opened_container(file: BinaryIO) -> Iterator[InputContainer]:
    """Open what is in `file`.

    Raises:
        UnreadableError: FFmpeg does not know it.
    """
    try:
        container = av.open(file, "r", options=_NO_PLAYLISTS, **_ANY_TAGS)
    except (av.error.FFmpegError, ValueError) as error:
        raise UnreadableError("is not audio that FFmpeg reads", hint="MP3, WAV, FLAC, Ogg and M4A work") from error
    with container:
        yield container


def sound_tracks(container: InputContainer) -> list[AudioStream]:
    """Return the tracks that FFmpeg has a decoder for; at least one.

    Raises:
        UnreadableError: There is none.
    """
    tracks = [track for track in container.streams.audio if track.codec_context is not None]
    if not tracks:
        raise UnreadableError("holds no sound", hint="name an audio file: MP3, WAV, FLAC, Ogg, M4A …")
    return tracks


def frames_of(
    container: InputContainer, track: AudioStream, reach: Reach, skipped: Skipped
) -> Iterator[tuple[av.AudioFrame, float]]:
    """Yield each frame of `track` and where it stands, in seconds that were decoded before it; keep `reach`.

    Raises:
        CodecError: It is more damaged than `skipped` may bear.
    """
    first_s: float | None = None
    for packet in _packets(container, track, skipped, reach):
        if packet.pts is not None and packet.time_base is not None:
            first_s = float(packet.pts * packet.time_base) if first_s is None else first_s
            end_s = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            reach.passed = max(reach.passed, end_s - first_s)
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            if not bytes(packet).startswith(_TAGS):
                skipped.broken(reach.decoded)
            continue
        for frame in frames:
            if isinstance(frame, av.AudioFrame) and frame.sample_rate > 0:
                skipped.n_whole += 1
                yield frame, reach.decoded
                reach.decoded += frame.samples / frame.sample_rate


def _packets(
    container: InputContainer, track: AudioStream, skipped: Skipped, reach: Reach
) -> Iterator[av.Packet[AudioStream]]:
    """Yield the packets of `track`; where reading fails, go on behind that as often as may be."""
    for _ in range(_MOST_ERRORS):
        try:
            yield from container.demux(track)
        except (av.error.FFmpegError, ValueError, IndexError):  # PyAV does not know a track that begins on the way
            skipped.broken(reach.decoded)
        else:
            return
