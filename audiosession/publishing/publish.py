"""Publish built classes as a podcast, and take them out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from audiosession.errors import Act, Fault, NotFoundError, PublishError, Remedy, near_miss
from audiosession.feed.entry import entry_of
from audiosession.feed.episode import show_guid
from audiosession.feed.facts import Facts, ShowFacts, deciding, read_facts
from audiosession.feed.live import read_live
from audiosession.feed.places.target import Upload
from audiosession.feed.show import url_of
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.files.whole import write_whole
from audiosession.progress import Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.settings import show_language
from audiosession.publishing.decide import Decided, Wishes, decide
from audiosession.publishing.episode_files import page_key
from audiosession.publishing.own_notes import ENDINGS, notes_path, notes_that_count
from audiosession.publishing.pins import with_pins
from audiosession.publishing.prepare import Preparation, preparation
from audiosession.publishing.publication import FEED, FileOut, Publication, PutOut, in_language
from audiosession.publishing.published import Published, PublishedEpisode, PublishedShow
from audiosession.publishing.put_out import check, put_out
from audiosession.publishing.ready import Destination, MadeReady, ReadyShow, make_ready
from audiosession.publishing.select import ALL, Candidates, Meant, candidates, in_short, select
from audiosession.session import SessionHead


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
    way goes on with the same. `watch` is told of the bytes that are out. What is out stays in the shared store.

    Raises:
        PublishError: Show, classes or host do not allow it; what was out stays as it was.
        DefinitionError: show.toml or a cover is at fault, or holds examples still; see `make_ready`.
        NotFoundError: A name that was not built.
        StoppedError: `watch` wanted no more; what was out stays as it was.
    """
    planned = _planned(project, meant, destination, wishes, now)
    ready, decided = planned.ready, planned.decided
    put = _put_all(ready, planned.publications, watch)
    rows = [_row(one, now, put[tag]) for tag, every in decided.items() for one in every]
    notices = [notice for every in decided.values() for one in every for notice in one.notices]
    notices += [notice for one in planned.publications for material in one.episodes for notice in material.notices]
    notices += _elsewhere(ready, decided) + planned.prepared.words.notices()
    if meant is ALL or not meant:
        facts = planned.prepared.facts
        notices += [notice for tag, every in decided.items() for notice in _not_here(facts.of(tag), every, put[tag])]
    published = _published(ready, put, rows, notices, planned.left_out)
    return with_pins(project, published, planned.prepared.facts.all_retired())


def pages_as_seen(project: Project, meant: Meant, destination: Destination, now: datetime) -> dict[str, Upload]:
    """Return every file of a publish by its name at the host, to look at the pages before it; nothing is put.

    Covers that were never drawn are drawn when they are looked at.

    Raises:
        AudioSessionError: As `publish`.
    """
    planned = _planned(project, meant, replace(destination, rehearsal=True), Wishes(), now)
    seen: dict[str, Upload] = {}
    for one in planned.publications:
        index = Upload(key=one.index, content=one.site.index([entry_of(each.episode) for each in one.episodes]))
        seen |= {upload.key: upload for upload in (*one.media(), *one.pages(), index)}
    return seen


@dataclass(frozen=True, kw_only=True)
class _Planned:
    """A publish before anything is put: what is decided of each class by language, and each show as it is to stand."""

    ready: MadeReady
    decided: Mapping[str, list[Decided]]
    prepared: Preparation
    publications: Sequence[Publication]
    left_out: tuple[str, ...]


def _planned(project: Project, meant: Meant, destination: Destination, wishes: Wishes, now: datetime) -> _Planned:
    ready = make_ready(project, destination)
    wishes.refuse_without_names(meant)
    selected = select(project.output, read_facts(ready.facts_file), meant)
    sessions = selected.sessions
    wishes.refuse_for_several(len(sessions))
    if wishes.notes is not None:
        _keep_notes(ready, sessions, wishes.notes)
    with _facts(ready) as facts:
        decided = _decided(ready, facts, sessions, wishes, now, every=meant is ALL or not meant)
    prepared = preparation(ready, facts)
    publications = [
        prepared.prepare(ready.shows[tag], [one for one in every if one.is_due(now)]) for tag, every in decided.items()
    ]
    return _Planned(
        ready=ready,
        decided=decided,
        prepared=prepared,
        publications=publications,
        left_out=selected.left_out,
    )


def _decided(
    ready: MadeReady, facts: Facts, sessions: Sequence[SessionHead], wishes: Wishes, now: datetime, *, every: bool
) -> dict[str, list[Decided]]:
    """Return what each class is as an episode, by the languages of the shows that are put out.

    Those are the shows of `sessions`, and where `every` episode is meant those that are out already.
    """
    mine: dict[str, list[SessionHead]] = {tag: [] for tag in ready.shows if every and facts.of(tag).guid}
    for session in sessions:
        mine.setdefault(ready.show_of(session, facts).language, []).append(session)
    decided = {}
    for tag in [tag for tag in ready.shows if tag in mine]:
        own, show = facts.of(tag), ready.shows[tag]
        first = show.show.base_url or show.base_url
        own.guid = own.guid or show_guid(url_of(first, in_language(FEED, tag)))
        own.withdrawn = [slug for slug in own.withdrawn if slug not in {one.slug for one in mine[tag]}]
        decided[tag] = decide(own, mine[tag], wishes, now, _guids_of_pages(ready, show))
    return decided


def _put_all(ready: MadeReady, publications: Sequence[Publication], watch: Watcher) -> dict[str, PutOut]:
    """Put each of `publications` out, after a look at all of them, and remember what is out."""
    for one in publications[1:]:
        check(one)
    sizes = [sum(upload.size for upload in (*one.media(), *one.pages())) for one in publications]
    put = {}
    for number, one in enumerate(publications):
        put[one.language] = put_out(one, _share(watch, sum(sizes[:number]), sum(sizes)))
        if not ready.rehearsal:
            _remember(ready, one, put[one.language])
    return put


def _share(watch: Watcher, before: int, total: int) -> Watcher:
    """Return what tells `watch` of one show among several: so many bytes `before` it, of `total`."""
    return lambda step: watch(replace(step, done=before + step.done, total=total))


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
        tag = next((tag for tag, show in facts.shows().items() if name in show.episodes and tag in ready.shows), None)
        if tag is None:
            raise NotFoundError(f'no published episode is called "{name}"', hint=near_miss(name, facts.every_episode()))
        gone = facts.of(tag).withdraw(name)
    publication = preparation(ready, facts).prepare(ready.shows[tag], [], gone_pages=(page_key(name),))
    put = put_out(publication)
    row = PublishedEpisode(name=name, guid=gone.guid, state="gone", date=gone.date)
    notice = Fault(message=f"{name}: out of the feed; its files stay at {ready.target.name} until you delete them")
    return with_pins(project, _published(ready, {tag: put}, [row], [notice]), facts.all_retired())


@contextmanager
def _facts(ready: MadeReady) -> Iterator[Facts]:
    if ready.rehearsal:
        yield read_facts(ready.facts_file)
    else:
        with deciding(ready.facts_file) as facts:
            yield facts


def _guids_of_pages(ready: MadeReady, show: ReadyShow) -> Callable[[str], str | None]:
    """Return what tells the GUID under which a page is out; the feed is read where somebody asks."""

    @cache
    def guids() -> dict[str, str]:
        document = ready.target.read_document(in_language(FEED, show.language))
        return read_live(document.content).guids_by_page() if document else {}

    return lambda slug: guids().get(url_of(show.base_url, page_key(slug)))


def _keep_notes(ready: MadeReady, sessions: Sequence[SessionHead], notes: Path) -> None:
    """Keep what the user wrote with the project, so that the next publish says it again."""
    if len(sessions) != 1:
        raise PublishError(f"notes are for one class, and {len(sessions)} are meant", hint="name the class")
    try:
        content = read_at_most(notes, TEXT_BYTES)
    except OSError as error:
        raise PublishError(f"can't be read: {error.strerror}", path=notes) from error
    ending = ".html" if notes.suffix.lower() in (".html", ".htm") else ".txt"
    standing = notes_that_count(ready.project, sessions[0].slug)
    if standing is not None and ENDINGS.index(standing.suffix) < ENDINGS.index(ending):
        raise PublishError("says it already, and counts before plain text", path=standing, hint="change or remove it")
    if not ready.rehearsal:
        write_whole(notes_path(ready.project, sessions[0].slug, ending), content)


def _remember(ready: MadeReady, publication: Publication, put: PutOut) -> None:
    """Store which sound is out, and the date under which it is: somebody else may have been first."""
    with deciding(ready.facts_file) as every:
        facts = every.of(publication.language)
        for one in publication.episodes:
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


def _not_here(facts: ShowFacts, decided: Sequence[Decided], put: PutOut) -> list[Fault]:
    """Say which published episodes are neither built here nor in the feed at this place."""
    meant = {one.session.slug for one in decided}
    missing = [
        slug for slug, one in facts.episodes.items() if slug not in meant and one.sound and one.guid not in put.states
    ]
    if not missing:
        return []
    return [Fault(message=f"published before, but neither built here nor in this feed: {', '.join(sorted(missing))}")]


def _elsewhere(ready: MadeReady, decided: Mapping[str, Sequence[Decided]]) -> list[Fault]:
    """Say which classes stay in the show that they are episodes of, though their language has one of its own by now."""
    stay = [
        one.session.slug
        for tag, every in decided.items()
        for one in every
        if show_language(one.session.settings.language, ready.shows) != tag
    ]
    hint = "`unpublish` them, and publish them by name: they are new episodes then"
    message = f"in the show they were published in, though their language has its own: {in_short(stay)}"
    return [Fault(message=message, hint=hint)] if stay else []


def _files(every: Iterable[PutOut]) -> tuple[FileOut, ...]:
    """Return the files that were put out, each once: shows share the style of their pages, and covers."""
    files: dict[str, FileOut] = {}
    for put in every:
        for one in put.files:
            files.setdefault(one.key, one)
    return tuple(files.values())


def _published(
    ready: MadeReady,
    put: Mapping[str, PutOut],
    episodes: Sequence[PublishedEpisode],
    notices: Sequence[Fault],
    left_out: tuple[str, ...] = (),
) -> Published:
    if left_out:
        message = f"left out, for nobody named them: {in_short(left_out)}"
        notices = [*notices, Fault(message=message, remedy=Remedy(act=Act.NAME_EPISODES))]
    return Published(
        shows=tuple(
            PublishedShow(language=show.show.language, feed_url=show.feed_url, page_url=show.home)
            for tag, show in ready.shows.items()
            if tag in put
        ),
        target=ready.target.name,
        rehearsal=ready.rehearsal,
        episodes=tuple(episodes),
        files=_files(put.values()),
        left_out=left_out,
        notices=(*ready.notices, *notices),
        warnings=tuple(dict.fromkeys(warning for each in put.values() for warning in each.warnings)),
    )
