"""What came of a publish: of each episode, of each show, of the files that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from audiosession.errors import Fault
from audiosession.publishing.publication import FileOut, ItemState


@dataclass(frozen=True, kw_only=True)
class PublishedEpisode:
    """What became of one episode; one that was taken out has no `title` and no `duration_s`."""

    name: str
    guid: str
    state: ItemState | Literal["scheduled"]
    date: datetime
    title: str = ""
    duration_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedShow:
    """A show that was put out, in its `language`: the public addresses of its feed and of its page."""

    language: str
    feed_url: str
    page_url: str


@dataclass(frozen=True, kw_only=True)
class Published:
    """What came of a publish: of the show, or of several in as many languages.

    `target` is how to print where it was put. `left_out` are the classes that are built and no episodes, since nobody
    named them. `notices` tell what was decided and what to do about it, `warnings` what the host or the feed lacks.
    """

    shows: tuple[PublishedShow, ...]
    target: str
    rehearsal: bool
    episodes: tuple[PublishedEpisode, ...]
    files: tuple[FileOut, ...]
    left_out: tuple[str, ...] = ()
    notices: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def feed_url(self) -> str:
        """The public address of the feed, of the first show where several were put out."""
        return self.shows[0].feed_url

    @property
    def page_url(self) -> str:
        """The public address of the page with all its episodes."""
        return self.shows[0].page_url
