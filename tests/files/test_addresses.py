"""An address on the web is one, and gives nothing away."""

from __future__ import annotations

import pytest

from audiosession.files.addresses import split_address

GOOD = ["https://example.org", "http://127.0.0.1:8765/a/b", "https://[::1]:80/x", "https://a_b.example.org./~x?y=z#w"]
NONE = [
    "", "x", "example.org", "//example.org", "ftp://example.org", "https://", "https://:80", "https:///x", "https://[",
    "https://[::1", "https://a..b", "https://.", "https://-a-", "https://h:port", "https://h:99999", "https://h:0",
    "https://exam ple.org", "https://example.org/ä", "https://exa\nmple.org", "https://example.org/\x00", "https://a/<b>",
    "https://" + "a" * 300, "https://example.org/" + "a" * 9_999, "https://\ud800", "javascript://x",
]  # fmt: skip
WITH_A_PASSWORD = [
    "https://ada:secret@example.org", "http://ada:secret@127.0.0.1:80/x", "https://:secret@h/", "https://secret@h",
    "https://a@b:secret@h", "ftp://ada:secret@h", "//ada:secret@h", "https://ada:secret@", "https://ada:se#cret@h",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_an_address_is_read(text: str) -> None:
    assert split_address(text).geturl() == text


@pytest.mark.parametrize("text", NONE)
def test_what_is_none_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|ASCII") as caught:
        split_address(text)

    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", WITH_A_PASSWORD)
def test_a_password_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="address") as caught:
        split_address(text)

    assert "secret" not in str(caught.value)
