"""One sound file as the pieces that FFmpeg reads one by one: the links of a chained Ogg; MP3s, FLACs, WAVs joined."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from audiosession.errors import CodecError

_AT_ONCE = 1 << 16
_JUNK = 1 << 16
"""So far into a file the first page of an Ogg is looked for."""
_FIRST_PAGE = re.compile(
    rb"OggS\0[\x02\x06].{20}\x01.(OpusHead|\x01vorbis|\x7fFLAC|Speex   |fishead\0|\x80theora)", re.S
)
_MP3_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][^\xff]", re.S)
_ID3 = re.compile(rb"ID3[\x02-\x04]\0.[\0-\x7f]{4}", re.S)
_AFTER_ID3 = re.compile(_MP3_FRAME.pattern + rb"|ID3[\x02-\x04]\0", re.S)
_FLAC = re.compile(rb"fLaC\0\0\0\x22", re.S)
_WAV = re.compile(rb"RIFF.{4}WAVE", re.S)
_OPEN_END = re.compile(rb"data(\0{4}|..[\xf0-\xff][\x7f\xff])", re.S)
"""Sound whose length nobody came back to write: it goes on to the end of the file."""
_LONGEST_MATCH = 16
_PAGE = 27
_BEGINS, _ENDS = 2, 4
_NO_GRANULE = (1 << 64) - 1
_MOST_LINKS = 1_000
_RIFF_LENGTH_UNKNOWN = 0x7FFF_0000
"""From here on it is what programs write that send a WAV through a pipe; so is 0."""
_WORTH_A_WORD = 4_096


@dataclass(frozen=True, kw_only=True)
class Part:
    """A sound of its own in a file: where it lies, and what its container tells of it.

    `granules` is how long an Ogg says that it is, in the clock of its codec; 0 where nothing is said. `note` is what a
    person should know of it, empty if nothing.
    """

    start: int
    end: int
    granules: int = 0
    note: str = ""

    def opened(self, file: BinaryIO) -> BinaryIO:
        """Return this part of `file` as a file."""
        if self.start == 0 and self.end == file.seek(0, io.SEEK_END):
            file.seek(0)
            return file
        return io.BufferedReader(_Window(file, self.start, self.end))


class _Window(io.RawIOBase):
    """The bytes of a file from one place to another, as a file."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        super().__init__()
        self._file, self._start, self._length, self._at = file, start, end - start, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + (0, self._at, self._length)[whence])
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._start + self._at)
        read = self._file.read(max(0, min(len(buffer), self._length - self._at)))
        buffer[: len(read)] = read
        self._at += len(read)
        return len(read)


def parts(file: BinaryIO) -> Iterator[Part]:
    """Yield the pieces of the sound in `file`, most often one.

    Raises:
        CodecError: It is cut short, by what a RIFF header tells, or a chain of too many links.
    """
    n_bytes = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(_JUNK)
    if head[:4] == b"RIFF":
        yield from _riffs(file, n_bytes)
    elif found := _FIRST_PAGE.search(head):
        yield from _links(file, found.start(), n_bytes)
    elif head[:4] == b"fLaC":
        yield from _flacs(file, n_bytes)
    elif head[:3] == b"ID3" or _MP3_FRAME.match(head):
        yield from _mp3s(file, n_bytes)
    else:
        yield Part(start=0, end=n_bytes)


def _riffs(file: BinaryIO, n_bytes: int) -> Iterator[Part]:
    """Compare each length with its header's: FFmpeg takes the shorter one without a word."""
    start = 0
    for _ in range(_MOST_LINKS):
        file.seek(start)
        head = file.read(_JUNK)
        told = int.from_bytes(head[4:8], "little")
        if told == 0 or told >= _RIFF_LENGTH_UNKNOWN:
            break
        if n_bytes - start < told:
            whole = f"{n_bytes - start:,} of the {told + 8:,} bytes it tells of"
            raise CodecError(f"is cut short: it has {whole}", hint="copy or export it again")
        end = start + told + 8 + told % 2
        if head[8:12] != b"WAVE" or _OPEN_END.search(head) or end >= n_bytes:
            break
        if not _stands_at(file, end, _WAV):
            left = n_bytes - end
            note = f"its header tells of its first {end - start:,} bytes alone; {left:,} more are left out"
            yield Part(start=start, end=n_bytes, note=note if left > _WORTH_A_WORD else "")
            return
        yield Part(start=start, end=end)
        start = end
    yield Part(start=start, end=n_bytes)


def _mp3s(file: BinaryIO, n_bytes: int) -> Iterator[Part]:
    """Yield the MP3s that were joined, as far as ID3v2 tags stand between them: a decoder takes pictures for sound."""
    start = sound = 0
    for tag, found in _matches(file, _ID3):
        size = sum(byte << shift for byte, shift in zip(found[6:10], (21, 14, 7, 0), strict=True))
        end = tag + 10 + size
        if tag == sound:
            sound = end
        elif tag > sound and _stands_at(file, end, _AFTER_ID3):
            yield Part(start=start, end=tag)
            start = sound = end
    yield Part(start=start, end=n_bytes)


def _flacs(file: BinaryIO, n_bytes: int) -> Iterator[Part]:
    """Yield the FLACs that were joined, each from its own header on."""
    start = 0
    for at, _ in _matches(file, _FLAC):
        if at > start:
            yield Part(start=start, end=at)
            start = at
    yield Part(start=start, end=n_bytes)


def _matches(file: BinaryIO, pattern: re.Pattern[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield where `pattern` is found in `file`, `_MOST_LINKS` times at the most, and what is found there."""
    at, kept, n_found = 0, b"", 0
    while True:
        file.seek(at)
        piece = file.read(_AT_ONCE)
        if not piece:
            return
        for found in pattern.finditer(kept + piece):
            if found.end() > len(kept):
                yield at - len(kept) + found.start(), found.group()
                n_found += 1
                if n_found == _MOST_LINKS:
                    return
        kept = (kept + piece)[-_LONGEST_MATCH:]
        at += len(piece)


def _stands_at(file: BinaryIO, at: int, pattern: re.Pattern[bytes]) -> bool:
    file.seek(at)
    return pattern.match(file.read(_LONGEST_MATCH)) is not None


@dataclass(kw_only=True)
class _Link:
    """What is known of a link as its pages pass."""

    start: int
    begun: set[bytes] = field(default_factory=set)
    ended: set[bytes] = field(default_factory=set)
    sound: bytes = b""
    first: int = -1
    last: int = 0
    has_sound: bool = False

    def part(self, end: int) -> Part:
        # What was caught from a broadcast does not begin at nought; the first page of others ends within seconds.
        granules = self.last - self.first if self.first > 10 * 48_000 else self.last
        note = "" if self.begun <= self.ended else "is cut short, or was never ended: its last page is missing"
        return Part(start=self.start, end=end, granules=max(0, granules), note=note)


def _links(file: BinaryIO, start: int, n_bytes: int) -> Iterator[Part]:
    """Yield the links of a chained Ogg: each begins with first pages where pages of sound went before (RFC 3533)."""
    link, n_links = _Link(start=start), 0
    for at, head in _pages(file, start, n_bytes):
        kind, serial = head[5], head[14:18]
        if kind & _BEGINS and link.has_sound:
            yield link.part(at)
            link, n_links = _Link(start=at), n_links + 1
            if n_links > _MOST_LINKS:
                raise CodecError(f"is a chain of over {_MOST_LINKS:,} pieces", hint="export it as one")
        if kind & _BEGINS:
            link.begun.add(serial)
            if not link.sound and b"theora" not in head and b"fishead" not in head:
                link.sound = serial
        else:
            link.has_sound = True
        if kind & _ENDS:
            link.ended.add(serial)
        granule = int.from_bytes(head[6:14], "little")
        if serial == link.sound and 0 < granule < _NO_GRANULE >> 1:
            link.first = granule if link.first < 0 else link.first
            link.last = max(link.last, granule)
    yield link.part(n_bytes)


def _pages(file: BinaryIO, start: int, n_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Yield where each whole page lies, and its first bytes; what is no page is passed over."""
    at = start
    while at < n_bytes:
        file.seek(at)
        head = file.read(_PAGE + 255 + 16)
        if head[:4] != b"OggS" or len(head) < _PAGE:
            at = _next_page(file, at + 1)
            continue
        n_segments = head[26]
        end = at + _PAGE + n_segments + sum(head[_PAGE : _PAGE + n_segments])
        if end > n_bytes:
            return
        yield at, head[: _PAGE + n_segments + 16]
        at = end


def _next_page(file: BinaryIO, at: int) -> int:
    """Return where the next page begins from `at` on, the end of the file where there is none."""
    file.seek(at)
    kept = b""
    while piece := file.read(_AT_ONCE):
        seen = kept + piece
        found = seen.find(b"OggS")
        if found >= 0:
            return at - len(kept) + found
        at += len(piece)
        kept = seen[-3:]
    return at
