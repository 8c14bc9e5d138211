"""Check the files that an episode names: transcripts, chapters, and what is known of its sound."""

from __future__ import annotations

import math
import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.id3 import ID3, ID3NoHeaderError
from mutagen.mp3 import MPEGInfo

from audiosession.errors import PublishError
from audiosession.feed.checks.rules import Finding
from audiosession.feed.transcripts import read_vtt
from audiosession.json_text import read_json

LOUDNESS_LKFS, LOUDNESS_SLACK = -16.0, 1.0
PEAK_DB = -1.0
_LENGTH_SLACK_S = 0.1
_BROKEN = (
    MutagenError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What mutagen makes of a broken file; its own errors are only some of it."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What decoding an episode's sound to its end tells; `fault` is why that failed, empty if it did not.

    `notes` tell what was left out of it.
    """

    duration: float
    loudness: float
    true_peak_db: float
    fault: str = ""
    notes: tuple[str, ...] = ()


def check_transcript(content: bytes, kind: str) -> str:
    """Return what is wrong with a transcript of the type `kind`, empty if nothing is."""
    try:
        text = content.decode("utf-8-sig")
        if kind == "text/vtt":
            return "" if read_vtt(text) else "it holds no line"
        if kind == "application/x-subrip":
            timing = r"^\d+\s*\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}"
            return "" if re.match(timing, text.replace("\r", "")) else "it is no SubRip"
        if kind == "application/json":
            return "" if read_json(text)["segments"] else "it holds no line"
    except PublishError as error:
        return error.message
    except (ValueError, KeyError, TypeError):
        return f"it is no {kind}"
    return ""


def check_chapters(content: bytes) -> str:
    """Return what is wrong with a chapters file, empty if nothing is."""
    try:
        table = read_json(content)
        starts = [float(chapter["startTime"]) for chapter in table["chapters"]]
        version = table.get("version")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return "it holds no chapters with startTime"
    if not all(map(math.isfinite, starts)):
        return "a startTime is no number of seconds"
    if version != "1.2.0":
        return f'its version is "{version}", not 1.2.0'
    if starts != sorted(set(starts)) or (starts and starts[0] < 0):
        return "startTime does not ascend"
    return "" if starts else "it holds no chapter"


def is_mp3(path: Path) -> bool:
    """Tell whether the file begins as an MP3 does."""
    return _info(path) is not None


def _info(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            return MPEGInfo(file)
    except _BROKEN:
        return None


def check_sound(path: Path, measured: Measured, claimed_s: int | None) -> Iterator[tuple[str, str]]:
    """Yield rule and message for what is wrong with the MP3 at `path`; `claimed_s` is its itunes:duration."""
    info = _info(path)
    if info is None:
        yield "whole-audio", "is no MP3"
        return
    yield from _format(info)
    if is_unclear := _tells_no_length(path):
        yield "mp3-header", "is VBR without a Xing header, so players guess its length"
    if measured.fault:
        yield "whole-audio", measured.fault
        return
    yield from (("sound-damage", note) for note in measured.notes)
    if not is_unclear and abs(info.length - measured.duration) > _LENGTH_SLACK_S:
        yield "whole-audio", f"says {info.length:.1f} s and decodes to {measured.duration:.1f} s"
    if claimed_s and abs(claimed_s - measured.duration) > 1.0:
        yield "duration-exact", f"the feed says {claimed_s} s; the sound lasts {measured.duration:.1f} s"
    if abs(measured.loudness - LOUDNESS_LKFS) > LOUDNESS_SLACK:
        yield "loudness", f"measures {measured.loudness:.1f} LKFS"
    if measured.true_peak_db > PEAK_DB + 0.05:
        yield "true-peak", f"peaks at {measured.true_peak_db:.1f} dB"
    yield from _chapters(path)


def _format(info: Any) -> Iterator[tuple[str, str]]:
    least, most = (128, 256) if info.channels == 2 else (64, 128)
    kilobits = round(info.bitrate / 1000)
    if info.sample_rate not in (44_100, 48_000) or not least <= kilobits <= most:
        words = "stereo" if info.channels == 2 else "mono"
        yield "mp3-format", f"is {info.sample_rate / 1000:g} kHz, {words}, {kilobits} kbit/s"


def _tells_no_length(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _changes_bit_rate(content) and not _LENGTH_HEADER.search(content[:_HEAD])


_HEAD = 1_000_000
_LENGTH_HEADER = re.compile(rb"\xff[\xe2-\xfb][^\xff].{0,34}?(Xing|Info|VBRI)", re.S)
_KILOBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_KILOBITS_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_RATES = (44_100, 48_000, 32_000, 0)
_MOST_FRAMES = 500_000
"""How many are looked at: over three hours."""


def _changes_bit_rate(content: mmap.mmap) -> bool:
    """Tell whether Layer III frames have several bit rates; the first one may be a header of its own."""
    at = 0
    if content[:3] == b"ID3":
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    first = n_frames = 0
    while n_frames < _MOST_FRAMES and at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] & 0xE6 == 0xE2:
        is_first = content[at + 1] & 0x08
        kilobits = (_KILOBITS if is_first else _KILOBITS_LOW)[content[at + 2] >> 4]
        rate = _RATES[content[at + 2] >> 2 & 3] // (1 if is_first else 2)
        if not kilobits or not rate:
            break
        if n_frames == 1:
            first = kilobits
        if n_frames > 1 and kilobits != first:
            return True
        n_frames += 1
        at += (144 if is_first else 72) * kilobits * 1000 // rate + (content[at + 2] >> 1 & 1)
    return False


_MOST_TAG_BYTES = 16_000_000
_NAME = re.compile(rb"[A-Z0-9]{4}")


def _chapters(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        start = file.read(_MOST_TAG_BYTES + 1)
    if packed_or_endless(start):
        yield "id3", "has an ID3 tag that is packed, or over 16 MB long"
        return
    try:
        tag: Any = ID3(path, translate=False)  # type: ignore[no-untyped-call]
    except ID3NoHeaderError:
        yield "id3", "has no ID3 tag"
        return
    except _BROKEN as error:
        yield "id3", f"has a broken ID3 tag: {error}"
        return
    if tag.version[:2] != (2, 3):
        yield "id3", f"has ID3v2.{tag.version[1]}, not 2.3"
    marks, tables = tag.getall("CHAP"), tag.getall("CTOC")
    if not marks:
        yield "id3", "has no CHAP frame"
        return
    starts = [mark.start_time for mark in marks]
    if starts != sorted(starts):
        yield "id3", "has its CHAP frames out of order"
    if len(tables) != 1 or tables[0].flags != 3:
        yield "id3", "has no ordered top-level CTOC frame, so players show no chapters"
    elif list(tables[0].child_element_ids) != [mark.element_id for mark in marks]:
        yield "id3", "has a CTOC frame with other chapters than its CHAP frames"


def packed_or_endless(content: bytes) -> bool:
    """Tell whether the ID3 tag that `content` begins with holds a packed frame, or is over 16 MB long.

    A frame of 16 kB unpacks into 16 MB, and mutagen unpacks it (ID3v2.3.0, 3.3.1; ID3v2.4.0, 4.1.2).
    """
    if content[:3] != b"ID3" or len(content) < 10:
        return False
    size = _syncsafe(content[6:10])
    if size > _MOST_TAG_BYTES:
        return True
    is_new = content[3] >= 4
    body = content[10 : 10 + size]
    if content[5] & 0x80:
        body = body.replace(b"\xff\x00", b"\xff")
    if content[5] & 0x40 and not _NAME.match(body):  # some programs say so where a frame follows
        body = body[_syncsafe(body[:4]) if is_new else 4 + int.from_bytes(body[:4]) :]
    # Some programs write plain numbers as sizes where the newer version has its own kind; mutagen reads both.
    return any(_has_packed_frame(body, is_new=is_new, plain=plain) for plain in (False, True))


def _has_packed_frame(frames: bytes, *, is_new: bool, plain: bool, depth: int = 0) -> bool:
    at = 0
    while at + 10 <= len(frames) and _NAME.match(frames, at):
        told = frames[at + 4 : at + 8]
        size = int.from_bytes(told) if plain or not is_new else _syncsafe(told)
        if frames[at + 9] & (0x08 if is_new else 0x80):
            return True
        inner = frames[at + 10 : at + 10 + size].partition(b"\0")[2][16:] if frames[at : at + 4] == b"CHAP" else b""
        if inner and depth < 2 and _has_packed_frame(inner, is_new=is_new, plain=plain, depth=depth + 1):
            return True
        at += 10 + size
    return False


def _syncsafe(number: bytes) -> int:
    return sum((byte & 0x7F) << shift for byte, shift in zip(number, (21, 14, 7, 0), strict=False))


def finding(rule: str, url: str, message: str, line: int) -> Finding:
    """Return a finding about the file at `url`, which `line` of the feed names."""
    return Finding(rule=rule, message=f"{url.rpartition('/')[2]} {message}", line=line)
