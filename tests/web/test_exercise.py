"""The page of an exercise in a real browser: form and TOML follow each other, and nothing that was written is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from support.open_studio import Opened, opened

pytestmark = pytest.mark.peers
OWN = Path("scripts") / "exercises" / "nod.toml"
NOD = """\
# A nod, for tests.
title = "Nod"
position = "seated"
level = "beginner"
reps = { default = 2, max = 4, reason = "a short one for tests" }
purpose = ["This is a nod."]

[[caution]]
say = "If you feel dizzy, stop."

[[set_up]]
say = "Sit."
rest = 1.0

[[phase]]
breath = "inhale"
counts = 3
full = ["Up.", "Up again."]  # two turns
bare = "Up."

[[phase]]
breath = "exhale"
counts = 3
full = "Down."
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("exercise")) as studio:
        yield studio


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, studio: Opened) -> Iterator[OpenPage]:
    """Lend what opens the nod, as it is at first, in one tab more of a browser."""
    (studio.project / OWN).write_text(NOD, "utf-8")
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    wrong: list[str] = []

    def opens(**look: object) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(studio.url)
        if look:
            page.emulate_media(color_scheme=look["color_scheme"])  # type: ignore[arg-type]
            page.set_viewport_size({"width": int(str(look["width"])), "height": 844})
        page.goto(f"{studio.origin}/exercise/nod")
        return page

    yield opens
    context.close()
    assert not wrong


def file_of(studio: Opened) -> str:
    return (studio.project / OWN).read_text("utf-8")


def saved(page: Page) -> None:
    expect(page.get_by_role("status").first).to_contain_text("· saved")


def settle(page: Page) -> None:
    """Leave the field that is written in, and wait until all is saved."""
    page.locator("h1").click()
    saved(page)


def test_a_form_edit_is_a_small_change_of_the_text(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()

    page.locator("""[data-at='["phase",0,"counts"]']""").fill("4")
    settle(page)

    expect(page.get_by_label("TOML")).to_have_value(NOD.replace("counts = 3", "counts = 4", 1))
    assert file_of(studio) == NOD.replace("counts = 3", "counts = 4", 1)


def test_the_form_follows_what_is_typed_in_the_text(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()

    page.get_by_label("TOML").fill(NOD.replace('"Down."', '"Down, and rest."'))

    expect(page.locator("""[data-at='["phase",1,"full"]']""")).to_have_value("Down, and rest.")
    saved(page)
    assert '"Down, and rest."' in file_of(studio)


def test_the_text_shows_where_the_key_stands_that_is_written_in(open_page: OpenPage) -> None:
    page = open_page()

    page.locator("""[data-at='["phase",1,"full"]']""").focus()

    line = NOD.splitlines().index('full = "Down."') + 1
    expect(page.locator(".numbers .here")).to_have_text(str(line))


def test_how_a_line_fits_is_told_beside_it(open_page: OpenPage) -> None:
    page = open_page()
    fit = page.locator("""[data-fit='["phase",1,"full",0]']""")
    expect(fit).to_have_text(re.compile(r"^0\.\d of 3\.0 s$"))

    page.locator("""[data-at='["phase",1,"full"]']""").fill("Down, slowly, and further. " * 10)

    expect(fit).to_have_text(re.compile(r"of 3\.0 s, too long$"))


def test_a_fault_stands_at_its_line_while_it_is_typed(open_page: OpenPage) -> None:
    page = open_page()

    page.get_by_label("TOML").fill(NOD.replace('"seated"', '"seatd"'))

    finding = page.locator(".findings .find")
    expect(finding).to_contain_text("seatd")
    finding.get_by_role("button", name="Line 3").click()
    assert page.get_by_label("TOML").evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)") == (
        'position = "seatd"'
    )
    settle(page)


def test_what_is_still_being_written_is_saved_when_the_page_is_closed(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()

    page.locator("""[data-at='["phase",1,"full"]']""").fill("Down, and")
    page.close(run_before_unload=True)

    for _ in range(100):
        if '"Down, and"' in file_of(studio):
            break
        time.sleep(0.05)
    assert file_of(studio) == NOD.replace('"Down."', '"Down, and"')


def test_a_refused_edit_stays_in_its_field_with_the_reason(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    counts = page.locator("""[data-at='["phase",0,"counts"]']""")

    counts.fill("900")
    page.locator("h1").click()

    expect(page.locator(".fault-here")).to_contain_text("900")
    expect(counts).to_have_value("900")
    expect(counts).to_have_attribute("aria-invalid", "true")
    assert file_of(studio) == NOD
    counts.fill("5")
    settle(page)
    expect(page.locator(".fault-here")).to_have_count(0)


def test_phases_are_added_moved_and_removed_by_keys_and_undone(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()

    page.get_by_role("button", name="+ Phase").press("Enter")
    expect(page.locator(".phase")).to_have_count(3)
    page.locator("""[data-at='["phase",2,"breath"]']""").press("Alt+ArrowUp")
    saved(page)
    expect(page.locator("""[data-at='["phase",1,"breath"]']""")).to_have_value("inhale")
    page.locator("h1").click()  # out of the fields, where Ctrl+Z is the browser's own
    page.keyboard.press("Control+z")
    expect(page.locator("""[data-at='["phase",1,"breath"]']""")).to_have_value("exhale")
    page.keyboard.press("Control+z")

    expect(page.locator(".phase")).to_have_count(2)
    assert file_of(studio) == NOD


def test_a_phase_is_dragged_by_its_number(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    rows = page.locator("""[data-row^='["phase",']""").filter(has=page.locator(".phase"))

    rows.nth(1).locator(".handle").first.drag_to(rows.nth(0).locator(".phase-head"))
    saved(page)

    expect(page.locator("""[data-at='["phase",0,"breath"]']""")).to_have_value("exhale")
    assert file_of(studio).index('"exhale"') < file_of(studio).index('"inhale"')


def test_a_harder_form_begins_with_what_it_is_a_form_of(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()

    page.get_by_role("button", name="Harder").click()
    page.get_by_role("button", name="+ Phase").click()
    line = page.locator("""[data-at='["harder","phase",1,"full"]']""")
    expect(line).to_have_value("Down.")
    line.fill("Down, a little.")
    settle(page)

    text = file_of(studio)
    assert text.startswith(NOD.rstrip("\n"))
    assert "[[harder.phase]]" in text
    assert '"Down, a little."' in text


def test_a_line_is_added_in_words_and_taken_out_by_emptying_it(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()
    lines = page.locator("""[data-field='["set_up"]']""")

    lines.get_by_role("button", name="+ Line").click()
    page.keyboard.type("Close your eyes.")
    page.keyboard.press("Enter")
    expect(lines.locator(".words")).to_have_count(2)
    saved(page)
    assert 'say = "Close your eyes."' in file_of(studio) or '"Close your eyes."' in file_of(studio)
    lines.locator(".words").nth(1).fill("")
    settle(page)

    expect(lines.locator(".words")).to_have_count(1)
    assert file_of(studio) == NOD


def test_two_tabs_and_a_command_line_lose_nothing_where_each_writes_elsewhere(
    open_page: OpenPage, studio: Opened
) -> None:
    one, other = open_page(), open_page()

    own = studio.project / OWN
    own.write_text(file_of(studio).replace('say = "Sit."', 'say = "Sit tall."'), "utf-8")  # as `sed` does
    one.locator("""[data-at='["phase",0,"counts"]']""").fill("4")
    other.locator("""[data-at='["title"]']""").fill("The Nod")
    settle(one)
    settle(other)

    wanted = NOD.replace('"Sit."', '"Sit tall."').replace("counts = 3", "counts = 4", 1).replace('"Nod"', '"The Nod"')
    expect(one.get_by_label("TOML")).to_have_value(wanted)
    expect(other.get_by_label("TOML")).to_have_value(wanted)
    assert file_of(studio) == wanted


def test_a_text_that_is_typed_stands_beside_what_another_program_writes(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()

    page.get_by_label("TOML").fill(NOD.replace('"Down."', '"Down you go."'))
    (studio.project / OWN).write_text(NOD.replace('say = "Sit."', 'say = "Sit tall."'), "utf-8")
    settle(page)

    wanted = NOD.replace('"Down."', '"Down you go."').replace('"Sit."', '"Sit tall."')
    expect(page.get_by_label("TOML")).to_have_value(wanted)
    assert file_of(studio) == wanted


@pytest.mark.parametrize(("kept", "counts"), [("Keep yours", 5), ("Keep theirs", 4)])
def test_two_tabs_that_change_the_same_key_are_asked(
    open_page: OpenPage, studio: Opened, kept: str, counts: int
) -> None:
    one, other = open_page(), open_page()
    other.route("**/api/events", lambda route: route.abort())
    other.reload()  # a tab that was asleep hears of nothing

    one.locator("""[data-at='["phase",0,"counts"]']""").fill("4")
    settle(one)
    other.locator("""[data-at='["phase",0,"counts"]']""").fill("5")
    other.locator("h1").click()
    choice = other.get_by_role("dialog")
    expect(choice).to_contain_text("Phase · 1 · Counts")
    choice.get_by_role("button", name=kept).click()

    wanted = NOD.replace("counts = 3", f"counts = {counts}", 1)
    expect(one.get_by_label("TOML")).to_have_value(wanted)
    expect(other.get_by_label("TOML")).to_have_value(wanted)
    assert file_of(studio) == wanted


def test_two_texts_of_the_same_line_are_shown_side_by_side(open_page: OpenPage, studio: Opened) -> None:
    page = open_page()

    page.get_by_label("TOML").fill(NOD.replace('title = "Nod"', 'title = "Mine"'))
    (studio.project / OWN).write_text(NOD.replace('title = "Nod"', 'title = "Theirs"'), "utf-8")
    page.locator("h1").click()
    choice = page.get_by_role("dialog")
    expect(choice).to_contain_text('title = "Theirs"')
    assert 'title = "Theirs"' in file_of(studio), "nothing is written before somebody chose"
    choice.get_by_role("button", name="Keep yours").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mine")
    assert 'title = "Mine"' in file_of(studio)


def test_a_line_is_heard_before_it_is_saved(open_page: OpenPage) -> None:
    page = open_page()

    with page.expect_response("**/said?*") as heard:
        page.locator("""[data-row='["phase",0,"full",0]']""").get_by_role("button", name="Hear this line").click()

    assert heard.value.ok
    assert heard.value.headers["content-type"] == "audio/wav"


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_fault_by_axe_and_loads_little(
    open_page: OpenPage, studio: Opened, width: int, scheme: str
) -> None:
    page = open_page(width=width, color_scheme=scheme)
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())) if "events" not in answer.url else None)
    page.goto(f"{studio.origin}/exercise/nod", wait_until="load")
    for one in page.locator("details").all()[:3]:
        one.evaluate("details => details.open = true")

    assert len(sizes) <= 6
    assert sum(sizes) <= 200_000
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
