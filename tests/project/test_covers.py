"""One design for each cover: what it obeys, what it refuses, and that both sizes come from it."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from PIL import Image
from support.built_classes import picture

from audiosession.errors import DefinitionError, FaultsError
from audiosession.naming import file_slug
from audiosession.pictures.drawing import draw_cover
from audiosession.project.covers import CoverDesign, check_covers, class_cover, large_cover, small_cover, unlettered
from audiosession.project.project import Project
from audiosession.project.settings import read_look


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "studio" / "scripts" / "covers").mkdir(parents=True)
    return Project(tmp_path / "studio")


def say(project: Project, settings: str) -> None:
    (project.scripts / "show.toml").write_text(settings, encoding="utf-8")


def own(project: Project, name: str, content: bytes) -> Path:
    path = project.scripts / "covers" / name
    path.write_bytes(content)
    return path


def design(project: Project, slug: str = "swan", title: str = "Swan") -> CoverDesign:
    return class_cover(project, read_look(project), slug, title)


def size_of(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


def test_without_a_show_the_album_stands_over_the_title(project: Project) -> None:
    say(project, '[defaults]\nalbum = "My mornings"\n')
    drawn = small_cover(project, design(project))
    assert drawn == draw_cover("Swan", subtitle="My mornings", size=600, limit=150_000)


def test_the_show_gives_its_title_its_colour_and_its_motif(project: Project) -> None:
    say(project, '[show]\ntitle = "Breath & Line"\ncolour = "clay"\nmotif = "hills"\n\n[defaults]\nalbum = "x"\n')
    small, large = small_cover(project, design(project)), large_cover(project, design(project))

    assert small == draw_cover("Swan", subtitle="Breath & Line", colour="clay", motif="hills", size=600)
    assert (size_of(small), size_of(large)) == ((600, 600), (3000, 3000))


@pytest.mark.parametrize("slug", ["swan", "swan.slow", "swan.flac"])
def test_a_picture_of_ones_own_is_taken_for_every_variant_of_the_class(project: Project, slug: str) -> None:
    picked = design(project, own(project, "swan.png", picture(form="PNG")).stem)

    assert design(project, slug) == picked
    assert large_cover(project, picked) == picture(form="PNG")
    assert size_of(small_cover(project, picked)) == (600, 600)


def test_a_variant_may_have_a_picture_of_its_own(project: Project) -> None:
    own(project, "swan.jpg", picture())
    slow = own(project, "swan.slow.jpg", picture(side=1500))

    assert large_cover(project, design(project, "swan.slow")) == slow.read_bytes()
    assert large_cover(project, design(project, "swan")) == picture()


def test_covers_are_kept_in_one_store_outside_of_the_project(project: Project) -> None:
    before = sorted(project.root.rglob("*"))
    small_cover(project, design(project))
    assert sorted(project.root.rglob("*")) == before
    assert len(list((project.cache / "covers").rglob("*.cover"))) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no picture", "is no picture that can be read"),
        (picture(side=500), "is 500 pixels wide; from 1400 to 3000 are taken"),
        (picture() + bytes(600_000), "under 512,000 are taken"),
        (picture(form="PNG"), r"is PNG, but its name does not end in \.png"),
        (picture()[:3000], "is damaged: its picture is cut short"),
    ],
    ids=["text", "small", "heavy", "misnamed", "cut short"],
)
def test_an_unfit_picture_is_refused_with_its_path_in_both_sizes(project: Project, content: bytes, says: str) -> None:
    path = own(project, "swan.jpg", content)
    with pytest.raises(DefinitionError, match=says) as small:
        small_cover(project, design(project))
    with pytest.raises(DefinitionError, match=says) as large:
        large_cover(project, design(project))
    assert small.value.path == large.value.path == path
    assert small.value.hint == large.value.hint != ""


@pytest.mark.parametrize(("line", "says"), [('motif = "riples"', "no motif"), ('colour = "#12"', "no colour")])
def test_a_colour_or_motif_that_there_is_not_is_told_with_its_line(project: Project, line: str, says: str) -> None:
    say(project, f'[show]\ntitle = "Breath"\n{line}\n')
    with pytest.raises(FaultsError, match=says) as raised:
        small_cover(project, design(project))
    assert (raised.value.path, raised.value.line) == (project.scripts / "show.toml", 3)


def test_all_that_is_wrong_with_covers_is_found_in_one_look(project: Project) -> None:
    say(project, '[show]\ncover = "nowhere.jpg"\nmotif = "riples"\n')
    own(project, "saw.jpg", b"")
    own(project, "swan.jpg", picture())
    with pytest.raises(FaultsError) as raised:
        check_covers(project)
    said = [str(fault) for fault in raised.value.faults]
    assert len(said) == 3
    assert said[0].endswith('show.toml:2: the cover "nowhere.jpg" is missing')
    assert "show.toml:3: no motif" in said[1]
    assert "saw.jpg: is no picture" in said[2]


def test_a_picture_called_as_a_text_is_in_any_letters_is_that_text_s_own(project: Project) -> None:
    path = own(project, unicodedata.normalize("NFD", "Übung.jpg"), picture())

    taken = design(project, file_slug("Übung") + ".slow").own
    assert taken is not None
    assert taken.path == path
    assert design(project, file_slug("Ubung")).own is None


@pytest.mark.parametrize(
    ("title", "lost"),
    [
        ("Swan", ""),
        ("Übung für Rücken", ""),
        ("Вдох", ""),
        ("朝の呼吸", "its title, 朝の呼吸"),
        ("Swan 朝", "the letters 朝"),
    ],
)
def test_what_no_font_draws_is_told(project: Project, title: str, lost: str) -> None:
    told = unlettered(design(project, title=title))

    assert told == (f"the cover lacks {lost}, which no font that comes with the program draws" if lost else "")
