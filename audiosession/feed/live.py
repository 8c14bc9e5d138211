"""The feed that is out already: read it, and merge into it what is new without losing what others put there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from audiosession.errors import PublishError
from audiosession.feed.entry import Entry
from audiosession.feed.letters import fit_line
from audiosession.feed.rss import ITUNES, PODCAST, Item, Listed

_MAX_BYTES = 64_000_000
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


def parse_xml(content: bytes) -> Item:
    """Return the root of an XML document from anywhere: no entities, nothing fetched, CDATA kept.

    Raises:
        PublishError: It is not well-formed, has a DOCTYPE, or is longer than 64 MB.
    """
    if len(content) > _MAX_BYTES:
        raise PublishError(f"the feed is {len(content):,} bytes long", hint="is this the address of a feed?")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, strip_cdata=False, remove_blank_text=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise PublishError(f"the feed is not well-formed: {fit_line(error.msg)}", line=error.lineno) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise PublishError("the feed has a DOCTYPE, which readers refuse", hint="take it out")
    return root


def read_live(content: bytes) -> LiveFeed:
    """Return the feed in `content`; see `parse_xml`."""
    channel = parse_xml(content).find("channel")
    if channel is None:
        raise PublishError("what stands at the feed's place is no RSS feed", hint="publish to another place")
    guid = (channel.findtext(f"{{{PODCAST}}}guid") or "").strip()
    episodes = [Listed(entry=_entry(item), item=item) for item in channel.iterfind("item")]
    return LiveFeed(guid=guid, episodes={one.entry.guid: one for one in episodes})


def _entry(item: Item) -> Entry:
    enclosure, cover = item.find("enclosure"), item.find(f"{{{ITUNES}}}image")
    audio = enclosure.get("url", "") if enclosure is not None else ""
    duration = item.findtext(f"{{{ITUNES}}}duration") or ""
    return Entry(
        guid=(item.findtext("guid") or "").strip() or audio,  # as feed readers know an item that has none
        title=item.findtext("title") or "",
        page=item.findtext("link") or "",
        cover=cover.get("href", "") if cover is not None else None,
        audio=audio,
        published=_published(item),
        duration_s=int(duration) if duration.isascii() and duration.isdigit() else 0,
        summary_html=item.findtext("description") or "",
        kind=item.findtext(f"{{{ITUNES}}}episodeType") or "full",
        season=item.findtext(f"{{{ITUNES}}}season") or "",
        number=item.findtext(f"{{{ITUNES}}}episode") or "",
    )


def _published(item: Item) -> datetime:
    try:
        date = parsedate_to_datetime(item.findtext("pubDate") or "")
    except ValueError:
        return NO_DATE
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def merged(live: Iterable[Listed], ours: Iterable[Listed], gone: Collection[str]) -> list[Listed]:
    """Return all episodes of both feeds but those `gone`; where both have a GUID, `ours` is what we say now."""
    by_guid = {one.entry.guid: one for one in live}
    by_guid.update({one.entry.guid: one for one in ours})
    return [one for guid, one in by_guid.items() if guid not in gone]


def same_item(one: Item, other: Item) -> bool:
    """Tell whether two items say the same, whatever the white space between their tags."""
    return bool(etree.tostring(one, method="c14n") == etree.tostring(other, method="c14n"))
