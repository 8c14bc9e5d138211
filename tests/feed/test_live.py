"""A feed from anywhere is read without harm, or refused in a line."""

from __future__ import annotations

import pytest

from audiosession.errors import PublishError
from audiosession.feed.live import read_live

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
