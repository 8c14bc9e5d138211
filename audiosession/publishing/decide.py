"""Decide what each built class is as an episode: its GUID and date once and for all, the rest as the user wishes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from audiosession.errors import Act, PublishError, Remedy
from audiosession.feed.episode import episode_guid
from audiosession.feed.facts import EpisodeFacts, Facts, read_facts
from audiosession.project.project import Project
from audiosession.project.sessions import built_sessions
from audiosession.session import Session


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the user says about the episodes of this run; None leaves what was said before."""

    title: str | None = None
    season: int | None = None
    number: int | None = None
    date: datetime | None = None
    trailer: bool = False
    as_new: bool = False

    def only_for_one(self) -> list[str]:
        """Return the wishes that can't be meant for several classes at once."""
        given = {"a title": self.title, "a number": self.number, "a new GUID": self.as_new or None}
        return [name for name, value in given.items() if value is not None]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A built class and what is decided about it."""

    session: Session
    facts: EpisodeFacts
    is_new: bool
    notices: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The user's title, else the class's."""
        return self.facts.title or self.session.title

    def is_due(self, now: datetime) -> bool:
        """Tell whether the episode enters the feed now."""
        return self.facts.date <= now


def decide(
    facts: Facts, sessions: Sequence[Session], wishes: Wishes, now: datetime, live_guid: Callable[[str], str | None]
) -> list[Decided]:
    """Return what each of `sessions` is as an episode, and note it in `facts`, whose GUID is set.

    `live_guid` tells the GUID under which the feed at the target has a class already, published from elsewhere:
    that one is taken up rather than listing the class twice.

    Raises:
        PublishError: A wish for one class is given for several, or a published GUID would change.
    """
    if len(sessions) != 1 and (names := wishes.only_for_one()):
        raise PublishError(f"{names[0]} is for one class, and {len(sessions)} are meant", hint="name the class")
    new = [session.slug for session in sessions if session.slug not in facts.episodes]
    return [
        _decide_one(facts, session, wishes, now - timedelta(seconds=len(new) - 1 - place(new, session.slug)), live_guid)
        for session in sessions
    ]


def place(names: Sequence[str], name: str) -> int:
    """Return where `name` stands in `names`, the end where it does not."""
    return names.index(name) if name in names else len(names) - 1


def _decide_one(
    facts: Facts, session: Session, wishes: Wishes, now: datetime, live_guid: Callable[[str], str | None]
) -> Decided:
    known = facts.episodes.get(session.slug)
    live = live_guid(session.slug)
    notices = []
    if known is not None and wishes.as_new:
        facts.retire(known.guid)
        notices.append(f"{session.slug}: a new episode with a new GUID; apps list and download it again")
    is_new = known is None or wishes.as_new
    if known is None or wishes.as_new:
        guid = live if live and known is None and live not in facts.retired else ""
        guid = guid or episode_guid(facts.guid or "", session.slug, facts.taken())
        chosen = EpisodeFacts(guid=guid, date=wishes.date or now)
        if known is not None:
            chosen = known.model_copy(update={"guid": guid, "date": wishes.date or now, "sound": None})
    else:
        chosen = known
        if live and live != known.guid and live not in facts.retired:
            hint, remedy = "restore scripts/feed.json from your version control", Remedy(act=Act.PUBLISH_AS_NEW)
            message = f"{session.slug} stands in the feed under another GUID, {live}"
            raise PublishError(message, hint=hint, remedy=remedy)
    if chosen.sound and chosen.sound != session.audio.sha256:
        notices.append(
            f"{session.slug}: its sound was rebuilt: new file name, same GUID. Apps that have the episode keep the "
            "old sound, unless it is published as new"
        )
    changes: dict[str, Any] = {"title": wishes.title, "season": wishes.season, "number": wishes.number}
    changes |= {"date": wishes.date, "kind": "trailer" if wishes.trailer else None}
    chosen = EpisodeFacts.model_validate(
        {**chosen.model_dump(), **{name: value for name, value in changes.items() if value is not None}}
    )
    facts.episodes[session.slug] = chosen
    return Decided(session=session, facts=chosen, is_new=is_new, notices=notices)


def episodes(project: Project, now: datetime) -> list[dict[str, Any]]:
    """Return all episodes of the project, the newest first: published, scheduled, and classes not published yet."""
    facts = read_facts(project.scripts / "feed.json")
    built = {session.slug: session for session in built_sessions(project.output)} if project.output.is_dir() else {}
    rows = [
        {
            "name": slug,
            "title": one.title or (built[slug].title if slug in built else ""),
            "state": "scheduled" if one.date > now else "published" if one.sound else "decided",
            "date": one.date.isoformat(),
            "season": one.season,
            "number": one.number,
            "kind": one.kind,
            "guid": one.guid,
            "built": slug in built,
        }
        for slug, one in facts.episodes.items()
    ]
    rows.sort(key=lambda row: (str(row["date"]), str(row["name"])), reverse=True)
    waiting = [
        {"name": slug, "title": session.title, "state": "not published", "date": None, "built": True}
        for slug, session in sorted(built.items())
        if slug not in facts.episodes
    ]
    return [*rows, *waiting]
