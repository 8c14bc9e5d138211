"""A feed from anywhere is read without harm, or refused in a line."""

from __future__ import annotations

import pytest

from audiosession.errors import PublishError
from audiosession.feed.live import NO_DATE, read_live

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
BOMB = (
    HEAD
    + b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in b"bcdefghijk")
    + b"]><rss><channel><title>&k;</title></channel></rss>"
)
FILE = HEAD + b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (BOMB, "not well-formed|DOCTYPE"),
        (FILE, "has a DOCTYPE"),
        (b"", "not well-formed"),
        (b"<html><p>404</html>", "not well-formed"),
        (HEAD + b"<html/>", "is no RSS feed"),
        (b"<a>" * 100_000, "not well-formed"),
        (HEAD + b"<rss><channel><title>\x00</title></channel></rss>", "not well-formed"),
    ],
    ids=["bomb", "file", "empty", "page", "other", "deep", "nul"],
)
def test_what_is_no_feed_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(PublishError, match=says) as raised:
        read_live(content)
    assert "\n" not in raised.value.message


def test_an_item_without_a_guid_is_known_by_its_sound() -> None:
    feed = b'<rss><channel><item><title>a</title><enclosure url="https://example.org/a.mp3"/></item></channel></rss>'
    assert list(read_live(HEAD + feed).episodes) == ["https://example.org/a.mp3"]


ABSURD = [
    "Mon, 01 Jan 0001 00:00:00 +9999",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Fri, 31 Dec 1899 23:59:59 +1200",
    "22 Nov 2026 09:00 +9999",
    "9" * 5_000,
]


@pytest.mark.parametrize("absurd", ABSURD)
def test_an_absurd_item_of_somebody_else_is_the_oldest_and_stops_nobody(absurd: str) -> None:
    duration = "9" * 5_000
    item = f"<item><guid>odd</guid><pubDate>{absurd}</pubDate><i:duration>{duration}</i:duration></item>"
    good = "<item><guid>good</guid><pubDate>Sun, 22 Nov 2026 09:00:00 +0000</pubDate></item>"
    feed = f'<rss xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>{item}{good}</channel></rss>'

    episodes = read_live(feed.encode()).episodes

    assert sorted(episodes, key=lambda guid: episodes[guid].entry.age) == ["odd", "good"]
    assert episodes["odd"].entry.published == NO_DATE
    assert episodes["odd"].entry.duration_s == 0
