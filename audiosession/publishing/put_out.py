"""Put a show out without a torn moment: media first, then pages, the feed last, and each step can be done again.

Whoever reads the feed at any moment gets the old one or the new one, and every file that it names is whole. A
publish that dies or is stopped leaves media that nobody names yet; the next one finds them and goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from threading import Event
from typing import TypeVar

from audiosession.digests import digest_of, digest_of_everything
from audiosession.errors import OutputError, PublishError
from audiosession.feed.checks.channel import check_channel
from audiosession.feed.checks.document import check_document, parsed
from audiosession.feed.checks.item import check_items
from audiosession.feed.live import read_live
from audiosession.feed.places.target import Document, StaleDocumentError, Upload
from audiosession.feed.rss import listed, write_feed
from audiosession.feed.show import url_of
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.publishing.merge import Merged, merge
from audiosession.publishing.publication import FileOut, Outcome, Publication, PutOut

_AT_ONCE = 8
"""Files that are under way to a host side by side."""
_AT_HOME = 2
"""The same in a folder of this machine: more are no faster, and each thread has memory of its own."""
_BATCHES = 64
"""Of so many batches for each thread, a stop and the count of bytes wait for one at the most."""
_MERGES = 60
_PUBLISHERS_CHOICE = frozenset({"plain-title", "person", "copyright"})
Found = TypeVar("Found")


def put_out(publication: Publication, watch: Watcher = unwatched) -> PutOut:
    """Put all of `publication` where it is to stand; in a rehearsal, only look.

    `watch` is told of each file before the feed, in bytes, in the caller's thread.

    Raises:
        PublishError: The host refuses, does not show what was put, or holds another show.
        StoppedError: `watch` wanted no more; the feed is the old one, and the next publish goes on from here.
    """
    warnings = check(publication)
    media, pages = publication.media(), publication.pages()
    count = _Count(watch, [*media, *pages])
    live = publication.target.read_document(publication.feed)
    files = _put_media(publication, media, count)
    if publication.target.is_remote and not publication.rehearsal:
        warnings += _read_back(publication, media, live.content if live else b"", count)
        warnings += _try_conditions(publication, media)
    for page in pages:
        files.append(_put_page(publication, page))
        count.add(page)
    merged, documents, said = _put_feed(publication)
    if publication.known and not publication.rehearsal:
        with suppress(OutputError):  # all is out; what is not remembered is hashed once more
            publication.known.keep()
    return PutOut(
        files=(*files, *documents),
        states=merged.states,
        dates={guid: episode.published for guid, episode in merged.episodes.items()},
        warnings=tuple(dict.fromkeys([*warnings, *said])),
    )


def check(publication: Publication) -> list[str]:
    """Read our own episodes as a directory will, before anything leaves the house; return what it would mention.

    What is advice to others is law here, but for what only the publisher can decide.
    What was found in just these episodes before is remembered, unless it kept them in.
    """
    store, addresses = publication.kept, [one.address for one in publication.episodes]
    if store is None or publication.rehearsal or not all(addresses):
        return _checked(publication)
    address = digest_of_everything(["checked", publication.site.digest, *addresses])
    with suppress(ValueError, TypeError):
        return [str(mention) for mention in json.loads(store.get(address) or "")]
    mentions = _checked(publication)
    store.put(address, json.dumps(mentions).encode())
    return mentions


def _checked(publication: Publication) -> list[str]:
    root, found = parsed(write_feed(publication.channel, [listed(one.episode) for one in publication.episodes]))
    if root is not None:
        found += [*check_document(root, None), *check_channel(root[0]), *check_items(root[0])]
    for one in found:
        if one.rule not in _PUBLISHERS_CHOICE:
            hint = "say so in scripts/show.toml, or when you publish"
            raise PublishError(f"the feed would break a rule: {one.message} [{one.rule}]", hint=hint)
    return [one.message for one in found if one.rule == "plain-title"]


class _Count:
    """Tells `watch` how many bytes of `uploads` are out."""

    def __init__(self, watch: Watcher, uploads: Sequence[Upload]) -> None:
        self._watch = watch
        self._done, self._total = 0, sum(upload.size for upload in uploads)
        self.tell()

    def add(self, upload: Upload) -> None:
        self._done += upload.size
        self.tell(upload)

    def tell(self, upload: Upload | None = None) -> None:
        item = upload.key if upload else ""
        self._watch(Progress(stage="publishing", done=self._done, total=self._total, item=item))


def _put_media(publication: Publication, media: Sequence[Upload], count: _Count) -> list[FileOut]:
    """Put the files that never change."""
    target = publication.target

    def put(upload: Upload) -> FileOut:
        if upload.foretold:
            return _file(upload, "put")
        if publication.rehearsal:
            return _file(upload, "there" if target.has(upload.key, upload.sha256, upload.size) else "put")
        return _file(upload, target.put_media(upload))

    return _several_at_once(put, media, count.add, _at_once(publication))


def _read_back(publication: Publication, media: Sequence[Upload], named_before: bytes, count: _Count) -> list[str]:
    """Look at what the feed does not name yet: the rest has been looked at before it was named."""
    from audiosession.feed.places.readback import read_back  # requests: 80 ms and 10 MB that no folder needs
    from audiosession.files.fetching import Asker

    fresh = [one for one in media if one.key.encode() not in named_before]
    with Asker() as session:

        def look(upload: Upload) -> list[str]:
            return read_back(url_of(publication.base_url, upload.key), upload, session)

        return [
            warning
            for warnings in _several_at_once(look, fresh, count.tell, _at_once(publication))
            for warning in warnings
        ]


def _several_at_once(
    work: Callable[[Upload], Found], uploads: Sequence[Upload], tell: Callable[[Upload], None], at_once: int
) -> list[Found]:
    """Return what `work` finds for each of `uploads`; where it fails or is stopped, what is under way still ends.

    Thousands go in batches: to hand over a file to another thread takes longer than to see that it is there.
    """
    size, given_up = 1 + len(uploads) // (at_once * _BATCHES), Event()
    batches = [uploads[first : first + size] for first in range(0, len(uploads), size)]

    def work_on(batch: Sequence[Upload]) -> list[Found]:
        return [work(upload) for upload in batch if not given_up.is_set()]

    with ThreadPoolExecutor(at_once) as pool:
        begun = {pool.submit(work_on, batch): batch for batch in batches}
        try:
            for done in as_completed(begun):
                done.result()
                for upload in begun[done]:
                    tell(upload)
        finally:
            given_up.set()
            pool.shutdown(cancel_futures=True)
    return [found for done in begun for found in done.result()]


def _at_once(publication: Publication) -> int:
    return _AT_ONCE if publication.target.is_remote else _AT_HOME


def _try_conditions(publication: Publication, media: Sequence[Upload]) -> list[str]:
    """Ask the host to refuse a file that it has: written over itself, nothing is lost if it does not."""
    smallest = min(media, key=lambda upload: upload.size)
    if publication.target.keeps_conditions(smallest):
        return []
    return [
        f"{publication.target.name} ignores conditional writes, so two publishes at the same time could undo each "
        "other: publish from one place at a time"
    ]


def _put_page(publication: Publication, page: Upload) -> FileOut:
    for _ in range(_MERGES):
        there = publication.target.read_document(page.key)
        if not publication.rehearsal and not _is(there, page):
            try:
                publication.target.put_document(page, there)
            except StaleDocumentError:
                continue
        return _changed(page, there)
    raise _too_busy(publication, page.key)


def _put_feed(publication: Publication) -> tuple[Merged, list[FileOut], list[str]]:
    """Merge with the live feed and put both index and feed on the condition that neither changed meanwhile.

    The calendar and the index go first, from the same reading of the feed: if that is old by then, the feed is
    refused and all are made again, so the last feed put, the index and the calendar agree.
    """
    target, merged, warnings = publication.target, None, list[str]()
    for attempt in range(_MERGES):
        time.sleep(min(0.05 * attempt, 1.0))
        live = target.read_document(publication.feed)
        merged = merge(publication, live, merged)
        warnings += merged.warnings
        beside = [*([merged.calendar] if merged.calendar else []), merged.index]
        steps = [(one, target.read_document(one.key)) for one in beside] + [(merged.feed, live)]
        documents = [_changed(one, there) for one, there in steps]
        if publication.rehearsal:
            return merged, documents, warnings
        try:
            for one, there in steps:
                if not _is(there, one):
                    target.put_document(one, there)
        except StaleDocumentError:
            continue
        if _stands(publication, merged):
            return merged, documents, warnings + _shown(publication)
        warnings.append(
            f"{target.name} lost what was just put there: another publish wrote over it, and the host did not refuse; "
            "merged and put again"
        )
    raise _too_busy(publication, publication.feed)


def _stands(publication: Publication, merged: Merged) -> bool:
    """Read the feed back: it is ours, or a later one that holds all that is ours."""
    there = publication.target.read_document(publication.feed)
    return there is not None and (_is(there, merged.feed) or _holds_ours(publication, there.content))


def _shown(publication: Publication) -> list[str]:
    """Look whether the public address shows the feed already."""
    if not publication.target.is_remote:
        return []
    from audiosession.feed.places.readback import public_copy
    from audiosession.files.fetching import Asker

    url = url_of(publication.base_url, publication.feed)
    with Asker() as session:
        if public_copy(url, lambda content: _holds_ours(publication, content), session):
            return []
    return [f"{url} still shows an older feed: the host may keep it for some minutes"]


def _holds_ours(publication: Publication, content: bytes) -> bool:
    try:
        there = read_live(content).episodes
    except PublishError:
        return False
    return all(one.episode.guid in there for one in publication.episodes) and not publication.gone & set(there)


def _is(there: Document | None, upload: Upload) -> bool:
    return there is not None and digest_of(there.content) == upload.sha256


def _changed(upload: Upload, there: Document | None) -> FileOut:
    """Tell what becomes of a document where `there` stands now."""
    return _file(upload, "same" if _is(there, upload) else "replaced" if there else "put")


def _file(upload: Upload, outcome: Outcome) -> FileOut:
    return FileOut(key=upload.key, size=None if upload.foretold else upload.size, outcome=outcome)


def _too_busy(publication: Publication, key: str) -> PublishError:
    return PublishError(f"{key} changes all the time at {publication.target.name}", hint="publish again in a minute")
