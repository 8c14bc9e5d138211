"""The page of a class in a browser: planned, said and heard by keyboard, without a fault by axe, and light to load."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support import chromium
from support.open_studio import Opened, opened
from support.signals import wav_of_a_swell

pytestmark = pytest.mark.peers
OWN = Path("scripts") / "classes" / "back-body.toml"
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("page")) as studio:
        yield studio


@pytest.fixture
def open_page(browser: Browser, studio: Opened) -> Iterator[OpenPage]:
    """Lend a page of a class, with the class and its exercises as they come with the program."""
    for folder in ("classes", "exercises"):
        for path in (studio.project / "scripts" / folder).glob("*.toml"):
            path.unlink()
    pages: list[Page] = []

    def opening(name: str = "back-body", *, width: int = 1400, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(chromium.PATIENCE_MS)
        page.goto(studio.url)
        page.goto(f"{studio.origin}/class/{name}")
        expect(page.locator(".run").first).to_be_attached()
        return page

    yield opening
    for page in pages:
        page.context.close()


def planned(page: Page) -> list[str]:
    return page.locator(".plan .what").all_inner_texts()


def test_exercises_are_moved_and_counted_by_keys_and_undone(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    page.locator(".plan .pick", has_text="Saw").press("Enter")

    page.get_by_role("button", name="One rep more").press("Enter")
    expect(page.locator(".plan li.open small")).to_contain_text("3 reps")
    page.locator(".plan li.open .pick").press("Alt+ArrowDown")

    expect(page.locator(".plan .what").nth(2)).to_have_text("Saw")
    expect(page.locator(".plan li.open .pick")).to_be_focused()
    assert "reps = 3" in (studio.project / OWN).read_text("utf-8")
    page.keyboard.press("Control+z")
    expect(page.locator(".plan .what").nth(1)).to_have_text("Saw")
    page.keyboard.press("Control+z")
    expect(page.locator(".plan li", has_text="Saw").locator("small")).to_contain_text("2 reps")


def test_an_exercise_is_found_by_a_part_of_its_name_and_added(open_page: OpenPage) -> None:
    page = open_page()

    page.get_by_role("button", name="Add exercise").press("Enter")
    page.get_by_label("Search exercises").fill("BÉLLY br")
    page.keyboard.press("Enter")

    expect(page.locator(".plan .what", has_text="Belly Breathing")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)


def test_a_length_that_cannot_be_is_mended_with_one_button(open_page: OpenPage) -> None:
    page = open_page()

    page.get_by_label("Length").fill("5m")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Let it last").press("Enter")

    expect(page.locator("#facts")).to_contain_text(re.compile(r"(\d+:\d\d) of \1"))
    assert "length=5m" not in page.url
    expect(page.locator(".line").first).to_be_visible()


def test_exercises_are_dragged_into_order(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    before, rows = planned(page), page.locator(".plan li[draggable]")

    rows.filter(has_text="Spine Twist").drag_to(rows.filter(has_text="Saw"))

    expect(rows.nth(0)).to_contain_text("Spine Twist")
    assert sorted(planned(page)) == sorted(before)
    text = (studio.project / OWN).read_text("utf-8")
    assert text.index('"spine-twist"') < text.index('"saw"')


def test_what_can_not_be_planned_says_so(open_page: OpenPage, studio: Opened) -> None:
    page = open_page("swan")
    own = studio.project / "scripts" / "exercises" / "swan.toml"
    own.parent.mkdir(parents=True, exist_ok=True)

    own.write_text("title = ", "utf-8")

    expect(page.locator(".plan-box")).to_contain_text("once the findings are mended")
    expect(page.locator(".findings-box")).to_contain_text("scripts/exercises/swan.toml, line 1")
    page.reload()
    expect(page.locator(".findings-box")).to_contain_text("scripts/exercises/swan.toml, line 1")
    page.wait_for_timeout(1_000)  # the timeline asks too
    expect(page.locator(".timeline .faults")).to_be_empty()


def test_a_line_is_changed_where_it_stands_and_heard_in_the_mix(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    page.locator(".plan .pick", has_text="Swan").press("Enter")
    page.locator(".line .words", has_text="Breathe in, and peel up").first.click()

    page.keyboard.press("Enter")
    page.get_by_label("Words of the line").fill("Breathe in, and rise.")
    with page.expect_response(lambda answer: "/sound?" in answer.url) as heard:
        page.keyboard.press("Control+Enter")

    assert heard.value.ok  # whole, or as a range where its length is known by then
    expect(page.locator(".line.open .words")).to_contain_text("Breathe in, and rise.")
    expect(page.locator(".plan li.heard .what")).to_have_text("Swan")
    assert "Breathe in, and rise." in (studio.project / "scripts/exercises/swan.toml").read_text("utf-8")
    page.keyboard.press("Escape")
    expect(page.locator(".line.open")).to_have_count(0)


def test_a_line_is_recorded_with_a_microphone(browser: Browser, studio: Opened, tmp_path: Path) -> None:
    (tmp_path / "said.wav").write_bytes(wav_of_a_swell(3.0))
    hears = [f"--use-file-for-fake-audio-capture={tmp_path / 'said.wav'}"]
    hears += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with browser.browser_type.launch(executable_path=chromium.CHROMIUM, args=[*chromium.QUIET, *hears]) as other:
        page = other.new_page()
        page.set_default_timeout(chromium.PATIENCE_MS)
        page.goto(studio.url)
        page.goto(f"{studio.origin}/class/back-body")
        page.locator(".line .words", has_text="Welcome").first.click()

        page.get_by_role("button", name="Record").press("Enter")
        expect(page.get_by_role("status").filter(has_text="Say it now")).to_be_visible()
        page.wait_for_timeout(3_000)
        page.locator("dialog").get_by_role("button", name="Stop").press("Enter")

        expect(page.get_by_text("Your recording is heard there now.")).to_be_visible()
    (kept,) = (studio.project / "scripts" / "takes").iterdir()
    assert kept.name.startswith("welcome-this-class")
    assert kept.stat().st_size > 2.0 * 48_000


def test_what_another_program_writes_is_shown_as_it_is_now(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    text = page.evaluate("fetch('/api/texts/class/back-body').then((answer) => answer.json()).then((one) => one.text)")

    (studio.project / OWN).parent.mkdir(parents=True, exist_ok=True)
    (studio.project / OWN).write_text(text.replace('title = "Back Body"', 'title = "Whole Back"'), "utf-8")

    expect(page.get_by_role("heading", level=1)).to_have_text("Whole Back")


def test_words_that_are_not_saved_yet_outlive_what_another_program_writes(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    text = page.evaluate("fetch('/api/texts/class/back-body').then((answer) => answer.json()).then((one) => one.text)")
    page.locator(".line .words", has_text="Welcome").first.click()
    page.keyboard.press("Enter")
    words = page.get_by_label("Words of the line")
    words.fill("Welcome, you.")

    (studio.project / OWN).parent.mkdir(parents=True, exist_ok=True)
    (studio.project / OWN).write_text(text.replace('title = "Back Body"', 'title = "Whole Back"'), "utf-8")

    expect(page.get_by_role("heading", level=1)).to_have_text("Whole Back")
    expect(page.locator("#notes")).to_contain_text("The class was changed meanwhile")
    expect(words).to_have_value("Welcome, you.")
    page.locator(".line .words").nth(3).click()
    expect(page.locator(".line .words").first).to_contain_text("Welcome, you.")
    written = (studio.project / OWN).read_text("utf-8")
    assert "Welcome, you." in written
    assert "Whole Back" in written


def test_undo_asks_which_text_is_to_stand_where_another_program_wrote_the_file(
    open_page: OpenPage, studio: Opened
) -> None:
    page = open_page()
    page.locator(".plan .pick", has_text="Saw").press("Enter")
    page.get_by_role("button", name="One rep more").press("Enter")
    expect(page.locator(".plan li.open small")).to_contain_text("3 reps")
    theirs = (studio.project / OWN).read_text("utf-8").replace('title = "Back Body"', 'title = "Whole Back"')
    (studio.project / OWN).write_text(theirs, "utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Whole Back")

    page.locator(".plan li.open .pick").press("Control+z")
    page.get_by_role("button", name="Keep yours").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Back Body")
    page.keyboard.press("Control+z")

    expect(page.get_by_role("heading", level=1)).to_have_text("Whole Back")
    assert (studio.project / OWN).read_text("utf-8") == theirs


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_part_of_it_has_a_fault_by_axe(open_page: OpenPage, width: int, scheme: str) -> None:
    page = open_page(width=width, scheme=scheme)
    found = chromium.faults_of(page)
    if width < 900:
        page.get_by_role("button", name="Narration", exact=True).click()
    page.locator(".line .words").first.click()
    expect(page.locator(".line-tools")).to_be_visible()

    found += chromium.faults_of(page)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollHeight") <= 900


def test_of_a_long_class_only_what_is_near_is_drawn(open_page: OpenPage) -> None:
    page = open_page("full-mat")

    lines = page.evaluate(
        "fetch('/api/classes/full-mat/narration').then((answer) => answer.json()).then((one) => one.rows.length)"
    )

    assert lines > 900
    assert page.locator(".line").count() < 150
