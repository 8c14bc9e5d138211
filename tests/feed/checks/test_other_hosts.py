"""Feeds of others, as hosts and people make them: only what Apple, Spotify or RSS refuse is an error."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.host_feeds import (
    ANCHOR,
    ATOM,
    BUZZSPROUT,
    CONTENT,
    EPISODE,
    HEAD,
    ITUNES,
    LIBSYN,
    PODBEAN,
    PODCAST,
    PODLOVE,
    POWERPRESS,
    PSC,
    SHOW,
    feed,
)
from typer.testing import CliRunner

from audiosession.cli.app import app
from audiosession.feed.checks.reader import Checked, check_feed
from audiosession.feed.checks.rules import RULES

ALL = f"{ITUNES} {ATOM} {CONTENT} {PODCAST} {PSC}"


Check = Callable[[str | bytes], Checked]


@pytest.fixture
def checked(tmp_path: Path) -> Check:
    def check(content: str | bytes) -> Checked:
        path = tmp_path / "feed.xml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return check_feed(str(path), media=False)

    return check


def levels(checked: Checked) -> tuple[set[str], set[str]]:
    """Return the rules of which a feed breaks such as are errors, and such as are advice."""
    broken = {one.rule for one in checked.findings}
    return {rule for rule in broken if RULES[rule].level == "error"}, {
        rule for rule in broken if RULES[rule].level == "advice"
    }


OPTIONAL = {"podcast-guid", "locked", "medium", "person", "chapters", "transcript"}
"""What the newer namespace would add, and nobody has to have."""
HOSTS = {
    "anchor": (ANCHOR, OPTIONAL | {"byte-stable", "duration-seconds", "explicit-words", "item-explicit", "namespaces",
                                   "notes"}),
    "buzzsprout": (BUZZSPROUT, {"byte-stable", "chapters", "medium", "no-rss-image", "owner", "person", "transcript"}),
    "libsyn": (LIBSYN, OPTIONAL | {"byte-stable", "copyright", "duration-seconds", "explicit-words", "item-explicit",
                                   "namespaces", "no-rss-image", "notes-html"}),
    "powerpress": (POWERPRESS, OPTIONAL | {"byte-stable", "duration-seconds", "guid", "no-rss-image", "notes-html",
                                           "plain-title"}),
    "podbean": (PODBEAN, OPTIONAL | {"no-rss-image"}),
    "podlove": (PODLOVE, (OPTIONAL | {"copyright", "duration-seconds", "namespaces", "notes"})),
    "bare": (feed(), OPTIONAL | {"author", "copyright", "namespaces", "notes", "owner", "self-link", "type"}),
}  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_a_feed_of_a_known_host_has_no_error(checked: Check, host: str) -> None:
    content, advice = HOSTS[host]
    found = checked(content)

    assert levels(found) == (set(), advice)
    assert found.is_good


def item(**changes: str) -> str:
    """Return the episode with other tags in place of its own; an empty one is left out."""
    text = EPISODE
    for tag, becomes in changes.items():
        text, n = re.subn(rf"<{tag.replace('_', ':')}\b[^>]*?(/>|>.*?</{tag.replace('_', ':')}>)", becomes, text)
        assert n == 1, tag
    return text


def show(**changes: str) -> str:
    text = SHOW
    for tag, becomes in changes.items():
        text, n = re.subn(rf"<{tag.replace('_', ':')}\b[^>]*?(/>|>.*?</{tag.replace('_', ':')}>)", becomes, text)
        assert n == 1, tag
    return text


def duration(text: str) -> str:
    return feed(items=item(itunes_duration=f"<itunes:duration>{text}</itunes:duration>"))


def enclosure(attributes: str) -> str:
    return feed(items=item(enclosure=f"<enclosure {attributes}/>"))


URL = 'url="https://example.org/neck.mp3"'
REFUSED = {
    "no title": (feed(show(title="")), "title"),
    "no link": (feed(show(link="")), "link"),
    "no description": (feed(show(description="")), "description"),
    "no language": (feed(show(language="")), "language"),
    "a language that is none": (feed(show(language="<language>en_US</language>")), "language"),
    "no artwork": (feed(show(itunes_image="")), "image"),
    "no category": (feed(show(itunes_category="")), "category"),
    "only a category of its own": (feed(show(itunes_category='<itunes:category text="Yoga"/>')), "category"),
    "no word of explicit": (feed(show(itunes_explicit="")), "explicit"),
    "an explicit that is none": (feed(show(itunes_explicit="<itunes:explicit>0</itunes:explicit>")), "explicit"),
    "no episode": (feed(items=""), "episodes"),
    "an episode without a title": (feed(items=item(title="")), "item-title"),
    "an episode without sound": (feed(items=item(enclosure="")), "enclosure"),
    "sound that is nowhere": (enclosure('url="/neck.mp3" length="1" type="audio/mpeg"'), "enclosure-url"),
    "sound without a length": (enclosure(f'{URL} length="" type="audio/mpeg"'), "enclosure-length"),
    "sound without a type": (enclosure(f'{URL} length="1" type=""'), "enclosure-type"),
    "sound that directories do not play": (enclosure(f'{URL} length="1" type="audio/ogg"'), "enclosure-type"),
    "a guid twice": (feed(items=EPISODE + item(enclosure='<enclosure url="https://example.org/2.mp3" length="1" '
                                                         'type="audio/mpeg"/>')), "guid-unique"),
    "a sound twice": (feed(items=EPISODE + item(guid='<guid isPermaLink="false">2</guid>')), "enclosure-unique"),
    "no date": (feed(items=item(pubDate="")), "pub-date"),
    "a date of another standard": (feed(items=item(pubDate="<pubDate>2026-11-25T06:00:00Z</pubDate>")), "pub-date"),
    "a length in words": (duration("ten minutes"), "duration"),
    "a serial without numbers": (feed(SHOW + "<itunes:type>serial</itunes:type>"), "serial"),
    "Apple's namespace in another case": (feed(namespaces=ITUNES.replace("dtds", "DTDs")), "itunes-namespace"),
    "RSS of another age": (feed().replace('version="2.0"', 'version="0.91"'), "rss-version"),
    "an Atom feed": (f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title></feed>', "rss-version"),
    "a line before the declaration": ("\n" + feed(), "well-formed"),
    "an ampersand by itself": (feed(show(description="<description>Stretch & rest</description>")), "well-formed"),
    "a prefix that nobody declared": (feed(items=EPISODE.replace("<title>", "<dc:creator>a</dc:creator><title>")),
                                      "well-formed"),
    "UTF-8 that is Latin 1": (feed(show(description="<description>Übung</description>")).encode("latin-1"),
                              "well-formed"),
    "a web page": ("<!DOCTYPE html><html><head><meta charset=utf-8><title>Not found</title></head></html>",
                   "well-formed"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_directories_refuse_is_an_error(checked: Check, what: str) -> None:
    content, rule = REFUSED[what]
    found = checked(content)

    errors, _ = levels(found)
    assert rule in errors
    assert rule == "itunes-namespace" or errors == {rule}, "nothing else is wrong with it"  # that hides all its tags
    assert not found.is_good


ADVISED = {
    "a length with hours": (duration("1:02:03"), "duration-seconds"),
    "a length with many minutes": (duration("62:03"), "duration-seconds"),
    "a length with a fraction": (duration("620.5"), "duration-seconds"),
    "a length of nothing": (duration("00:00:00"), "duration-seconds"),
    "no length": (feed(items=item(itunes_duration="")), "duration-seconds"),
    "a byte order mark": ("\ufeff" + feed(), "byte-order-mark"),
    "UTF-16": (feed(head=HEAD.replace("UTF-8", "UTF-16")).encode("utf-16"), "encoding"),
    "UTF-16 that says nothing of it": (feed(head="").encode("utf-16"), "encoding"),
    "Latin 1": (feed(show(description="<description>Übung</description>"), head=HEAD.replace("UTF-8", "ISO-8859-1"))
                .encode("latin-1"), "encoding"),
    "a Japanese encoding": (feed(show(description="<description>呼吸</description>"),
                                 head=HEAD.replace("UTF-8", "Shift_JIS")).encode("shift_jis"), "encoding"),
    "a gzip file": (gzip.compress(feed().encode(), mtime=0), "packed"),
    "a DOCTYPE": (feed(head=HEAD + "<!DOCTYPE rss>\n"), "no-doctype"),
    "no declaration": (feed(head=""), "xml-declaration"),
    "an RSS image": (feed(SHOW + "<image><url>https://example.org/a.jpg</url></image>"), "no-rss-image"),
    "explicit in the older words": (feed(show(itunes_explicit="<itunes:explicit>clean</itunes:explicit>")),
                                    "explicit-words"),
    "a second category of its own": (feed(SHOW + '<itunes:category text="Yoga"/>'), "subcategory"),
    "a description that is long": (feed(show(description=f"<description>{'word ' * 900}</description>")),
                                   "description-length"),
    "an e-mail address that is none": (feed(SHOW + "<itunes:owner><itunes:email>ada</itunes:email></itunes:owner>"),
                                       "owner"),
    "a type that is none": (feed(SHOW + "<itunes:type>weekly</itunes:type>"), "type"),
    "an address with other letters": (enclosure('url="https://example.org/übung.mp3" length="1" type="audio/mpeg"'),
                                      "enclosure-ascii"),
    "sound of no length": (enclosure(f'{URL} length="0" type="audio/mpeg"'), "enclosure-size"),
    "sound under another name": (enclosure(f'{URL} length="1" type="audio/mp3"'), "enclosure-name"),
    "an M4A under its newer name": (enclosure('url="https://example.org/a.m4a" length="1" type="audio/mp4"'),
                                    "enclosure-name"),
    "no guid": (feed(items=item(guid="")), "guid"),
    "an address as guid": (feed(items=item(guid="<guid>https://example.org/?p=1</guid>")), "guid"),
    "a date without a zone": (feed(items=item(pubDate="<pubDate>Wed, 25 Nov 2026 06:00:00</pubDate>")),
                              "pub-date-form"),
    "a date on another weekday": (feed(items=item(pubDate="<pubDate>Mon, 25 Nov 2026 06:00:00 GMT</pubDate>")),
                                  "pub-date-form"),
    "a season that is none": (feed(items=EPISODE.replace("</item>", "<itunes:season>0</itunes:season></item>")),
                              "season-episode"),
    "notes with headings": (feed(items=item(description="<description><![CDATA[<h2>Hi</h2>]]></description>")),
                            "notes-html"),
    "chapters in no order": (feed(items=EPISODE.replace("</item>", '<psc:chapters><psc:chapter start="9" title="b"/>'
                             '<psc:chapter start="0" title="a"/></psc:chapters></item>'), namespaces=ALL),
                             "simple-chapters"),
    "the namespace podcast at its document": (
        feed(namespaces=f'{ITUNES} {ATOM} xmlns:podcast="https://github.com/Podcastindex-org/podcast-namespace/docs"'),
        "namespaces"),
}  # fmt: skip


@pytest.mark.parametrize("what", ADVISED)
def test_what_is_only_advised_is_advice_and_told_once(checked: Check, what: str) -> None:
    content, rule = ADVISED[what]
    found = checked(content)

    assert levels(found)[0] == set()
    assert sum(one.rule == rule for one in found.findings) == 1 + (what == "an address as guid")
    assert found.is_good
    assert found.n_episodes == 1, "what is in it is read"


def test_namespaces_that_are_not_ours_are_not_taken_for_ours(checked: Check) -> None:
    others = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
        'xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:media="http://search.yahoo.com/mrss/"'
    )
    found = checked(feed(namespaces=f"{ITUNES} {ATOM} {PODCAST} {others}"))

    assert "namespaces" not in {one.rule for one in found.findings}


def many(number: int) -> str:
    """Return a feed of episodes that differ in all that may differ; a tenth of them have no length in bytes."""
    rows = []
    for n in range(number):
        length = "" if n % 10 == 0 else str(1_000 + n)
        row = item(
            title=f"<title>Morning of the {n}th</title>",
            enclosure=f'<enclosure url="https://example.org/{n}.mp3" length="{length}" type="audio/mpeg"/>',
            guid=f'<guid isPermaLink="false">guid-{n}</guid>',
            itunes_duration=f"<itunes:duration>10:{n % 60:02}</itunes:duration>",
        )
        rows.append(row)
    return feed(items="".join(rows))


def test_five_hundred_episodes_with_one_fault_are_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(many(500), encoding="utf-8")

    short = CliRunner().invoke(app, ["check-feed", str(path), "--no-media"])
    long = CliRunner().invoke(app, ["check-feed", str(path), "--no-media", "--verbose"])

    lines = short.stdout.splitlines()
    assert short.exit_code == long.exit_code == 1
    assert lines[0].endswith('the length is "", not a number of bytes [enclosure-length] and 49 more')
    [line] = [line for line in lines if "[duration-seconds]" in line]
    assert line.endswith("[duration-seconds] and 499 more")
    assert len(lines) < 20
    assert lines[-1].endswith("500 episodes, 77 rules looked at; --verbose lists each")
    assert long.stdout.count("[duration-seconds]") == 500


def test_two_kinds_of_fault_against_one_rule_are_two_lines(checked: Check) -> None:
    no_guid = item(guid="", enclosure='<enclosure url="https://example.org/2.mp3" length="1" type="audio/mpeg"/>')
    address = item(
        guid='<guid isPermaLink="false">https://example.org/?p=3</guid>',
        enclosure='<enclosure url="https://example.org/3.mp3" length="1" type="audio/mpeg"/>',
    )

    told = [one for one in checked(feed(items=no_guid + address + EPISODE)).kinds() if one.first.rule == "guid"]

    assert [kind.more for kind in told] == [0, 0]
    assert len({kind.first.message for kind in told}) == 2
