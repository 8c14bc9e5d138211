"""The ID3v2.3 tag at the front of an MP3: title, cover and chapters, in an order of our own.

Written here and not by mutagen, which sorts frames by size, so that readers that take chapters as they come showed
them out of order. Sections are those of id3.org's "ID3v2.3.0" and "ID3v2 Chapter Frame Addendum v1.0".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiosession.errors import CodecError
from audiosession.units import Ms

_MOST_CHAPTERS = 255
_NO_OFFSET = b"\xff\xff\xff\xff"
_FRONT_COVER = b"\x03"
_ORDERED_TOP_LEVEL = b"\x03"


@dataclass(frozen=True, kw_only=True)
class ChapterMark:
    """One chapter as players show it; `start` and `end` are positions in the sound."""

    start: Ms
    end: Ms
    title: str


UNDETERMINED = "und"
"""The code of a language that nobody has told (ISO 639-2)."""


@dataclass(frozen=True, kw_only=True)
class Tags:
    """What an MP3 says about itself; an empty text is left out.

    `language` is that of what is said and of the comment, in three letters (ISO 639-2); `cover` is a JPEG or PNG,
    `chapters` come in time order.
    """

    title: str
    artist: str = ""
    album: str = ""
    genre: str = ""
    comment: str = ""
    language: str = UNDETERMINED
    cover: bytes | None = None
    chapters: tuple[ChapterMark, ...] = ()


def id3_tag(tags: Tags) -> bytes:
    """Return the bytes to write before the first MP3 frame; the same tags make the same bytes.

    Raises:
        CodecError: More than 255 chapters, or a cover that is neither JPEG nor PNG.
    """
    language = "" if tags.language == UNDETERMINED else tags.language
    texts = {"TIT2": tags.title, "TPE1": tags.artist, "TALB": tags.album, "TCON": tags.genre, "TLAN": language}
    body = b"".join(_text_frame(name, text) for name, text in texts.items() if text)
    if tags.comment:
        body += _comment(tags.comment, tags.language)
    if tags.chapters:
        body += _chapters(tags.chapters)
    if tags.cover:
        body += _cover(tags.cover)
    return b"ID3\x03\x00\x00" + _synchsafe(len(body)) + body


def cover_type(picture: bytes) -> str:
    """Return the MIME type of a cover.

    Raises:
        CodecError: It is neither JPEG nor PNG.
    """
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    raise CodecError("the cover is neither JPEG nor PNG", hint="save it as one of these")


def _chapters(chapters: Sequence[ChapterMark]) -> bytes:
    """Return the table of contents and its chapters, in time order; players show no CHAP that no CTOC names."""
    if len(chapters) > _MOST_CHAPTERS:
        raise CodecError(f"has {len(chapters)} chapters; an MP3's table of contents holds {_MOST_CHAPTERS}")
    names = [f"chp{number:03}".encode("ascii") + b"\0" for number in range(len(chapters))]
    contents = b"toc\0" + _ORDERED_TOP_LEVEL + bytes([len(chapters)]) + b"".join(names)
    frames = [_frame("CTOC", contents)]
    for name, chapter in zip(names, chapters, strict=True):
        times = chapter.start.to_bytes(4, "big") + chapter.end.to_bytes(4, "big")
        frames.append(_frame("CHAP", name + times + 2 * _NO_OFFSET + _text_frame("TIT2", chapter.title)))
    return b"".join(frames)


def _cover(picture: bytes) -> bytes:
    mime = cover_type(picture).encode("ascii")
    return _frame("APIC", b"\0" + mime + b"\0" + _FRONT_COVER + b"\0" + picture)


def _comment(text: str, language: str) -> bytes:
    encoding, encoded = _encoded(text)
    no_description = b"\0" if encoding == b"\0" else b"\xff\xfe\0\0"
    return _frame("COMM", encoding + language.encode("ascii")[:3].ljust(3) + no_description + encoded)


def _text_frame(name: str, text: str) -> bytes:
    return _frame(name, b"".join(_encoded(text)))


def _encoded(text: str) -> tuple[bytes, bytes]:
    """Return the encoding's number and the bytes: Latin-1 where all is ASCII, which nobody misreads, else UTF-16."""
    text = text.replace("\0", " ")
    if text.isascii():
        return b"\0", text.encode("ascii")
    return b"\1", b"\xff\xfe" + text.encode("utf-16-le")


def _frame(name: str, body: bytes) -> bytes:
    """Return a frame (section 3.3): unlike the tag's, its length is a plain number."""
    return name.encode("ascii") + len(body).to_bytes(4, "big") + b"\0\0" + body


def _synchsafe(length: int) -> bytes:
    """Return a length in four bytes of seven bits (section 3.1)."""
    if length >= 1 << 28:
        raise CodecError(f"the tag has {length:,} bytes, more than ID3 can tell", hint="use a smaller cover")
    return bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
