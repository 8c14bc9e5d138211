"""The player in a real browser, with real sound: each control by the keyboard, and what it keeps for the next time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support.built_classes import build, make_project
from support.chromium import faults_of, overheard, served
from support.player import PLAYER, go, is_paused, place_of, time_of, waiting_for

from audiosession.feed.site import PACKAGED
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

pytestmark = pytest.mark.peers
CONTROLS = (
    "Previous chapter",
    "15 seconds back",
    "Play",
    "15 seconds forward",
    "Next chapter",
    "Place in the class",
    "Speed",
    "Sleep timer",
    "Large for the mat",
)

ROLES: dict[str, Literal["combobox", "slider"]] = {
    "Place in the class": "slider",
    "Speed": "combobox",
    "Sleep timer": "combobox",
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = make_project(tmp_path_factory.mktemp("player") / "studio")
    build(project, "swan", seconds=60.0)
    build(project, "rest", seconds=3.0, sections=[], events=[])
    publish(project, ALL, Destination(), Wishes(), datetime(2026, 11, 22, tzinfo=UTC))
    with served(project) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, url: str) -> Iterator[Page]:
    page = context.new_page()
    said = overheard(page, url)
    opened_class(page, url)
    yield page
    assert said == []


def opened_class(page: Page, url: str, name: str = "swan") -> None:
    page.goto(f"{url}/episodes/{name}.html")
    page.wait_for_function(f"() => {PLAYER}.readyState >= 1")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).press("Enter")


def play(page: Page) -> None:
    with waiting_for(page, "playing"):
        press(page, "Play")


def pause(page: Page) -> None:
    with waiting_for(page, "pause"):
        press(page, "Pause")


def test_our_controls_stand_in_place_of_the_browsers(page: Page) -> None:
    assert page.evaluate(f"{PLAYER}.controls") is False
    for name in CONTROLS:
        role: Literal["button", "combobox", "slider"] = ROLES.get(name, "button")
        assert page.get_by_role(role, name=name, exact=True).is_visible(), name


def test_a_file_that_cannot_be_played_leaves_the_browsers_controls(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.route("**/*.mp3", lambda route: route.abort())
    page.goto(f"{url}/episodes/swan.html")

    page.wait_for_function(f"() => {PLAYER}.error !== null && {PLAYER}.controls")
    assert page.locator("#controls").is_hidden()


def test_a_page_of_ones_own_without_the_controls_has_all_the_rest(context: BrowserContext, tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "swan")
    text = (PACKAGED / "episode.html.j2").read_text(encoding="utf-8")
    line = text[text.index('<p class="said"') : text.index("<audio")]
    controls = text[text.index('<div class="controls"') : text.index("</section>")]
    own = project.scripts / "templates" / "site"
    own.mkdir(parents=True)
    (own / "episode.html.j2").write_text(text.replace(line, "").replace(controls, ""), encoding="utf-8")
    publish(project, ALL, Destination(), Wishes(), datetime(2026, 11, 22, tzinfo=UTC))
    with served(project) as url:
        page = context.new_page()
        said = overheard(page, url)
        opened_class(page, url)
        assert page.evaluate(f"{PLAYER}.controls") is True
        page.get_by_role("link", name="Left side").click()
        expect(page.locator(".transcript a[aria-current]")).to_contain_text("number 2")
        assert page.locator("#breath-circle").is_visible()
        assert said == []


def test_a_class_without_chapters_has_no_controls_for_them(page: Page, url: str) -> None:
    opened_class(page, url, "rest")
    assert page.get_by_role("button", name="Next chapter").count() == 0
    assert page.locator("#sleep option[value=chapter]").count() == 0
    play(page)


def test_tab_reaches_each_control_in_order_and_shows_where_it_is(page: Page) -> None:
    reached_names: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => { const one = document.activeElement; const label = one.labels?.[0]?.querySelector('span');
            return [one.getAttribute('aria-label') || (label || one).textContent.trim(),
                    parseFloat(getComputedStyle(one).outlineWidth)]; }"""
        )
        if name in CONTROLS:
            reached_names.append(name)
            assert ring >= 3, name
    assert reached_names == list(CONTROLS)


def test_each_button_does_what_it_says_by_the_keyboard(page: Page) -> None:
    play(page)
    pause(page)
    assert is_paused(page)
    go(page, 1.0)
    for name, seconds in [
        ("15 seconds forward", 16.0), ("Next chapter", 20.0), ("Next chapter", 40.0), ("15 seconds back", 25.0),
        ("Previous chapter", 20.0),  # more than 3 s into a chapter it is its start
        ("Previous chapter", 0.0),
    ]:  # fmt: skip
        press(page, name)
        assert time_of(page) == pytest.approx(seconds, abs=0.01), name


def test_what_plays_goes_on_playing_from_where_it_is_sent(page: Page) -> None:
    play(page)
    for name, seconds in (("Next chapter", 20.0), ("Next chapter", 40.0)):
        with waiting_for(page, "seeking"):
            press(page, name)
        assert place_of(page, "seeking") == pytest.approx(seconds, abs=0.01)
        page.wait_for_function(f"place => {PLAYER}.currentTime > place + 0.1", arg=seconds)
    assert not is_paused(page)


def test_space_and_arrows_work_wherever_nothing_else_wants_them(page: Page) -> None:
    for kind in ("playing", "pause"):
        with waiting_for(page, kind):
            page.keyboard.press("Space")
    go(page, 1.0)
    page.keyboard.press("ArrowRight")
    assert time_of(page) == 16
    page.keyboard.press("ArrowLeft")
    assert time_of(page) == 1
    page.get_by_role("button", name="15 seconds forward").focus()
    page.keyboard.press("Space")  # presses the button alone
    assert time_of(page) == 16
    assert is_paused(page)


def test_the_slider_goes_to_a_place_and_says_where_it_is(page: Page) -> None:
    slider = page.get_by_role("slider", name="Place in the class")
    slider.press("ArrowRight")
    assert time_of(page) == 1
    slider.press("End")
    assert time_of(page) == 60
    go(page, 25.0)
    expect(slider).to_have_attribute("aria-valuetext", "0:25 / 1:00")
    assert slider.input_value() == "25"


def test_the_speed_is_chosen_from_three_quarters_to_one_and_a_half(page: Page) -> None:
    speed = page.get_by_label("Speed")
    assert [float(one) for one in speed.locator("option").evaluate_all("all => all.map(one => one.value)")] == [
        0.75, 0.9, 1, 1.1, 1.25, 1.5,
    ]  # fmt: skip
    speed.press("End")
    assert page.evaluate(f"{PLAYER}.playbackRate") == 1.5


def test_the_place_is_offered_the_next_time_and_never_taken_by_itself(page: Page, url: str) -> None:
    go(page, 31.0)
    play(page)
    pause(page)
    opened_class(page, url)

    offer = page.get_by_role("button", name="Go on at 0:31")
    assert (time_of(page), is_paused(page)) == (0, True)
    with waiting_for(page, "seeking"):
        offer.press("Enter")
    assert place_of(page, "seeking") == pytest.approx(31.0, abs=0.01)
    assert not is_paused(page)
    expect(offer).to_be_hidden()


def test_neither_the_start_nor_the_end_is_a_place_to_go_back_to(page: Page, url: str) -> None:
    for seconds in (31.0, 5.0, 55.0):
        go(page, seconds)
        play(page)
        pause(page)
        kept = page.evaluate("localStorage.getItem('audiosession.places')")
        assert [round(row[1]) for row in json.loads(kept)] == ([] if seconds == 55.0 else [31])
    opened_class(page, url)
    assert page.locator(".resume").is_hidden()


def test_what_is_kept_stays_small_and_what_others_wrote_there_does_no_harm(page: Page, url: str) -> None:
    rows = [[f"class-{number}", 20] for number in range(500)]
    for stored in (json.dumps(rows), "[1, null, {}]", "{]", '"a"'):
        page.evaluate("text => localStorage.setItem('audiosession.places', text)", stored)
        opened_class(page, url)
        go(page, 20.0)
        play(page)
        pause(page)
        kept = json.loads(page.evaluate("localStorage.getItem('audiosession.places')"))
        assert len(kept) == (100 if "class" in stored else 1)
        assert kept[0][1] == 20


def test_a_browser_that_keeps_nothing_plays_all_the_same(context: BrowserContext, url: str) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    page = context.new_page()
    said = overheard(page, url)
    opened_class(page, url)
    go(page, 20.0)
    play(page)
    pause(page)
    assert is_paused(page)
    assert said == []


def test_the_timer_counts_what_is_played_and_ends_quietly(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.clock.install(time=0)
    opened_class(page, url)
    page.clock.pause_at(3_600)  # from here its time goes on as we say, however slow the machine is
    page.get_by_label("Sleep timer").select_option("10 min")
    page.clock.fast_forward(300_000)  # nothing is played yet, so nothing is counted
    play(page)
    page.clock.fast_forward(596_000)
    page.wait_for_function(f"() => {PLAYER}.volume === 0.5")  # 4 of its last 8 seconds
    page.clock.fast_forward(5_000)
    page.wait_for_function(f"() => {PLAYER}.paused")

    assert page.get_by_label("Sleep timer").input_value() == ""
    assert page.evaluate(f"{PLAYER}.volume") == 1


def test_it_ends_with_the_chapter_that_is_heard_when_it_is_asked_to(page: Page) -> None:
    page.evaluate(f"heard = []; {PLAYER}.addEventListener('volumechange', () => heard.push({PLAYER}.volume))")
    go(page, 5.0)
    page.get_by_label("Sleep timer").select_option("end of chapter")
    go(page, 39.5)  # another chapter is heard now
    page.evaluate(f"{PLAYER}.playbackRate = 0.25")  # so that a busy machine, which draws late, is not far behind
    with waiting_for(page, "pause"):
        play(page)

    assert place_of(page, "pause") == pytest.approx(40.0, abs=0.5)
    page.wait_for_function("() => heard.at(-1) === 1")
    quieter = [volume for volume in page.evaluate("heard") if volume < 1]
    assert quieter == sorted(quieter, reverse=True)
    assert quieter[0] <= 0.25  # 2 of the last 8 seconds
    assert page.get_by_label("Sleep timer").input_value() == ""


def test_the_view_for_the_mat_shows_the_circle_the_line_and_the_controls_alone(page: Page) -> None:
    play(page)
    width = page.locator(".stage").bounding_box()
    page.get_by_role("button", name="Large for the mat").press("Enter")

    large = page.locator(".stage").bounding_box()
    assert width is not None
    assert large is not None
    assert large["width"] > 2.5 * width["width"]
    expect(page.locator("#said")).to_contain_text("Inhale, number")
    page.wait_for_function("() => document.fullscreenElement?.id === 'mat'")
    for _ in range(20):  # nothing behind it is reached
        page.keyboard.press("Tab")
        assert page.evaluate("(one => one === document.body || one.closest('#mat') !== null)(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Large for the mat")).to_be_focused()
    page.wait_for_function("() => !document.fullscreenElement")
    assert page.locator("#said").is_hidden()
    assert page.get_by_role("link", name="Left side").is_visible()


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (844, 390), (1400, 900)])
def test_all_of_it_can_be_reached_on_every_screen(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.get_by_role("button", name="Large for the mat").press("Enter")
    assert page.evaluate("document.getElementById('mat').scrollWidth") <= size[0]
    for name in ("Pause" if not is_paused(page) else "Play", "Next chapter", "Back to the page"):
        button = page.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert min(box["width"], box["height"]) >= 40


def test_the_screen_stays_on_while_it_plays_on_the_mat(page: Page) -> None:
    awake = page.get_by_text("The screen stays on.")
    play(page)
    assert awake.is_hidden()
    page.get_by_role("button", name="Large for the mat").press("Enter")
    expect(awake).to_be_visible()
    pause(page)
    expect(awake).to_be_hidden()
    page.get_by_role("button", name="Play", exact=True).press("Enter")
    expect(awake).to_be_visible()
    page.get_by_role("button", name="Back to the page").press("Enter")
    expect(awake).to_be_hidden()


@pytest.mark.parametrize(
    "lacking",
    [
        "delete Navigator.prototype.wakeLock",
        "WakeLock.prototype.request = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
    ],
    ids=["missing", "refused"],
)
def test_where_the_screen_cannot_be_kept_on_nothing_says_so(context: BrowserContext, url: str, lacking: str) -> None:
    context.add_init_script(f"{lacking}; delete Element.prototype.requestFullscreen")
    page = context.new_page()
    said = overheard(page, url)
    opened_class(page, url)
    play(page)
    page.get_by_role("button", name="Large for the mat").press("Enter")
    page.wait_for_function(f"() => {PLAYER}.currentTime > 0.5")
    assert page.locator("#said").is_visible()
    assert page.locator("#awake").is_hidden()
    page.keyboard.press("Escape")
    assert page.locator("#said").is_hidden()
    assert said == []


@pytest.mark.parametrize("width", [390, 1400])
def test_the_circle_stays_in_sight_while_the_transcript_scrolls(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    play(page)
    page.get_by_role("heading", name="About this class").scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 150)")
    box = page.locator(".circle").bounding_box()
    assert page.evaluate("scrollY") > 50
    assert box is not None
    assert box["y"] >= -20  # of its halo
    assert box["y"] + box["height"] <= 844


def test_what_plays_is_told_to_the_machine(page: Page) -> None:
    told = page.evaluate("(m => [m.title, m.artist, m.artwork.length])(navigator.mediaSession.metadata)")
    assert told == ["Swan", "Breath & Line", 1]


def test_who_wants_no_motion_sees_the_circle_stand(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    play(page)
    assert page.evaluate("getComputedStyle(document.querySelector('.circle')).transform") == "none"


def test_on_paper_stand_the_words_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("#controls").evaluate("one => getComputedStyle(one).display") == "none"
    assert page.get_by_text("Inhale, number 60.").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_axe_finds_no_fault_on_the_mat(page: Page, scheme: Literal["light", "dark"], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    play(page)
    page.get_by_role("button", name="Large for the mat").press("Enter")
    expect(page.locator("#said")).to_be_visible()

    assert faults_of(page) == []
