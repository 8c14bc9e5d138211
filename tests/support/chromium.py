"""Published pages in a real browser: the folder served, Chromium opened, and what axe-core finds."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from audiosession.feed.places.server import Host
from audiosession.project.project import Project

CHROMIUM = shutil.which("chromium") or ""
PATIENCE_MS = 60_000  # what is expected comes on a busy machine too; five seconds, which is usual, decide by its speed
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
]


@contextmanager
def served(project: Project) -> Iterator[str]:
    """Lend the address under which the pages of `project` are seen."""
    with Host(project.output, port=0, quiet=True) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.url
        server.shutdown()


@contextmanager
def opened() -> Iterator[Browser]:
    """Lend Chromium; a test is skipped where it is missing."""
    if not CHROMIUM:
        pytest.skip("chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def overheard(page: Page, url: str) -> list[str]:
    """Return a list that grows by whatever `page` says to its console, and by what it asks of others than `url`."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(url) else said.append(request.url))
    return said


def faults_of(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe-core finds on a page, circle and all: rules of WCAG 2.2, A and AA, and good practice."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    page.evaluate("document.querySelector('.breath')?.removeAttribute('hidden')")
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]]
