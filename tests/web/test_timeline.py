"""The timeline of a class in a real browser: what is heard is what is shown, and hours of it are drawn as lightly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support import chromium
from support.open_studio import Opened, opened

pytestmark = pytest.mark.peers

WITHIN_MS = 30
"""So near to its place on the timeline an onset must be heard."""
HOURS_MS = 3 * 3_600_000
PLAYS_MS = 30_000
"""A busy machine may need so long until something is heard."""

# An hour is drawn as it is told: rows of numbers, as a studio tells them.
LONG = """() => {
  const breaths = [], speech = [], pulses = [], corners = [[0, 0]], sections = [];
  for (let at = 0, n = 0; at < %d; at += 4000, n += 1) {
    breaths.push([n %% 2, at, at + 4000, 4, 0, 1 + (n >> 1) %% 8, 0]);
    speech.push([at + 100, at + 2500, n, 1, 0]);
    if (n %% 2) pulses.push([at, at + 500, 0], [at + 1000, at + 1500, 0]);
    corners.push([at, -12], [at + 2500, -12], [at + 3200, 0]);
    if (n %% 60 === 0) sections.push([`Part ${n / 60}`, 0, at, at + 240000]);
  }
  return { digest: "long", title: "Long", length: %d, asked: null, guessed_lines: 0, names: {}, sections, speech,
    breaths, pulses, sounds: [], beds: [["still-water", 0, %d, corners]], windows: [] };
}""" % (HOURS_MS, HOURS_MS, HOURS_MS)  # noqa: UP031 - braces are JavaScript's here

OPEN = """async ([name, told]) => {
  const box = document.createElement("section");
  const title = Object.assign(document.createElement("h1"), { textContent: name });
  document.getElementById("main").replaceChildren(title, box);
  const { openTimeline } = await import("/static/timeline.js");
  globalThis.timeline = openTimeline(box, { name, query: "tones=off" });
  if (told) globalThis.timeline.show(told);
}"""

# Decodes as a browser does, and returns when it is first loud.
ONSET = """async (address) => {
  const bytes = await (await fetch(address)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(bytes);
  const samples = sound.getChannelData(0);
  return samples.findIndex((one) => Math.abs(one) > 0.02) / 48;
}"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("cache")))
        with opened(tmp_path_factory.mktemp("timeline")) as studio, studio.client() as client:
            client.get("/api/classes/saw/timeline", params={"spoken": "1", "tones": "off"})
            yield studio


@pytest.fixture
def page(browser: Browser, studio: Opened) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(studio.url)
    page.goto(f"{studio.origin}/library")
    yield page
    context.close()
    assert said == []


def shown(page: Page, name: str = "saw", told: Any = None) -> Locator:
    """Open a timeline, and return its canvas when it is drawn."""
    page.evaluate(OPEN, [name, told])
    canvas = page.locator("canvas[data-drawn]")
    expect(canvas).to_be_visible(timeout=PLAYS_MS)
    return canvas


def facts(canvas: Locator) -> dict[str, int]:
    return {name: int(value) for name, value in canvas.evaluate("(one) => ({...one.dataset})").items()}


def x_of(canvas: Locator, at: float) -> float:
    """Return at which pixel of a canvas a moment lies."""
    seen = facts(canvas)
    box = canvas.bounding_box()
    assert box is not None
    return seen["gutter"] + (at - seen["from"]) / (seen["to"] - seen["from"]) * (box["width"] - seen["gutter"])


def told_timeline(studio: Opened) -> dict[str, Any]:
    with studio.client() as client:
        told: dict[str, Any] = client.get("/api/classes/saw/timeline", params={"tones": "off"}).json()
        return told


def test_what_a_browser_hears_begins_where_the_timeline_says(page: Page, studio: Opened) -> None:
    speech = told_timeline(studio)["speech"]
    gaps = [(a[1], b[0]) for a, b in pairwise(speech) if b[0] - a[1] > 400][:3]
    assert gaps
    for _, start in gaps:
        at = start - 300
        heard = page.evaluate(ONSET, f"/api/classes/saw/sound?from={at}&tones=off")
        assert abs(heard - 300) <= WITHIN_MS


def test_a_click_is_heard_from_there_and_space_stops_it(page: Page) -> None:
    canvas = shown(page)
    page.evaluate("() => { globalThis.picks = []; timeline.on('pick', ({ at }) => picks.push(at)); }")
    canvas.click(position={"x": x_of(canvas, 20_000), "y": 60})
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible(timeout=PLAYS_MS)
    page.wait_for_selector(".playbar:not(.waits)", timeout=PLAYS_MS)
    first = page.evaluate("timeline.at()")
    page.wait_for_selector(f".playbar strong:not(:text-is('{page.locator('.playbar strong').inner_text()}'))")
    canvas.press("Space")

    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    (picked,) = page.evaluate("picks")
    assert abs(picked - 20_000) < 100, "a pixel is 50 ms"
    assert picked - 1 <= first
    assert page.evaluate("timeline.at()") >= first
    assert not page.evaluate("timeline.playing()")


def test_what_can_not_be_played_says_why_where_it_is(page: Page) -> None:
    shown(page, "nobody-knows-it", {"digest": "x", "length": 60_000, "names": {}})
    page.get_by_role("button", name="Play", exact=True).click()

    expect(page.locator(".timeline .faults")).to_contain_text("nobody-knows-it", timeout=PLAYS_MS)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_three_hours_are_drawn_with_no_more_than_can_be_seen(page: Page) -> None:
    canvas = shown(page, told=page.evaluate(LONG))
    near = facts(canvas)
    page.get_by_role("button", name="All of it").click()
    page.wait_for_selector(f"canvas[data-to='{HOURS_MS}']")
    far = facts(canvas)

    # A minute has 15 breaths, as many lines and pulses, and three tiles of the wave; all of them may have a word.
    assert near["drawn"] < 15 * 4 + 60
    box = canvas.bounding_box()
    assert box is not None
    assert far["drawn"] < 1.5 * box["width"], "6,000 rows in lanes of which each shows one a few pixels"


def test_each_tile_of_the_wave_is_asked_for_once(page: Page) -> None:
    asked: Counter[tuple[str, ...]] = Counter()

    def count(address: str) -> None:
        if "/peaks?" in address:
            query = parse_qs(urlparse(address).query)
            asked[query["from"][0], query["to"][0]] += 1

    page.on("request", lambda request: count(request.url))
    canvas = shown(page)
    for _ in range(2):
        for key in ("+", "+", "-", "-", "-", "+"):
            before = canvas.get_attribute("data-to")
            page.keyboard.press(key)
            page.wait_for_selector(f"canvas:not([data-to='{before}'])")
        page.wait_for_timeout(300)  # a view that rests asks for what it lacks

    assert asked
    assert set(asked.values()) == {1}


def test_keys_lead_through_seconds_reps_and_exercises(page: Page, studio: Opened) -> None:
    told = told_timeline(studio)
    canvas = shown(page)
    slider = page.get_by_role("slider", name="Timeline of saw")
    slider.focus()

    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "1")
    slider.press("ArrowUp")
    first_rep = next(row for row in told["breaths"] if row[5])
    assert page.evaluate("timeline.at()") == first_rep[1]
    expect(slider).to_have_attribute(
        "aria-valuetext", re.compile(r"^\d+:\d\d\.\d, .+, rep 1, (in|ex)hale .*\d of \d+$")
    )
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuenow", "0")
    slider.press("PageUp")
    assert page.evaluate("timeline.at()") == told["sections"][1][2]
    slider.press("End")
    assert page.evaluate("timeline.at()") == told["length"]
    assert canvas.get_attribute("aria-valuemax") == str(round(told["length"] / 1000))


def test_a_mark_has_a_name_and_is_there_the_next_time(page: Page) -> None:
    canvas = shown(page)
    canvas.press("ArrowRight")
    canvas.press("m")
    page.keyboard.type("too early")
    page.keyboard.press("Enter")
    page.reload()
    shown(page)

    expect(page.get_by_role("textbox", name="Name of the mark at 0:01.0")).to_have_value("too early")
    page.get_by_role("button", name="Remove the mark at 0:01.0").click()
    expect(page.get_by_role("list", name="Marks")).to_have_count(0)


def test_a_rep_goes_round_and_round(page: Page) -> None:
    shown(page, "breath:1-1x3")
    start = page.evaluate(
        "async () => (await (await fetch('/api/classes/breath:1-1x3/timeline')).json()).breaths[0][1]"
    )
    page.evaluate("() => { globalThis.steps = []; timeline.on('time', ({ at }) => steps.push(at)); }")
    page.keyboard.press("l")
    page.evaluate("(at) => timeline.playFrom(at)", start)
    page.wait_for_selector(".playbar:not(.waits)", timeout=PLAYS_MS)
    for _ in range(600):
        steps = page.evaluate("steps")
        turns = [(a, b) for a, b in pairwise(steps) if b < a - 500]
        if turns:
            break
        page.wait_for_timeout(50)
    page.keyboard.press("Space")

    (last, first), *_ = turns
    assert abs(first - start) < 500
    assert start < last < start + 2_500


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1400, 900)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_timeline_has_no_fault_that_axe_finds(
    page: Page, width: int, height: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    shown(page).press("m")

    assert chromium.faults_of(page) == []
