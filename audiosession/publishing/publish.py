"""Publish built classes as a podcast, and take them out again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from audiosession.errors import Act, NotFoundError, PublishError, Remedy, near_miss
from audiosession.feed.facts import Facts, deciding, read_facts
from audiosession.feed.live import read_live
from audiosession.feed.places.target import Target
from audiosession.feed.rss import Channel
from audiosession.feed.rss import published as published_date
from audiosession.feed.show import Show, read_show, url_of, web_address
from audiosession.feed.site import Site
from audiosession.files.whole import write_whole
from audiosession.project.project import Project
from audiosession.project.sessions import built_sessions
from audiosession.publishing.decide import Decided, Wishes, decide
from audiosession.publishing.episode_files import Cover, Material, make_material, notes_path, page_key, show_cover
from audiosession.publishing.put_out import FEED, INDEX, Progress, Publication, Report, open_target, own_guid
from audiosession.session import Session


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a show goes: `to` as on the command line, and the public address if it is not the show's own."""

    to: str | None = None
    base_url: str | None = None


@dataclass(kw_only=True)
class Published:
    """What came of it, for people and for programs."""

    feed_url: str
    page_url: str
    target: str
    rehearsal: bool
    episodes: list[dict[str, Any]]
    report: Report
    notices: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """Return all of it as JSON."""
        table = {
            "feed": self.feed_url,
            "page": self.page_url,
            "target": self.target,
            "dry_run": self.rehearsal,
            "episodes": self.episodes,
            "files": [{"key": one.key, "bytes": one.size, "outcome": one.outcome} for one in self.report.files],
            "notices": self.notices,
            "warnings": self.report.warnings,
        }
        return json.dumps(table, ensure_ascii=False, indent=1)


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """What every publish has before it: the show, its place, and the moment."""

    project: Project
    show: Show
    target: Target
    base_url: str
    now: datetime

    @property
    def facts_file(self) -> Path:
        return self.project.scripts / "feed.json"


def publish(
    project: Project,
    names: Sequence[str],
    place: Place,
    wishes: Wishes,
    now: datetime,
    *,
    notes: Path | None = None,
    rehearsal: bool = False,
    progress: Callable[[int], Progress] | None = None,
) -> Published:
    """Publish the classes in `names`, all built ones if it is empty.

    What is decided once (GUIDs, dates) is stored before anything is put out, so that a publish that dies half
    way goes on with the same. Nothing is stored or put in a rehearsal.

    Raises:
        PublishError: Show, classes or host do not allow it; what was out stays as it was.
        NotFoundError: A name that was not built.
    """
    desk = _open(project, place, now)
    sessions = _meant(desk, names)
    if not sessions:
        raise PublishError("nothing is built yet", path=project.output, remedy=Remedy(act=Act.BUILD_SOMETHING))
    if notes is not None:
        _keep_notes(project, [session.slug for session in sessions], notes, rehearsal=rehearsal)
    with _facts(desk, rehearsal=rehearsal) as facts:
        facts.guid = facts.guid or own_guid(desk.show.base_url or desk.base_url)
        facts.withdrawn = [slug for slug in facts.withdrawn if slug not in names]
        decided = decide(facts, sessions, wishes, now, _guids_of_pages(desk))
    due = [one for one in decided if one.is_due(now)]
    publication = _publication(desk, facts, due, rehearsal=rehearsal)
    if progress is not None:
        publication.progress = progress(publication.n_bytes())
    report = publication.put_out()
    if not rehearsal:
        _remember(desk, publication.episodes)
    notices = [notice for one in decided for notice in one.notices]
    rows = [_row(one, now, report) for one in decided]
    return _published(desk, publication, rows, notices + _left_out(facts, decided, report, names))


def unpublish(
    project: Project,
    name: str,
    place: Place,
    now: datetime,
    *,
    rehearsal: bool = False,
) -> Published:
    """Take the episode `name` out of the feed; its GUID is never given again. No file is deleted but its page changes.

    Raises:
        NotFoundError: No such episode was published.
        PublishError: The host does not allow it.
    """
    desk = _open(project, place, now)
    with _facts(desk, rehearsal=rehearsal) as facts:
        if name not in facts.episodes:
            raise NotFoundError(f'no published episode is called "{name}"', hint=near_miss(name, facts.episodes))
        gone = facts.withdraw(name)
    publication = _publication(desk, facts, [], rehearsal=rehearsal)
    publication.gone_pages = [page_key(name)]
    publication.put_out()
    row = {"name": name, "guid": gone.guid, "state": "gone", "date": gone.date.isoformat()}
    notices = [f"{name}: out of the feed; its files stay at {desk.target.name} until you delete them"]
    return _published(desk, publication, [row], notices)


def _open(project: Project, place: Place, now: datetime) -> _Desk:
    show_file = project.script("show.toml") or project.scripts / "show.toml"
    show = read_show(show_file)
    base_url = web_address(place.base_url) if place.base_url else show.base_url
    if not base_url:
        hint, remedy = "write it under [show]", Remedy(act=Act.TRY_PUBLISH)
        message = "has no base_url, the public address of the show's folder"
        raise PublishError(message, path=show_file, hint=hint, remedy=remedy)
    target = open_target(place.to, project.output)
    return _Desk(project=project, show=show, target=target, base_url=base_url, now=now)


@contextmanager
def _facts(desk: _Desk, *, rehearsal: bool) -> Iterator[Facts]:
    if rehearsal:
        yield read_facts(desk.facts_file)
    else:
        with deciding(desk.facts_file) as facts:
            yield facts


def _meant(desk: _Desk, names: Sequence[str]) -> list[Session]:
    """Return the classes in `names`; without names all built ones but those that were taken out."""
    withdrawn = () if names else read_facts(desk.facts_file).withdrawn
    return [one for one in built_sessions(desk.project.output, names) if one.slug not in withdrawn]


def _guids_of_pages(desk: _Desk) -> Callable[[str], str | None]:
    document = desk.target.read_document(FEED)
    guids = read_live(document.content).guids_by_page() if document else {}
    return lambda slug: guids.get(url_of(desk.base_url, page_key(slug)))


def _publication(desk: _Desk, facts: Facts, due: Sequence[Decided], *, rehearsal: bool) -> Publication:
    cover = show_cover(desk.project, desk.show)
    channel = _channel(desk, facts, cover)
    own = desk.project.scripts / "templates" / "site"
    site = Site(channel, desk.base_url, own if own.is_dir() else None)
    return Publication(
        target=desk.target,
        base_url=desk.base_url,
        channel=channel,
        site=site,
        cover=(cover.large, cover.small),
        episodes=[make_material(desk.project, desk.show, site, desk.base_url, one) for one in due],
        gone=frozenset(facts.retired),
        rehearsal=rehearsal,
    )


def _channel(desk: _Desk, facts: Facts, cover: Cover) -> Channel:
    return Channel(
        show=desk.show,
        guid=facts.guid or own_guid(desk.base_url),
        feed_url=url_of(desk.base_url, FEED),
        home=url_of(desk.base_url, INDEX),
        cover=url_of(desk.base_url, cover.large.key),
    )


def _keep_notes(project: Project, slugs: Sequence[str], notes: Path, *, rehearsal: bool) -> None:
    """Keep what the user wrote with the project, so that the next publish says it again."""
    if len(slugs) != 1:
        raise PublishError(f"notes are for one class, and {len(slugs)} are meant", hint="name the class")
    try:
        content = notes.read_bytes()
    except OSError as error:
        raise PublishError(f"can't be read: {error.strerror}", path=notes) from error
    ending = ".html" if notes.suffix.lower() in (".html", ".htm") else ".txt"
    if not rehearsal:
        write_whole(notes_path(project, slugs[0], ending), content)


def _remember(desk: _Desk, episodes: Sequence[Material]) -> None:
    """Store which sound is out, and the date under which it is: somebody else may have been first."""
    with deciding(desk.facts_file) as facts:
        for one in episodes:
            session = one.decided.session
            known = facts.episodes.get(session.slug)
            if known is not None and known.guid == one.decided.facts.guid:
                facts.episodes[session.slug] = known.model_copy(
                    update={"sound": session.audio.sha256, "date": published_date(one.item)}
                )


def _row(one: Decided, now: datetime, report: Report) -> dict[str, Any]:
    state = report.items.get(one.facts.guid, "new") if one.is_due(now) else "scheduled"
    return {
        "name": one.session.slug,
        "title": one.title,
        "guid": one.facts.guid,
        "state": state,
        "date": one.facts.date.isoformat(),
        "duration": one.session.audio.duration,
    }


def _left_out(facts: Facts, decided: Sequence[Decided], report: Report, names: Sequence[str]) -> list[str]:
    """Say which published episodes are neither built here nor in the feed at this place."""
    meant = {one.session.slug for one in decided}
    missing = [
        slug for slug, one in facts.episodes.items() if slug not in meant and one.sound and one.guid not in report.items
    ]
    if not missing or names:
        return []
    return [f"published before, but neither built here nor in this feed: {', '.join(sorted(missing))}"]


def _published(desk: _Desk, publication: Publication, rows: list[dict[str, Any]], notices: list[str]) -> Published:
    return Published(
        feed_url=url_of(desk.base_url, FEED),
        page_url=url_of(desk.base_url, INDEX),
        target=desk.target.name,
        rehearsal=publication.rehearsal,
        episodes=rows,
        report=publication.report,
        notices=notices,
    )
