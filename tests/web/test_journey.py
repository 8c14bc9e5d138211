"""A day in the studio, by keyboard alone: from an empty folder to a class that is listened to on its page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Request, expect
from support.chromium import opened as chromium
from support.open_studio import Opened, opened

from audiosession.codecs.decode import decode_blocks
from audiosession.feed.places.server import Host
from audiosession.units import SAMPLE_RATE

pytestmark = pytest.mark.peers
WORDS = "Breathe in, and look at the horizon."
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("day"), is_project=False) as studio:
        yield studio


def reach(page: Page, target: Locator) -> Locator:
    """Press Tab until `target` has the focus, as somebody without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(400):
        if target.evaluate("one => one === document.activeElement"):
            return target
        page.keyboard.press("Tab")
    raise AssertionError(f"nobody reaches {target} by Tab")


def press(page: Page, name: str, role: str = "button") -> None:
    reach(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    """Reach a field, write over what stands in it and leave it."""
    reach(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_a_day_in_the_studio_by_keyboard_alone(studio: Opened, tmp_path: Path) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(studio.url)
        begin_a_project(page)
        write_an_exercise(page, studio)
        put_a_class_together(page)
        hear_an_edited_line_in_the_mix(page, studio)
        build_it(page, studio)
        publish_it(page, tmp_path / "public")
        listen_on_its_page(page, tmp_path / "public")
        assert wrong == []


def begin_a_project(page: Page) -> None:
    write(page, page.get_by_label("What is your project called?"), "Ada on the mat")
    espeak = page.get_by_role("radio", name=re.compile("espeak", re.I)).first
    if espeak.count():
        page.get_by_role("radio").first.wait_for()
        reach(page, page.locator("input[type=radio]:checked"))
        for _ in range(12):
            if espeak.is_checked():
                break
            page.keyboard.press("ArrowDown")
    press(page, "Begin")
    page.wait_for_url("**/library")


def write_an_exercise(page: Page, studio: Opened) -> None:
    press(page, "New exercise")
    write(page, page.get_by_role("dialog").get_by_label("Title"), "Long Look")
    press(page, "Write it")
    page.wait_for_url("**/exercise/long-look")
    line = page.get_by_role("textbox").and_(page.locator("input, textarea"))
    first = line.filter(has_not=page.locator("#none")).locator("xpath=.").first
    expect(first).to_be_visible()
    write(page, page.get_by_label("Title", exact=True).first, "Far Look")
    page.keyboard.press("Tab")
    file = studio.desk.folder / "scripts" / "exercises" / "long-look.toml"
    expect(page.locator("textarea").last).to_have_value(re.compile('title = "Far Look"'))
    assert 'title = "Far Look"' in file.read_text("utf-8")


def put_a_class_together(page: Page) -> None:
    press(page, "Library", "link")
    page.wait_for_url("**/library")
    press(page, "New class")
    write(page, page.get_by_role("dialog").get_by_label("Title"), "Morning Looks")
    press(page, "Write it")
    page.wait_for_url("**/class/morning-looks")
    press(page, "Add exercise")
    search = page.get_by_role("dialog").get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("far look")
    page.keyboard.press("Enter")
    expect(page.locator("#plan")).to_contain_text("Far Look")
    expect(page.locator("#narration")).to_contain_text("Breathe in through your nose.")


def hear_an_edited_line_in_the_mix(page: Page, studio: Opened) -> None:
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if "/sound?" in one.url and "/lines/" not in one.url else None)
    row = page.locator("#narration .line", has_text="Breathe in through your nose.").first
    words = row.locator(".words")
    for _ in range(60):  # lines are gone through by the arrows
        if words.get_attribute("aria-expanded") == "true":
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(50)
    expect(words).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    field = page.locator("#narration textarea")
    expect(field).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(WORDS)
    with page.expect_request(
        lambda one: "/sound?" in one.url and "/lines/" not in one.url, timeout=PATIENCE_MS
    ) as heard:
        page.keyboard.press("Control+Enter")
    expect(page.locator("#narration .line.heard")).to_contain_text(WORDS)
    page.keyboard.press("Space")
    assert "from" in parse_qs(urlsplit(heard.value.url).query)
    alone = "music=none&tones=off"  # so that nothing else begins where the words do
    with studio.client() as client:
        rows = client.get(f"/api/classes/morning-looks/narration?{alone}").json()["rows"]
        start = next(row["start"] for row in rows if WORDS in row["text"])
        stream = client.get(f"/api/classes/morning-looks/sound?{alone}&from={start - 500}")
    assert onset_ms(stream.content, float(stream.headers["x-starts-at"]), start) == pytest.approx(start, abs=30)


def onset_ms(sound: bytes, starts_at: float, near: float) -> float:
    """Return the moment nearest to `near`, on the clock of the class, at which something begins out of silence."""
    samples = np.concatenate(list(decode_blocks(sound, channels=1, name="stream")))[:, 0]
    step = SAMPLE_RATE // 200
    loud = np.abs(samples[: len(samples) // step * step]).reshape(-1, step).max(axis=1) > 0.01
    begins = [n for n in range(20, len(loud)) if loud[n] and not loud[n - 20 : n].any()]
    return min((starts_at + n * 5.0 for n in begins), key=lambda one: abs(one - near))


def build_it(page: Page, studio: Opened) -> None:
    page.keyboard.press("Control+b")
    expect(page.locator("#notes")).to_contain_text("is built", timeout=PATIENCE_MS)
    assert (studio.desk.folder / "output" / "morning-looks.mp3").is_file()


def publish_it(page: Page, public: Path) -> None:
    press(page, "Publish", "link")
    page.wait_for_url("**/publish")
    for label, text in (
        ("Title", "Far Looks"),
        ("Description", "Slow looks."),
        ("Author", "Ada"),
        ("Email", "ada@mat.org"),
    ):
        write(page, page.get_by_label(label, exact=True), text)
        page.keyboard.press("Tab")
    write(page, page.get_by_label("A folder, or s3://BUCKET/PREFIX"), str(public))
    write(page, page.get_by_label("Its public address, where it is not the show’s own"), "http://127.0.0.1:8000")
    page.keyboard.press("Tab")
    tick = page.get_by_role("checkbox", name=re.compile("Morning Looks"))
    reach(page, tick)
    if not tick.is_checked():
        page.keyboard.press("Space")
    press(page, "See what would change")
    expect(page.locator("#change")).to_contain_text("new")
    press(page, "Publish it")
    expect(page.locator("#notes")).to_contain_text("Published", timeout=PATIENCE_MS)
    assert (public / "feed.xml").is_file()


def listen_on_its_page(page: Page, public: Path) -> None:
    with Host(public, port=0, quiet=True) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        page.goto(f"{server.url}/index.html")
        press(page, "Morning Looks", "link")
        page.wait_for_url("**/episodes/*.html")
        page.keyboard.press("Space")
        for _ in range(300):
            if page.evaluate("document.querySelector('audio').currentTime") > 1:
                break
            page.wait_for_timeout(100)
        else:
            raise AssertionError("nothing is heard on the page")
        server.shutdown()
