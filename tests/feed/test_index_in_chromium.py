"""The page of a show in a real browser: its list is searched and narrowed, the address of the feed is copied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from support.built_classes import build, make_project
from support.chromium import overheard, served

from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination

pytestmark = pytest.mark.peers
GERMAN = {"pace": "steady", "seconds_per_count": 1.0, "reps": 1, "detail": "fade", "voice": "tone",
          "music": None, "tones": True, "language": "de"}  # fmt: skip


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = make_project(tmp_path_factory.mktemp("index") / "studio")
    build(project, "swan", seconds=200.0, description="For the back.", position="prone, all-fours")
    build(project, "saw", seconds=400.0, description="For the waist.", position="seated")
    build(project, "abend", seconds=3.0, title="Übung am Abend", settings=GERMAN)
    for name, season in (("swan", 1), ("saw", 2), ("abend", None)):
        wishes = Wishes(season=season, number=season)
        publish(project, [name], Destination(), wishes, datetime(2026, 11, 22, tzinfo=UTC))
    with served(project) as url:
        yield url


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    said = overheard(page, url)
    page.goto(url)
    yield page
    context.close()
    assert said == []


def shown(page: Page) -> list[str]:
    return [one.inner_text() for one in page.get_by_role("heading", level=3).all() if one.is_visible()]


def test_it_is_searched_as_one_types_whatever_marks_letters_have(page: Page) -> None:
    search = page.get_by_role("searchbox", name="Search the classes")
    heading = page.get_by_role("heading", level=2)
    for text, titles, said in [
        ("ubung", ["Übung am Abend"], "1 class"),
        ("FOR back", ["Swan"], "1 class"),
        ("for the", ["Saw", "Swan"], "2 classes"),
        ("nowhere", [], "No class is like that."),
        ("", ["Übung am Abend", "Saw", "Swan"], "3 classes"),
    ]:
        search.fill(text)
        expect(heading).to_have_text(said)
        assert sorted(shown(page)) == sorted(titles)


def test_it_is_narrowed_by_length_position_season_and_language_by_the_keyboard(page: Page) -> None:
    for names, titles in [
        (("up to 5 min",), ["Swan", "Übung am Abend"]),
        (("up to 5 min", "English"), ["Swan"]),
        (("Season 2",), ["Saw"]),
        (("Season 2", "Season 1"), ["Swan"]),
        (("Deutsch",), ["Übung am Abend"]),
        (("on hands and knees",), ["Swan"]),
        (("on hands and knees", "seated"), ["Saw"]),
        (("Season 2", "up to 5 min"), []),
    ]:
        page.reload()
        for name in names:
            page.get_by_role("button", name=name, exact=True).press("Enter")
        assert sorted(shown(page)) == sorted(titles)
        assert page.get_by_role("button", pressed=True).last.is_visible()
    for name in ("up to 5 min", "Season 2"):
        page.get_by_role("button", name=name, exact=True).press("Enter")
    assert len(shown(page)) == 3


def test_the_address_of_the_feed_is_copied(page: Page) -> None:
    address = "https://adas.studio/classes/feed.xml"
    assert page.get_by_label("Address for any other app").input_value() == address
    page.get_by_role("button", name="Copy").press("Enter")
    expect(page.locator("#copied")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == address


def test_without_script_the_list_is_whole_and_the_address_can_be_copied_by_hand(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    assert len(shown(page)) == 3
    assert page.locator("#narrow").is_hidden()
    assert page.get_by_role("button").count() == 0
    assert page.get_by_label("Address for any other app").is_visible()
    context.close()
