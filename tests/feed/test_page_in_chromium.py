"""The page of a class in a real browser: it plays, seeks, follows the sound and breathes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from support.built_classes import SHOW, build, make_project
from support.chromium import faults_of, overheard, served
from support.player import PLAYER, go, place_of, time_of, waiting_for
from support.toy_language import TAG, marked, write_language

from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

pytestmark = pytest.mark.peers
FREELY = {"kind": "free", "start": 2.0, "end": 6.0, "seconds": 4.0}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    feet = 'contact = "ada@adas.studio"\nimprint = "Ada\\nWeg 1"\nprivacy = "Nothing is kept."\n'
    show = SHOW.replace("license =", f"{feet}license =") + f'\n[show.{TAG}]\ntitle = "Kokos"\n'
    project = make_project(tmp_path_factory.mktemp("page") / "studio", show=show)
    write_language(project, marked())
    build(project, "swan", seconds=30.0)
    build(project, "gone")
    build(project, "evening", seconds=6.0, events=[{"kind": "inhale", "start": 0.0, "end": 2.0, "counts": 2}, FREELY])
    build(project, "rest", seconds=6.0, events=[FREELY])
    settings = {"pace": "steady", "seconds_per_count": 1.0, "reps": 1, "detail": "fade", "voice": "tone",
                "music": None, "tones": True, "language": TAG}  # fmt: skip
    build(project, "kokos", seconds=6.0, settings=settings)
    publish(project, ALL, Destination(), Wishes(), datetime(2026, 11, 22, tzinfo=UTC))
    publish(project, ["gone"], Destination(), Wishes(), datetime(2026, 11, 22, tzinfo=UTC))
    unpublish(project, "gone", Destination(), datetime(2026, 11, 22, tzinfo=UTC))
    with served(project) as url:
        yield url


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said = overheard(page, url)
    page.goto(f"{url}/episodes/swan.html")
    yield page
    context.close()
    assert said == []


def size_of(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.circle').style.getPropertyValue('--size')"))


def test_it_plays_and_the_transcript_follows(page: Page) -> None:
    page.evaluate(f"{PLAYER}.play()")
    page.wait_for_function(f"() => {PLAYER}.currentTime > 1.1")
    with waiting_for(page, "pause"):  # a line is said in a second, which a slow machine misses
        page.evaluate(f"{PLAYER}.pause()")

    expect(page.locator(".transcript a[aria-current]")).to_contain_text(f"number {int(time_of(page)) + 1}")
    expect(page.locator(".chapters a[aria-current]")).to_contain_text("Set-up" if time_of(page) < 10 else "side")


def test_a_chapter_and_a_line_seek_on_click(page: Page) -> None:
    for name, seconds, chapter in (("Left side", 10.0, "Left side"), ("number 21", 20.0, "Right side")):
        with waiting_for(page, "seeking"):
            page.get_by_role("link", name=name).click()
        assert place_of(page, "seeking") == pytest.approx(seconds, abs=0.01)
        expect(page.locator(".chapters a[aria-current]")).to_contain_text(chapter)
        page.wait_for_function(f"place => {PLAYER}.currentTime > place + 0.1", arg=seconds)
    assert page.url.endswith("/episodes/swan.html")


def test_the_circle_breathes_with_the_class(page: Page) -> None:
    """An inhale fills the first half of each second, an exhale the second; each swings as a cosine."""
    page.evaluate(f"{PLAYER}.play()")
    page.wait_for_function("() => !document.getElementById('breath-circle').hidden")
    page.evaluate(f"{PLAYER}.pause()")
    for seconds, size, word in [
        (5.0, 0.0, "Breathe in"), (5.25, 0.5, "Breathe in"), (5.4, 0.9045, "Breathe in"),
        (5.5, 1.0, "Breathe out"), (5.75, 0.5, "Breathe out"), (25.9, 0.0955, "Breathe out"),
    ]:  # fmt: skip
        go(page, seconds)
        page.wait_for_function(
            "size => Math.abs(document.querySelector('.circle').style.getPropertyValue('--size') - size) < 0.02",
            arg=size,
        )
        expect(page.locator(".breath .word")).to_have_text(word)


def test_a_pulse_lies_upon_the_breath(page: Page) -> None:
    """Each exhale begins with a pulse of a quarter of a second: the halo swells, the breath goes on."""
    go(page, 5.625)
    page.wait_for_function("() => document.querySelector('.circle').style.getPropertyValue('--pulse') > 0.98")
    assert size_of(page) == pytest.approx(0.5 + 0.5 * math.cos(math.pi / 4), abs=0.02)


def test_where_the_breath_is_free_the_circle_rests_and_says_so(page: Page, url: str) -> None:
    page.goto(f"{url}/episodes/evening.html")
    go(page, 4.0)
    expect(page.locator(".breath .word")).to_have_text("Breathe freely")
    assert size_of(page) == 1.0


def test_a_class_that_leaves_the_breath_free_throughout_shows_no_circle(page: Page, url: str) -> None:
    page.goto(f"{url}/episodes/rest.html")
    page.evaluate(f"{PLAYER}.play()")
    page.wait_for_function(f"() => {PLAYER}.currentTime > 0.5")
    expect(page.locator("#breath-circle")).to_be_hidden()


def test_the_circle_keeps_time_while_it_plays(page: Page) -> None:
    """Read in one step of the page's own clock, so that no frame lies between the time and the size."""
    page.evaluate(f"{PLAYER}.play()")
    page.wait_for_function(f"() => {PLAYER}.currentTime > 0.5")
    rows = page.evaluate(
        """async () => { const rows = []; const player = document.getElementById('player');
        for (let n = 0; n < 40; n += 1) { await new Promise(requestAnimationFrame);
          rows.push([player.currentTime, Number(document.querySelector('.circle').style.getPropertyValue('--size'))]); }
        return rows; }"""
    )
    late = [abs(size - (0.5 - 0.5 * math.cos(2 * math.pi * (time % 1.0)))) for time, size in rows]
    # One frame at 60 Hz moves the circle by at most pi / 60 of its way; two are allowed for.
    assert sorted(late)[len(late) // 2] < 2 * math.pi / 60


def test_it_works_with_the_keyboard_alone(page: Page) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().endswith("Right side"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {PLAYER}.currentTime > 20")


def test_a_screen_reader_finds_the_parts_by_name(page: Page) -> None:
    assert page.get_by_role("heading", level=1).inner_text() == "Swan"
    for name in ("Chapters", "Transcript", "About this class"):
        assert page.get_by_role("region", name=name).count() == 1
    assert page.get_by_role("link", name="Download MP3").count() == 1
    assert page.evaluate("document.querySelectorAll('img:not([alt])').length") == 0
    assert page.evaluate("document.documentElement.lang") == "en-gb"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_hangs_over_the_edge(page: Page, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/episodes/swan.html", "/imprint.html"):
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_the_links_still_lead_to_the_moment(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/episodes/swan.html")

    assert page.locator("audio").get_attribute("controls") is not None
    assert (page.get_by_role("link", name="Left side").get_attribute("href") or "").endswith(".mp3#t=10.0")
    assert page.get_by_text("Inhale, number 3.").is_visible()
    assert page.locator("#controls").is_hidden()
    assert page.locator(".cover").is_visible()
    context.close()


def test_the_circle_breathes_in_the_language_of_the_class(page: Page, url: str) -> None:
    page.goto(f"{url}/episodes/kokos.html")
    page.evaluate(f"{PLAYER}.play()")
    page.wait_for_function("() => !document.getElementById('breath-circle').hidden")
    page.evaluate(f"{PLAYER}.pause()")
    for seconds, word in [(2.25, "«breath.inhale»"), (2.75, "«breath.exhale»")]:
        go(page, seconds)
        expect(page.locator(".breath .word")).to_have_text(word)
    assert page.get_by_role("region", name="«chapters»").count() == 1
    assert page.get_by_role("link", name="«download»").count() == 1
    assert page.evaluate("document.documentElement.lang") == TAG


def test_the_shows_of_two_languages_lead_to_one_another(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("navigation", name="Other languages").get_by_role("link", name="«language»").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kokos"
    page.get_by_role("navigation", name="«languages»").get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Breath & Line"


PATHS = [
    "/",
    f"/index.{TAG}.html",
    "/episodes/swan.html",
    "/episodes/kokos.html",
    "/episodes/gone.html",
    "/imprint.html",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_axe_finds_no_fault(page: Page, url: str, path: str, scheme: Literal["light", "dark"], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(url + path)

    assert faults_of(page) == []


def test_axe_finds_a_page_without_a_language(page: Page) -> None:
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert [rule for rule, _ in faults_of(page)] == ["html-has-lang"]
