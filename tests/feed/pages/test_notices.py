"""contact, imprint and privacy of a show: what may stand there, and what stands at the foot of every page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from support.built_classes import SHOW, build, make_project
from support.starter_content import page_words

from audiosession.errors import FaultsError
from audiosession.feed.pages.notices import notices
from audiosession.feed.show import NOTICE_BYTES
from audiosession.project.project import Project
from audiosession.project.settings import read_show
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish, unpublish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def with_lines(*lines: str) -> str:
    return SHOW.replace("license =", "\n".join([*lines, "license ="]))


def told(tmp_path: Path, *lines: str) -> dict[str, tuple[str, str, str]]:
    show = read_show(make_project(tmp_path / "studio", show=with_lines(*lines)))
    return {one.name: (one.href, one.text, one.html) for one in notices(show, page_words())}


def test_an_address_of_mail_or_of_the_web_leads_there_and_a_line_stands_as_it_is(tmp_path: Path) -> None:
    assert told(
        tmp_path,
        'contact = "ada@adas.studio"',
        'imprint = "https://adas.studio/imprint?lang=de#ada"',
        'privacy = " We keep nothing. Ask ada@adas.studio. "',
    ) == {
        "contact": ("mailto:ada@adas.studio", "ada@adas.studio", ""),
        "imprint": ("https://adas.studio/imprint?lang=de#ada", "", ""),
        "privacy": ("", "We keep nothing. Ask ada@adas.studio.", ""),
    }


def test_several_lines_stay_lines_on_a_page_of_their_own(tmp_path: Path) -> None:
    [(href, text, made)] = told(
        tmp_path, 'imprint = """\nAda <Müller>\nWeg 1\n\n\nhttps://adas.studio is mine.\n"""'
    ).values()
    assert (href, text) == ("", "")
    assert made == (
        "<p>Ada &lt;Müller&gt;<br>Weg 1</p>\n"
        '<p><a href="https://adas.studio">https://adas.studio</a> is mine.</p>'
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ('contact = "ada@adas"', '"ada@adas" is no e-mail address', "write the address alone"),
        ('contact = "mailto:ada@adas.studio"', '"mailto:ada@adas.studio" is no e-mail', "write the address"),
        ('imprint = "www.adas.studio/imprint"', "is no web address", "write https://www.adas.studio/imprint"),
        ('privacy = "https://ada:secret@adas.studio"', "user name or password", ""),
        ('privacy = " \\n "', "privacy is empty", ""),
        ('privacy = """\n' + "a line\n" * (NOTICE_BYTES // 7 + 1) + '"""', "bytes long; at most 100,000 are shown", ""),
        ("imprint = 3", "imprint", ""),
    ],
)
def test_what_is_nearly_an_address_is_told_with_its_line(tmp_path: Path, line: str, message: str, hint: str) -> None:
    text = with_lines(line)
    with pytest.raises(FaultsError) as caught:
        read_show(make_project(tmp_path / "studio", show=text))
    [fault] = caught.value.faults
    assert message in fault.message
    assert hint in fault.hint
    assert fault.line == text.splitlines().index(line.splitlines()[0]) + 1


FEET = ('contact = "ada@adas.studio"', 'imprint = "Ada Müller\\nWeg 1"', 'privacy = "We keep nothing."')


@pytest.fixture
def project(tmp_path: Path) -> Project:
    show = with_lines(*FEET) + '\n[show.de]\ntitle = "Atem"\nimprint = "Ada Müller\\nWeg 1, Köln"\n'
    project = make_project(tmp_path / "studio", "swan", "gone", show=show)
    settings = {"pace": "steady", "seconds_per_count": 1.0, "reps": 1, "detail": "fade", "voice": "tone",
                "music": None, "tones": True, "language": "de"}  # fmt: skip
    build(project, "abend", settings=settings)
    publish(project, ALL, Destination(), Wishes(), NOW)
    unpublish(project, "gone", Destination(), NOW)
    return project


def page(project: Project, name: str) -> Any:
    return html.fromstring((project.output / name).read_bytes())


def test_they_stand_at_the_foot_of_every_page_in_its_language(project: Project) -> None:
    labels = {True: ["Kontakt", "Impressum", "Datenschutz"], False: ["Contact", "Imprint", "Privacy"]}
    pages = sorted(path.relative_to(project.output).as_posix() for path in project.output.rglob("*.html"))
    assert pages == [
        "episodes/abend.html", "episodes/gone.html", "episodes/swan.html",
        "imprint.de.html", "imprint.html", "index.de.html", "index.html",
    ]  # fmt: skip
    for name in pages:
        foot = page(project, name).xpath("//footer//ul[@class='notices']/li")
        german, root = ".de." in name or "abend" in name, "../" if "/" in name else ""
        assert [one.text_content().split()[0] for one in foot] == labels[german], name
        assert foot[0].xpath(".//a/@href") == ["mailto:ada@adas.studio"]
        [imprint] = foot[1].xpath(".//a/@href")
        assert imprint == f"{root}imprint{'.de' if german else ''}.html"
        assert (project.output / name).parent.joinpath(imprint).is_file()
        assert foot[2].text_content().endswith("We keep nothing.")


def test_a_page_of_their_own_says_it_all_and_leads_back(project: Project) -> None:
    german = page(project, "imprint.de.html")
    assert german.get("lang") == "de"
    assert german.xpath("string(//h1)") == "Impressum"
    assert german.xpath("//article/p//text()") == ["Ada Müller", "Weg 1, Köln"]
    assert german.xpath("//header//a/@href") == ["index.de.html"]


def test_without_them_nothing_stands_there(tmp_path: Path) -> None:
    plain = make_project(tmp_path / "plain", "swan")
    publish(plain, ALL, Destination(), Wishes(), NOW)
    assert page(plain, "index.html").xpath("//ul[@class='notices']") == []
    assert sorted(path.name for path in plain.output.glob("*.html")) == ["index.html"]


def test_they_are_no_part_of_the_feed(project: Project) -> None:
    feed = (project.output / "feed.xml").read_text("utf-8")
    assert "Weg 1" not in feed
    assert "We keep nothing" not in feed
