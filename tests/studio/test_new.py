"""A new project is in the language that it is asked for, and so is what is written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import DefinitionError, NotFoundError
from audiosession.project.project import Project, starter_folder
from audiosession.project.reading.definitions import read_exercise
from audiosession.project.settings import usual_language
from audiosession.project.show_examples import examples
from audiosession.studio.check import check_project
from audiosession.studio.new import new_exercise, new_project

pytestmark = pytest.mark.slow

TITLES = {"en": "Standing Breath", "de": "Atem im Stehen", "es": "Respiración de pie", "fr": "Respiration debout"}


def new(tmp_path: Path, language: str) -> Project:
    new_project(tmp_path / "mine", language=language)
    return Project(tmp_path / "mine")


def test_there_is_a_language_to_try_for_each_that_comes_along() -> None:
    assert sorted(TITLES) == sorted(path.stem for path in (starter_folder() / "scripts" / "languages").glob("*.toml"))


@pytest.mark.parametrize("tag", [*TITLES, "es-mx", "DE_at"])
def test_a_new_project_speaks_the_language_that_it_is_made_for(tag: str, tmp_path: Path) -> None:
    project = new(tmp_path, tag)

    assert usual_language(project) == tag.lower().replace("_", "-")
    assert read_exercise(project, "my-first-exercise").title == TITLES[tag[:2].lower()]
    assert not check_project(project, ["my-first-exercise"]).faults
    assert [one.key for one in examples(project)] == ["title", "description", "author", "email"]


@pytest.mark.parametrize("tag", [tag for tag in TITLES if tag != "en"])
def test_the_first_exercise_is_the_same_in_every_language_but_for_its_words(tag: str, tmp_path: Path) -> None:
    made, english = (read_exercise(new(tmp_path / one, one), "my-first-exercise") for one in (tag, "en"))

    assert [(one.breath, one.counts) for one in made.phases] == [(one.breath, one.counts) for one in english.phases]
    assert (made.reps.default, made.reps.max) == (english.reps.default, english.reps.max)
    assert [one.about for one in made.cautions] == [one.about for one in english.cautions]


def test_a_project_in_no_language_that_there_is_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="it"):
        new(tmp_path, "it")
    with pytest.raises(DefinitionError, match="Deutsch"):
        new(tmp_path, "Deutsch")
    assert not (tmp_path / "mine").exists()


def test_an_exercise_to_begin_with_is_in_the_language_of_the_project(tmp_path: Path) -> None:
    project = new(tmp_path, "de")

    new_exercise(project, "zwei")
    assert read_exercise(project, "zwei").title == TITLES["de"]
    assert "written_in" not in new_exercise(project, "drei", like="swan").read_text("utf-8")


def test_an_english_example_says_that_it_is_english_where_the_project_is_not(tmp_path: Path) -> None:
    project = new(tmp_path, "en")
    show = project.scripts / "show.toml"
    show.write_text(show.read_text("utf-8").replace('language = "en"', 'language = "it"'), encoding="utf-8")

    assert 'written_in = "en"\n' in new_exercise(project, "due").read_text("utf-8")


def test_what_comes_along_and_has_no_words_in_the_language_of_the_project_is_no_fault_of_it(tmp_path: Path) -> None:
    project = new(tmp_path, "fr")
    (project.scripts / "classes" / "cours.toml").write_text(
        'title = "Cours"\n\n[[exercise]]\nuse = "my-first-exercise"\n', encoding="utf-8"
    )
    assert check_project(project, []).faults == ()

    (project.scripts / "classes" / "cours.toml").write_text(
        'title = "Cours"\n\n[[exercise]]\nuse = "hundred"\n', encoding="utf-8"
    )
    [fault] = check_project(project, []).faults
    assert fault.message == 'the exercise hundred has no words in "fr"'
    assert (fault.path, fault.line) == (project.scripts / "classes" / "cours.toml", 4)
    assert check_project(project, ["hundred"]).faults == (), "it is good in its own language"
