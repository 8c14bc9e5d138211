"""Say in an M4A, Ogg Opus or FLAC what it is: title, artist, album, cover, and chapters as its kind holds them.

Ogg and FLAC keep chapters as comments, ``CHAPTER001=00:00:04.000`` and ``CHAPTER001NAME=…``, counted from 000 as
FFmpeg does (wiki.xiph.org/Chapter_Extension); an M4A has got its own while it was encoded.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import IO, Any

from audiosession.codecs.tags import ChapterMark, Tags, cover_type
from audiosession.errors import CodecError
from audiosession.timing.telling.captions import timestamp

_FRONT_COVER = 3
_MP4_NAMES = {"title": "©nam", "artist": "©ART", "album": "©alb", "genre": "©gen", "comment": "©cmt"}


def write_file_tags(stream: IO[bytes], name: str, tags: Tags) -> None:
    """Write `tags` into the finished file of format `name` (``m4a``, ``opus`` or ``flac``) in `stream`, in place.

    Raises:
        CodecError: The file is not of that format, or the cover is neither JPEG nor PNG.
    """
    from mutagen import MutagenError

    stream.seek(0)
    try:
        {"m4a": _tag_m4a, "opus": _tag_opus, "flac": _tag_flac}[name](stream, tags)
    except MutagenError as error:
        raise CodecError(f"can't be tagged as {name}: {error}") from error


def vorbis_comments(tags: Tags) -> list[tuple[str, str]]:
    """Return `tags` but for the cover as names and values; an empty text is left out."""
    texts = [(key.upper(), getattr(tags, key)) for key in _MP4_NAMES]
    return [*((key, text) for key, text in texts if text), *_chapter_comments(tags.chapters)]


def _chapter_comments(chapters: Sequence[ChapterMark]) -> Iterator[tuple[str, str]]:
    for number, mark in enumerate(chapters):
        yield f"CHAPTER{number:03}", timestamp(mark.start)
        yield f"CHAPTER{number:03}NAME", mark.title


def _tag_m4a(stream: IO[bytes], tags: Tags) -> None:
    from mutagen.mp4 import MP4, MP4Cover

    file: Any = MP4(stream)  # type: ignore[no-untyped-call]
    for key, atom in _MP4_NAMES.items():
        if text := getattr(tags, key):
            file[atom] = [text]
    if tags.cover:
        jpeg = cover_type(tags.cover) == "image/jpeg"
        cover: Any = MP4Cover
        file["covr"] = [cover(tags.cover, cover.FORMAT_JPEG if jpeg else cover.FORMAT_PNG)]
    stream.seek(0)
    file.save(stream, padding=lambda info: 0)


def _tag_opus(stream: IO[bytes], tags: Tags) -> None:
    from mutagen.oggopus import OggOpus

    file: Any = OggOpus(stream)  # type: ignore[no-untyped-call]
    file.tags.clear()
    file.tags.extend(vorbis_comments(tags))
    if tags.cover:
        file.tags.append(("METADATA_BLOCK_PICTURE", base64.b64encode(_picture(tags.cover).write()).decode()))
    stream.seek(0)
    file.save(stream, padding=lambda info: 0)


def _tag_flac(stream: IO[bytes], tags: Tags) -> None:
    from mutagen.flac import FLAC

    file: Any = FLAC(stream)  # type: ignore[no-untyped-call]
    if file.tags is None:
        file.add_tags()
    file.tags.clear()
    file.tags.extend(vorbis_comments(tags))
    if tags.cover:
        file.add_picture(_picture(tags.cover))
    stream.seek(0)
    file.save(stream, padding=lambda info: 0)


def _picture(cover: bytes) -> Any:
    from mutagen.flac import Picture

    picture: Any = Picture()  # type: ignore[no-untyped-call]
    picture.type = _FRONT_COVER
    picture.mime = cover_type(cover)
    picture.data = cover
    return picture
