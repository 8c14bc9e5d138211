"""Every view of the studio, light and dark, on a phone and wide: no fault by axe, and nothing wider than the screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support import chromium, signals
from support.built_classes import build
from support.open_studio import SHOW, Opened, opened
from web.test_import_page import ARTICLE

from audiosession.project.project import Project

pytestmark = pytest.mark.peers
WHOLE = SHOW.replace("mat.example", "mat.org") + 'description = "Slow looks."\nbase_url = "https://mat.org"\n'
Does = Callable[[Page], None]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Lend a studio with something of everything: files, episodes to be, a song, a job that failed."""
    with opened(tmp_path_factory.mktemp("views"), show=WHOLE) as studio, studio.client() as client:
        for name in ("swan", "saw"):
            build(Project(studio.project), name)
        (studio.project / "output" / "torn.session.json").write_text("{", "utf-8")
        told = {"file": "evening.wav", "title": "Evening Tide", "licence": "CC0-1.0"}
        assert client.post("/api/songs", params=told, content=signals.wav_of_a_swell(4.0)).status_code == 200
        client.post("/api/jobs", json={"kind": "build", "title": "Nobody", "asked": {"name": "nobody"}})
        yield studio


@pytest.fixture(
    scope="module",
    params=[(390, "light"), (390, "dark"), (1400, "light"), (1400, "dark")],
    ids=lambda one: f"{one[0]}-{one[1]}",
)
def context(browser: Browser, studio: Opened, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    context.new_page().goto(studio.url)
    yield context
    context.close()


def seen(selector: str) -> Does:
    """Wait until there is something to look at."""
    return lambda page: expect(page.locator(selector).first).to_be_visible()


def attached(selector: str) -> Does:
    return lambda page: expect(page.locator(selector).first).to_be_attached()


def press(name: str) -> Does:
    return lambda page: page.get_by_role("button", name=name).first.click()


def key(name: str) -> Does:
    return lambda page: page.locator("#main").press(name)


def choose(name: str) -> Does:
    return lambda page: page.get_by_role("checkbox", name=name).check()


VIEWS: Mapping[str, tuple[str, tuple[Does, ...]]] = {
    "library": ("/library", (seen(".definition"),)),
    "a new exercise": ("/library", (press("New exercise"), seen("dialog"))),
    "a wish": ("/library", (press("A class from a wish"), seen("dialog .wished li"))),
    "welcome": ("/welcome", (seen("h1"),)),
    "class": ("/class/back-body", (attached(".run"),)),
    "an exercise heard alone": ("/class/my-first-exercise", (attached(".run"),)),
    "exercise": ("/exercise/my-first-exercise", (seen(".phase"),)),
    "an article to be pasted": ("/import", (seen("textarea"),)),
    "an article and its draft": (
        "/import",
        (
            lambda page: page.get_by_label("Article", exact=True).first.fill(ARTICLE),
            press("Read it"),
            seen(".draft-line"),
        ),
    ),
    "music": ("/music", (seen("#music li"),)),
    "a song and its loop": ("/music", (press("Loop, level and licence"), seen("canvas.wave"), seen(".edges"))),
    "voices": ("/voices", (seen(".engine"),)),
    "builds": ("/builds", (seen(".job[data-state=failed]"), seen("#files .file"))),
    "stems, asked first": ("/builds", (press("Stems of"), seen("dialog"))),
    "publish": ("/publish", (choose("Swan"), seen("#wishes summary"))),
    "what would change": (
        "/publish",
        (
            choose("Swan"),
            lambda page: page.locator("#wishes summary").click(),
            press("See what would change"),
            seen("#change table"),
        ),
    ),
    "nothing of that name": ("/class/nobody", (seen(".find"),)),
    "keys": ("/builds", (seen(".job"), key("?"), seen("dialog"))),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_no_fault_and_is_no_wider_than_it_is_seen(
    context: BrowserContext, studio: Opened, view: str
) -> None:
    path, steps = VIEWS[view]
    (page,) = context.pages
    said = chromium.overheard(page, studio.origin)
    page.goto(studio.origin + path)
    for step in steps:
        step(page)

    width = page.viewport_size["width"] if page.viewport_size else 0
    assert chromium.faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in said if not one.startswith(("blob:", "Failed to load resource"))] == []


def test_no_view_tells_where_a_project_lies(studio: Opened) -> None:
    with studio.client() as client:
        for path in dict.fromkeys(path for path, _ in VIEWS.values()):
            assert json.dumps(str(studio.project)).strip('"') not in client.get(path).text, path
