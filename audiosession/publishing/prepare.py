"""Prepare all that a show puts out: its cover, its pages, and its episodes with their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiosession.feed.episode import show_guid
from audiosession.feed.facts import Facts
from audiosession.feed.rss import Channel
from audiosession.feed.show import url_of
from audiosession.feed.site import OtherShow, Site
from audiosession.files.blobs import BlobStore
from audiosession.files.known_digests import KnownDigests
from audiosession.project.catalogue.found import daily_names
from audiosession.project.covers import class_covers, show_cover
from audiosession.project.stores import published_store
from audiosession.publishing.decide import Decided
from audiosession.publishing.episode_files import Workshop, cover_uploads
from audiosession.publishing.materials import make_materials
from audiosession.publishing.page_words import PageWordsOf
from audiosession.publishing.publication import Publication
from audiosession.publishing.ready import MadeReady, ReadyShow


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """What the shows of one publish are prepared with: what was decided, words, and what is remembered.

    `daily` are the names of classes a day.
    """

    ready: MadeReady
    facts: Facts
    words: PageWordsOf
    kept: BlobStore
    known: KnownDigests
    daily: tuple[str, ...] = ()

    def prepare(self, one: ReadyShow, due: Sequence[Decided], *, gone_pages: tuple[str, ...] = ()) -> Publication:
        """Return all that the show `one` puts out: the episodes that are `due`, and pages of those that are gone.

        Raises:
            PublishError: A file of a class is missing or changed.
            DefinitionError: A cover of the user's own, or a language, is not fit.
        """
        ready, decided = self.ready, self.facts.of(one.language)
        look = show_cover(ready.project, one.show)
        cover = cover_uploads(ready.project, look, "cover", rehearsal=ready.rehearsal)
        channel = Channel(
            show=one.show,
            guid=decided.guid or show_guid(one.feed_url),
            feed_url=one.feed_url,
            home=one.home,
            cover=url_of(one.base_url, cover.large.key),
        )
        own = ready.project.scripts / "templates" / "site"
        site = Site(channel, one.base_url, self.words, own if own.is_dir() else None, self._others(one))
        shop = Workshop(
            project=ready.project,
            show=one.show,
            site=site,
            base_url=one.base_url,
            covers=class_covers(ready.project, one.show.look),
            digest_of=self.known.of,
            rehearsal=ready.rehearsal,
        )
        return Publication(
            language=one.language,
            target=ready.target.knowing(self.known.of),
            known=self.known,
            kept=self.kept,
            base_url=one.base_url,
            channel=channel,
            site=site,
            cover=(cover.large, cover.small),
            episodes=make_materials(shop, due),
            gone=frozenset(decided.retired),
            gone_pages=gone_pages,
            rehearsal=ready.rehearsal,
            daily=self.daily,
        )

    def _others(self, one: ReadyShow) -> list[OtherShow]:
        """Return the shows beside `one` that are out, or are put out with it."""
        others = (other for other in self.ready.shows.values() if other is not one)
        return [
            OtherShow(language=other.show.language, home=other.home)
            for other in others
            if self.facts.of(other.language).guid
        ]


def preparation(ready: MadeReady, facts: Facts) -> Preparation:
    """Return what the shows of a publish are prepared with, after `facts` were decided.

    Raises:
        FaultsError: The catalogue is at fault, so that nobody knows which classes a day there are.
    """
    kept = published_store(ready.project)
    words = PageWordsOf(project=ready.project)
    names = daily_names(ready.project)
    return Preparation(ready=ready, facts=facts, words=words, kept=kept, known=KnownDigests(kept), daily=names)
