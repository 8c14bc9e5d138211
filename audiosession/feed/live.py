"""The feed that is out already: read it, and merge into it what is new without losing what others put there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from audiosession.errors import PublishError
from audiosession.feed.letters import fit_line
from audiosession.feed.rss import PODCAST, Item, guid_of

_MAX_BYTES = 64_000_000


@dataclass(frozen=True, kw_only=True)
class LiveFeed:
    """A published feed: the show's GUID, and its items by theirs."""

    guid: str
    items: Mapping[str, Item]

    def guids_by_page(self) -> dict[str, str]:
        """Return the GUID of each episode by the address of its page."""
        return {item.findtext("link") or "": guid for guid, item in self.items.items()}


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
    return LiveFeed(guid=guid, items={guid_of(item): item for item in channel.iterfind("item")})


def merged(live: Iterable[Item], ours: Iterable[Item], gone: Collection[str]) -> list[Item]:
    """Return all items of both feeds but those `gone`; where both have a GUID, `ours` is what we say now."""
    by_guid = {guid_of(item): item for item in live}
    by_guid.update({guid_of(item): item for item in ours})
    return [item for guid, item in by_guid.items() if guid not in gone]


def same_item(one: Item, other: Item) -> bool:
    """Tell whether two items say the same, whatever the white space between their tags."""
    return bool(etree.tostring(one, method="c14n") == etree.tostring(other, method="c14n"))
