"""Merge our episodes into the feed that is out, so that nobody's are lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audiosession.errors import PublishError
from audiosession.feed.calendars.calendar import daily_entries, is_daily, write_calendar
from audiosession.feed.entry import Entry
from audiosession.feed.episode import Episode
from audiosession.feed.live import NO_DATE, LiveFeed, merged, read_live, same_item
from audiosession.feed.places.target import Document, Upload
from audiosession.feed.rss import Listed, listed, write_feed
from audiosession.publishing.publication import ItemState, Publication


@dataclass(frozen=True, kw_only=True)
class Merged:
    """The feed and the index as they are to be, and the calendar where there are classes a day.

    `episodes` are ours as they stand in it, by GUID; `states` tell what becomes of each GUID.
    """

    feed: Upload
    index: Upload
    episodes: Mapping[str, Episode]
    states: Mapping[str, ItemState]
    warnings: tuple[str, ...]
    calendar: Upload | None = None


def merge(publication: Publication, document: Document | None, before: Merged | None) -> Merged:
    """Return our episodes merged with the feed that stands in `document`.

    `before` is what was merged with an earlier reading of the feed: what was new or changed then still is.

    Raises:
        PublishError: Another show stands there.
    """
    channel = publication.channel
    live = read_live(document.content) if document else LiveFeed(guid=channel.guid, episodes={})
    if live.guid != channel.guid:
        raise _another_show(publication, live)
    episodes = _with_their_dates(publication, live, before)
    ours = [listed(episode) for episode in episodes.values()]
    states = _states(publication, live, ours, before)
    every = merged(live.episodes.values(), ours, publication.gone)
    entries = [one.entry for one in every]
    calendar = _calendar(publication, entries)
    shown = publication.site.index(entries, calendar=calendar.key if calendar else "")
    return Merged(
        feed=Upload(key=publication.feed, content=write_feed(channel, every)),
        index=Upload(key=publication.index, content=shown),
        episodes=episodes,
        states=states,
        warnings=_strangers(publication, every),
        calendar=calendar,
    )


def _calendar(publication: Publication, entries: Sequence[Entry]) -> Upload | None:
    """Return the calendar of the classes a day among `entries`; None where there are none, and none was taken out."""
    days = daily_entries(entries, publication.daily)
    if not days and not any(is_daily(page, publication.daily) for page in publication.gone_pages):
        return None
    return Upload(key=publication.calendar, content=write_calendar(publication.channel, days))


def _another_show(publication: Publication, live: LiveFeed) -> PublishError:
    known, ours, name = live.guid or "none", publication.channel.guid, publication.target.name
    hint = "publish to another place; if it is this show, write that GUID into scripts/feed.json"
    return PublishError(f"{name} holds another show: its podcast:guid is {known}, ours {ours}", hint=hint)


def _with_their_dates(publication: Publication, live: LiveFeed, before: Merged | None) -> dict[str, Episode]:
    """Return our episodes; one that somebody else published first, from another checkout, keeps the date it has."""
    episodes = {}
    for one in publication.episodes:
        guid = one.episode.guid
        episode = before.episodes[guid] if before else one.episode
        there = live.episodes.get(guid)
        if one.decided.is_new and there is not None and there.entry.published != NO_DATE:
            episode = replace(episode, published=there.entry.published)
        episodes[guid] = episode
    return episodes


def _states(
    publication: Publication, live: LiveFeed, ours: Sequence[Listed], before: Merged | None
) -> dict[str, ItemState]:
    states: dict[str, ItemState] = {guid: "gone" if guid in publication.gone else "other" for guid in live.episodes}
    for one in ours:
        there = live.episodes.get(one.entry.guid)
        states[one.entry.guid] = "new" if there is None else "same" if same_item(there.item, one.item) else "changed"
    earlier = before.states.items() if before else ()
    return {**states, **{guid: state for guid, state in earlier if state in ("new", "changed")}}


def _strangers(publication: Publication, every: Sequence[Listed]) -> tuple[str, ...]:
    """Say which episodes lie at another address, such as that of a trial: they were not published this time."""
    home = publication.base_url.rstrip("/") + "/"
    away = [one.entry.title for one in every if one.entry.audio and not one.entry.audio.startswith(home)]
    if not away:
        return ()
    named = f"{', '.join(away[:5])}{', …' if len(away) > 5 else ''}"
    return (f"{named}: still at another address than {publication.base_url}; publish without names to bring all here",)
