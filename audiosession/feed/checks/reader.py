"""Read any feed from outside, with its media, and tell every rule that it breaks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import requests

from audiosession.codecs.decode import decode_blocks
from audiosession.errors import CodecError, PublishError
from audiosession.feed.checks.channel import check_channel
from audiosession.feed.checks.document import check_document, parsed
from audiosession.feed.checks.host import check_feed_host, check_file_host, fetch
from audiosession.feed.checks.item import check_items
from audiosession.feed.checks.media import Measured, check_chapters, check_sound, check_transcript, finding
from audiosession.feed.checks.rules import Finding
from audiosession.feed.rss import ATOM, ITUNES, PODCAST, Item, line_of
from audiosession.pictures.artwork import artwork_faults
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.sound.hearing import hear
from audiosession.sound.loudness import blocks_of, integrated_loudness
from audiosession.units import SAMPLE_RATE, gain_to_db

_BLOCK = 30 * SAMPLE_RATE


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What came of a check."""

    place: str
    n_episodes: int
    findings: tuple[Finding, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing worse than advice was found."""
        return all(one.level == "advice" for one in self.findings)


@dataclass(kw_only=True)
class _Reader:
    """Fetches what the feed names: from the web, or, for a feed in a folder, from beside it."""

    folder: Path | None
    base_url: str
    session: requests.Session
    urls: frozenset[str]
    """What takes time to read: sound and artwork."""
    watch: Watcher
    seen: set[str] = field(default_factory=set)

    def read(self, url: str) -> tuple[bytes, str]:
        """Return the content at `url`, and why it can't be had."""
        path = self.beside(url)
        if path is None:
            return fetch(url, self.session)
        try:
            return path.read_bytes(), ""
        except OSError as error:
            return b"", f"is not beside the feed: {error.strerror}"

    def begin(self, url: str) -> bool:
        """Tell that `url` is read, and return whether it is for the first time."""
        is_new = url not in self.seen
        self.watch(Progress(stage="reading", done=len(self.seen), total=len(self.urls), item=url))
        self.seen.add(url)
        return is_new

    def beside(self, url: str) -> Path | None:
        """Return the file beside the feed that `url` will be, None if it is elsewhere."""
        if self.folder is None or not self.base_url or not url.startswith(self.base_url):
            return None
        path = (self.folder / url.removeprefix(self.base_url)).resolve()
        return path if path.is_relative_to(self.folder.resolve()) else None


def check_feed(place: str, *, media: bool = True, watch: Watcher = unwatched) -> Checked:
    """Check the feed at `place`, an address or a file; with `media` also all that it names.

    A feed in a file is taken to be published where it says: what lies beside it stands for what will be there.

    Raises:
        PublishError: There is no feed to read.
    """
    is_web = place.startswith(("http://", "https://"))
    with requests.Session() as session:
        return _checked(place, session, is_web=is_web, media=media, watch=watch)


def _checked(place: str, session: requests.Session, *, is_web: bool, media: bool, watch: Watcher) -> Checked:
    content = _web(place, session) if is_web else _file(Path(place))
    root, found = parsed(content)
    n_episodes = 0
    if root is not None:
        found += check_document(root, place if is_web else None)
        channel = root.find("channel")
        if channel is not None:
            n_episodes = len(channel.findall("item"))
            found += check_channel(channel)
            found += check_items(channel)
            if media:
                folder = None if is_web else Path(place).parent
                urls = frozenset(_slow(channel))
                reader = _Reader(folder=folder, base_url=_base(root), session=session, urls=urls, watch=watch)
                found += _check_media(channel, reader)
    if is_web:
        found += (Finding(rule=rule, message=message) for rule, message in check_feed_host(place, content, session))
    findings = sorted((_placed(one, place) for one in found), key=lambda one: (one.line, one.rule))
    return Checked(place=place, n_episodes=n_episodes, findings=tuple(findings))


def _placed(one: Finding, place: str) -> Finding:
    return Finding(rule=one.rule, message=one.message, line=one.line, place=place)


def _web(url: str, session: requests.Session) -> bytes:
    content, fault = fetch(url, session)
    if fault:
        raise PublishError(f"{url} {fault}", hint="check the address and the network")
    return content


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        hint = "give a file or an address that starts with https://"
        raise PublishError(f"can't be read: {error.strerror}", path=path, hint=hint) from error


def _base(root: Item) -> str:
    """Return the address of the folder in which the feed says it stands."""
    link = next((one for one in root.iterfind(f"channel/{{{ATOM}}}link") if one.get("rel") == "self"), None)
    return link.get("href", "").rpartition("/")[0] + "/" if link is not None else ""


def _slow(channel: Item) -> Iterator[str]:
    yield from (image.get("href", "") for image in channel.iter(f"{{{ITUNES}}}image"))
    yield from (enclosure.get("url", "") for enclosure in channel.iterfind("item/enclosure"))


def _check_media(channel: Item, reader: _Reader) -> Iterator[Finding]:
    for image in channel.iter(f"{{{ITUNES}}}image"):
        if (url := image.get("href", "")) and reader.begin(url):
            yield from _artwork(url, reader, line_of(image))
    for item in channel.iterfind("item"):
        for enclosure in item.iterfind("enclosure"):
            reader.begin(enclosure.get("url", ""))
            yield from _enclosure(enclosure, item, reader)
        for tag in ("transcript", "chapters"):
            for one in item.iterfind(f"{{{PODCAST}}}{tag}"):
                yield from _words(tag, one, reader)


def _artwork(url: str, reader: _Reader, line: int) -> Iterator[Finding]:
    content, fault = reader.read(url)
    if fault:
        yield finding("reachable", url, fault, line)
        return
    for message in artwork_faults(content, url.partition("?")[0]):
        yield finding("artwork", url, message, line)


def _enclosure(enclosure: Item, item: Item, reader: _Reader) -> Iterator[Finding]:
    url, line = enclosure.get("url", ""), line_of(enclosure)
    content, fault = reader.read(url)
    if fault:
        yield finding("reachable", url, fault, line)
        return
    if enclosure.get("length") != str(len(content)):
        message = f"has {len(content)} bytes; the feed says {enclosure.get('length')}"
        yield finding("enclosure-length", url, message, line)
    claimed = (item.findtext(f"{{{ITUNES}}}duration") or "").strip()
    for rule, message in check_sound(content, measure(content), int(claimed) if claimed.isdecimal() else None):
        yield finding(rule, url, message, line)
    yield from _host(url, "audio/mpeg", len(content), reader, line)


def _words(tag: str, one: Item, reader: _Reader) -> Iterator[Finding]:
    url, kind, line = one.get("url", ""), one.get("type", ""), line_of(one)
    content, fault = reader.read(url)
    if fault:
        yield finding("reachable", url, fault, line)
        return
    message = check_chapters(content) if tag == "chapters" else check_transcript(content, kind)
    if message:
        yield finding(tag, url, f"can't be used: {message}", line)
    yield from _host(url, kind, len(content), reader, line)


def _host(url: str, kind: str, size: int, reader: _Reader, line: int) -> Iterator[Finding]:
    if reader.beside(url) is None:
        for rule, message in check_file_host(url, kind, size, reader.session):
            yield finding(rule, url, message, line)


def measure(content: bytes) -> Measured:
    """Decode a whole sound, in blocks so that it may be long, and measure it."""
    n_frames, peak = 0, 0.0
    hops: list[float] = []
    notes: list[str] = []
    try:
        for block in decode_blocks(content, block_frames=_BLOCK, name="the sound", warn=notes.append):
            heard = hear(block)
            n_frames += heard.n_frames
            peak = max(peak, heard.peak)
            hops += heard.hops
    except CodecError as error:
        return Measured(duration=0.0, loudness=-math.inf, true_peak_db=-math.inf, fault=error.message)
    loudness = integrated_loudness(blocks_of(np.array(hops)))
    return Measured(
        duration=n_frames / SAMPLE_RATE, loudness=loudness, true_peak_db=gain_to_db(peak), notes=tuple(notes)
    )
