"""What a WAV says about itself behind its sound: title and artist, and chapters as cue points with labels.

The chunks are those of "Multimedia Programming Interface and Data Specifications 1.0" (1991): ``cue``, ``LIST adtl``
and ``LIST INFO``. Editors show them as markers; a WAV holds no cover.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import IO

from audiosession.codecs.tags import ChapterMark, Tags
from audiosession.units import to_frames

_INFO_NAMES = {"title": "INAM", "artist": "IART", "album": "IPRD", "genre": "IGNR", "comment": "ICMT"}


def append_chunks(stream: IO[bytes], tags: Tags) -> None:
    """Write `tags` behind the sound of the WAV in `stream`, and its new length into the header."""
    n_bytes = stream.seek(0, 2)
    stream.write(bytes(n_bytes % 2) + _cues(tags.chapters) + _info(tags))
    n_bytes = stream.tell()
    stream.seek(4)
    stream.write(struct.pack("<I", n_bytes - 8))
    stream.seek(0, 2)


def _cues(chapters: Sequence[ChapterMark]) -> bytes:
    if not chapters:
        return b""
    points, labels = [], []
    for number, mark in enumerate(chapters, 1):
        frame = to_frames(mark.start)
        points.append(struct.pack("<II4sIII", number, frame, b"data", 0, 0, frame))
        labels.append(_chunk(b"labl", struct.pack("<I", number) + _text(mark.title)))
    cue = _chunk(b"cue ", struct.pack("<I", len(points)) + b"".join(points))
    return cue + _chunk(b"LIST", b"adtl" + b"".join(labels))


def _info(tags: Tags) -> bytes:
    texts = [(name, getattr(tags, key)) for key, name in _INFO_NAMES.items()]
    body = b"".join(_chunk(name.encode("ascii"), _text(text)) for name, text in texts if text)
    return _chunk(b"LIST", b"INFO" + body) if body else b""


def _text(text: str) -> bytes:
    return text.replace("\0", " ").encode("utf-8") + b"\0"


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
