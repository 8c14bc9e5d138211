"""Check the files that an episode names: transcripts, chapters, and what is known of its sound."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mutagen import MutagenError
from mutagen.id3 import ID3, ID3NoHeaderError
from mutagen.mp3 import MP3

from audiosession.errors import PublishError
from audiosession.feed.checks.rules import Finding
from audiosession.feed.transcripts import read_vtt

LOUDNESS_LKFS, LOUDNESS_SLACK = -16.0, 1.0
PEAK_DB = -1.0
_LENGTH_SLACK_S = 0.1


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
            return "" if json.loads(text)["segments"] else "it holds no line"
    except PublishError as error:
        return error.message
    except (ValueError, KeyError, TypeError):
        return f"it is no {kind}"
    return ""


def check_chapters(content: bytes) -> str:
    """Return what is wrong with a chapters file, empty if nothing is."""
    try:
        table: Any = json.loads(content)
        starts = [float(chapter["startTime"]) for chapter in table["chapters"]]
        version = table.get("version")
    except (ValueError, KeyError, TypeError, AttributeError):
        return "it holds no chapters with startTime"
    if version != "1.2.0":
        return f'its version is "{version}", not 1.2.0'
    if starts != sorted(set(starts)) or (starts and starts[0] < 0):
        return "startTime does not ascend"
    return "" if starts else "it holds no chapter"


def check_sound(content: bytes, measured: Measured, claimed_s: int | None) -> Iterator[tuple[str, str]]:
    """Yield rule and message for what is wrong with an MP3; `claimed_s` is its itunes:duration."""
    try:
        info: Any = MP3(io.BytesIO(content)).info  # type: ignore[no-untyped-call]
    except MutagenError:
        yield "whole-audio", "is no MP3"
        return
    yield from _format(info, content)
    if measured.fault:
        yield "whole-audio", measured.fault
        return
    yield from (("whole-audio", note) for note in measured.notes)
    if abs(info.length - measured.duration) > _LENGTH_SLACK_S:
        yield "whole-audio", f"says {info.length:.1f} s and decodes to {measured.duration:.1f} s"
    if claimed_s is not None and abs(claimed_s - measured.duration) > 1.0:
        yield "duration", f"the feed says {claimed_s} s; the sound lasts {measured.duration:.1f} s"
    if abs(measured.loudness - LOUDNESS_LKFS) > LOUDNESS_SLACK:
        yield "loudness", f"measures {measured.loudness:.1f} LKFS"
    if measured.true_peak_db > PEAK_DB + 0.05:
        yield "true-peak", f"peaks at {measured.true_peak_db:.1f} dB"
    yield from _chapters(content)


def _format(info: Any, content: bytes) -> Iterator[tuple[str, str]]:
    least, most = (128, 256) if info.channels == 2 else (64, 128)
    kilobits = round(info.bitrate / 1000)
    if info.sample_rate not in (44_100, 48_000) or not least <= kilobits <= most:
        words = "stereo" if info.channels == 2 else "mono"
        yield "mp3-format", f"is {info.sample_rate / 1000:g} kHz, {words}, {kilobits} kbit/s"
    if len(_bit_rates(content)) > 1 and not _LENGTH_HEADER.search(content[:_HEAD]):
        yield "mp3-header", "is VBR without a Xing header, so players guess its length"


_HEAD = 1_000_000
_LENGTH_HEADER = re.compile(rb"\xff[\xe2-\xfb][^\xff].{0,34}?(Xing|Info|VBRI)", re.S)
_KILOBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_KILOBITS_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_RATES = (44_100, 48_000, 32_000, 0)


def _bit_rates(content: bytes) -> set[int]:
    """Return the bit rates of all Layer III frames, but for the first one, which may be a header of its own."""
    at = 0
    if content[:3] == b"ID3":
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    found: list[int] = []
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] & 0xE6 == 0xE2:
        is_first = content[at + 1] & 0x08
        kilobits = (_KILOBITS if is_first else _KILOBITS_LOW)[content[at + 2] >> 4]
        rate = _RATES[content[at + 2] >> 2 & 3] // (1 if is_first else 2)
        if not kilobits or not rate:
            break
        found.append(kilobits)
        at += (144 if is_first else 72) * kilobits * 1000 // rate + (content[at + 2] >> 1 & 1)
    return set(found[1:])


def _chapters(content: bytes) -> Iterator[tuple[str, str]]:
    try:
        tag: Any = ID3(io.BytesIO(content), translate=False)  # type: ignore[no-untyped-call]
    except ID3NoHeaderError:
        yield "id3", "has no ID3 tag"
        return
    except MutagenError as error:
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


def finding(rule: str, url: str, message: str, line: int) -> Finding:
    """Return a finding about the file at `url`, which `line` of the feed names."""
    return Finding(rule=rule, message=f"{url.rpartition('/')[2]} {message}", line=line)
