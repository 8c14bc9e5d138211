"""Decide what each built class is as an episode: its GUID and date once and for all, the rest as the user wishes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from audiosession.errors import Act, Fault, PublishError, Remedy
from audiosession.feed.episode import EpisodeKind, episode_guid
from audiosession.feed.facts import EpisodeFacts, ShowFacts, read_facts
from audiosession.project.project import Project
from audiosession.project.sessions import built_sessions
from audiosession.publishing.select import ALL, Meant
from audiosession.session import SessionHead
from audiosession.spelling import composed


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the user says about the episodes of this run; None leaves what was said before.

    `notes` is a file with words for the show notes, kept with the project from then on.
    """

    title: str | None = None
    season: int | None = None
    number: int | None = None
    date: datetime | None = None
    trailer: bool = False
    as_new: bool = False
    notes: Path | None = None

    def only_for_one(self) -> list[str]:
        """Return the wishes that can't be meant for several classes at once."""
        given = {"a title": self.title, "a number": self.number, "a new GUID": self.as_new or None}
        return [name for name, value in given.items() if value is not None]

    def refuse_for_several(self, n_classes: int) -> None:
        """Refuse a wish for one class where several, or none, are meant.

        Raises:
            PublishError: There is one.
        """
        if n_classes != 1 and (names := self.only_for_one()):
            raise PublishError(f"{names[0]} is for one class, and {n_classes} are meant", hint="name the class")

    def told(self) -> list[str]:
        """Return all that is wished."""
        others = {"a season": self.season, "a date": self.date, "a trailer": self.trailer or None, "notes": self.notes}
        return [*self.only_for_one(), *(name for name, value in others.items() if value is not None)]

    def refuse_without_names(self, meant: Meant) -> None:
        """Refuse a wish where nobody says for which classes: it would change every episode that there is.

        Raises:
            PublishError: There is one.
        """
        given = self.told()
        if given and meant is not ALL and not meant:
            verb = "are" if given[0] == "notes" else "is"
            message = f"{given[0]} {verb} for classes that are named"
            raise PublishError(message, remedy=Remedy(act=Act.NAME_EPISODES))


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A built class and what is decided about it."""

    session: SessionHead
    facts: EpisodeFacts
    is_new: bool
    notices: tuple[Fault, ...] = ()

    @property
    def title(self) -> str:
        """The user's title, else the class's."""
        return self.facts.title or self.session.title

    def is_due(self, now: datetime) -> bool:
        """Tell whether the episode enters the feed now."""
        return self.facts.date <= now


def decide(
    facts: ShowFacts,
    sessions: Sequence[SessionHead],
    wishes: Wishes,
    now: datetime,
    live_guid: Callable[[str], str | None],
) -> list[Decided]:
    """Return what each of `sessions` is as an episode, and note it in `facts`, whose GUID is set.

    `live_guid` tells the GUID under which the feed at the target has a class already, published from elsewhere:
    that one is taken up rather than listing the class twice.

    Raises:
        PublishError: A published GUID would change.
    """
    new = [session.slug for session in sessions if session.slug not in facts.episodes]
    moments = {slug: now - timedelta(seconds=len(new) - 1 - number) for number, slug in enumerate(new)}
    return [
        _decide_one(facts, session, wishes, moments.get(session.slug, now), live_guid(session.slug))
        for session in sessions
    ]


def _decide_one(facts: ShowFacts, session: SessionHead, wishes: Wishes, now: datetime, live: str | None) -> Decided:
    """Decide what `session` is as an episode; `live` is the GUID under which the feed has it already."""
    slug, known = session.slug, facts.episodes.get(session.slug)
    is_new = known is None or wishes.as_new
    notices = []
    if known is None:
        guid = live if live and live not in facts.retired else episode_guid(facts.guid or "", slug, facts.taken())
        chosen = EpisodeFacts(guid=guid, date=wishes.date or now, season=session.season or None)
    elif wishes.as_new:
        facts.retire(known.guid)
        notices.append(Fault(message=f"{slug}: a new episode with a new GUID; apps list and download it again"))
        guid = episode_guid(facts.guid or "", slug, facts.taken())
        chosen = known.model_copy(update={"guid": guid, "date": wishes.date or now, "sound": None})
    else:
        _refuse_changed_guid(facts, slug, known.guid, live)
        chosen = known
    if chosen.sound and chosen.sound != session.audio.sha256:
        notices.append(_rebuilt(slug))
    facts.episodes[slug] = chosen = _wished(chosen, wishes)
    return Decided(session=session, facts=chosen, is_new=is_new, notices=tuple(notices))


def _refuse_changed_guid(facts: ShowFacts, slug: str, known: str, live: str | None) -> None:
    if live and live != known and live not in facts.retired:
        hint, remedy = "restore scripts/feed.json from your version control", Remedy(act=Act.PUBLISH_AS_NEW)
        raise PublishError(f"{slug} stands in the feed under another GUID, {live}", hint=hint, remedy=remedy)


def _rebuilt(slug: str) -> Fault:
    message = f"{slug}: its sound was rebuilt: new file name, same GUID. Apps that have the episode keep the old sound"
    return Fault(message=message, remedy=Remedy(act=Act.PUBLISH_AS_NEW, to=slug))


def _wished(facts: EpisodeFacts, wishes: Wishes) -> EpisodeFacts:
    title = None if wishes.title is None else composed(wishes.title)
    wished = {"title": title, "season": wishes.season, "number": wishes.number, "date": wishes.date}
    changes = {**wished, "kind": "trailer" if wishes.trailer else None}
    told = {name: value for name, value in changes.items() if value is not None}
    return EpisodeFacts.model_validate({**facts.model_dump(), **told})


@dataclass(frozen=True, kw_only=True)
class KnownEpisode:
    """An episode of the project as lists show it; a class that was never published has neither `date` nor `guid`."""

    name: str
    title: str
    state: Literal["published", "scheduled", "decided", "not published"]
    built: bool
    date: datetime | None = None
    season: int | None = None
    number: int | None = None
    kind: EpisodeKind = "full"
    guid: str = ""


def episodes(project: Project, now: datetime) -> list[KnownEpisode]:
    """Return all episodes of the project, the newest first: published, scheduled, and classes not published yet."""
    decided = read_facts(project.scripts / "feed.json").every_episode()
    built = {session.slug: session for session in built_sessions(project.output)} if project.output.is_dir() else {}
    known = sorted(decided.items(), key=lambda row: (row[1].date, row[0]), reverse=True)
    rows = [_row(slug, one, built.get(slug), now) for slug, one in known]
    waiting = [
        KnownEpisode(name=slug, title=session.title, state="not published", built=True)
        for slug, session in sorted(built.items())
        if slug not in decided
    ]
    return [*rows, *waiting]


def _row(slug: str, facts: EpisodeFacts, built: SessionHead | None, now: datetime) -> KnownEpisode:
    return KnownEpisode(
        name=slug,
        title=facts.title or (built.title if built else ""),
        state="scheduled" if facts.date > now else "published" if facts.sound else "decided",
        built=built is not None,
        date=facts.date,
        season=facts.season,
        number=facts.number,
        kind=facts.kind,
        guid=facts.guid,
    )
