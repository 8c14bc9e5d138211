"""A whole day in the studio, by keyboard alone: from an empty folder to a class that somebody listens to on its page."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from support.open_studio import Opened, browser, opened, page_of

from audiosession.codecs.decode import decode_blocks
from audiosession.feed.places.server import Host
from audiosession.units import SAMPLE_RATE

pytestmark = pytest.mark.peers
WORDS = "Nod slowly, like a gentle yes."


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("day"), is_project=False) as studio:
        yield studio


def reach(page: Page, target: Locator, key: str = "Tab") -> Locator:
    """Press a key until `target` has the focus, as somebody without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(500):
        if target.evaluate("one => one === document.activeElement"):
            return target
        page.keyboard.press(key)
    raise AssertionError(f"nobody reaches {target} by {key}")


def press(page: Page, role: str, name: str) -> None:
    reach(page, page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    """Reach a field and write over what stands in it."""
    reach(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def onset_ms(sound: bytes, near_ms: float) -> float:
    """Return when something begins to sound in a stream, nearest to a moment of it."""
    samples = np.concatenate(list(decode_blocks(sound, channels=1, name="stream")))[:, 0]
    step = SAMPLE_RATE // 200
    heights = np.abs(samples[: len(samples) // step * step]).reshape(-1, step).max(axis=1)
    begins = [n * 5.0 for n in range(1, len(heights)) if heights[n] > 0.02 and heights[max(0, n - 20) : n].max() < 0.005]
    return min(begins, key=lambda one: abs(one - near_ms))


def test_a_day_in_the_studio_by_keyboard_alone(studio: Opened, tmp_path: Path) -> None:
    with browser() as chromium, page_of(chromium, studio) as page:
        begin_a_project(page)
        write_an_exercise(page)
        put_a_class_together(page)
        hear_an_edited_line(page, studio)
        build_it(page, studio)
        publish_it(page, studio, tmp_path / "public")
        listen_on_its_page(page, tmp_path / "public")


def begin_a_project(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    write(page, page.get_by_label("What is your project called?"), "Ada on the mat")
    press(page, "button", "Begin")
    page.wait_for_url("**/library")


def write_an_exercise(page: Page) -> None:
    press(page, "button", "New exercise")
    write(page, page.get_by_role("dialog").get_by_label("Title"), "Gentle Nod")
    press(page, "button", "Write it")
    page.wait_for_url("**/exercise/gentle-nod")
    write(page, page.get_by_label("Title", exact=True).first, "Kind Nod")
    page.keyboard.press("Tab")
    expect(page.locator("textarea").first).to_have_value(lambda_text("Kind Nod"))


def lambda_text(text: str):  # type: ignore[no-untyped-def]
    import re

    return re.compile(f'title = "{text}"')


def put_a_class_together(page: Page) -> None:
    press(page, "link", "Library")
    press(page, "button", "New class")
    write(page, page.get_by_role("dialog").get_by_label("Title"), "Morning Nods")
    press(page, "button", "Write it")
    page.wait_for_url("**/class/morning-nods")
    press(page, "button", "Add exercise")
    page.keyboard.type("Kind Nod")
    page.keyboard.press("Enter")
    expect(page.locator("#plan")).to_contain_text("Kind Nod")


def hear_an_edited_line(page: Page, studio: Opened) -> None:
    ...


def build_it(page: Page, studio: Opened) -> None:
    page.keyboard.press("Control+b")
    expect(page.locator("#notes")).to_contain_text("is built", timeout=120_000)


def publish_it(page: Page, studio: Opened, public: Path) -> None:
    press(page, "link", "Publish")


def listen_on_its_page(page: Page, public: Path) -> None:
    with Host(public, port=0, quiet=True) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        page.goto(f"{server.url}/index.html")
        server.shutdown()
