"""Publish built classes as a podcast, and take them out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from audiosession.errors import Act, Fault, NotFoundError, PublishError, Remedy, near_miss
from audiosession.feed.episode import show_guid
from audiosession.feed.facts import Facts, deciding, read_facts
from audiosession.feed.live import read_live
from audiosession.feed.places.target import Target, open_target
from audiosession.feed.rss import Channel
from audiosession.feed.show import Show, url_of, web_address
from audiosession.feed.site import Site
from audiosession.files.known_digests import KnownDigests
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.files.whole import write_whole
from audiosession.progress import Watcher, unwatched
from audiosession.project.covers import class_covers, show_cover
from audiosession.project.project import Project
from audiosession.project.sessions import built_sessions
from audiosession.project.settings import read_show, settings_file
from audiosession.project.stores import published_store
from audiosession.publishing.decide import Decided, Wishes, decide
from audiosession.publishing.episode_files import Material, Workshop, cover_uploads, notes_path, page_key
from audiosession.publishing.materials import make_materials
from audiosession.publishing.publication import FEED, INDEX, FileOut, ItemState, Publication, PutOut
from audiosession.publishing.put_out import put_out
from audiosession.session import SessionHead


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where a show goes: `to` is a folder or ``s3://BUCKET/PREFIX``, the output folder where it is None.

    `base_url` is the public address if it is not the show's own. In a `rehearsal` nothing is put or stored.
    """

    to: str | None = None
    base_url: str | None = None
    rehearsal: bool = False


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

    `target` is how to print where it was put. `notices` tell what was decided and what to do about it, `warnings`
    what the host or the feed lacks.
    """

    feed_url: str
    page_url: str
    target: str
    rehearsal: bool
    episodes: tuple[PublishedEpisode, ...]
    files: tuple[FileOut, ...]
    notices: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """What every publish has before it: the show, and where it goes."""

    project: Project
    show: Show
    target: Target
    base_url: str
    rehearsal: bool

    @property
    def facts_file(self) -> Path:
        return self.project.scripts / "feed.json"

    @property
    def feed_url(self) -> str:
        return url_of(self.base_url, FEED)


def publish(
    project: Project,
    names: Sequence[str],
    destination: Destination,
    wishes: Wishes,
    now: datetime,
    watch: Watcher = unwatched,
) -> Published:
    """Publish the classes in `names`, all built ones if it is empty.

    What is decided once (GUIDs, dates) is stored before anything is put out, so that a publish that dies half
    way goes on with the same. `watch` is told of the bytes that are out.

    Raises:
        PublishError: Show, classes or host do not allow it; what was out stays as it was.
        DefinitionError: show.toml or a cover is at fault.
        NotFoundError: A name that was not built.
        StoppedError: `watch` wanted no more; what was out stays as it was.
    """
    desk = _open(project, destination)
    sessions = _meant(desk, names)
    if not sessions:
        raise PublishError("nothing is built yet", path=project.output, remedy=Remedy(act=Act.BUILD_SOMETHING))
    if wishes.notes is not None:
        _keep_notes(desk, sessions, wishes.notes)
    with _facts(desk) as facts:
        facts.guid = facts.guid or show_guid(url_of(desk.show.base_url or desk.base_url, FEED))
        facts.withdrawn = [slug for slug in facts.withdrawn if slug not in names]
        decided = decide(facts, sessions, wishes, now, _guids_of_pages(desk))
    publication = _publication(desk, facts, [one for one in decided if one.is_due(now)])
    put = put_out(publication, watch)
    if not desk.rehearsal:
        _remember(desk, publication.episodes, put)
    rows = [_row(one, now, put) for one in decided]
    made = [notice for one in publication.episodes for notice in one.notices]
    notices = [*(notice for one in decided for notice in one.notices), *made]
    return _published(desk, put, rows, [*notices, *([] if names else _left_out(facts, decided, put))])


def unpublish(project: Project, name: str, destination: Destination, now: datetime) -> Published:
    """Take the episode `name` out of the feed; its GUID is never given again. No file is deleted but its page changes.

    Raises:
        NotFoundError: No such episode was published.
        PublishError: The host does not allow it.
    """
    desk = _open(project, destination)
    with _facts(desk) as facts:
        if name not in facts.episodes:
            raise NotFoundError(f'no published episode is called "{name}"', hint=near_miss(name, facts.episodes))
        gone = facts.withdraw(name)
    put = put_out(_publication(desk, facts, [], gone_pages=(page_key(name),)))
    row = PublishedEpisode(name=name, guid=gone.guid, state="gone", date=gone.date)
    notice = Fault(message=f"{name}: out of the feed; its files stay at {desk.target.name} until you delete them")
    return _published(desk, put, [row], [notice])


def _open(project: Project, destination: Destination) -> _Desk:
    show = read_show(project)
    base_url = web_address(destination.base_url) if destination.base_url else show.base_url
    if not base_url:
        hint, remedy = "write it under [show]", Remedy(act=Act.TRY_PUBLISH)
        message = "has no base_url, the public address of the show's folder"
        raise PublishError(message, path=settings_file(project), hint=hint, remedy=remedy)
    target = open_target(destination.to, project.output)
    return _Desk(project=project, show=show, target=target, base_url=base_url, rehearsal=destination.rehearsal)


@contextmanager
def _facts(desk: _Desk) -> Iterator[Facts]:
    if desk.rehearsal:
        yield read_facts(desk.facts_file)
    else:
        with deciding(desk.facts_file) as facts:
            yield facts


def _meant(desk: _Desk, names: Sequence[str]) -> list[SessionHead]:
    """Return the classes in `names`; without names all built ones but those that were taken out."""
    withdrawn = () if names else read_facts(desk.facts_file).withdrawn
    return [one for one in built_sessions(desk.project.output, names) if one.slug not in withdrawn]


def _guids_of_pages(desk: _Desk) -> Callable[[str], str | None]:
    document = desk.target.read_document(FEED)
    guids = read_live(document.content).guids_by_page() if document else {}
    return lambda slug: guids.get(url_of(desk.base_url, page_key(slug)))


def _publication(desk: _Desk, facts: Facts, due: Sequence[Decided], *, gone_pages: tuple[str, ...] = ()) -> Publication:
    cover = cover_uploads(desk.project, show_cover(desk.project, desk.show), "cover", rehearsal=desk.rehearsal)
    channel = Channel(
        show=desk.show,
        guid=facts.guid or show_guid(desk.feed_url),
        feed_url=desk.feed_url,
        home=url_of(desk.base_url, INDEX),
        cover=url_of(desk.base_url, cover.large.key),
    )
    own = desk.project.scripts / "templates" / "site"
    site = Site(channel, desk.base_url, own if own.is_dir() else None)
    kept = published_store(desk.project)
    known = KnownDigests(kept)
    shop = Workshop(
        project=desk.project,
        show=desk.show,
        site=site,
        base_url=desk.base_url,
        covers=class_covers(desk.project, desk.show.look),
        digest_of=known.of,
        rehearsal=desk.rehearsal,
    )
    return Publication(
        target=desk.target.knowing(known.of),
        known=known,
        kept=kept,
        base_url=desk.base_url,
        channel=channel,
        site=site,
        cover=(cover.large, cover.small),
        episodes=make_materials(shop, due),
        gone=frozenset(facts.retired),
        gone_pages=gone_pages,
        rehearsal=desk.rehearsal,
    )


def _keep_notes(desk: _Desk, sessions: Sequence[SessionHead], notes: Path) -> None:
    """Keep what the user wrote with the project, so that the next publish says it again."""
    if len(sessions) != 1:
        raise PublishError(f"notes are for one class, and {len(sessions)} are meant", hint="name the class")
    try:
        content = read_at_most(notes, TEXT_BYTES)
    except OSError as error:
        raise PublishError(f"can't be read: {error.strerror}", path=notes) from error
    ending = ".html" if notes.suffix.lower() in (".html", ".htm") else ".txt"
    if not desk.rehearsal:
        write_whole(notes_path(desk.project, sessions[0].slug, ending), content)


def _remember(desk: _Desk, episodes: Sequence[Material], put: PutOut) -> None:
    """Store which sound is out, and the date under which it is: somebody else may have been first."""
    with deciding(desk.facts_file) as facts:
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


def _left_out(facts: Facts, decided: Sequence[Decided], put: PutOut) -> list[Fault]:
    """Say which published episodes are neither built here nor in the feed at this place."""
    meant = {one.session.slug for one in decided}
    missing = [
        slug for slug, one in facts.episodes.items() if slug not in meant and one.sound and one.guid not in put.states
    ]
    if not missing:
        return []
    return [Fault(message=f"published before, but neither built here nor in this feed: {', '.join(sorted(missing))}")]


def _published(desk: _Desk, put: PutOut, episodes: Sequence[PublishedEpisode], notices: Sequence[Fault]) -> Published:
    return Published(
        feed_url=desk.feed_url,
        page_url=url_of(desk.base_url, INDEX),
        target=desk.target.name,
        rehearsal=desk.rehearsal,
        episodes=tuple(episodes),
        files=put.files,
        notices=tuple(notices),
        warnings=put.warnings,
    )
