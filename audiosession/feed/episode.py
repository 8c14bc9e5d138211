"""One episode: all that its item in the feed says."""

from __future__ import annotations

import re
import unicodedata
import uuid
import zlib
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from audiosession.session import SessionSection

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of `podcast:guid` (Podcasting 2.0, "guid.md")."""

EpisodeKind = Literal["full", "trailer", "bonus"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A file on the web: its address, its MIME type and its length in bytes."""

    url: str
    type: str
    length: int = 0


@dataclass(frozen=True, kw_only=True)
class Episode:
    """An episode as the feed shows it.

    `duration_s` is in whole seconds of decoded audio, `published` has its zone, `marks` are what stands in `chapters`,
    `positions` those that its class goes through.
    """

    slug: str
    guid: str
    title: str
    published: datetime
    page: str
    audio: Link
    duration_s: int
    notes_html: str
    summary_html: str
    cover: str
    language: str
    transcripts: tuple[Link, ...]
    chapters: Link
    marks: tuple[SessionSection, ...] = ()
    positions: tuple[str, ...] = ()
    kind: EpisodeKind = "full"
    season: int | None = None
    number: int | None = None
    explicit: bool = False
    license: str | None = None
    license_url: str | None = None

    def __post_init__(self) -> None:
        if self.published.utcoffset() is None:
            raise ValueError(f"the publication date {self.published} has no zone")


def show_guid(feed_url: str) -> str:
    """Return the `podcast:guid` of the feed first published at `feed_url`.

    The scheme and slashes at the end do not count (Podcasting 2.0, "guid.md"; its own example):

    >>> show_guid("https://podnews.net/rss/")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid.uuid5(PODCAST_NAMESPACE, re.sub(r"^[a-z]+://", "", feed_url).rstrip("/")))


def episode_guid(show: str, slug: str, taken: Container[str]) -> str:
    """Return a GUID for a new episode of the show with the GUID `show`: the first that is not in `taken`.

    It follows from the name, so that several people who publish one class at the same time mean the same episode.
    """
    number = 1
    while (guid := str(uuid.uuid5(uuid.UUID(show), f"{slug}#{number}"))) in taken:
        number += 1
    return guid


def file_stem(slug: str) -> str:
    """Return `slug` in the letters that every host and URL takes unchanged.

    >>> file_stem("single-leg-kick"), file_stem("Übung für Rücken")
    ('single-leg-kick', 'ubung-fur-rucken-a0ee9d4a')
    """
    plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80]
    return stem if stem == slug else f"{stem or 'class'}-{zlib.crc32(slug.encode('utf-8', 'replace')):08x}"


def is_absolute(url: str) -> bool:
    """Tell whether `url` can be fetched from anywhere: http or https, with a host, in ASCII."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isascii() and " " not in url
