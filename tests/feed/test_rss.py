"""The feed that is written: what it says, whatever the texts hold, and the same bytes each time."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from audiosession.feed.clean import safe_html, text_to_html
from audiosession.feed.episode import Episode, EpisodeKind, Link, show_guid
from audiosession.feed.letters import has_unfit
from audiosession.feed.live import merged, read_live, same_item
from audiosession.feed.rss import NAMESPACES, Channel, line_of, listed, write_feed
from audiosession.feed.show import Person, Show
from audiosession.session import SessionSection

BASE = "https://example.org/classes"
SHOW = Show(title="Breath & Line", description="Slow.", author="Ada", email="ada@example.org", subcategory="Fitness")
CHANNEL = Channel(
    show=SHOW, guid=show_guid(f"{BASE}/feed.xml"), feed_url=f"{BASE}/feed.xml", home=f"{BASE}/", cover=f"{BASE}/c.jpg"
)
FIRST = datetime(2026, 1, 1, 7, tzinfo=UTC)
HOSTILE = [
    "a ]]> b",
    "Kick & <b>hold</b>",
    "bell\x07 null\x00 lone \ud800 non\ufffe",
    "\u202eright to left\u202c \u200fשלום",
    "long " * 60,
    "🧘‍♀️ slow 🌊",
    "&#0; &amp; &lt;script&gt;",
    "<![CDATA[x]]>",
]


def episode(number: int = 1, **words: object) -> Episode:
    made = Episode(
        slug=f"class-{number}",
        guid=f"guid-{number}",
        title=f"Class {number}",
        published=FIRST + timedelta(days=number),
        page=f"{BASE}/episodes/class-{number}.html",
        audio=Link(url=f"{BASE}/media/class-{number}.mp3", type="audio/mpeg", length=1000 + number),
        duration_s=600,
        notes_html="<p>Notes</p>",
        summary_html="<p>Short</p>",
        cover=f"{BASE}/art/class-{number}.jpg",
        language="en",
        transcripts=(Link(url=f"{BASE}/media/{number}.vtt", type="text/vtt"),),
        chapters=Link(url=f"{BASE}/media/{number}.chapters.json", type="application/json+chapters"),
        marks=(SessionSection(title="Set-up", start=0.0, end=65.5), SessionSection(title="", start=65.5, end=600.0)),
    )
    return replace(made, **words)  # type: ignore[arg-type]


def test_a_thousand_episodes_are_written_in_under_two_seconds_and_always_in_the_same_bytes() -> None:
    begun = time.perf_counter()
    first = write_feed(CHANNEL, [listed(episode(n)) for n in range(1000)])
    assert time.perf_counter() - begun < 2.0

    live = read_live(first).episodes
    again = write_feed(CHANNEL, merged(live.values(), [listed(episode(n)) for n in reversed(range(1000))], ()))
    assert again == first
    assert write_feed(CHANNEL, read_live(first).episodes.values()) == first


def test_the_positions_of_a_class_are_read_again_and_other_categories_are_none() -> None:
    feed = write_feed(CHANNEL, [listed(episode(1, positions=("prone", "all-fours"))), listed(episode(2))])
    theirs = feed.replace(b"</item>", b"<category>Yoga</category></item>", 1)

    for content in (feed, theirs):
        read = {guid: one.entry.positions for guid, one in read_live(content).episodes.items()}
        assert read == {"guid-1": ("prone", "all-fours"), "guid-2": ()}


def test_the_newest_episode_stands_first_and_dates_the_feed() -> None:
    root = etree.fromstring(write_feed(CHANNEL, [listed(episode(n)) for n in (2, 3, 1)]))

    assert root.xpath("channel/item/title/text()") == ["Class 3", "Class 2", "Class 1"]
    assert root.findtext("channel/lastBuildDate") == root.findtext("channel/item/pubDate")


def channel(**words: object) -> etree._Element:
    """Return the channel of a feed whose show says `words`, read by a parser."""
    show = SHOW.model_copy(update=words)
    (found,) = etree.fromstring(write_feed(replace(CHANNEL, show=show), [listed(episode())]))
    return found


def test_the_channel_says_what_apps_and_directories_ask_of_a_show() -> None:
    head = channel(copyright="© Ada", explicit=False, locked=True)

    assert head.findtext("title") == "Breath & Line"
    assert head.findtext("copyright") == "© Ada"
    assert [one.get("text") for one in head.iterfind("itunes:category", NAMESPACES)] == [SHOW.category]
    (inner,) = head.find("itunes:category", NAMESPACES)
    assert inner.get("text") == "Fitness"
    assert head.find("itunes:image", NAMESPACES).get("href") == CHANNEL.cover
    assert head.findtext("itunes:explicit", namespaces=NAMESPACES) == "false"
    owner = head.find("itunes:owner", NAMESPACES)
    assert [(one.tag.rpartition("}")[2], one.text) for one in owner] == [("name", "Ada"), ("email", "ada@example.org")]
    assert head.findtext("podcast:guid", namespaces=NAMESPACES) == CHANNEL.guid
    locked = head.find("podcast:locked", NAMESPACES)
    assert (locked.text, locked.get("owner")) == ("yes", "ada@example.org")
    assert channel(locked=False).findtext("podcast:locked", namespaces=NAMESPACES) == "no"
    link = head.find("atom:link", NAMESPACES)
    assert (link.get("href"), link.get("rel"), link.get("type")) == (CHANNEL.feed_url, "self", "application/rss+xml")


def test_what_a_show_does_not_say_is_not_there() -> None:
    head = channel(subcategory=None, copyright=None, license=None)

    assert len(head.find("itunes:category", NAMESPACES)) == 0
    for absent in ("copyright", "podcast:license", "podcast:person"):
        assert head.find(absent, NAMESPACES) is None


def test_a_show_without_a_page_of_its_own_leads_to_the_one_that_is_published() -> None:
    assert channel(link=None).findtext("link") == CHANNEL.home
    assert channel(link="https://example.org/about").findtext("link") == "https://example.org/about"


@pytest.mark.parametrize(
    ("name", "url", "told"), [("CC-BY-4.0", None, "cc-by-4.0"), ("My Terms", f"{BASE}/terms", "My Terms")]
)
def test_a_licence_is_its_short_name_in_small_letters_or_any_name_with_its_address(
    name: str, url: str | None, told: str
) -> None:
    item = listed(episode(license=name, license_url=url)).item.find("podcast:license", NAMESPACES)
    head = channel(license=name, license_url=url).find("podcast:license", NAMESPACES)

    assert (item.text, item.get("url")) == (head.text, head.get("url")) == (told, url)


def test_people_are_told_with_what_they_do() -> None:
    ada = Person(name="Ada", role="Host", group="Cast", href=f"{BASE}/ada")
    (person,) = channel(person=(ada,)).iterfind("podcast:person", NAMESPACES)

    assert (person.text, dict(person.attrib)) == ("Ada", {"role": "host", "group": "cast", "href": f"{BASE}/ada"})


def test_each_tag_has_a_line_of_its_own_and_one_that_was_read_from_no_file_has_none() -> None:
    feed = write_feed(CHANNEL, [listed(episode())])
    (item,) = etree.fromstring(feed).iterfind("channel/item")

    lines = feed.decode().splitlines()
    for tag in item:
        assert f"<{tag.prefix}:" in lines[line_of(tag) - 1] or f"<{tag.tag}" in lines[line_of(tag) - 1]
    assert len({line_of(tag) for tag in item}) == len(item)
    assert line_of(listed(episode()).item) == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_reaches_two_real_parsers_as_text(text: str) -> None:
    words = {"title": text, "notes_html": text_to_html(text), "summary_html": safe_html(text)}
    feed = write_feed(replace(CHANNEL, show=SHOW.model_copy(update={"title": text})), [listed(episode(**words))])

    assert not has_unfit(feed.decode())
    assert not feedparser.parse(feed).bozo
    parsed = podcastparser.parse("https://example.org/", io.BytesIO(feed))
    assert len(parsed["episodes"]) == 1
    assert parsed["episodes"][0]["guid"] == "guid-1"


def test_two_real_parsers_find_the_chapters_that_stand_in_the_feed() -> None:
    feed = write_feed(CHANNEL, [listed(episode())])

    [entry] = feedparser.parse(feed).entries
    [parsed] = podcastparser.parse("https://example.org/", io.BytesIO(feed))["episodes"]

    assert [(one["start"], one["title"]) for one in entry.psc_chapters["chapters"]] == [
        ("00:00:00.000", "Set-up"), ("00:01:05.500", "2"),
    ]  # fmt: skip
    assert parsed["chapters"] == [{"start": 0, "title": "Set-up"}, {"start": 65, "title": "2"}]


def test_an_episode_without_chapters_has_no_tag_for_them() -> None:
    assert b"psc:chapters" not in write_feed(CHANNEL, [listed(episode(marks=()))])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_makes_a_feed_that_reads_back(text: str) -> None:
    item = listed(episode(title=text, notes_html=text_to_html(text), summary_html=safe_html(f"<p>{text}</p>")))
    feed = write_feed(CHANNEL, [item])

    assert write_feed(CHANNEL, read_live(feed).episodes.values()) == feed


def test_what_others_published_stays_and_what_is_retired_goes() -> None:
    live = read_live(write_feed(CHANNEL, [listed(episode(n)) for n in (1, 2, 3)])).episodes
    changed = listed(episode(2, title="Class two"))

    items = merged(live.values(), [changed], {"guid-3"})

    assert sorted(one.entry.title for one in items) == ["Class 1", "Class two"]
    assert same_item(live["guid-1"].item, listed(episode(1)).item)
    assert not same_item(live["guid-2"].item, changed.item)


@given(st.text(max_size=80), st.sampled_from(["full", "trailer"]), st.none() | st.integers(1, 99))
def test_who_reads_the_feed_knows_of_an_episode_what_we_know(text: str, kind: EpisodeKind, number: int | None) -> None:
    words = {"title": f"x{text}", "summary_html": text_to_html(text)}
    told = replace(episode(**words), kind=kind, season=number, number=number)
    ours = listed(told)
    live = read_live(write_feed(CHANNEL, [listed(told)])).episodes["guid-1"]

    assert live.entry == ours.entry
    assert same_item(live.item, ours.item)
