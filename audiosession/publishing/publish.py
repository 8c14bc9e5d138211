"""Publish built classes as a podcast, and take them out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from audiosession.errors import Act, Fault, NotFoundError, PublishError, Remedy, near_miss
from audiosession.feed.episode import show_guid
from audiosession.feed.facts import Facts, deciding, read_facts
from audiosession.feed.live import read_live
from audiosession.feed.rss import Channel
from audiosession.feed.show import url_of
from audiosession.feed.site import Site
from audiosession.files.known_digests import KnownDigests
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.files.whole import write_whole
from audiosession.progress import Watcher, unwatched
from audiosession.project.covers import class_covers, show_cover
from audiosession.project.project import Project
from audiosession.project.stores import published_store
from audiosession.publishing.decide import Decided, Wishes, decide
from audiosession.publishing.episode_files import Material, Workshop, cover_uploads, notes_path, page_key
from audiosession.publishing.materials import make_materials
from audiosession.publishing.publication import FEED, INDEX, FileOut, ItemState, Publication, PutOut
from audiosession.publishing.put_out import put_out
from audiosession.publishing.ready import Destination, MadeReady, make_ready
from audiosession.publishing.select import ALL, Candidates, Meant, candidates, in_short, select
from audiosession.session import SessionHead


@dataclass(frozen=True, kw_only=True)
class PublishedEpisode:
    """What became of one episode; one that was taken out has no `title` and no `duration_s`."""

    name: str
    guid: str
    state: ItemState | Literal["scheduled"]
    date: datetime
    title: str = ""
    duration_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Published:
    """What came of a publish.

    `target` is how to print where it was put. `left_out` are the classes that are built and no episodes, since nobody
    named them. `notices` tell what was decided and what to do about it, `warnings` what the host or the feed lacks.
    """

    feed_url: str
    page_url: str
    target: str
    rehearsal: bool
    episodes: tuple[PublishedEpisode, ...]
    files: tuple[FileOut, ...]
    left_out: tuple[str, ...] = ()
    notices: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()


def publish(
    project: Project,
    meant: Meant,
    destination: Destination,
    wishes: Wishes,
    now: datetime,
    watch: Watcher = unwatched,
) -> Published:
    """Publish the classes that are `meant`: those that are named, `ALL`, or none to bring the episodes up to date.

    What is decided once (GUIDs, dates) is stored before anything is put out, so that a publish that dies half
    way goes on with the same. `watch` is told of the bytes that are out.

    Raises:
        PublishError: Show, classes or host do not allow it; what was out stays as it was.
        DefinitionError: show.toml or a cover is at fault, or holds examples still; see `make_ready`.
        NotFoundError: A name that was not built.
        StoppedError: `watch` wanted no more; what was out stays as it was.
    """
    ready = make_ready(project, destination)
    wishes.refuse_without_names(meant)
    selected = select(project.output, read_facts(ready.facts_file), meant)
    sessions = selected.sessions
    if wishes.notes is not None:
        _keep_notes(ready, sessions, wishes.notes)
    with _facts(ready) as facts:
        facts.guid = facts.guid or show_guid(url_of(ready.show.base_url or ready.base_url, FEED))
        facts.withdrawn = [slug for slug in facts.withdrawn if slug not in {one.slug for one in sessions}]
        decided = decide(facts, sessions, wishes, now, _guids_of_pages(ready))
    publication = _publication(ready, facts, [one for one in decided if one.is_due(now)])
    put = put_out(publication, watch)
    if not ready.rehearsal:
        _remember(ready, publication.episodes, put)
    rows = [_row(one, now, put) for one in decided]
    made = [notice for one in publication.episodes for notice in one.notices]
    notices = [*(notice for one in decided for notice in one.notices), *made]
    if meant is ALL or not meant:
        notices += _not_here(facts, decided, put)
    return _published(ready, put, rows, notices, selected.left_out)


def to_publish(project: Project, destination: Destination) -> Candidates:
    """Return what there is to publish, after making sure that it could be, as far as show.toml is concerned.

    Raises:
        AudioSessionError: As `publish`, before anything is decided.
    """
    return candidates(project.output, read_facts(make_ready(project, destination).facts_file))


def unpublish(project: Project, name: str, destination: Destination, now: datetime) -> Published:
    """Take the episode `name` out of the feed; its GUID is never given again. No file is deleted but its page changes.

    Raises:
        NotFoundError: No such episode was published.
        PublishError: The host does not allow it.
    """
    ready = make_ready(project, destination)
    with _facts(ready) as facts:
        if name not in facts.episodes:
            raise NotFoundError(f'no published episode is called "{name}"', hint=near_miss(name, facts.episodes))
        gone = facts.withdraw(name)
    put = put_out(_publication(ready, facts, [], gone_pages=(page_key(name),)))
    row = PublishedEpisode(name=name, guid=gone.guid, state="gone", date=gone.date)
    notice = Fault(message=f"{name}: out of the feed; its files stay at {ready.target.name} until you delete them")
    return _published(ready, put, [row], [notice])


@contextmanager
def _facts(ready: MadeReady) -> Iterator[Facts]:
    if ready.rehearsal:
        yield read_facts(ready.facts_file)
    else:
        with deciding(ready.facts_file) as facts:
            yield facts


def _guids_of_pages(ready: MadeReady) -> Callable[[str], str | None]:
    """Return what tells the GUID under which a page is out; the feed is read where somebody asks."""

    @cache
    def guids() -> dict[str, str]:
        document = ready.target.read_document(FEED)
        return read_live(document.content).guids_by_page() if document else {}

    return lambda slug: guids().get(url_of(ready.base_url, page_key(slug)))


def _publication(
    ready: MadeReady, facts: Facts, due: Sequence[Decided], *, gone_pages: tuple[str, ...] = ()
) -> Publication:
    cover = cover_uploads(ready.project, show_cover(ready.project, ready.show), "cover", rehearsal=ready.rehearsal)
    channel = Channel(
        show=ready.show,
        guid=facts.guid or show_guid(ready.feed_url),
        feed_url=ready.feed_url,
        home=url_of(ready.base_url, INDEX),
        cover=url_of(ready.base_url, cover.large.key),
    )
    own = ready.project.scripts / "templates" / "site"
    site = Site(channel, ready.base_url, own if own.is_dir() else None)
    kept = published_store(ready.project)
    known = KnownDigests(kept)
    shop = Workshop(
        project=ready.project,
        show=ready.show,
        site=site,
        base_url=ready.base_url,
        covers=class_covers(ready.project, ready.show.look),
        digest_of=known.of,
        rehearsal=ready.rehearsal,
    )
    return Publication(
        target=ready.target.knowing(known.of),
        known=known,
        kept=kept,
        base_url=ready.base_url,
        channel=channel,
        site=site,
        cover=(cover.large, cover.small),
        episodes=make_materials(shop, due),
        gone=frozenset(facts.retired),
        gone_pages=gone_pages,
        rehearsal=ready.rehearsal,
    )


def _keep_notes(ready: MadeReady, sessions: Sequence[SessionHead], notes: Path) -> None:
    """Keep what the user wrote with the project, so that the next publish says it again."""
    if len(sessions) != 1:
        raise PublishError(f"notes are for one class, and {len(sessions)} are meant", hint="name the class")
    try:
        content = read_at_most(notes, TEXT_BYTES)
    except OSError as error:
        raise PublishError(f"can't be read: {error.strerror}", path=notes) from error
    ending = ".html" if notes.suffix.lower() in (".html", ".htm") else ".txt"
    if not ready.rehearsal:
        write_whole(notes_path(ready.project, sessions[0].slug, ending), content)


def _remember(ready: MadeReady, episodes: Sequence[Material], put: PutOut) -> None:
    """Store which sound is out, and the date under which it is: somebody else may have been first."""
    with deciding(ready.facts_file) as facts:
        for one in episodes:
            session, guid = one.decided.session, one.episode.guid
            known = facts.episodes.get(session.slug)
            if known is not None and known.guid == guid:
                out = {"sound": session.audio.sha256, "date": put.dates[guid]}
                facts.episodes[session.slug] = known.model_copy(update=out)


def _row(one: Decided, now: datetime, put: PutOut) -> PublishedEpisode:
    return PublishedEpisode(
        name=one.session.slug,
        guid=one.facts.guid,
        state=put.states[one.facts.guid] if one.is_due(now) else "scheduled",
        date=one.facts.date,
        title=one.title,
        duration_s=one.session.audio.duration,
    )


def _not_here(facts: Facts, decided: Sequence[Decided], put: PutOut) -> list[Fault]:
    """Say which published episodes are neither built here nor in the feed at this place."""
    meant = {one.session.slug for one in decided}
    missing = [
        slug for slug, one in facts.episodes.items() if slug not in meant and one.sound and one.guid not in put.states
    ]
    if not missing:
        return []
    return [Fault(message=f"published before, but neither built here nor in this feed: {', '.join(sorted(missing))}")]


def _published(
    ready: MadeReady,
    put: PutOut,
    episodes: Sequence[PublishedEpisode],
    notices: Sequence[Fault],
    left_out: tuple[str, ...] = (),
) -> Published:
    if left_out:
        message = f"left out, for nobody named them: {in_short(left_out)}"
        notices = [*notices, Fault(message=message, remedy=Remedy(act=Act.NAME_EPISODES))]
    return Published(
        feed_url=ready.feed_url,
        page_url=url_of(ready.base_url, INDEX),
        target=ready.target.name,
        rehearsal=ready.rehearsal,
        episodes=tuple(episodes),
        files=put.files,
        left_out=left_out,
        notices=(*ready.notices, *notices),
        warnings=put.warnings,
    )
