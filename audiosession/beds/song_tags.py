"""What a recording says of itself in its own tags: its title, and who made it."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiosession.spelling import composed

_LONGEST = 200
_JOINER = "\u200d"
_TITLES = ("title", "TIT2", "\xa9nam", "Title")
_ARTISTS = ("artist", "TPE1", "\xa9ART", "Author")
"""The names of both in comments of Vorbis and FLAC, in ID3 (of MP3, WAV, AIFF), in MP4 and in ASF."""


@dataclass(frozen=True, kw_only=True)
class SongTags:
    """What the tags of a recording say; empty where they say nothing."""

    title: str = ""
    artist: str = ""


def read_song_tags(path: Path) -> SongTags:
    """Return what the tags of the recording at `path` say; nothing where it has none or they can't be read."""
    import mutagen  # for whoever has a bed that beds.toml says nothing of

    try:
        read: Any = mutagen.File(path)
    except (mutagen.MutagenError, OSError, LookupError, ValueError, EOFError, struct.error):
        return SongTags()
    tags = read.tags if read is not None else None
    if tags is None:
        return SongTags()
    return SongTags(title=_first(tags, _TITLES), artist=_first(tags, _ARTISTS))


def _first(tags: Any, names: Sequence[str]) -> str:
    """Return the first text that stands under one of `names`, on one line and not longer than anybody reads."""
    for name in names:
        try:
            values = tags[name]
        except (KeyError, ValueError):  # a name that this kind of tags can't have
            continue
        values = getattr(values, "text", values)
        words = [_line(str(value)) for value in (values if isinstance(values, list | tuple) else [values])]
        if said := ", ".join(filter(None, words)):
            return said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"
    return ""


def _line(text: str) -> str:
    """Return `text` on one line, without what nobody sees; what joins signs of emoji is let be."""
    seen = (letter for letter in " ".join(text.split()) if letter == _JOINER or unicodedata.category(letter)[0] != "C")
    return composed("".join(seen)).strip()
