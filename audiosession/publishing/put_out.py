"""Put a show out without a torn moment: media first, then pages, the feed last, and each step can be done again.

Whoever reads the feed at any moment gets the old one or the new one, and every file that it names is whole. A
publish that dies leaves media that nobody names yet; the next one finds them and goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import requests

from audiosession.errors import PublishError
from audiosession.feed.checks.channel import check_channel
from audiosession.feed.checks.document import check_document, parsed
from audiosession.feed.checks.item import check_items
from audiosession.feed.episode import show_guid
from audiosession.feed.live import LiveFeed, merged, read_live, same_item
from audiosession.feed.places.readback import public_copy, read_back
from audiosession.feed.places.target import ConflictError, Document, Target, Upload
from audiosession.feed.rss import Channel, Item, guid_of, write_feed
from audiosession.feed.show import url_of
from audiosession.feed.site import Site
from audiosession.publishing.episode_files import Material, asset_uploads

FEED, INDEX = "feed.xml", "index.html"
_AT_ONCE = 8
_MERGES = 60

Outcome = Literal["put", "there", "replaced", "same"]
Progress = Callable[[str, int], None]
"""Told the key and the size of each file when it is done with."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """One file of a publish: `outcome` is what was, or in a rehearsal would be, done."""

    key: str
    size: int
    outcome: Outcome


@dataclass(kw_only=True)
class Report:
    """What a publish did."""

    files: list[Done] = field(default_factory=list)
    items: dict[str, str] = field(default_factory=dict)
    """By GUID: new, changed, same, other (put there by somebody else) or gone."""
    warnings: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        """Note `text` once."""
        if text not in self.warnings:
            self.warnings.append(text)


@dataclass(kw_only=True)
class Publication:
    """Everything that is to stand at `target`, seen from outside as `base_url`."""

    target: Target
    base_url: str
    channel: Channel
    site: Site
    cover: Sequence[Upload]
    episodes: Sequence[Material]
    gone: frozenset[str] = frozenset()
    gone_pages: Sequence[str] = ()
    rehearsal: bool = False
    progress: Progress = lambda key, size: None
    report: Report = field(default_factory=Report)

    def media(self) -> list[Upload]:
        """Return all files that never change, each once."""
        every = [*asset_uploads(self.site), *self.cover, *(one for e in self.episodes for one in e.media)]
        return list({upload.key: upload for upload in every}.values())

    def n_bytes(self) -> int:
        """Return how many bytes all files of the episodes have."""
        return sum(upload.size for upload in self.media())

    def put_out(self) -> Report:
        """Do it; in a rehearsal, look at everything and change nothing.

        Raises:
            PublishError: The host refuses, does not show what was put, or holds another show.
        """
        self._check()
        live = self.target.read_document(FEED)
        self._named_before = live.content if live else b""
        self._put_media()
        if self.target.is_remote and not self.rehearsal:
            self._read_media_back()
            self._try_conditions()
        pages = [episode.page for episode in self.episodes]
        pages += [Upload(key=key, content=self.site.gone()) for key in self.gone_pages]
        for page in pages:
            self._put_page(page)
        self._put_feed()
        return self.report

    def _check(self) -> None:
        """Hold what is ours against the rules before anything leaves the house."""
        root, found = parsed(self._ours())
        if root is not None:
            found += [*check_document(root, None), *check_channel(root[0]), *check_items(root[0])]
        for one in found:
            if one.level == "error":
                hint = "say so in scripts/show.toml, or when you publish"
                raise PublishError(f"the feed would break a rule: {one.message} [{one.rule}]", hint=hint)
            if one.rule == "item-title":
                self.report.warn(one.message)

    def _ours(self) -> bytes:
        """Return the feed with our own episodes alone."""
        return write_feed(self.channel, [deepcopy(one.item) for one in self.episodes])

    def _put_media(self) -> None:
        def put(upload: Upload) -> Done:
            if self.rehearsal:
                outcome: Outcome = "there" if self.target.has(upload.key, upload.sha256, upload.size) else "put"
            else:
                outcome = self.target.put_media(upload)
            self.progress(upload.key, upload.size)
            return Done(key=upload.key, size=upload.size, outcome=outcome)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            self.report.files += pool.map(put, self.media())

    def _read_media_back(self) -> None:
        """Look at what the feed does not name yet: the rest has been looked at before it was named."""
        fresh = [one for one in self.media() if one.key.encode() not in self._named_before]
        with requests.Session() as session, ThreadPoolExecutor(_AT_ONCE) as pool:

            def look(upload: Upload) -> list[str]:
                return read_back(url_of(self.base_url, upload.key), upload, session)

            try:
                for warnings in pool.map(look, fresh):
                    for warning in warnings:
                        self.report.warn(warning)
            except PublishError:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _try_conditions(self) -> None:
        """Ask the host to refuse a file that it has: written over itself, nothing is lost if it does not."""
        smallest = min(self.media(), key=lambda upload: upload.size)
        if not self.target.keeps_conditions(smallest):
            self.report.warn(
                f"{self.target.name} ignores conditional writes, so two publishes at the same time could undo each "
                "other: publish from one place at a time"
            )

    def _put_page(self, page: Upload) -> None:
        for _ in range(_MERGES):
            now = self.target.read_document(page.key)
            if now and now.content == page.content:
                return self._note(page, "same")
            if self.rehearsal:
                return self._note(page, "replaced" if now else "put")
            try:
                self.target.put_document(page, now)
            except ConflictError:
                continue
            return self._note(page, "replaced" if now else "put")
        raise self._too_busy(page.key)

    def _note(self, upload: Upload, outcome: Outcome) -> None:
        self.report.files.append(Done(key=upload.key, size=upload.size, outcome=outcome))

    def _put_feed(self) -> None:
        """Merge with the live feed and put both index and feed on the condition that neither changed meanwhile.

        The index goes first, from the same reading of the feed: if that is old by then, the feed is refused and
        both are made again, so the last feed put and the index agree.
        """
        for attempt in range(_MERGES):
            time.sleep(min(0.05 * attempt, 1.0))
            live, index = self.target.read_document(FEED), self.target.read_document(INDEX)
            feed, page = self._merged(live)
            if self.rehearsal:
                return self._note_documents(feed, page, live, index)
            try:
                if not index or index.content != page.content:
                    self.target.put_document(page, index)
                if not live or live.content != feed.content:
                    self.target.put_document(feed, live)
            except ConflictError:
                continue
            if self._stands(feed):
                return self._note_documents(feed, page, live, index)
        raise self._too_busy(FEED)

    def _note_documents(self, feed: Upload, page: Upload, live: Document | None, index: Document | None) -> None:
        for upload, before in ((page, index), (feed, live)):
            same = before is not None and before.content == upload.content
            self._note(upload, "same" if same else "replaced" if before else "put")

    def _merged(self, document: Document | None) -> tuple[Upload, Upload]:
        live = read_live(document.content) if document else LiveFeed(guid=self.channel.guid, items={})
        if live.guid != self.channel.guid:
            known = live.guid or "none"
            hint = "publish to another place; if it is this show, write that GUID into scripts/feed.json"
            raise PublishError(
                f"{self.target.name} holds another show: its podcast:guid is {known}, ours {self.channel.guid}",
                hint=hint,
            )
        self._take_up_dates(live)
        ours = read_live(self._ours()).items
        self._compare(live, list(ours.values()))
        items = merged(live.items.values(), ours.values(), self.gone)
        self._warn_of_strangers(items)
        page = Upload(key=INDEX, content=self.site.index(items))
        return Upload(key=FEED, content=write_feed(self.channel, items)), page

    def _take_up_dates(self, live: LiveFeed) -> None:
        """Keep the date of an episode that somebody else published first, from another checkout."""
        for one in self.episodes:
            before = live.items.get(guid_of(one.item))
            date, ours = before.find("pubDate") if before is not None else None, one.item.find("pubDate")
            if one.decided.is_new and date is not None and ours is not None:
                ours.text = date.text

    def _warn_of_strangers(self, items: Sequence[Item]) -> None:
        """Say which episodes lie at another address, such as that of a trial: they were not published this time."""
        away = [item.findtext("title") or "" for item in items if not self._is_at_home(item)]
        if away:
            self.report.warn(
                f"{', '.join(away[:5])}{', …' if len(away) > 5 else ''}: still at another address than "
                f"{self.base_url}; publish without names to bring all here"
            )

    def _is_at_home(self, item: Item) -> bool:
        enclosure = item.find("enclosure")
        return enclosure is None or enclosure.get("url", "").startswith(self.base_url.rstrip("/") + "/")

    def _compare(self, live: LiveFeed, ours: Sequence[Item]) -> None:
        said = {guid: "gone" if guid in self.gone else "other" for guid in live.items}
        for item in ours:
            before = live.items.get(guid_of(item))
            said[guid_of(item)] = "new" if before is None else "same" if same_item(before, item) else "changed"
        first = self.report.items
        self.report.items = {**said, **{guid: state for guid, state in first.items() if state in ("new", "changed")}}

    def _stands(self, feed: Upload) -> bool:
        """Read the feed back: it is ours, or a later one that holds all that is ours."""
        now = self.target.read_document(FEED)
        if now is None or not self._holds_ours(now.content):
            self.report.warn(
                f"{self.target.name} lost what was just put there: another publish wrote over it, and the host did "
                "not refuse; merged and put again"
            )
            return False
        if self.target.is_remote:
            url = url_of(self.base_url, FEED)
            with requests.Session() as session:
                shown = public_copy(url, self._holds_ours, session)
            if not shown:
                self.report.warn(f"{url} still shows an older feed: the host may keep it for some minutes")
        return True

    def _holds_ours(self, content: bytes) -> bool:
        try:
            items = read_live(content).items
        except PublishError:
            return False
        return all(guid_of(one.item) in items for one in self.episodes) and not self.gone & set(items)

    def _too_busy(self, key: str) -> PublishError:
        return PublishError(f"{key} changes all the time at {self.target.name}", hint="publish again in a minute")


def own_guid(base_url: str) -> str:
    """Return the GUID of a show that was never published before."""
    return show_guid(url_of(base_url, FEED))


def open_target(place: str | None, output: Path) -> Target:
    """Return the target that `place` names: a folder, or ``s3://BUCKET/PREFIX``; the output folder by default.

    Raises:
        PublishError: The name is of neither kind, or the client for S3 is not installed.
    """
    from audiosession.feed.places.folder import Folder

    if place and place.startswith("s3://"):
        from audiosession.feed.places.bucket import open_bucket

        return open_bucket(place)
    if place and "://" in place:
        raise PublishError(f'"{place}" is no place to publish to', hint="give a folder, or s3://BUCKET/PREFIX")
    return Folder(Path(place) if place else output)
