"""Check what a feed says about the show."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from audiosession.errors import near_miss
from audiosession.feed.categories import CATEGORIES
from audiosession.feed.checks.rules import Finding
from audiosession.feed.episode import is_absolute
from audiosession.feed.rss import ITUNES, PODCAST, Item, line_of
from audiosession.feed.show import DESCRIPTION_BYTES, MEDIUMS, is_language


def check_channel(channel: Item) -> Iterator[Finding]:
    """Yield the rules for the channel that `channel` breaks."""
    yield from _texts(channel)
    yield from _itunes(channel)
    yield from _category(channel)
    yield from _podcast(channel)
    if (image := channel.find("image")) is not None:
        message = "has an RSS <image>, which some apps take for the artwork"
        yield Finding(rule="no-rss-image", message=message, line=line_of(image))


def _texts(channel: Item) -> Iterator[Finding]:
    line = line_of(channel)
    for name in ("title", "copyright"):
        if not (channel.findtext(name) or "").strip():
            yield Finding(rule=name, message=f"the channel has no {name}", line=line)
    if not is_absolute((channel.findtext("link") or "").strip()):
        yield Finding(rule="link", message="the channel links to no web page", line=_line(channel, "link"))
    description = channel.findtext("description") or ""
    if not description.strip():
        yield Finding(rule="description", message="the channel has no description", line=line)
    elif len(description.encode()) > DESCRIPTION_BYTES:
        message = f"the description has {len(description.encode()):,} bytes; apps take {DESCRIPTION_BYTES:,}"
        yield Finding(rule="description", message=message, line=_line(channel, "description"))
    if not is_language((channel.findtext("language") or "").strip()):
        message = f'the language is "{channel.findtext("language") or ""}", not a code such as en or en-gb'
        yield Finding(rule="language", message=message, line=_line(channel, "language"))


def _itunes(channel: Item) -> Iterator[Finding]:
    line = line_of(channel)
    image = channel.find(f"{{{ITUNES}}}image")
    if image is None or not is_absolute(image.get("href", "")):
        yield Finding(rule="image", message="no itunes:image with an absolute address", line=line)
    explicit = channel.findtext(f"{{{ITUNES}}}explicit")
    if explicit not in ("true", "false"):
        message = f'itunes:explicit is "{explicit or ""}", neither true nor false'
        yield Finding(rule="explicit", message=message, line=_line(channel, f"{{{ITUNES}}}explicit"))
    if not (channel.findtext(f"{{{ITUNES}}}author") or "").strip():
        yield Finding(rule="author", message="no itunes:author", line=line)
    email = channel.findtext(f"{{{ITUNES}}}owner/{{{ITUNES}}}email") or ""
    if not re.fullmatch(r"\s*[^@\s]+@[^@\s]+\.[^@\s.]+\s*", email):
        yield Finding(rule="owner", message="no itunes:owner with an e-mail address", line=line)
    kind = channel.findtext(f"{{{ITUNES}}}type")
    if kind not in ("episodic", "serial"):
        message = f'itunes:type is "{kind or ""}", neither episodic nor serial'
        yield Finding(rule="type", message=message, line=_line(channel, f"{{{ITUNES}}}type"))
    if kind == "serial":
        for item in channel.iterfind("item"):
            full = item.findtext(f"{{{ITUNES}}}episodeType") in (None, "full")
            if full and not item.findtext(f"{{{ITUNES}}}episode"):
                message = "a serial show needs a number for each episode"
                yield Finding(rule="type", message=message, line=line_of(item))


def _category(channel: Item) -> Iterator[Finding]:
    found = channel.findall(f"{{{ITUNES}}}category")
    if not found:
        yield Finding(rule="category", message="no itunes:category", line=line_of(channel))
    for category in found:
        name, line = category.get("text", ""), line_of(category)
        if name not in CATEGORIES:
            message = f'"{name}" is none of Apple\'s categories; {near_miss(name, CATEGORIES)}'
            yield Finding(rule="category", message=message, line=line)
            continue
        for part in category.iterfind(f"{{{ITUNES}}}category"):
            if part.get("text", "") not in CATEGORIES[name]:
                message = (
                    f'"{part.get("text", "")}" is not under {name}; {near_miss(part.get("text", ""), CATEGORIES[name])}'
                )
                yield Finding(rule="category", message=message, line=line_of(part))


def _podcast(channel: Item) -> Iterator[Finding]:
    line = line_of(channel)
    guid = (channel.findtext(f"{{{PODCAST}}}guid") or "").strip()
    if not is_uuid5(guid):
        yield Finding(
            rule="podcast-guid",
            message=f'podcast:guid is "{guid}", not a UUIDv5',
            line=_line(channel, f"{{{PODCAST}}}guid"),
        )
    locked = (channel.findtext(f"{{{PODCAST}}}locked") or "").strip()
    if locked not in ("yes", "no"):
        yield Finding(
            rule="locked",
            message=f'podcast:locked is "{locked}", neither yes nor no',
            line=_line(channel, f"{{{PODCAST}}}locked"),
        )
    medium = (channel.findtext(f"{{{PODCAST}}}medium") or "").strip()
    if medium.removesuffix("L") not in MEDIUMS:
        message = f'podcast:medium is "{medium}"; {near_miss(medium, MEDIUMS)}'
        yield Finding(rule="medium", message=message, line=_line(channel, f"{{{PODCAST}}}medium"))
    if not any((person.text or "").strip() for person in channel.iterfind(f"{{{PODCAST}}}person")):
        yield Finding(rule="person", message="no podcast:person", line=line)


def is_uuid5(text: str) -> bool:
    """Tell whether `text` is a UUID of version 5."""
    try:
        return uuid.UUID(text).version == 5 and len(text) == 36
    except ValueError:
        return False


def _line(channel: Item, tag: str) -> int:
    found = channel.find(tag)
    return line_of(channel if found is None else found)
