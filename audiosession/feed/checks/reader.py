"""Read any feed from outside, with its media, and tell every rule that it breaks."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from audiosession.codecs.decode import decode_blocks
from audiosession.errors import CodecError, PublishError
from audiosession.feed.checks.channel import check_channel
from audiosession.feed.checks.document import check_document, parsed
from audiosession.feed.checks.host import (
    SMALL_BYTES,
    SOUND_BYTES,
    check_feed_host,
    check_file_host,
    fetch,
    fetch_sound,
)
from audiosession.feed.checks.item import check_items
from audiosession.feed.checks.media import Measured, check_chapters, check_sound, check_transcript, finding, is_mp3
from audiosession.feed.checks.rules import Finding, FindingKind, kinds
from audiosession.feed.dates import read_duration
from audiosession.feed.rss import ATOM, ITUNES, PODCAST, Item, line_of
from audiosession.feed.xml_text import FEED_BYTES
from audiosession.files.fetching import Asker
from audiosession.files.reading import read_at_most
from audiosession.files.whole import whole_file
from audiosession.pictures.artwork import shape_faults, weight_faults
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.sound.hearing import hear
from audiosession.sound.loudness import blocks_of, integrated_loudness
from audiosession.units import SAMPLE_RATE, gain_to_db

_BLOCK = 30 * SAMPLE_RATE
_LONGEST_S = 86_400
_MOST_FINDINGS = 20_000
"""After so many faults the rest is not looked for; a show of a thousand episodes has some of each in every one."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What came of a check."""

    place: str
    n_episodes: int
    findings: tuple[Finding, ...]

    def kinds(self) -> list[FindingKind]:
        """Return one finding of each kind, errors first, with the number of those that differ in place and value."""
        return sorted(kinds(self.findings), key=lambda kind: kind.first.level == "advice")

    @property
    def is_good(self) -> bool:
        """Whether nothing worse than advice was found."""
        return all(one.level == "advice" for one in self.findings)


@dataclass(kw_only=True)
class _Reader:
    """Fetches what the feed names: from the web, or, for a feed in a folder, from beside it."""

    folder: Path | None
    base_url: str
    session: Asker
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
            return read_at_most(path, SMALL_BYTES), ""
        except OSError as error:
            return b"", f"is not beside the feed: {error.strerror}"

    @contextmanager
    def sound(self, url: str) -> Iterator[tuple[Path, str]]:
        """Lend the sound at `url` as a file, and tell why it can't be had."""
        path = self.beside(url)
        if path is not None:
            yield path, _unreadable(path)
            return
        with tempfile.TemporaryDirectory(prefix="audiosession-") as folder:
            path = Path(folder, "sound")
            with whole_file(path) as file:
                fault = fetch_sound(url, self.session, file)
            yield path, fault

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
        try:
            path = (self.folder / url.removeprefix(self.base_url)).resolve()
        except (OSError, ValueError, RuntimeError):  # a name that is too long, holds a NUL, or goes round in links
            return None
        return path if path.is_relative_to(self.folder.resolve()) else None


def check_feed(place: str, *, media: bool = True, watch: Watcher = unwatched) -> Checked:
    """Check the feed at `place`, an address or a file; with `media` also all that it names.

    A feed in a file is taken to be published where it says: what lies beside it stands for what will be there.

    Raises:
        PublishError: There is no feed to read.
    """
    is_web = place.startswith(("http://", "https://"))
    with Asker() as session:
        return _checked(place, session, is_web=is_web, media=media, watch=watch)


def _checked(place: str, session: Asker, *, is_web: bool, media: bool, watch: Watcher) -> Checked:
    content = _web(place, session) if is_web else _file(Path(place))
    root, faults = parsed(content)
    found = _upto(faults, _MOST_FINDINGS)
    n_episodes = 0
    if root is not None:
        found += _upto(check_document(root, place if is_web else None), _MOST_FINDINGS)
        channel = root.find("channel")
        if channel is not None:
            n_episodes = len(channel.findall("item"))
            found += _upto(check_channel(channel), _MOST_FINDINGS)
            found += _upto(check_items(channel), _MOST_FINDINGS)
            if not n_episodes:
                message = "has no episode: directories take a show with its first one"
                found.append(Finding(rule="episodes", message=message, line=line_of(channel)))
            if media:
                folder = None if is_web else Path(place).parent
                urls = frozenset(_slow(channel))
                reader = _Reader(folder=folder, base_url=_base(root), session=session, urls=urls, watch=watch)
                found += _upto(_check_media(channel, reader), _MOST_FINDINGS)
    if is_web:
        served = (Finding(rule=rule, message=message) for rule, message in check_feed_host(place, content, session))
        told = {one.rule for one in found}  # a gzip file that is sent as one is told of once
        found += (one for one in served if one.rule != "packed" or "packed" not in told)
    findings = sorted((_placed(one, place) for one in found), key=lambda one: (one.line, one.rule))
    return Checked(place=place, n_episodes=n_episodes, findings=tuple(findings))


def _upto(findings: Iterable[Finding], most: int) -> list[Finding]:
    """Return the first findings; a feed that breaks a rule in each of a million elements is not read to its end."""
    return list(islice(findings, most))


def _placed(one: Finding, place: str) -> Finding:
    return Finding(rule=one.rule, message=one.message, line=one.line, place=place)


def _web(url: str, session: Asker) -> bytes:
    content, fault = fetch(url, session, FEED_BYTES)
    if fault:
        raise PublishError(f"{url} {fault}", hint="check the address and the network")
    return content


def _file(path: Path) -> bytes:
    try:
        return read_at_most(path, FEED_BYTES)
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
    for image in channel.findall(f"{{{ITUNES}}}image"):
        yield from _artwork(image, reader, ("reachable", "artwork"))
    for image in channel.iterfind(f"item/{{{ITUNES}}}image"):
        yield from _artwork(image, reader, ("extras", "episode-artwork"))
    for item in channel.iterfind("item"):
        for enclosure in item.iterfind("enclosure"):
            reader.begin(enclosure.get("url", "").strip())
            yield from _enclosure(enclosure, item, reader)
        for tag in ("transcript", "chapters"):
            for one in item.iterfind(f"{{{PODCAST}}}{tag}"):
                yield from _words(tag, one, reader)


def _artwork(image: Item, reader: _Reader, rules: tuple[str, str]) -> Iterator[Finding]:
    """Look at a picture, once; `rules` are broken where it can't be had, and where it is not fit."""
    url, line = image.get("href", "").strip(), line_of(image)
    if not url or not reader.begin(url):
        return
    content, fault = reader.read(url)
    if fault:
        yield finding(rules[0], url, fault, line)
        return
    for message in shape_faults(content, url.partition("?")[0]):
        yield finding(rules[1], url, message, line)
    for message in weight_faults(content):
        yield finding("artwork-weight", url, message, line)


def _enclosure(enclosure: Item, item: Item, reader: _Reader) -> Iterator[Finding]:
    url, kind, line = enclosure.get("url", "").strip(), enclosure.get("type", ""), line_of(enclosure)
    with reader.sound(url) as (path, fault):
        if fault:
            yield finding("reachable", url, fault, line)
            return
        size = path.stat().st_size
        told = enclosure.get("length", "").strip()
        if told.isdecimal() and int(told[:20]) not in (0, size):
            message = f"has {size} bytes; the feed says {told}"
            yield finding("enclosure-size", url, message, line)
        seconds = read_duration(item.findtext(f"{{{ITUNES}}}duration") or "")
        if _is_told_mp3(url, kind) or is_mp3(path):  # an M4A or a film is not measured
            for rule, message in check_sound(path, measure(path), seconds):
                yield finding(rule, url, message, line)
    yield from _host(url, kind or "audio/mpeg", size, reader, line, ranges=True)


def _is_told_mp3(url: str, kind: str) -> bool:
    return kind.partition(";")[0].strip().lower() in ("", "audio/mpeg", "audio/mp3") or url.lower().endswith(".mp3")


def _unreadable(path: Path) -> str:
    """Return why the sound at `path`, beside the feed, can't be read; empty if it can."""
    try:
        with path.open("rb") as file:
            file.read(1)
        return "" if path.stat().st_size <= SOUND_BYTES else f"is over {SOUND_BYTES // 1_000_000} MB"
    except OSError as error:
        return f"is not beside the feed: {error.strerror}"


def _words(tag: str, one: Item, reader: _Reader) -> Iterator[Finding]:
    url, kind, line = one.get("url", ""), one.get("type", ""), line_of(one)
    content, fault = reader.read(url)
    if fault:
        yield finding("extras", url, fault, line)
        return
    message = check_chapters(content) if tag == "chapters" else check_transcript(content, kind)
    if message:
        yield finding(tag, url, f"can't be used: {message}", line)
    yield from _host(url, kind, len(content), reader, line)


def _host(url: str, kind: str, size: int, reader: _Reader, line: int, *, ranges: bool = False) -> Iterator[Finding]:
    if reader.beside(url) is None:
        for rule, message in check_file_host(url, kind, size, reader.session, ranges=ranges):
            yield finding(rule, url, message, line)


def measure(path: Path) -> Measured:
    """Decode a whole MP3, in blocks so that it may be long, and measure it; what is none is not decoded."""
    if not is_mp3(path):
        return Measured(duration=0.0, loudness=-math.inf, true_peak_db=-math.inf, fault="is no MP3")
    n_frames, peak = 0, 0.0
    hops: list[float] = []
    notes: list[str] = []
    try:
        for block in decode_blocks(path, block_frames=_BLOCK, name="the sound", warn=notes.append):
            heard = hear(block)
            n_frames += heard.n_frames
            peak = max(peak, heard.peak)
            hops += heard.hops
            if n_frames > _LONGEST_S * SAMPLE_RATE:
                raise CodecError("lasts over a day")
    except CodecError as error:
        return Measured(duration=0.0, loudness=-math.inf, true_peak_db=-math.inf, fault=error.message)
    loudness = integrated_loudness(blocks_of(np.array(hops)))
    return Measured(
        duration=n_frames / SAMPLE_RATE, loudness=loudness, true_peak_db=gain_to_db(peak), notes=tuple(notes)
    )
