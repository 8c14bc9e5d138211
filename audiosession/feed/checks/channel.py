"""Check what a feed says about the show."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

from audiosession.errors import near_miss
from audiosession.feed.categories import CATEGORIES
from audiosession.feed.checks.rules import Finding
from audiosession.feed.episode import is_absolute
from audiosession.feed.rss import ITUNES, PODCAST, Item, line_of
from audiosession.feed.show import DESCRIPTION_BYTES, MEDIUMS
from audiosession.voices.languages import is_language

OLD_WORDS = ("yes", "no", "clean", "explicit")
"""What itunes:explicit said before it was true or false; directories still take it."""


def check_channel(channel: Item) -> Iterator[Finding]:
    """Yield the rules for the channel that `channel` breaks."""
    yield from _texts(channel)
    yield from _itunes(channel)
    yield from _type(channel)
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
    if not _is_web((channel.findtext("link") or "").strip()):
        yield Finding(rule="link", message="the channel links to no web page", line=_line(channel, "link"))
    description = channel.findtext("description") or ""
    if not description.strip():
        yield Finding(rule="description", message="the channel has no description", line=line)
    elif len(description.encode("utf-8", "replace")) > DESCRIPTION_BYTES:
        message = f"the description has {len(description.encode()):,} bytes; apps take {DESCRIPTION_BYTES:,}"
        yield Finding(rule="description-length", message=message, line=_line(channel, "description"))
    if not is_language((channel.findtext("language") or "").strip()):
        message = f'the language is "{channel.findtext("language") or ""}", not a code such as en or en-gb'
        yield Finding(rule="language", message=message, line=_line(channel, "language"))


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def _itunes(channel: Item) -> Iterator[Finding]:
    line = line_of(channel)
    image = channel.find(f"{{{ITUNES}}}image")
    if image is None or not _is_web(image.get("href", "").strip()):
        yield Finding(rule="image", message="no itunes:image with an absolute address", line=line)
    elif not is_absolute(url := image.get("href", "").strip()):
        yield Finding(rule="enclosure-ascii", message=f'the address "{url}" is not in ASCII', line=line_of(image))
    explicit = (channel.findtext(f"{{{ITUNES}}}explicit") or "").strip()
    if explicit not in ("true", "false"):
        message = f'itunes:explicit is "{explicit}", neither true nor false'
        is_taken = explicit.lower() in (*OLD_WORDS, "true", "false")
        rule = "explicit-words" if is_taken else "explicit"
        yield Finding(rule=rule, message=message, line=_line(channel, f"{{{ITUNES}}}explicit"))
    if not (channel.findtext(f"{{{ITUNES}}}author") or "").strip():
        yield Finding(rule="author", message="no itunes:author", line=line)
    email = channel.findtext(f"{{{ITUNES}}}owner/{{{ITUNES}}}email") or ""
    if not re.fullmatch(r"\s*[^@\s]+@[^@\s]+\.[^@\s.]+\s*", email):
        yield Finding(rule="owner", message="no itunes:owner with an e-mail address", line=line)


def _type(channel: Item) -> Iterator[Finding]:
    kind = (channel.findtext(f"{{{ITUNES}}}type") or "").strip()
    if kind.lower() not in ("episodic", "serial"):
        message = f'itunes:type is "{kind}", neither episodic nor serial' if kind else "no itunes:type"
        yield Finding(rule="type", message=message, line=_line(channel, f"{{{ITUNES}}}type"))
    for item in channel.iterfind("item") if kind.lower() == "serial" else ():
        full = (item.findtext(f"{{{ITUNES}}}episodeType") or "full").strip().lower() == "full"
        if full and not item.findtext(f"{{{ITUNES}}}episode"):
            message = "a serial show needs a number for each episode"
            yield Finding(rule="serial", message=message, line=line_of(item))


def _category(channel: Item) -> Iterator[Finding]:
    """One category of Apple's is what a show must have; what else it names is only not seen there."""
    found = channel.findall(f"{{{ITUNES}}}category")
    if not found:
        yield Finding(rule="category", message="no itunes:category", line=line_of(channel))
    rule = "subcategory" if any(one.get("text", "") in CATEGORIES for one in found) else "category"
    for category in found:
        name, line = category.get("text", ""), line_of(category)
        if name not in CATEGORIES:
            message = f'"{name}" is none of Apple\'s categories; {near_miss(name, CATEGORIES)}'
            yield Finding(rule=rule, message=message, line=line)
            continue
        for part in category.iterfind(f"{{{ITUNES}}}category"):
            if (inner := part.get("text", "")) not in CATEGORIES[name]:
                message = f'"{inner}" is not under "{name}"; {near_miss(inner, CATEGORIES[name])}'
                yield Finding(rule="subcategory", message=message, line=line_of(part))


def _podcast(channel: Item) -> Iterator[Finding]:
    guid, locked, medium = (
        (channel.findtext(f"{{{PODCAST}}}{name}") or "").strip() for name in ("guid", "locked", "medium")
    )
    wrong = {
        "guid": "" if is_uuid5(guid) else "not a UUIDv5",
        "locked": "" if locked in ("yes", "no") else "neither yes nor no",
        "medium": "" if medium.removesuffix("L") in MEDIUMS else near_miss(medium, MEDIUMS),
    }
    for name, text in (("guid", guid), ("locked", locked), ("medium", medium)):
        if wrong[name]:
            message = f'podcast:{name} is "{text}": {wrong[name]}' if text else f"no podcast:{name}"
            rule = "podcast-guid" if name == "guid" else name
            yield Finding(rule=rule, message=message, line=_line(channel, f"{{{PODCAST}}}{name}"))
    if not any((person.text or "").strip() for person in channel.iterfind(f"{{{PODCAST}}}person")):
        yield Finding(rule="person", message="no podcast:person", line=line_of(channel))


def is_uuid5(text: str) -> bool:
    """Tell whether `text` is a UUID of version 5."""
    try:
        return uuid.UUID(text).version == 5 and len(text) == 36
    except ValueError:
        return False


def _line(channel: Item, tag: str) -> int:
    found = channel.find(tag)
    return line_of(channel if found is None else found)
