"""The feed that is out already: read it, and merge into it what is new without losing what others put there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from audiosession.errors import PublishError
from audiosession.feed.dates import read_date, read_duration
from audiosession.feed.entry import Entry
from audiosession.feed.letters import start_of_html
from audiosession.feed.rss import ITUNES, PODCAST, POSITION, Item, Listed
from audiosession.feed.xml_text import read_xml

_MOST_POSITIONS = 20
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of an item that has none, or a broken one: it counts as the oldest."""


@dataclass(frozen=True, kw_only=True)
class LiveFeed:
    """A published feed: the show's GUID, and its episodes by theirs."""

    guid: str
    episodes: Mapping[str, Listed]

    def guids_by_page(self) -> dict[str, str]:
        """Return the GUID of each episode by the address of its page."""
        return {one.entry.page: guid for guid, one in self.episodes.items()}


def read_live(content: bytes) -> LiveFeed:
    """Return the feed in `content`.

    Raises:
        PublishError: It is no feed that can be read, or has a DOCTYPE.
    """
    try:
        root = read_xml(content)
    except PublishError as error:
        raise PublishError(f"the feed that is out: {error.message}", hint=error.hint, line=error.line) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise PublishError("the feed has a DOCTYPE, which readers refuse", hint="take it out")
    channel = root.find("channel")
    if channel is None:
        raise PublishError("what stands at the feed's place is no RSS feed", hint="publish to another place")
    guid = (channel.findtext(f"{{{PODCAST}}}guid") or "").strip()
    episodes = [Listed(entry=_entry(item), item=item) for item in channel.iterfind("item")]
    return LiveFeed(guid=guid, episodes={one.entry.guid: one for one in episodes})


def _entry(item: Item) -> Entry:
    enclosure, cover = item.find("enclosure"), item.find(f"{{{ITUNES}}}image")
    transcript = item.find(f"{{{PODCAST}}}transcript")
    audio = enclosure.get("url", "") if enclosure is not None else ""
    duration = item.findtext(f"{{{ITUNES}}}duration") or ""
    return Entry(
        guid=(item.findtext("guid") or "").strip() or audio,  # as feed readers know an item that has none
        title=item.findtext("title") or "",
        page=item.findtext("link") or "",
        cover=cover.get("href", "") if cover is not None else None,
        audio=audio,
        published=read_date(item.findtext("pubDate") or "") or NO_DATE,
        duration_s=read_duration(duration) or 0,
        summary_html=start_of_html(item.findtext("description") or ""),
        kind=item.findtext(f"{{{ITUNES}}}episodeType") or "full",
        season=item.findtext(f"{{{ITUNES}}}season") or "",
        number=item.findtext(f"{{{ITUNES}}}episode") or "",
        language=transcript.get("language", "") if transcript is not None else "",
        positions=tuple((one.text or "").strip() for one in item.iterfind("category") if one.get("domain") == POSITION)[
            :_MOST_POSITIONS
        ],
    )


def merged(live: Iterable[Listed], ours: Iterable[Listed], gone: Collection[str]) -> list[Listed]:
    """Return all episodes of both feeds but those `gone`; where both have a GUID, `ours` is what we say now."""
    by_guid = {one.entry.guid: one for one in live}
    by_guid.update({one.entry.guid: one for one in ours})
    return [one for guid, one in by_guid.items() if guid not in gone]


def same_item(one: Item, other: Item) -> bool:
    """Tell whether two items say the same, whatever the white space between their tags."""
    return bool(etree.tostring(one, method="c14n") == etree.tostring(other, method="c14n"))
