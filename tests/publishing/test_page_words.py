"""All that a listener reads is in the language of the class; where a language lacks words, it is said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from support.built_classes import SHOW, build, make_project
from support.foreign_words import english_words, texts_of_page
from support.starter_content import SCRIPTS
from support.toy_language import TAG, marked, write_language

from audiosession.errors import FaultsError
from audiosession.feed.site import PACKAGED
from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL, Meant
from audiosession.toml_text import texts_of

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
TOY = SHOW.replace('"en-gb"', f'"{TAG}"').replace(
    "license =", 'contact = "ada@adas.studio"\nimprint = "Kakao.\\nKiwi"\nprivacy = "Kokos"\nlicense ='
)
SAID: dict[str, Any] = {
    "description": "Kakao.",
    "cautions": ["Ananas."],
    "position": "supine, side-lying",
    "music_credit": "",
    "music_licence": "",
    "beds": [{"name": "a", "title": "Mango", "credit": "Ada"}],
    "sounds": [{"name": "b", "title": "Papaya", "credit": "Ada"}],
    "sound_credit": "Papaya by Ada",
    "voice_credit": "Kiwi",
}
"""What the makers of a class wrote."""
FOREIGN = """\
<item><guid isPermaLink="false">theirs</guid><pubDate>Sat, 21 Nov 2026 09:00:00 +0000</pubDate>
<enclosure url="https://example.net/a.mp3" length="1" type="audio/mpeg"/>
<itunes:duration>1:00:00</itunes:duration><itunes:episodeType>bonus</itunes:episodeType></item></channel>"""
"""An episode of another program, which has no title."""
NAMES = (
    "Mango",
    "Ada Müller",
    "Ada",
    "Papaya",
    "Kiwi",
    "Kakao.",
    "Ananas.",
    "Kokos",
    "Kokos (2)",
    "Melone",
    "Litschi",
    "CC0",
)
PRODUCTS = (
    "ada@adas.studio",
    "https://adas.studio/classes/feed.xml",
    "Apple Podcasts",
    "Overcast",
    "Pocket Casts",
    "AntennaPod",
    "RSS",
    "WebVTT",
    "SRT",
    "JSON",
    "CC-BY-4.0",
)


def class_in(project: Project, slug: str, language: str, *, title: str = "", **more: Any) -> None:
    """Put a built class in `language` into the output folder, whose chapters have a title but the first."""
    settings = {"pace": "steady", "seconds_per_count": 1.0, "reps": 1, "detail": "fade", "voice": "tone",
                "music": "still-water", "tones": True, "language": language}  # fmt: skip
    sections = [
        {"title": "", "exercise": slug, "start": 0.0, "end": 1.0},
        {"title": "Litschi", "exercise": slug, "start": 1.0, "end": 3.0},
    ]
    events = [
        {"kind": "speech", "start": 0.0, "end": 0.4, "text": "Melone"},
        {"kind": "inhale", "start": 0.0, "end": 0.5, "counts": 1},
    ]
    every = {"settings": settings, "sections": sections, "events": events, **SAID, **more}
    build(project, slug, title=title or "Kokos", **every)


def put(project: Project, meant: Meant = ALL, *, now: datetime = NOW, **wishes: Any) -> Published:
    return publish(project, meant, Destination(), Wishes(**wishes), now)


def out(project: Project) -> Iterator[str]:
    """Yield all that somebody reads of what is published: pages, feeds, show notes in them."""
    for page in sorted(project.output.rglob("*.html")):
        yield from texts_of_page(page.read_bytes())
    for feed in project.output.glob("feed*.xml"):
        for element in etree.parse(feed).iter("{*}encoded", "description", "{*}chapter", "title"):
            told = element.get("title") or element.text or ""
            yield html.fromstring(f"<p>{told}</p>").text_content() if told.startswith("<") else told


@pytest.fixture
def toy(tmp_path: Path) -> Project:
    """A show in a language that nobody speaks, with every kind of page there is."""
    project = make_project(tmp_path / "studio", show=TOY.replace("Breath & Line", "Kokos"))
    (project.scripts / "show.toml").write_text(
        (project.scripts / "show.toml").read_text("utf-8").replace("Slow classes for a tired back.", "Kokos"), "utf-8"
    )
    write_language(project, marked())
    return project


def every_page(project: Project) -> set[str]:
    """Publish whatever has words of its own, and return all that is read."""
    read: set[str] = set()

    def look() -> None:
        read.update(out(project))

    class_in(project, "one", TAG)
    for days in (1, -1):  # it is on its way; then it is there
        assert put(project, date=NOW + timedelta(days)).notices == ()
        look()
    class_in(project, "two", f"{TAG}-de", beds=[{"name": "a", "title": "Mango", "licence": "CC0"}])
    put(project, ["two"], trailer=True, number=2, season=3)
    look()
    class_in(project, "three", TAG)
    put(project, ["three"], number=1)
    look()
    put(project, ["three"], number=1, season=1)
    feed = project.output / "feed.xml"
    feed.write_text(feed.read_text("utf-8").replace("</channel>", FOREIGN), "utf-8")
    put(project, ["one"])
    look()
    unpublish(project, "two", Destination(), NOW)
    look()
    return read


def test_every_word_of_a_language_is_read_somewhere(toy: Project) -> None:
    read = " ".join(every_page(toy))
    found = set(re.findall(r"«([\w.-]+)»", read))
    words = set(re.findall(r"«([\w.-]+)»", str(marked())))
    spare = {f"months.{number}" for number in range(12)} | {key for key in words if key.startswith("positions.")}

    # Those stand where a show has other languages, or classes in several, or classes a day.
    assert words - found - spare == {"languages", "language", "index.languages", "calendar"}
    assert {"months.9", "months.10", "positions.supine", "positions.side-lying"} <= found


def test_every_text_of_a_page_is_a_word_of_the_language_or_was_written_by_its_makers(toy: Project) -> None:
    for text in every_page(toy):
        rest = re.sub(r"«[\w.-]+»|\{\w+\}", "", text)
        for name in sorted((*NAMES, *PRODUCTS), key=len, reverse=True):
            rest = rest.replace(name, "")
        assert not re.search(r"[^\W\d_]", rest), text


def test_an_english_word_on_a_page_in_another_language_is_found(toy: Project) -> None:
    class_in(toy, "one", TAG)
    put(toy)
    assert english_words(" ".join(out(toy)), [*NAMES, *PRODUCTS, *re.findall(r"«.*?»", str(marked()))]) == []

    write_language(toy, {**marked(), "download": "Download the MP3", "subscribe": "Subscribe"})
    put(toy)
    found = english_words(" ".join(out(toy)), [*NAMES, *PRODUCTS, *re.findall(r"«.*?»", str(marked()))])
    assert sorted(found) == ["download", "subscribe", "the"]


def test_no_language_that_comes_with_the_program_has_english_words_on_its_pages() -> None:
    found = {}
    for path in (SCRIPTS / "languages").glob("*.toml"):
        pages = tomllib.loads(path.read_text("utf-8")).get("pages", {})
        read = " ".join(text for _, text in texts_of(pages, ()))
        found[path.stem] = english_words(re.sub(r"\{\w+\}", "", read))

    assert found.pop("en")
    assert not any(found.values()), found


def test_no_template_says_anything_itself() -> None:
    for path in PACKAGED.glob("*.j2"):
        text = re.sub(r"\{[#%{].*?[#%}]\}", "", path.read_text("utf-8"), flags=re.S)
        for product in (*PRODUCTS, "MP3"):
            text = re.sub(rf"(?<=>){product}(?=<)", "", text)
        read = "".join(html.fromstring(f"<div>{text}</div>").itertext())
        labels = re.findall(r'(?:aria-label|alt|title)="([^"]*)"', text)
        assert re.findall(r"[^\W\d_]{2,}", " ".join([read, *labels])) == [], path.name
    for path in PACKAGED.glob("*.js"):
        script = re.sub(r"//.*", "", path.read_text("utf-8"))
        said = [text for text in re.findall(r'"([^"\n]*)"', script) if re.search(r"[^\W\d_]{2} [^\W\d_]{2}", text)]
        assert set(said) <= {"use strict"}, path.name


def page(project: Project, name: str) -> Any:
    return html.fromstring((project.output / name).read_bytes())


def test_a_class_is_shown_in_its_own_language_and_a_list_of_several_marks_each(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "saw")
    write_language(project, marked())
    class_in(project, "kokos", TAG)
    assert put(project).notices == ()

    assert page(project, "episodes/saw.html").get("lang") == "en-gb"
    assert page(project, "episodes/kokos.html").get("lang") == TAG
    assert page(project, "episodes/kokos.html").xpath("//header//a/@lang") == ["en-gb"]
    index = page(project, "index.html")
    assert index.get("lang") == "en-gb"
    langs = {link.text: link.get("lang") for link in index.xpath("//h3/a")}
    assert langs == {"Saw": None, "Kokos": TAG}
    assert "«" not in " ".join(index.xpath("//*[contains(@class, 'meta')]//text()"))


def test_a_region_has_the_words_of_its_language_but_for_those_of_its_own(toy: Project) -> None:
    path = write_language(toy, marked())
    (path.parent / f"{TAG}-at.toml").write_text('[pages]\ndownload = "«here»"\n', encoding="utf-8")
    (toy.scripts / "show.toml").write_text(TOY.replace(f'"{TAG}"', f'"{TAG}-at"'), encoding="utf-8")
    class_in(toy, "one", TAG)

    assert put(toy).notices == ()
    read = " ".join(texts_of_page((toy.output / "episodes" / "one.html").read_bytes()))
    assert page(toy, "episodes/one.html").get("lang") == f"{TAG}-at"
    assert "«here»" in read
    assert "«transcript»" in read


def test_dates_are_written_as_the_language_writes_them(toy: Project) -> None:
    write_language(toy, {**marked(), "date": "{day} / {month} / {year}", "first_day": "1er"})
    class_in(toy, "one", TAG)
    put(toy)
    assert page(toy, "episodes/one.html").xpath("string(//time)") == "1er / «months.10» / 2026"
    put(toy, date=NOW + timedelta(days=-10))
    assert page(toy, "episodes/one.html").xpath("string(//time)") == "22 / «months.9» / 2026"


@pytest.mark.parametrize("written", [False, True], ids=["without a file", "without [pages]"])
def test_a_language_without_words_has_english_ones_and_every_publish_says_so(tmp_path: Path, written: bool) -> None:
    project = make_project(tmp_path / "studio", "saw")
    if written:
        write_language(project, None)
    class_in(project, "kokos", TAG)

    for _ in range(2):
        [notice] = put(project).notices
        assert (
            notice.message == f"pages and show notes of classes in {TAG} have English words beside those of the class"
        )
        assert notice.hint == f"write [pages] in scripts/languages/{TAG}.toml"
    assert page(project, "episodes/kokos.html").get("lang") == TAG
    assert page(project, "episodes/kokos.html").xpath("string(//h2[@id='chapters'])") == "Chapters"


def test_a_language_at_fault_stops_a_publish_before_anything_is_put(toy: Project) -> None:
    path = write_language(toy, {**marked(), "date": "{day}. {moon} {year}"})
    class_in(toy, "one", TAG)

    with pytest.raises(FaultsError, match=r'nothing is put into "\{moon\}"') as caught:
        put(toy)
    assert caught.value.faults[0].path == path
    assert not (toy.output / "feed.xml").exists()


def test_a_word_that_changes_is_put_out_and_nothing_else_is(toy: Project) -> None:
    class_in(toy, "one", TAG)
    put(toy)
    write_language(toy, {**marked(), "care": "«anew»"})

    changed = {one.key for one in put(toy).files if one.outcome in ("put", "replaced")}

    assert changed == {"episodes/one.html", "feed.xml"}
    assert not {one.key for one in put(toy).files if one.outcome in ("put", "replaced")}
