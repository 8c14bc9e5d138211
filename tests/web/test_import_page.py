"""The page on which an article becomes exercises: seen beside its draft, mended, and written only when she says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect
from support import chromium
from support.open_studio import Opened, opened

pytestmark = pytest.mark.peers
ARTICLE = """\
# Heel Beat

The Heel Beat wakes up the backs of the legs and the buttocks. My first teacher hummed all the way through it.

1. Lie on your front, prop yourself on your forearms and draw the navel in.
2. On an inhalation, lengthen through the crown of the head.
3. As you exhale, bend the left knee and kick twice towards the seat, then do the same with the right leg.
4. Stop if your lower back hurts.
5. Repeat up to five times.
"""
TWO = (
    ARTICLE.replace("# ", "# Two for the mat\n\nBoth are done lying on the front.\n\n## ", 1)
    + """
## Low Cobra

The Low Cobra opens the chest.

1. Lie face down with your hands below your shoulders.
2. Inhale and lift the chest off the mat.
3. Exhale and lower the chest again.
4. Repeat six times.
"""
)
LETTER = """\
Dear all,

Here is the bridge that you asked for.

You lie on your back with your knees bent.

Breathe in and wait. Breathe out and roll your hips up off the mat. Breathe in and stay. Breathe out and roll down. \
Six of those will do.

Your neck rolls from side to side in the car. Your feet are warm at the end of it.

Love, Ida
"""
RECIPE = "Mix the flour with two eggs. Bake it for an hour."
HOSTILE = '<img src="/nowhere" onerror="document.title=1"><script>document.title = 2</script>'


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("import")) as studio:
        yield studio


@pytest.fixture
def client(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


@pytest.fixture
def page(browser: Browser, studio: Opened) -> Iterator[Page]:
    """Lend the page as it is first seen, in a tab of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-read"])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(studio.url)
    page.goto(f"{studio.origin}/import")
    yield page
    context.close()
    assert not wrong


def files(studio: Opened) -> dict[str, bytes]:
    folder = studio.project / "scripts"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read(page: Page, text: str = ARTICLE) -> None:
    """Type an article, and wait until its draft stands beside it and has been looked through."""
    page.get_by_label("Article", exact=True).first.fill(text)
    with page.expect_response("**/api/import/check"):
        page.get_by_role("button", name="Read it").click()
    expect(lines(page).first).to_be_visible()


def paste(page: Page, kinds: dict[str, str]) -> None:
    """Paste as a browser does: each kind of it in the clipboard, the plain one in the field."""
    page.get_by_label("Article", exact=True).first.evaluate(
        """(area, kinds) => {
            const clipboardData = new DataTransfer();
            for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
            area.focus();
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            area.value = kinds["text/plain"];
            area.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
        }""",
        kinds,
    )


def lines(page: Page) -> Locator:
    return page.locator(".draft-line")


def line_from(page: Page, place: str) -> Locator:
    """Return the first line that is from a place of the article."""
    return lines(page).filter(has=page.locator(".tag").get_by_text(place, exact=True)).first


def sentence(page: Page, words: str) -> Locator:
    return page.locator(".sentence").filter(has_text=words).first


def toml(page: Page) -> str:
    page.get_by_role("button", name="TOML").click()
    text = page.get_by_label("TOML").input_value()
    page.get_by_role("button", name="Lines", exact=True).click()
    return text


def kind_of(answer: Response) -> str:
    """Return as what an article was read."""
    return str((answer.request.post_data_json or {})["kind"])


def checked(page: Page, work: str) -> None:
    with page.expect_response("**/api/import/check"):
        page.keyboard.press(work)


def test_a_script_is_told_what_an_article_becomes_and_nothing_is_written(client: httpx.Client, studio: Opened) -> None:
    before = files(studio)
    told = client.post("/api/import", json={"text": ARTICLE}).raise_for_status().json()

    assert told["language"] == "en"
    assert [one["number"] for one in told["sentences"]] == list(range(len(told["sentences"])))
    (one,) = told["exercises"]
    n_lines = len(one["text"].splitlines())
    assert all(1 <= row["line"] <= n_lines for row in one["lines"])
    placed = {number for row in one["lines"] for number in row["sentences"]}
    assert placed | {*one["unplaced"]} <= {*range(len(told["sentences"]))}
    assert one["unplaced"]
    assert files(studio) == before


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({}, 422, "lacks"),
        ({"text": 3}, 422, "lacks"),
        ({"text": ARTICLE, "kind": "docx"}, 422, "text or html"),
        ({"text": RECIPE}, 422, "exercise"),
        ({"text": "x" * 2_100_000}, 413, "bytes"),
    ],
)
def test_what_is_no_article_is_refused_in_words(
    client: httpx.Client, asked: dict[str, object], status: int, said: str
) -> None:
    answer = client.post("/api/import", json=asked)

    assert answer.status_code == status
    assert said in answer.json()["error"]["message"]


def test_a_draft_is_written_under_a_name_that_nothing_has(client: httpx.Client, studio: Opened) -> None:
    before = files(studio)
    for name in ("swan", "my-first-exercise", "../show", ""):
        answer = client.post("/api/import/take", json={"name": name, "text": 'title = "X"\n'})
        assert answer.status_code == 422
        assert answer.json()["error"]["hint"]
    assert files(studio) == before

    made = client.post("/api/import/take", json={"name": "heel-beat", "text": 'title = "X"\n'}).raise_for_status()
    assert (made.json()["name"], made.json()["journal"]["undo"]) == ("heel-beat", "X: from an article")
    assert files(studio)["exercises/heel-beat.toml"] == b'title = "X"\n'
    client.post("/api/undo").raise_for_status()
    assert files(studio) == before


def test_the_library_leads_to_it(page: Page, studio: Opened) -> None:
    page.goto(f"{studio.origin}/library")
    page.get_by_role("link", name="Paste an article").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Paste an article")


def test_a_draft_stands_beside_its_article_and_each_shows_the_other(page: Page, studio: Opened) -> None:
    before = files(studio)
    read(page)
    line, told = line_from(page, "step 5"), sentence(page, "Repeat up to five times.")

    line.hover()
    expect(told).to_have_class("sentence used lit")
    told.hover()
    expect(line).to_have_class(r"draft-line lit")
    told.click()
    expect(line.locator(".words")).to_be_focused()
    line.locator(".tag").click()
    expect(told).to_be_focused()
    expect(sentence(page, "hummed")).to_have_class("sentence unplaced")
    expect(page.locator(".draft-line.guess").first).to_contain_text("a guess: ")
    assert files(studio) == before


def test_by_keys_alone_an_article_is_read_mended_and_made_an_exercise(page: Page, studio: Opened) -> None:
    page.get_by_label("Article", exact=True).first.focus()
    page.keyboard.insert_text(ARTICLE)
    checked(page, "Control+Enter")
    line_from(page, "step 5").locator(".words").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".sentence:focus")).to_have_text("Repeat up to five times.")
    page.keyboard.press("Enter")
    expect(line_from(page, "step 5").locator(".words")).to_be_focused()
    page.keyboard.press("Home")
    first = lines(page).first.locator(".words")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.insert_text('The "Beat" of the Heel')
    checked(page, "Enter")
    expect(first).to_contain_text('The "Beat" of the Heel')
    page.keyboard.press("ArrowDown")
    expect(lines(page).nth(1).locator(".words")).to_be_focused()
    checked(page, "a")
    expect(lines(page).nth(1).get_by_role("button", name="Right as it is")).to_have_attribute("aria-pressed", "true")
    checked(page, "a")
    expect(lines(page).nth(1).get_by_role("button", name="Right as it is")).to_have_attribute("aria-pressed", "false")

    page.get_by_role("button", name="Make it an exercise").press("Enter")
    page.keyboard.insert_text("swan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").locator(".find")).to_contain_text('"swan" already')
    page.get_by_label("Name of its file").fill("by-keys")
    page.keyboard.press("Enter")
    page.wait_for_url("**/exercise/by-keys")
    expect(page.get_by_role("heading", level=1)).to_have_text('The "Beat" of the Heel')
    assert 'title = "The \\"Beat\\" of the Heel"' in files(studio)["exercises/by-keys.toml"].decode()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_line_that_is_taken_out_is_not_in_the_text_and_comes_back(page: Page) -> None:
    read(page)
    whole = toml(page)
    line = line_from(page, "step 4")
    line.locator(".words").focus()
    checked(page, "Delete")

    expect(line).to_have_class("draft-line out")
    assert 0 < len(toml(page)) < len(whole)
    expect(sentence(page, "Stop if your lower back")).not_to_have_class("used")
    line.get_by_role("button", name="Put it back").click()
    assert toml(page) == whole


def test_an_accepted_guess_is_a_guess_no_longer(page: Page) -> None:
    read(page)
    n_guesses = toml(page).count("# guessed:")
    page.locator(".draft-line.guess").first.get_by_role("button", name="Right as it is").click()
    assert toml(page).count("# guessed:") == n_guesses - 1

    page.get_by_role("button", name="Accept the rest").click()
    text = toml(page)
    assert [row for row in text.splitlines() if "# guessed:" in row and "…" not in row] == []
    assert "# from: step 5" in text
    expect(page.locator(".draft-line.guess").filter(has_not_text="…")).to_have_count(0)


def test_a_guess_of_where_a_line_belongs_shows_its_place_and_keeps_it_when_it_is_right(page: Page) -> None:
    read(page, LETTER)
    line = page.locator(".draft-line.guess").filter(has_text="side to side")
    expect(line.locator(".tag")).to_have_text("paragraph 5")
    expect(line).to_contain_text("where it belongs")

    line.get_by_role("button", name="Right as it is").click()
    (said,) = [row for row in toml(page).splitlines() if "side to side" in row]
    assert said.endswith('"  # from: paragraph 5')

    page.locator(".draft-line.guess").filter(has_text="feet are warm").locator(".words").focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Shake out both legs.")
    checked(page, "Enter")
    (said,) = [row for row in toml(page).splitlines() if "both legs" in row]
    assert said.endswith('"  # from: paragraph 5')


def test_the_text_is_edited_with_its_faults_while_one_types_and_lines_keep_their_sentences(page: Page) -> None:
    read(page)
    page.get_by_role("button", name="TOML").click()
    area = page.get_by_label("TOML")
    with page.expect_response("**/api/import/check"):
        area.fill('bogus = "x"  # from: step 4\n' + area.input_value())

    finding = page.locator(".findings .find").filter(has_text="bogus")
    finding.get_by_role("button", name="Line 1").click()
    page.get_by_role("button", name="Lines", exact=True).click()
    expect(lines(page).first).to_have_class("draft-line mended faulty")
    lines(page).first.hover()
    expect(sentence(page, "Stop if your lower back")).to_have_class("sentence used lit")
    line_from(page, "step 5").hover()
    expect(sentence(page, "Repeat up to five times.")).to_have_class("sentence used lit")


def test_what_is_pasted_and_mended_outlives_a_reload(page: Page) -> None:
    read(page, TWO)
    page.get_by_role("tab", name="Low Cobra").click()
    title = lines(page).first.locator(".words")
    title.click()
    page.keyboard.insert_text("Small Cobra")
    checked(page, "Enter")
    page.reload()

    expect(title).to_contain_text("Small Cobra")
    expect(page.get_by_role("tab", name="Low Cobra")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_label("Article", exact=True).first).to_have_value(TWO)
    page.get_by_role("button", name="Back to the draft").click()
    expect(title).to_contain_text("Small Cobra")


def test_several_exercises_are_tabs_and_each_is_made_by_itself(page: Page, studio: Opened) -> None:
    read(page, TWO)
    page.get_by_role("tab").first.press("ArrowRight")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Low Cobra")
    page.get_by_role("button", name="Make it an exercise").click()
    page.get_by_label("Name of its file").fill("low-cobra")
    page.get_by_role("button", name="Write it").click()
    page.wait_for_url("**/exercise/low-cobra")
    assert "exercises/low-cobra.toml" in files(studio)

    page.goto(f"{studio.origin}/import")
    expect(page.get_by_role("tab", selected=True)).to_have_text("✓ Low Cobra")
    expect(page.get_by_role("button", name="Open the exercise")).to_be_visible()
    page.get_by_role("tab", name="Heel Beat").click()
    expect(page.get_by_role("button", name="Make it an exercise")).to_be_visible()


def test_another_language_or_ones_own_words_have_it_drafted_anew_once_she_agrees(page: Page) -> None:
    read(page)
    with page.expect_response("**/api/import"):
        page.get_by_label("These words are my own: keep them").check()
    with page.expect_response("**/api/import") as answer:
        page.get_by_label("Language").select_option("en")
    assert answer.value.request.post_data_json == {
        "kind": "text", "text": ARTICLE, "language": "en", "keep_words": True
    }  # fmt: skip
    page.get_by_label("Language").select_option("")
    expect(page.get_by_label("Language").locator("option").first).to_have_text("as it is found: English")
    lines(page).first.get_by_role("button", name="Take it out").click()
    page.get_by_label("Language").select_option("en")
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_label("Language")).to_have_value("")
    expect(lines(page).first).to_have_class("draft-line out")


def test_rich_text_is_read_by_its_structure_and_hostile_html_is_only_text(page: Page) -> None:
    steps = [line.partition(". ")[2] for line in ARTICLE.splitlines() if line[:1].isdigit()]
    html = f"<h1>Heel Beat</h1>{HOSTILE}<ol>{''.join(f'<li>{one}</li>' for one in steps)}</ol>"
    with page.expect_response("**/api/import") as answer:
        paste(page, {"text/html": html, "text/plain": "Heel Beat\n" + "\n".join(steps)})

    assert kind_of(answer.value) == "html"
    expect(sentence(page, "Repeat up to five times.")).to_be_visible()
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("Article", exact=True).first.fill("")
    read(page, ARTICLE.replace("of the head.", f"of the head {HOSTILE}"))
    assert page.locator("main img, main script").count() == 0
    assert page.title().startswith("Paste an article")


@pytest.mark.parametrize(("name", "kind"), [("beat.md", "text"), ("beat.html", "html")])
def test_a_file_is_read_at_once(page: Page, tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    html = f"<h1>Heel Beat</h1><p>{'</p><p>'.join(ARTICLE.splitlines()[2:])}</p>"
    path.write_text(ARTICLE if kind == "text" else html, "utf-8")
    with page.expect_response("**/api/import") as answer:
        page.get_by_label("A file").set_input_files(path)

    assert kind_of(answer.value) == kind
    expect(lines(page).first).to_be_visible()


def test_a_file_of_another_kind_and_a_page_that_is_no_exercise_are_refused_where_they_are(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "beat.pdf"
    path.write_bytes(b"%PDF")
    page.get_by_label("A file").set_input_files(path)
    expect(page.locator(".fault-place .find")).to_contain_text("beat.pdf is no text")

    page.get_by_label("Article", exact=True).first.fill(RECIPE)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".fault-place .find")).to_contain_text("exercise")
    expect(page.get_by_label("Article", exact=True).first).to_have_value(RECIPE)


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_light_and_still_and_no_line_that_is_looked_at_is_covered(page: Page, studio: Opened, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    loaded: list[int] = []
    page.on(
        "response",
        lambda answer: (
            loaded.append(len(answer.body())) if answer.status == 200 and "events" not in answer.url else None
        ),
    )
    page.goto(f"{studio.origin}/import", wait_until="networkidle")
    assert (len(loaded) <= 3, sum(loaded) <= 160_000) == (True, True)

    page.evaluate("""() => {
        window.moved = [];
        const told = (list) => list.getEntries().forEach((one) => one.hadRecentInput || window.moved.push(one.value));
        new PerformanceObserver(told).observe({ type: "layout-shift" });
    }""")
    read(page, TWO)
    lines(page).first.locator(".words").focus()
    for _ in range(lines(page).count() - 1):
        page.keyboard.press("ArrowDown")
        box = page.locator(".words:focus").bounding_box()
        foot = page.locator(".foot").bounding_box()
        assert box is not None
        assert foot is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= foot["y"]
    page.wait_for_timeout(300)
    assert json.loads(page.evaluate("JSON.stringify(window.moved)")) == []
    assert chromium.faults_of(page) == []
