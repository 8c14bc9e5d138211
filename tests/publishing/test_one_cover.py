"""The picture in the file, in the feed and on the page is one design, whoever draws it and however it changes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
from lxml import etree, html
from PIL import Image
from support.built_classes import SHOW, picture
from support.whole_builds import build

from audiosession.building.build import Built
from audiosession.building.orders.again import gather_again, refuse_changed
from audiosession.cli.remedies import hint_of
from audiosession.errors import Act, AudioSessionError, DefinitionError, Remedy
from audiosession.progress import Progress
from audiosession.project.project import Project
from audiosession.project.sessions import session_path
from audiosession.publishing.decide import Wishes
from audiosession.publishing.episode_files import of_another_design
from audiosession.publishing.publish import publish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL
from audiosession.session import Audio, SessionHead
from audiosession.writing.choices import Defaults, choose

pytestmark = pytest.mark.peers

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DRAWN = SHOW.replace('cover = "cover.jpg"\n', 'colour = "clay"\nmotif = "hills"\n')
CLASS = """\
[class Four Breaths]
[section One]
Sit down on your mat.
[inhale 2] In.
[exhale 2] Out.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "studio"
    (root / "scripts" / "covers").mkdir(parents=True)
    (root / "output").mkdir()
    (root / "scripts" / "show.toml").write_text(DRAWN, encoding="utf-8")
    (root / "mine.txt").write_text(CLASS, encoding="utf-8")
    monkeypatch.chdir(root)
    return Project(root)


def built(project: Project, **more: Any) -> Built:
    chosen = choose(Defaults(), voice="tone", music="none", tones=False)
    return build(project, "mine.txt", chosen, output=project.output / "mine.mp3", **more)


def put(project: Project) -> Published:
    return publish(project, ALL, Destination(), Wishes(), NOW)


def inside(path: Path) -> bytes:
    """Return the picture in an MP3."""
    tags: Any = mutagen.File(path).tags
    return bytes(tags.getall("APIC")[0].data)


def shown(project: Project) -> tuple[bytes, bytes]:
    """Return the picture that the feed names for the one episode, and the one on its page."""
    feed = etree.parse(project.output / "feed.xml")
    address = feed.find("channel/item/{http://www.itunes.com/dtds/podcast-1.0.dtd}image")
    assert address is not None
    page = project.output / "episodes" / "mine.html"
    source = html.fromstring(page.read_bytes()).xpath("//img[@class='cover']/@src")[0]
    large = project.output / "art" / address.get("href", "").rpartition("/")[2]
    return large.read_bytes(), (page.parent / source).read_bytes()


def pixels(content: bytes) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB").resize((150, 150)), float)


def test_a_drawn_cover_is_the_same_everywhere(project: Project) -> None:
    path = built(project).path
    put(project)
    feed, page = shown(project)

    assert page == inside(path)
    # Drawn at 3,000 and at 600 pixels, edges are smoothed a little differently, and letters are set to whole pixels.
    assert np.abs(pixels(feed) - pixels(page)).mean() < 1.5


def test_a_picture_of_ones_own_is_the_same_everywhere(project: Project) -> None:
    (project.scripts / "covers" / "mine.jpg").write_bytes(picture())
    path = built(project).path
    put(project)
    feed, page = shown(project)

    assert feed == picture()
    assert page == inside(path)
    assert np.abs(pixels(feed) - pixels(page)).max() < 3


def test_a_class_that_was_built_with_choices_is_to_be_built_again_as_it_was() -> None:
    head: Any = SessionHead.model_construct
    audio: Any = Audio.model_construct
    [plain] = of_another_design(head(slug="mine", audio=audio(file="mine.mp3")))
    [chosen] = of_another_design(head(slug="mine.de-slow", audio=audio(file="mine.de-slow.mp3")))

    assert hint_of(plain) == "build it: audiosession build mine"
    assert hint_of(chosen) == "build it again: audiosession build --again output/mine.de-slow.session.json --anyway"


@pytest.mark.peers  # each draws covers of 3,000 pixels
def test_another_title_for_the_episode_leaves_the_cover_of_the_class(project: Project) -> None:
    path = built(project).path
    publish(project, ALL, Destination(), Wishes(title="Monday"), NOW)
    assert shown(project)[1] == inside(path)


def test_another_colour_makes_the_file_anew_and_none_of_its_windows(project: Project) -> None:
    before = inside(built(project).path)
    settings = project.scripts / "show.toml"
    settings.write_text(DRAWN.replace("clay", "tide"), encoding="utf-8")
    notices = put(project).notices
    again = built(project)

    assert [one.remedy for one in notices] == [Remedy(act=Act.BUILD, to="mine")]
    assert not again.unchanged
    assert again.made == 0 < again.windows
    assert inside(again.path) != before
    assert put(project).notices[0].remedy == Remedy(act=Act.PUBLISH_AS_NEW, to="mine")
    assert shown(project)[1] == inside(again.path)
    assert put(project).notices == ()
    assert built(project).unchanged


def test_a_class_is_not_built_again_with_another_cover_unasked(project: Project) -> None:
    session = session_path(built(project).path)
    (project.scripts / "covers" / "mine.jpg").write_bytes(picture())
    with pytest.raises(DefinitionError, match="what it was built from has changed: the cover"):
        refuse_changed(gather_again(project, session))


def test_an_unfit_picture_stops_a_build_before_a_word_is_spoken(project: Project) -> None:
    path = project.scripts / "covers" / "mine.jpg"
    path.write_bytes(b"GIF89a")
    steps: list[Progress] = []
    with pytest.raises(AudioSessionError, match="is no picture") as raised:
        built(project, watch=steps.append)

    assert raised.value.path == path
    assert steps == []
    assert list(project.output.iterdir()) == []


def test_a_show_that_could_not_be_published_can_be_built_for(project: Project) -> None:
    (project.scripts / "show.toml").write_text('[show]\ntitle = "Breath & Line"\n', encoding="utf-8")
    assert not built(project).unchanged
