"""What is to be put out, as one value, and what came of it, as another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from audiosession.feed.places.target import Target, Upload
from audiosession.feed.rss import Channel
from audiosession.feed.site import Site
from audiosession.files.blobs import BlobStore
from audiosession.files.known_digests import KnownDigests
from audiosession.publishing.episode_files import Material, asset_uploads

FEED, INDEX, CALENDAR = "feed.xml", "index.html", "calendar.ics"


def in_language(key: str, language: str) -> str:
    """Return how the file `key` is called for the show in `language`, which is empty for the show itself.

    >>> in_language(FEED, "de"), in_language(INDEX, "")
    ('feed.de.xml', 'index.html')
    """
    stem, _, ending = key.rpartition(".")
    return f"{stem}.{language}.{ending}" if language else key


Outcome = Literal["put", "there", "replaced", "same"]
ItemState = Literal["new", "changed", "same", "other", "gone"]
"""What became of an episode of the feed; `other` was put there by somebody else."""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Everything of one show that is to stand at `target`, seen from outside as `base_url`.

    `language` is empty for the show itself, and that of a show beside it, such as ``[show.de]``.

    `gone` are GUIDs that leave the feed, `gone_pages` the pages that say so. A `rehearsal` looks at everything and
    changes nothing. What was hashed for it is `known`, and kept once all is out; `kept` holds what is remembered.
    `daily` are the names of classes a day, of which there is a calendar.
    """

    target: Target
    base_url: str
    channel: Channel
    site: Site
    cover: tuple[Upload, ...]
    episodes: tuple[Material, ...]
    gone: frozenset[str] = frozenset()
    gone_pages: tuple[str, ...] = ()
    rehearsal: bool = False
    known: KnownDigests | None = None
    kept: BlobStore | None = None
    language: str = ""
    daily: tuple[str, ...] = ()

    @property
    def feed(self) -> str:
        """The key of the feed."""
        return in_language(FEED, self.language)

    @property
    def index(self) -> str:
        """The key of the page with all episodes."""
        return in_language(INDEX, self.language)

    @property
    def calendar(self) -> str:
        """The key of the calendar of its classes a day."""
        return in_language(CALENDAR, self.language)

    def media(self) -> list[Upload]:
        """Return all files that never change, each once."""
        every = [*asset_uploads(self.site), *self.cover, *(one for e in self.episodes for one in e.media)]
        return list({upload.key: upload for upload in every}.values())

    def pages(self) -> list[Upload]:
        """Return the pages of the episodes, and what is told beside them; the index is made with the feed."""
        pages = [episode.page for episode in self.episodes]
        pages += [Upload(key=key, content=content) for key, content in self.site.notice_pages().items()]
        return [*pages, *(Upload(key=key, content=self.site.gone()) for key in self.gone_pages)]


@dataclass(frozen=True, kw_only=True, slots=True)
class FileOut:
    """One file of a publish: `outcome` is what was, or in a rehearsal would be, done.

    A rehearsal does not know the `size` of a cover that is not drawn yet.
    """

    key: str
    size: int | None
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class PutOut:
    """What was put out: each file, what became of each GUID, and the date under which each of ours is out."""

    files: tuple[FileOut, ...]
    states: Mapping[str, ItemState]
    dates: Mapping[str, datetime] = field(repr=False)
    warnings: tuple[str, ...]
