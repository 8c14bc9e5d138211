"""The pages say what the class is, hold no foreign address, and can be read in any light."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html
from support.built_classes import build, make_project
from support.starter_content import page_words

from audiosession.errors import PublishError
from audiosession.feed.rss import Channel
from audiosession.feed.site import PACKAGED, Site
from audiosession.project.settings import read_show
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_the_page_of_a_class_holds_its_breath_its_words_and_its_chapters(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "swan")
    publish(project, ALL, Destination(), Wishes(), NOW)
    page = html.fromstring((project.output / "episodes" / "swan.html").read_bytes())

    breath = json.loads(page.get_element_by_id("breath").text)
    assert breath[:2] == [
        {"kind": "inhale", "start": 0.0, "end": 0.5, "counts": 1},
        {"kind": "exhale", "start": 0.5, "end": 1.0, "counts": 1},
    ]
    assert [link.get("data-start") for link in page.xpath("//ol[@class='chapters']//a")] == ["0.0", "1.0", "2.0"]
    assert [link.text_content().split(None, 1)[1] for link in page.xpath("//ol[@class='transcript']//a")] == [
        "Inhale, number 1.", "Inhale, number 2.", "Inhale, number 3.",
    ]  # fmt: skip
    assert all(re.search(r"\.mp3#t=\d", link.get("href")) for link in page.xpath("//a[@data-start]"))


def test_chapters_stand_on_the_page_of_a_class_once(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "swan")
    publish(project, ALL, Destination(), Wishes(), NOW)
    read = html.fromstring((project.output / "episodes" / "swan.html").read_bytes()).text_content()
    assert [read.count(title) for title in ("Set-up", "Left side", "Right side")] == [1, 1, 1]


def test_without_script_nothing_stands_there_that_needs_one(tmp_path: Path) -> None:
    """The script takes `hidden` away; until then the browser's own controls play, and the list is whole."""
    project = make_project(tmp_path / "studio", "swan", "saw")
    publish(project, ALL, Destination(), Wishes(), NOW)
    for path in project.output.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        for control in page.xpath("//button | //select | //input[not(@readonly)]"):
            assert control.xpath("ancestor-or-self::*[@hidden]"), path.name
        assert page.xpath("//audio[not(@controls)]") == []
        assert page.xpath("//@style | //@*[starts-with(name(), 'on')]") == []


def test_a_list_of_one_class_is_not_searched(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "swan")
    publish(project, ALL, Destination(), Wishes(), NOW)
    assert html.fromstring((project.output / "index.html").read_bytes()).xpath("//*[@id='narrow']") == []


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "swan")
    publish(project, ALL, Destination(), Wishes(), NOW)
    for path in project.output.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        loaded = page.xpath("//@src")
        loaded += page.xpath("//link/@href")
        assert loaded
        assert [url for url in loaded if "://" in url] == []
    for path in PACKAGED.glob("*.[cj]s*"):
        assert not re.search(r"http|url\(", path.read_text(encoding="utf-8")), path.name


def test_hostile_words_do_not_leave_their_place(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio")
    title = '</script><script>alert(1)</script>" onload="x() \x00 ]]> \u202e'
    build(project, "swan", title=title, description=["<img src=x onerror=alert(1)>"])
    publish(project, ALL, Destination(), Wishes(), NOW)
    for path in project.output.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        assert all(one.get("src") or one.get("type") == "application/json" for one in page.xpath("//script"))
        assert page.xpath("//@onload | //@onerror") == []
        assert page.xpath("//img[@src='x']") == []


def test_a_template_of_the_project_stands_before_ours(tmp_path: Path) -> None:
    project = make_project(tmp_path / "studio", "swan")
    own = project.scripts / "templates" / "site"
    own.mkdir(parents=True)
    (own / "gone.html.j2").write_text("unused", encoding="utf-8")
    (own / "index.html.j2").write_text("<h1>{{ show.title }}, my way</h1>", encoding="utf-8")
    publish(project, ALL, Destination(), Wishes(), NOW)
    assert (project.output / "index.html").read_text(encoding="utf-8") == "<h1>Breath &amp; Line, my way</h1>\n"

    (own / "index.html.j2").write_text("<h1>\n{{ shwo.title }}</h1>", encoding="utf-8")
    with pytest.raises(PublishError, match=r"index\.html\.j2:2: can't be drawn: template: 'shwo' is undefined"):
        publish(project, ALL, Destination(), Wishes(), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "{{ lipsum.__globals__.os.mkdir('made') }}",
        "{{ cycler.__init__.__globals__.os.mkdir('made') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ show.model_copy() }}",
        "{{ show.__class__ }}",
        "{{ show.title.format(1) }}",
        "{{ entries[0].published.isoformat() }}",
        "{{ self.__init__ }}",
        "{{ show | attr('__class__') }}",
        "{{ show | pprint }}",
        "{% include '../../show.toml' %}",
        "{% for i in range(1000) %}" * 3 + "{% endfor %}" * 3,
        "{{ 'a' * 1000000000 }}",
        "{{ " + "(" * 10_000 + " }}",
        "{{ nope }}",
        "{% if %}",
        "{{ ('{a}' * 9000) | filled(a='b' * 9000) }}",
        "{{ {'one': '', 'other': '{number}' * 9000} | counted('b' * 9000) }}",
        "{{ 'never' | day }}",
    ],
    ids=range(19),
)
def test_a_template_reaches_nothing_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    own = tmp_path / "site"
    own.mkdir()
    (own / "index.html.j2").write_text(f"<h1>{{{{ show.title }}}}</h1>\n{text}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    channel = Channel(show=read_show(make_project(tmp_path / "studio")), guid="g", feed_url="f", home="h", cover="c")

    with pytest.raises(PublishError, match="can't be drawn") as caught:
        Site(channel, "https://example.org", page_words, own).index([])

    assert (caught.value.path, caught.value.line) == (own / "index.html.j2", 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "studio"]


@pytest.mark.parametrize(("content", "line"), [(b"a\n\xff", 2), (b"a" * 2_000_000, None)], ids=["Latin-1", "too long"])
def test_a_template_that_is_no_text_is_named(tmp_path: Path, content: bytes, line: int | None) -> None:
    (tmp_path / "index.html.j2").write_bytes(content)
    channel = Channel(show=read_show(make_project(tmp_path / "studio")), guid="g", feed_url="f", home="h", cover="c")

    with pytest.raises(PublishError) as caught:
        Site(channel, "https://example.org", page_words, tmp_path)

    assert (caught.value.path, caught.value.line) == (tmp_path / "index.html.j2", line)


def luminance(code: str) -> float:
    parts = [int(code[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(scheme: int, one: str, other: str) -> float:
    """Return the contrast of two colours of the palette (WCAG 2.2, "contrast ratio"); `scheme` 1 is the dark one."""
    css = (PACKAGED / "palette.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", css.split(":root {")[1 + scheme]))
    bright, dark = sorted((luminance(colours[one]), luminance(colours[other])), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("letters", "ground"),
    [("ink", "paper"), ("ink", "sheet"), ("ink", "mark"), ("soft", "paper"), ("soft", "sheet"), ("soft", "mark"),
     ("accent", "paper"), ("accent", "sheet"), ("accent", "mark"), ("on-accent", "glow"), ("on-accent", "accent"),
     ("warn", "paper"), ("warn", "sheet"), ("warn", "warn-bg"), ("ink", "warn-bg")],
)  # fmt: skip
def test_letters_stand_out_as_wcag_asks(scheme: int, letters: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1 for text."""
    assert contrast(scheme, letters, ground) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("drawn", ["in", "out", "pulse", "accent"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "mark"])
def test_what_is_drawn_stands_out_as_wcag_asks(scheme: int, drawn: str, ground: str) -> None:
    """WCAG 2.2, 1.4.11: at least 3 to 1 for graphics."""
    assert contrast(scheme, drawn, ground) >= 3.0


@pytest.mark.parametrize(
    ("part", "asset"),
    [
        ("palette.css", "site-"),
        ("site.css", "site-"),
        ("breath.js", "player-"),
        ("player.js", "player-"),
        ("index.js", "index-"),
    ],
)
def test_each_part_of_style_and_script_can_be_the_projects_own(tmp_path: Path, part: str, asset: str) -> None:
    (tmp_path / part).write_text("/* mine */\n", encoding="utf-8")
    channel = Channel(show=read_show(make_project(tmp_path / "studio")), guid="g", feed_url="f", home="h", cover="c")
    ours, own = (Site(channel, "https://example.org", page_words, folder).assets for folder in (None, tmp_path))

    theirs = (PACKAGED / part).read_text(encoding="utf-8").rstrip("\n")
    changed = {key: content.decode() for key, content in own.items() if key not in ours}
    [(key, content)] = changed.items()
    assert key.startswith(f"assets/{asset}")
    [before] = [content.decode() for key, content in ours.items() if key.startswith(f"assets/{asset}")]
    assert content == before.replace(theirs, "/* mine */")
