"""Cards of definitions, and about how long each lasts: found out once, kept until something that counts is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import Fault, OutputError
from audiosession.project.reading import definitions
from audiosession.studio.glances.cards import Card
from audiosession.studio.results import ProjectRow
from audiosession.studio.studio import Studio, open_studio

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    open_studio(tmp_path).new(tmp_path / "mine")
    return open_studio(tmp_path / "mine")


def card(studio: Studio, name: str) -> Card:
    return next(one for one in studio.cards() if one.name == name)


def test_a_card_tells_what_a_definition_is(studio: Studio) -> None:
    swan, back = card(studio, "swan"), card(studio, "back-body")

    assert (swan.kind, swan.title, swan.positions, swan.level) == ("exercise", "Swan", ("prone",), "beginner")
    assert (back.kind, back.positions) == ("class", ("seated", "prone"))
    assert back.exercises == ("saw", "spine-twist", "swan", "single-leg-kick")
    assert "back" in back.focus
    assert (card(studio, "my-first-exercise").is_own, swan.is_own) == (True, False)


def test_no_definition_is_read_whole_for_its_card(studio: Studio) -> None:
    before = definitions._definition.cache_info()
    studio.cards()

    assert definitions._definition.cache_info() == before


def test_a_length_is_found_out_when_it_is_asked_for_and_told_from_then_on(studio: Studio) -> None:
    assert card(studio, "swan").lasts is None
    found = studio.last(["swan", "no-such-thing"])

    assert found == {"swan": studio.rehearse("swan").timeline.length}
    assert card(studio, "swan").lasts == found["swan"]


def test_a_class_lasts_otherwise_once_one_of_its_exercises_does(studio: Studio, tmp_path: Path) -> None:
    before = studio.last(["back-body", "saw"])
    sitting = studio.sitting()
    sitting.edit("exercise", "swan", [{"at": ["reps", "default"], "value": 6}], "")

    assert card(studio, "back-body").lasts is None
    assert card(studio, "saw").lasts == before["saw"]
    assert studio.last(["back-body"])["back-body"] > before["back-body"]  # type: ignore[operator]  # both are lengths


def test_why_a_length_can_not_be_told_is_told(studio: Studio) -> None:
    path = studio.project.scripts / "exercises" / "broken.toml"
    path.write_text('title = "Broken"\nlevel = "beginer"\n', "utf-8")

    assert card(studio, "broken").title == "Broken"
    trouble = studio.last(["broken"])["broken"]
    assert isinstance(trouble, Fault)
    assert (trouble.path, bool(trouble.message)) == (path, True)


def test_an_exercise_in_another_language_lasts_as_long_as_it_does_in_that(studio: Studio) -> None:
    (studio.project.scripts / "show.toml").write_text('[defaults]\nlanguage = "fr"\n', "utf-8")
    foreign = next(one for one in studio.cards() if one.kind == "exercise" and "fr" not in one.languages)

    assert studio.last([foreign.name]) == {foreign.name: studio.rehearse(foreign.name, language="en").timeline.length}


def test_projects_are_found_in_a_folder_that_is_none_and_new_ones_find_their_place(tmp_path: Path) -> None:
    studio = open_studio(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "mat.jpg").write_bytes(b"x")
    studio.new(tmp_path / "mine", title="Ada's Mat", voice="espeak:en-gb")

    assert studio.projects_in(tmp_path) == (
        ProjectRow(name="mine", folder=tmp_path / "mine", n_exercises=1, n_classes=0),
    )
    assert studio.place_for(tmp_path / "empty", "Mat Talk") == tmp_path / "empty"
    assert studio.place_for(tmp_path, "Mat / Talk ../..") == tmp_path / "mat-talk"
    with pytest.raises(OutputError, match="photos"):
        studio.place_for(tmp_path, "Photos")
    made = open_studio(tmp_path / "mine")
    assert (made.usual_speech().voice, 'title = "Ada\'s Mat"' in made.text("show").text) == ("espeak:en-gb", True)
