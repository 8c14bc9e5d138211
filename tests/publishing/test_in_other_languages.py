"""A class in another language from end to end: spoken, built, published, and its pages walked in a real browser."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import mutagen
import pytest
from lxml import etree
from playwright.sync_api import Page, sync_playwright
from support.foreign_words import english_words, texts_of_page

from audiosession.feed.places.server import Host
from audiosession.project.project import Project
from audiosession.studio.publishing import ALL
from audiosession.studio.results import Built
from audiosession.studio.studio import Studio

pytestmark = pytest.mark.peers
CHROMIUM = shutil.which("chromium") or ""
SHOWS = {
    "es": (
        "desk-break-five",
        "Estudio Ola",
        "Clases de Pilates y respiración, con los ojos cerrados.",
        "spa",
    ),
    "de": ("desk-break-five", "Studio Welle", "Stunden aus Pilates und Atem, für geschlossene Augen.", "deu"),
    "fr": ("back-body", "Studio Onde", "Des séances de Pilates et de respiration, les yeux fermés.", "fra"),
}
"""For each language a class that is in it, what its show is called and is about, and its three letters."""
SHOW = """
[show]
title = "{title}"
description = "{about}"
author = "Ana Ruiz"
email = "ana@example.org"
language = "{tag}"
base_url = "http://127.0.0.1:1"

[defaults]
language = "{tag}"
voice = "espeak"
artist = "Ana Ruiz"
"""
NAMES = (
    *(show[1] for show in SHOWS.values()),
    *("Ana Ruiz", "audiosession", "espeak-ng", "Still Water", "CC0-1.0", "MP3", "RSS", "VTT", "SRT", "Pilates"),
    *("Apple Podcasts", "Overcast", "Pocket Casts", "AntennaPod", "Podcast Addict"),
)
"""What is called the same in every language: people, products, a bed, kinds of files."""


@dataclass(frozen=True)
class Published:
    """A class that was built and published in the language `tag`, and where its show is seen."""

    tag: str
    code: str
    built: Built
    project: Project
    url: str

    @property
    def pages(self) -> list[str]:
        """Every page of the show."""
        return [
            path.relative_to(self.project.output).as_posix() for path in sorted(self.project.output.rglob("*.html"))
        ]


@pytest.fixture(scope="module", params=SHOWS)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    tag: str = request.param
    name, title, about, code = SHOWS[tag]
    root = tmp_path_factory.mktemp("show")
    (root / "scripts").mkdir()
    (root / "scripts" / "show.toml").write_text(SHOW.format(title=title, about=about, tag=tag), encoding="utf-8")
    studio = Studio(Project(root))
    built = studio.build(name)
    assert isinstance(built, Built)
    studio.publish(ALL)
    with Host(studio.project.output, port=0, quiet=True) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield Published(tag=tag, code=code, built=built, project=studio.project, url=server.url)
        server.shutdown()


@pytest.fixture(params=[(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def page(request: pytest.FixtureRequest, published: Published) -> Iterator[Page]:
    if not CHROMIUM:
        pytest.skip("chromium is not installed: apt-get install chromium")
    width, scheme = request.param
    dark: Literal["light", "dark"] = scheme
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--mute-audio"])
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=dark)
        yield context.new_page()
        browser.close()


def english_in(*texts: str) -> list[str]:
    return english_words("\n".join(texts), NAMES)


def test_what_is_built_is_in_its_language_throughout(published: Published) -> None:
    session, path = published.built.session, published.built.path
    chapters = json.loads(path.with_suffix(".chapters.json").read_text(encoding="utf-8"))
    captions = path.with_suffix(".vtt").read_text(encoding="utf-8").split("\n")
    said = [event.text or "" for event in session.events]

    assert path.name == f"{SHOWS[published.tag][0]}.mp3"
    assert session.settings.language.partition("-")[0] == published.tag
    assert captions[1] == f"Language: {session.settings.language}"
    assert len(said) > 40
    assert english_in(session.title, *said, *(one.title for one in session.sections), *captions[2:]) == []
    assert english_in(*(one["title"] for one in chapters["chapters"])) == []
    assert english_in(session.description, *session.cautions) == []


def test_the_tags_of_the_file_are_in_its_language(published: Published) -> None:
    tags = mutagen.File(published.built.path).tags

    assert tags["TLAN"].text == [published.code]
    assert [one.lang for one in tags.getall("COMM")] == [published.code]
    assert english_in(*(str(text) for frame in tags.values() for text in getattr(frame, "text", []))) == []
    assert english_in(*(str(one.sub_frames["TIT2"]) for one in tags.getall("CHAP"))) == []


def test_the_feed_is_in_its_language(published: Published) -> None:
    feed = etree.parse(str(published.project.output / "feed.xml")).getroot()

    assert feed.findtext("channel/language") == published.tag
    told = [element.text or "" for element in feed.iter() if isinstance(element.tag, str)]
    places = ("category", "link", "guid", "generator", "docs", "pubDate", "lastBuildDate", "type", "medium", "explicit")
    named = [element.text or "" for element in feed.iter() if etree.QName(element).localname in places]
    assert english_in(*(text for text in told if text not in named)) == []


def test_no_page_holds_an_english_word(published: Published) -> None:
    assert len(published.pages) >= 2
    for name in published.pages:
        page = (published.project.output / name).read_bytes()
        assert english_in(*texts_of_page(page)) == [], name


def test_the_pages_are_walked_and_axe_finds_no_fault(published: Published, page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    for name in published.pages:
        page.goto(f"{published.url}/{name}")
        page.evaluate("document.querySelector('.breath')?.removeAttribute('hidden')")
        found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})

        assert [one["id"] for one in found.response["violations"]] == [], name
        assert page.evaluate("document.documentElement.lang").partition("-")[0] == published.tag
        assert english_in(page.locator("body").inner_text()) == [], name
    page.goto(published.url)
    page.get_by_role("link", name=published.built.session.title).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == published.built.session.title


def test_what_is_published_is_where_it_should_be(published: Published) -> None:
    assert {Path(name).name for name in published.pages} >= {"index.html", f"{SHOWS[published.tag][0]}.html"}
