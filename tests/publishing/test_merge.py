"""Our episodes and those of others become one feed, whatever stands there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.built_classes import make_project
from support.starter_content import page_words

from audiosession.errors import PublishError
from audiosession.feed.episode import show_guid
from audiosession.feed.facts import EpisodeFacts
from audiosession.feed.live import read_live
from audiosession.feed.places.folder import Folder
from audiosession.feed.places.target import Document
from audiosession.feed.rss import PSC, Channel
from audiosession.feed.site import Site
from audiosession.project.covers import class_covers
from audiosession.project.sessions import built_sessions
from audiosession.project.settings import read_show
from audiosession.publishing.decide import Decided
from audiosession.publishing.episode_files import Workshop, make_material
from audiosession.publishing.merge import Merged, merge
from audiosession.publishing.publication import Publication

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BASE = "https://adas.studio/classes"


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    """What a project with two classes, neither of them published before, would put out."""
    project = make_project(tmp_path / "studio", "saw", "swan")
    show, feed = read_show(project), f"{BASE}/feed.xml"
    channel = Channel(show=show, guid=show_guid(feed), feed_url=feed, home=f"{BASE}/index.html", cover=f"{BASE}/c.jpg")
    site = Site(channel, BASE, page_words)
    decided = [
        Decided(session=session, facts=EpisodeFacts(guid=session.slug, date=NOW), is_new=True)
        for session in built_sessions(project.output)
    ]
    covers = class_covers(project, show.look)
    shop = Workshop(project=project, show=show, site=site, base_url=BASE, covers=covers)
    return Publication(
        target=Folder(project.output),
        base_url=BASE,
        channel=channel,
        site=site,
        cover=(),
        episodes=tuple(make_material(shop, one) for one in decided),
    )


def only(publication: Publication, *guids: str) -> Publication:
    return replace(publication, episodes=tuple(one for one in publication.episodes if one.episode.guid in guids))


def out(merged: Merged) -> Document:
    content = merged.feed.content
    assert isinstance(content, bytes)
    return Document(content=content, tag="")


def test_what_others_put_there_stays(publication: Publication) -> None:
    there = out(merge(only(publication, "saw"), None, None))
    merged = merge(only(publication, "swan"), there, None)

    assert merged.states == {"saw": "other", "swan": "new"}
    assert set(read_live(out(merged).content).episodes) == {"saw", "swan"}
    assert out(merge(publication, there, None)) == out(merged)
    assert merge(publication, out(merged), None).states == {"saw": "same", "swan": "same"}


OTHERS = """\
<item xmlns:psc="http://podlove.org/simple-chapters" xmlns:mine="https://example.net/ns">
<title>Of another program</title>
<guid isPermaLink="false">theirs</guid><pubDate>Sat, 21 Nov 2026 09:00:00 +0000</pubDate>
<enclosure url="https://example.net/a.mp3" length="1" type="audio/mpeg"/><itunes:duration>1:02:03</itunes:duration>
<psc:chapters version="1.2"><psc:chapter start="0:00" title="Hello" href="https://example.net/"/></psc:chapters>
<mine:mood>calm</mine:mood></item></channel>"""


def test_an_item_of_another_program_keeps_its_tags_whatever_they_are(publication: Publication) -> None:
    there = out(merge(only(publication, "saw"), None, None))
    there = replace(there, content=there.content.replace(b"</channel>", OTHERS.encode()))

    merged = merge(publication, there, None)
    again = merge(publication, out(merged), merged)

    theirs = read_live(out(merged).content).episodes["theirs"]
    assert theirs.entry.duration_s == 3_723
    [mark] = theirs.item.iter(f"{{{PSC}}}chapter")
    assert dict(mark.attrib) == {"start": "0:00", "title": "Hello", "href": "https://example.net/"}
    assert theirs.item.findtext("{https://example.net/ns}mood") == "calm"
    assert out(again) == out(merged)


def test_an_episode_that_somebody_put_there_first_keeps_its_date(publication: Publication) -> None:
    there = out(merge(publication, None, None))
    (saw,) = only(publication, "saw").episodes
    later = replace(saw, episode=replace(saw.episode, published=NOW + timedelta(days=1)))

    merged = merge(replace(publication, episodes=(later,)), there, None)
    assert merged.episodes["saw"].published == NOW
    assert out(merged) == there

    moved = replace(later, decided=replace(later.decided, is_new=False))
    merged = merge(replace(publication, episodes=(moved,)), there, None)
    assert merged.episodes["saw"].published == NOW + timedelta(days=1)
    assert merged.states["saw"] == "changed"


def test_what_was_new_in_an_earlier_reading_still_is(publication: Publication) -> None:
    first = merge(publication, None, None)
    assert merge(publication, out(first), first).states == {"saw": "new", "swan": "new"}


def test_what_is_retired_goes(publication: Publication) -> None:
    there = out(merge(publication, None, None))
    merged = merge(replace(only(publication, "saw"), gone=frozenset({"swan"})), there, None)

    assert merged.states == {"saw": "same", "swan": "gone"}
    assert set(read_live(out(merged).content).episodes) == {"saw"}


def test_another_show_is_refused(publication: Publication) -> None:
    there = out(merge(publication, None, None))
    other = replace(publication, channel=replace(publication.channel, guid=show_guid("https://other.net/feed.xml")))
    with pytest.raises(PublishError, match="holds another show"):
        merge(other, there, None)
