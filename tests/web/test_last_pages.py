"""The last pages in a real browser: a song and its loop, a build that is stopped and goes on, an episode."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect
from support import signals
from support.built_classes import build
from support.open_studio import SHOW, Opened, opened

from audiosession.project.project import Project

pytestmark = pytest.mark.peers
WHOLE = SHOW.replace("mat.example", "mat.org") + 'description = "Slow looks."\nbase_url = "https://mat.org"\n'
PATIENCE_MS = 120_000
TITLE = "The Full Mat"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Lend a studio that has made nothing before: what is found made is built before anybody can stop it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("cache")))
        with opened(tmp_path_factory.mktemp("last"), show=WHOLE) as studio:
            yield studio


@contextmanager
def shown(browser: Browser, studio: Opened, path: str) -> Iterator[Page]:
    """Lend a page of the studio; whatever goes wrong in its modules is a fault."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(studio.url)
    page.goto(studio.origin + path)
    yield page
    context.close()
    assert wrong == []


def test_a_song_is_taken_in_and_its_loop_set_by_keys(browser: Browser, studio: Opened) -> None:
    beds = studio.project / "music" / "beds.toml"
    with shown(browser, studio, "/music") as page:
        content = signals.wav_of_a_swell(12.0)
        page.get_by_label("Drop a song here").set_input_files(
            {"name": "evening.wav", "mimeType": "audio/wav", "buffer": content}
        )
        page.get_by_label("Licence (needed)").fill("CC0-1.0")
        page.get_by_role("button", name="Take it in").click()
        row = page.locator("#music li", has_text="your own")
        expect(row.get_by_role("button", name="Loop, level and licence")).to_be_focused()

        begins = row.get_by_role("slider", name="Where the loop begins")
        begins.focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        expect(row).to_contain_text("It goes from 0:00.5 to 0:12.0 and back")
        expect(begins).to_be_focused()
        row.get_by_role("slider", name="How loud").press("ArrowLeft")
        expect(row).to_contain_text("0.5 dB softer than other music")
        page.wait_for_timeout(1_500)  # by then the page has heard that the file was changed: by itself
        expect(row).to_contain_text("0:11.5 long")
        told = tomllib.loads(beds.read_text("utf-8"))["evening"]
        assert (told["loop_start_ms"], told["loop_end_ms"], told["level_db"]) == (500, 12_000, -0.5)

        row.get_by_role("button", name="Hear where it goes round").click()
        expect(row.get_by_role("button", name="■ Hear where it goes round")).to_be_visible()
        page.locator("#main").press("Space")
        expect(row.get_by_role("button", name="▶ Hear where it goes round")).to_be_visible()
        row.get_by_role("button", name="The whole song").click()
        expect(row).to_contain_text("It goes round as a whole")
    assert "loop_start_ms" not in beds.read_text("utf-8")


def test_a_song_that_is_none_is_refused_where_it_is_given(browser: Browser, studio: Opened) -> None:
    with shown(browser, studio, "/music") as page:
        page.get_by_label("Drop a song here").set_input_files(
            {"name": "noise.wav", "mimeType": "audio/wav", "buffer": b"RIFF....WAVEnothing"}
        )
        page.get_by_label("Licence (needed)").fill("CC0-1.0")
        page.get_by_role("button", name="Take it in").click()
        expect(page.locator("#add").get_by_role("note")).to_be_visible()
        expect(page.get_by_label("Licence (needed)")).to_have_value("CC0-1.0")
    assert not (studio.project / "music" / "noise.wav").exists()


def test_a_build_is_heard_meanwhile_stopped_and_goes_on(browser: Browser, studio: Opened) -> None:
    with shown(browser, studio, "/builds") as page:
        page.get_by_label("Class or exercise").select_option(value="full-mat")  # long enough to be stopped
        page.get_by_role("button", name="Build", exact=True).click()
        job = page.locator(".job", has_text=TITLE)
        expect(job.locator(".state")).to_have_text(re.compile(r"window \d+ of \d+"), timeout=PATIENCE_MS)
        job.get_by_role("button", name="Play meanwhile").click()
        expect(job.get_by_role("button", name="■ Play meanwhile")).to_be_visible()
        job.get_by_role("button", name=f"Stop {TITLE}").click()
        expect(job.locator(".state")).to_contain_text("stopped", timeout=PATIENCE_MS)
        page.locator("#main").press("Space")

        job.get_by_role("button", name="Go on").click()
        expect(page.locator(".job[data-state=done]")).to_contain_text(TITLE, timeout=PATIENCE_MS)
        found = re.search(r"(\d+) of (\d+) windows were made anew", page.locator(".job").first.inner_text())
        assert found is not None
        assert int(found[1]) < int(found[2])
        expect(page.locator("#files")).to_contain_text("as it is now")
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download full-mat.mp3").click()
        assert taken.value.suggested_filename == "full-mat.mp3"


def test_an_episode_has_its_notes_and_its_day_and_is_taken_out(browser: Browser, studio: Opened) -> None:
    build(Project(studio.project), "swan")
    feed = studio.project / "output" / "feed.xml"
    with shown(browser, studio, "/publish") as page:
        expect(page.get_by_role("button", name="See what would change")).to_be_disabled()
        page.get_by_role("checkbox", name=re.compile("Swan")).check()
        page.get_by_text("Title, date, season, notes").click()
        page.get_by_label("Notes of your own").fill("Breathe well.")
        page.get_by_label("Title of the episode").fill("A Swan at Dawn")
        page.get_by_label("Number").fill("7")
        page.get_by_role("button", name="See what would change").click()
        expect(page.locator("#change")).to_contain_text("A Swan at Dawn")
        assert not feed.exists()
        session = studio.project / "output" / "swan.session.json"
        os.utime(session)  # what is changed elsewhere takes nothing away that is being read
        page.wait_for_timeout(2_500)
        expect(page.locator("#change")).to_contain_text("A Swan at Dawn")
        page.get_by_role("button", name="Look at the pages").click()
        expect(page.frame_locator("iframe").get_by_role("heading", name="Mat Talk")).to_be_visible(timeout=PATIENCE_MS)
        page.get_by_role("button", name="Publish it").click()
        expect(page.locator("#notes")).to_contain_text("Published", timeout=PATIENCE_MS)
        text = feed.read_text("utf-8")
        assert ("A Swan at Dawn" in text, "Breathe well." in text) == (True, True)

        expect(page.locator("#choose")).to_contain_text("published")
        page.get_by_role("button", name=re.compile("out of the feed")).click()
        page.get_by_role("button", name="Take it out").click()
        expect(page.locator("#notes")).to_contain_text("Swan is out of the feed")
    assert "<item>" not in feed.read_text("utf-8")


def test_what_the_show_lacks_leads_to_its_field(browser: Browser, studio: Opened) -> None:
    file = studio.project / "scripts" / "show.toml"
    file.write_text(WHOLE.replace('description = "Slow looks."\n', ""), "utf-8")
    with shown(browser, studio, "/publish") as page:
        page.locator("#change").get_by_role("button", name="Fill it in").click()
        field = page.get_by_label("Description", exact=True)
        expect(field).to_be_focused()
        page.keyboard.type("Slow looks.")
        page.keyboard.press("Tab")
        expect(page.locator("#change .find")).to_have_count(0)
    assert 'description = "Slow looks."' in file.read_text("utf-8")
