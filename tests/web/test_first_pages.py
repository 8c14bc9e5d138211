"""The first pages in a real browser: a project is begun, the library searched by keys, a voice heard, a word kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect
from support import chromium
from support.open_studio import Opened, opened

pytestmark = pytest.mark.peers
PAGES = ("/library", "/welcome", "/voices", "/music", "/builds", "/publish")
MOST_REQUESTS, MOST_BYTES = 6, 200_000


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("pages")) as studio:
        yield studio


@contextmanager
def shown(browser: Browser, studio: Opened, path: str, *, width: int = 1400, dark: bool = False) -> Iterator[Page]:
    """Lend a page of the studio; what it says to its console, or asks of others, is a fault; a refusal is none."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    said = chromium.overheard(page, studio.origin)
    page.goto(studio.url)
    page.goto(studio.origin + path)
    yield page
    context.close()
    assert [one for one in said if not one.startswith("blob:") and "status of 422" not in one] == []


def test_a_page_of_nothing_says_so_and_leads_back(browser: Browser, studio: Opened) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(studio.url)
    page.goto(f"{studio.origin}/class/nobody")
    expect(page.get_by_role("note")).to_contain_text("nobody")
    page.get_by_role("link", name="To the library").click()
    page.wait_for_url("**/library")
    context.close()


@pytest.mark.parametrize("path", [*PAGES, "/class/back-body", "/exercise/swan"])
def test_a_page_loads_little(browser: Browser, studio: Opened, path: str) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": f"audiosession_{studio.port}", "value": studio.token, "url": studio.origin}])
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(studio.origin + path, wait_until="load")
    later = ("/api/library/lengths", "/api/classes/", "/static/breath.js")  # asked for once the page is there
    loaded = [one for one in answers if not any(one.url.startswith(studio.origin + path) for path in later)]
    n_bytes = sum(len(one.body()) for one in loaded if "/api/events" not in one.url)
    context.close()

    assert (len(loaded) <= MOST_REQUESTS, n_bytes <= MOST_BYTES) == (True, True)


def test_a_card_is_found_by_its_first_letters_and_opened_by_keys_alone(browser: Browser, studio: Opened) -> None:
    folder = studio.project / "scripts" / "exercises"
    text = (folder / "my-first-exercise.toml").read_text("utf-8")
    (folder / "uber.toml").write_text(text.replace('"Standing Breath"', '"Über dem Meer"'), "utf-8")
    with shown(browser, studio, "/library") as page:
        page.get_by_role("link", name="Back Body", exact=True).focus()
        page.keyboard.type("uber dem")
        expect(page.get_by_label("Search")).to_be_focused()
        expect(page.locator(".definition:visible")).to_have_count(1)
        expect(page.get_by_role("status").first).to_contain_text("1 of ")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("link", name="Über dem Meer")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/exercise/uber")


def test_arrows_go_from_card_to_card_and_filters_stay_in_the_address(browser: Browser, studio: Opened) -> None:
    with shown(browser, studio, "/library") as page:
        page.get_by_label("Kind").select_option("class")
        page.get_by_label("Level").select_option("beginner")
        titles = page.locator(".definition:visible a").all_text_contents()
        page.locator(".definition:visible a").first.focus()
        for key, at in (("ArrowRight", 1), ("End", len(titles) - 1), ("Home", 0)):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.textContent") == titles[at]
        page.reload()
        assert page.locator(".definition:visible a").all_text_contents() == titles


def test_a_class_from_a_wish_is_looked_at_then_taken(browser: Browser, studio: Opened) -> None:
    with shown(browser, studio, "/library") as page:
        page.get_by_role("button", name="A class from a wish").click()
        page.get_by_role("spinbutton", name="Minutes").fill("12")
        wished = page.get_by_label("What it would be")
        expect(wished.get_by_role("listitem").first).to_be_visible()
        first = wished.inner_text()
        page.get_by_role("button", name="Another one").click()
        expect(wished).not_to_have_text(first)
        page.get_by_role("textbox", name="Title").fill("Twelve Minutes")
        page.get_by_role("button", name="Take it").click()
        page.wait_for_url("**/class/twelve-minutes")
    assert (studio.project / "scripts" / "classes" / "twelve-minutes.toml").is_file()


def test_a_voice_is_heard_and_used_and_a_word_is_said_otherwise(browser: Browser, studio: Opened) -> None:
    with shown(browser, studio, "/voices") as page:
        hear = page.get_by_role("button", name="Hear espeak")
        hear.click()
        expect(hear).to_have_text("■")
        expect(hear).to_have_text("▶")
        page.get_by_role("button", name="Use espeak in this project").click()
        expect(page.locator("#usual")).to_contain_text("espeak:en-us speaks your classes")
        page.get_by_role("button", name="Add a word").click()
        page.get_by_label("Word", exact=True).fill("glutes")
        page.get_by_label("Said as").fill("gloo-teez")
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_role("row", name="glutes")).to_contain_text("gloo-teez")
        page.keyboard.press("Control+z")
        expect(page.get_by_role("row", name="glutes")).to_have_count(0)
    assert 'voice = "espeak:en-us"' in (studio.project / "scripts" / "show.toml").read_text("utf-8")


def test_a_project_is_begun_and_what_can_not_be_is_told_at_its_field(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "mat.jpg").write_bytes(b"x")
    with opened(tmp_path, is_project=False) as studio, shown(browser, studio, "/welcome") as page:
        assert chromium.faults_of(page) == []
        page.get_by_role("combobox", name="Language").select_option("de")
        page.get_by_role("radio", name="espeak de").check()
        page.get_by_label("What is your project called?").fill("Photos")
        page.keyboard.press("Enter")
        expect(page.locator("#name-fault")).to_contain_text("photos")
        expect(page.get_by_label("What is your project called?")).to_be_focused()
        page.get_by_label("What is your project called?").fill("Ada am Meer")
        page.keyboard.press("Enter")
        page.wait_for_url("**/library")
        expect(page.get_by_role("link", name="Atem im Stehen")).to_be_visible()
    assert 'voice = "espeak:de"' in (tmp_path / "ada-am-meer" / "scripts" / "show.toml").read_text("utf-8")
