"""XML of anybody is elements, or one error with its line; how much it may be is known before it is read."""

from __future__ import annotations

import time

import pytest

from audiosession.errors import PublishError
from audiosession.feed.xml_text import FEED_BYTES, read_xml

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'


def test_comments_and_layout_are_left_out_and_cdata_is_kept() -> None:
    root = read_xml(HEAD + b"<a>\n  <!-- x --><?y z?><b><![CDATA[1 < 2]]></b>\n</a>")

    assert [(child.tag, child.text) for child in root] == [("b", "1 < 2")]


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-16", "iso-8859-1", "windows-1252", "us-ascii"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>ok</a>'

    assert read_xml(text.encode(encoding)).text == "ok"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not well-formed"),
        (b"<a" * 1_000_000, "more elements"),
        (b"<a" * 100_000, "not well-formed"),
        (b"<a>" * 10_000, "not well-formed"),
        (HEAD + b"<a " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>", "over 500 attributes"),
        (HEAD + b"<a " + b" ".join(b'xmlns:a%d="b"' % n for n in range(100_000)) + b"/>", "more elements"),
        (HEAD + b"<r>" + b"<a/>" * 1_000_000 + b"</r>", "more elements"),
        (HEAD + b"<r>" + b"x" * FEED_BYTES + b"</r>", "over 16 MB"),
        (HEAD + b"<a>&x;</a>", "not well-formed"),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', "the encoding 'UTF-7'"),
        (b'<?xml version="1.0" encoding="IBM037"?><a/>', "the encoding 'IBM037'"),
        (b'<?xml version="1.0" encoding="none"?><a/>', "the encoding 'none'"),
        (b"\xff\xfe<", "not well-formed"),
    ],
    ids=range(13),
)
def test_what_is_too_much_or_none_is_refused_in_a_moment(content: bytes, says: str) -> None:
    started = time.process_time()
    with pytest.raises(PublishError, match=says) as caught:
        read_xml(content)

    assert "\n" not in caught.value.message
    assert time.process_time() - started < 1
