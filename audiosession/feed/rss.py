"""Write the feed: RSS 2.0 with the tags of Apple Podcasts and of the Podcasting 2.0 namespace.

The same episodes give the same bytes: nothing here looks at a clock, and `lastBuildDate` is the newest
`pubDate`. A reader that asks with an ETag is then told that nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from lxml import etree

from audiosession.feed.entry import Entry, entry_of
from audiosession.feed.episode import Episode
from audiosession.feed.letters import fit_line, fit_text, within_bytes
from audiosession.feed.show import DESCRIPTION_BYTES, Show
from audiosession.session import SessionSection
from audiosession.timing.telling.captions import timestamp
from audiosession.units import to_ms

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
PSC = "http://podlove.org/simple-chapters"
NAMESPACES = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT, "psc": PSC}
POSITION = "position"
"""The domain of an item's categories (RSS 2.0) that name the positions of a class, so that its list can tell them."""
FEED_TYPE = "application/rss+xml"

Item = etree._Element


@dataclass(frozen=True, kw_only=True)
class Channel:
    """What stands in the feed beside its items."""

    show: Show
    guid: str
    feed_url: str
    home: str
    cover: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An episode of the feed: what is known of it, and the item that says so."""

    entry: Entry
    item: Item


def listed(episode: Episode) -> Listed:
    """Return `episode` as it stands in the feed."""
    return Listed(entry=entry_of(episode), item=write_item(episode))


def write_feed(channel: Channel, episodes: Iterable[Listed]) -> bytes:
    """Return the feed: the newest item first. The items are moved into it, not copied."""
    newest_first = sorted(episodes, key=lambda one: one.entry.age, reverse=True)
    root = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
    head = etree.SubElement(root, "channel")
    _write_channel(head, channel)
    if newest_first:
        _add(head, "lastBuildDate", format_datetime(newest_first[0].entry.published))
    head.extend(one.item for one in newest_first)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8", pretty_print=True)


def _write_channel(head: Item, channel: Channel) -> None:
    show = channel.show
    _add(head, f"{{{ATOM}}}link", href=channel.feed_url, rel="self", type=FEED_TYPE)
    _add(head, "title", show.title)
    _add(head, "link", show.link or channel.home)
    _add(head, "description", within_bytes(show.description, DESCRIPTION_BYTES))
    _add(head, "language", show.language)
    if show.copyright:
        _add(head, "copyright", show.copyright)
    _add(head, "generator", "audiosession")
    _itunes(head, "image", href=channel.cover)
    category = _category(head, show.category)
    if show.subcategory:
        _category(category, show.subcategory)
    _itunes(head, "explicit", str(show.explicit).lower())
    _itunes(head, "author", show.author)
    owner = _itunes(head, "owner")
    _itunes(owner, "name", show.author)
    _itunes(owner, "email", show.email)
    _itunes(head, "type", show.type)
    _podcast(head, "guid", channel.guid)
    _podcast(head, "locked", "yes" if show.locked else "no", owner=show.email)
    _podcast(head, "medium", show.medium)
    for person in show.person:
        links = {name: value for name, value in (("href", person.href), ("img", person.img)) if value}
        _podcast(head, "person", person.name, role=person.role.lower(), group=person.group.lower(), **links)
    if show.license:
        _license(head, show.license, show.license_url)


def write_item(episode: Episode) -> Item:
    """Return the item of `episode`, in the order in which people read it."""
    root = etree.Element("rss", nsmap=NAMESPACES)
    item = etree.SubElement(root, "item")
    _add(item, "title", episode.title)
    _add(item, "link", episode.page)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(episode.published))
    audio = episode.audio
    _add(item, "enclosure", url=audio.url, length=str(audio.length), type=audio.type)
    _add(item, "description", _html(episode.summary_html))
    _add(item, f"{{{CONTENT}}}encoded", _html(episode.notes_html))
    _itunes(item, "duration", str(episode.duration_s))
    _itunes(item, "image", href=episode.cover)
    _itunes(item, "explicit", str(episode.explicit).lower())
    _itunes(item, "episodeType", episode.kind)
    for name, value in (("season", episode.season), ("episode", episode.number)):
        if value is not None:
            _itunes(item, name, str(value))
            _podcast(item, name, str(value))
    for transcript in episode.transcripts:
        _podcast(item, "transcript", url=transcript.url, type=transcript.type, language=episode.language)
    _podcast(item, "chapters", url=episode.chapters.url, type=episode.chapters.type)
    for position in episode.positions:
        _add(item, "category", position, domain=POSITION)
    if episode.marks:
        _simple_chapters(item, episode.marks)
    if episode.license:
        _license(item, episode.license, episode.license_url)
    return item


def _simple_chapters(item: Item, marks: Iterable[SessionSection]) -> None:
    """Chapters in the feed itself, as Spotify reads them (Podlove Simple Chapters 1.2); each has to have a title."""
    chapters = _add(item, f"{{{PSC}}}chapters", version="1.2")
    for number, mark in enumerate(marks, 1):
        title = fit_line(mark.title) or str(number)
        _add(chapters, f"{{{PSC}}}chapter", start=timestamp(to_ms(mark.start)), title=title)


def _license(parent: Item, name: str, url: str | None) -> None:
    """The namespace wants the SPDX name in lower case, or any other name with the address of its text."""
    _podcast(parent, "license", name if url else name.lower(), **({"url": url} if url else {}))


def _add(parent: Item, tag: str, text: Any = "", **attributes: str) -> Item:
    """Add a tag. Text is made fit for XML here, so that nothing can go round it; CDATA was made so before."""
    child = etree.SubElement(parent, tag, {name: fit_line(value) for name, value in attributes.items()})
    fit = (fit_line(text) if tag == "title" else fit_text(text)) if isinstance(text, str) else text
    if fit != "":
        child.text = fit
    return child


def _html(fragment: str) -> Any:
    """Return HTML for a tag; nothing for white space alone, which no parser gives back."""
    return etree.CDATA(fragment) if fragment.strip() else ""


def _itunes(parent: Item, name: str, text: str = "", **attributes: str) -> Item:
    return _add(parent, f"{{{ITUNES}}}{name}", text, **attributes)


def _category(parent: Item, name: str) -> Item:
    return etree.SubElement(parent, f"{{{ITUNES}}}category", {"text": name})


def _podcast(parent: Item, name: str, text: str = "", **attributes: str) -> Item:
    return _add(parent, f"{{{PODCAST}}}{name}", text, **attributes)


def line_of(element: Item) -> int:
    """Return the line on which `element` stands in the file it was read from, 0 if it was read from none."""
    return int(getattr(element, "sourceline", 0) or 0)
