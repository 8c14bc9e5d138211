"""An episode: its GUID follows from its name for ever, its files' names are taken by every host."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiosession.feed.episode import Episode, Link, episode_guid, file_stem, is_absolute, show_guid

SHOW = "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_an_episode_says_nothing_that_it_was_not_told_and_when_it_was_published_with_its_zone() -> None:
    nowhere = Link(url="https://example.org/a", type="text/html")
    plain = Episode(
        slug="saw", guid="g", title="Saw", published=datetime(2026, 1, 1, tzinfo=UTC), page="p", audio=nowhere,
        duration_s=1, notes_html="", summary_html="", cover="c", language="en", transcripts=(), chapters=nowhere,
    )  # fmt: skip

    assert (plain.kind, plain.season, plain.number, plain.license) == ("full", None, None, None)
    assert not plain.explicit
    assert nowhere.length == 0
    with pytest.raises(ValueError, match="has no zone"):
        replace(plain, published=datetime(2026, 1, 1))


@pytest.mark.parametrize("way", ["https://", "http://", "feed://"])
@pytest.mark.parametrize("end", ["", "/", "//"])
def test_the_guid_of_a_show_is_that_of_its_address_however_it_is_written(way: str, end: str) -> None:
    assert show_guid(f"{way}podnews.net/rss{end}") == SHOW
    assert show_guid(f"{way}podnews.net/rss/2") != SHOW


def test_the_guid_of_an_episode_is_the_first_of_its_name_that_nobody_has() -> None:
    first = episode_guid(SHOW, "saw", ())
    second = episode_guid(SHOW, "saw", {first})

    assert episode_guid(SHOW, "saw", {second}) == first
    assert episode_guid(SHOW, "swan", ()) != first
    # Several people who publish side by side count alike.
    assert second == str(uuid.uuid5(uuid.UUID(SHOW), "saw#2"))
    assert episode_guid(SHOW, "saw", {first, second}) == str(uuid.uuid5(uuid.UUID(SHOW), "saw#3"))
    # Apps know an episode by it: a class that was published must never get another.
    assert first == "89110115-e0e0-5cb1-a228-06d0d1cf6d51"


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=200))
def test_a_file_is_called_what_every_host_takes_and_no_two_slugs_alike(slug: str) -> None:
    stem = file_stem(slug)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]*)*", stem)
    assert len(stem) <= 80 + 9
    assert (stem == slug) == (re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) is not None and len(slug) <= 80)


@pytest.mark.parametrize(
    ("slug", "begins"), [("x" * 80, "x" * 80), ("x" * 81, "x" * 80 + "-"), ("утро", "class-"), ("A B", "a-b-")]
)
def test_a_file_keeps_what_it_can_of_its_slug_and_a_mark_of_eight_for_the_rest(slug: str, begins: str) -> None:
    stem = file_stem(slug)

    assert stem.startswith(begins)
    assert len(stem) == len(begins) + (8 if begins.endswith("-") else 0)


@pytest.mark.parametrize("url", ["https://example.org", "http://127.0.0.1:8000/a.mp3", "https://[::1]/a?b=c#d"])
def test_what_can_be_fetched_from_anywhere_is_an_address(url: str) -> None:
    assert is_absolute(url)


@pytest.mark.parametrize(
    "url", ["", "a.mp3", "/a.mp3", "//example.org/a", "ftp://example.org/a", "https:///a", "https://exämple.org/",
            "https://example.org/a b", "https://[::1/a", "file:///etc/passwd", "https:a"],
)  # fmt: skip
def test_all_else_is_none(url: str) -> None:
    assert not is_absolute(url)
