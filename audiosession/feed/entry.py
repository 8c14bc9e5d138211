"""One episode as the feed tells it: ours, or one that somebody else put there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audiosession.feed.episode import Episode
from audiosession.feed.letters import fit_line


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is known of an episode; `page`, `cover` and `audio` are public addresses, `published` has its zone.

    `cover` is None where it has that of the show, `language` is empty where nobody tells in which it is.
    """

    guid: str
    title: str
    page: str
    cover: str | None
    audio: str
    published: datetime
    duration_s: int
    summary_html: str
    kind: str = "full"
    season: str = ""
    number: str = ""
    language: str = ""
    positions: tuple[str, ...] = ()

    @property
    def age(self) -> tuple[datetime, str]:
        """What feeds and lists are ordered by, the newest being the greatest."""
        return self.published, self.guid


def entry_of(episode: Episode) -> Entry:
    """Return what whoever reads the feed knows of `episode`."""
    return Entry(
        guid=episode.guid,
        title=fit_line(episode.title),
        page=episode.page,
        cover=episode.cover,
        audio=episode.audio.url,
        published=episode.published,
        duration_s=episode.duration_s,
        summary_html=episode.summary_html,
        kind=episode.kind,
        season="" if episode.season is None else str(episode.season),
        number="" if episode.number is None else str(episode.number),
        language=episode.language,
        positions=episode.positions,
    )
