"""From a name or a file to a narration, and what is known of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.records import FOLDER

from audiosession.building.write import write, write_plan
from audiosession.errors import Act, DefinitionError, FaultsError, NotFoundError, Remedy
from audiosession.project.project import Project
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.plan import About
from audiosession.writing.text.reading import parse

PROJECT = Project(FOLDER / "project")


def chosen(**wanted: Any) -> Choices:
    return choose(Defaults(), **wanted)


@pytest.mark.parametrize(
    ("name", "title", "source", "exercises"),
    [
        ("heel-beat", "Heel Beat", "exercise:heel-beat", ["heel-beat"]),
        ("small-class", "A Small Class", "class:small-class", ["tall-reach", "heel-beat", "slow-roll"]),
    ],
)
def test_a_definition_becomes_its_narration(name: str, title: str, source: str, exercises: list[str]) -> None:
    written = write(PROJECT, name, chosen())

    assert (written.slug, written.title, written.source) == (name, title, source)
    assert written.narration == parse(written.text, written.path)
    assert list(written.exercises) == exercises
    assert written.changes == ()


def test_what_is_known_of_a_class_goes_with_it() -> None:
    alone, whole = write(PROJECT, "heel-beat", chosen(reps=2)), write(PROJECT, "small-class", chosen())

    assert (alone.about.position, alone.about.reps) == ("prone", 2)
    assert (whole.about.position, whole.about.reps) == ("standing, prone, supine", None)


def test_whoever_spares_something_is_told_what_was_changed() -> None:
    written = write(PROJECT, "small-class", chosen(avoid="knees"))

    assert written.changes == ("Heel Beat left out, to spare knees",)
    assert "heel-beat" not in written.exercises


def test_the_same_seed_picks_the_same_words_and_another_may_pick_others() -> None:
    texts = [write(PROJECT, "small-class", chosen(seed=seed)).text for seed in range(8)]

    assert texts == [write(PROJECT, "small-class", chosen(seed=seed)).text for seed in range(8)]
    assert len(set(texts)) > 1


def test_a_plan_that_was_changed_is_written_anew_with_what_was_changed_before() -> None:
    written = write(PROJECT, "heel-beat", chosen(reps=1))
    assert written.plan is not None

    assert write_plan(PROJECT, written.plan, chosen(), ("one line",)).changes == ("one line",)
    assert write_plan(PROJECT, written.plan, chosen()) == written


def test_a_narration_file_is_taken_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "texts" / "My First Class.txt"
    path.parent.mkdir()
    path.write_text("[section One]\nHello.\n")

    written = write(Project(tmp_path), str(path), chosen())

    assert (written.slug, written.title) == ("my-first-class", "My First Class")
    assert (written.source, written.path) == ("text:texts/My First Class.txt", path)
    assert (written.plan, written.exercises, written.about) == (None, {}, About())
    assert written.text == "[section One]\nHello.\n"


def test_a_narration_file_may_name_itself(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("[class Breathing, Slowly]\nHello.\n")

    assert write(Project(tmp_path), str(path), chosen()).title == "Breathing, Slowly"


@pytest.mark.parametrize(
    ("wanted", "name"),
    [({"reps": 3}, "reps"), ({"detail": "full"}, "detail"), ({"side": "left"}, "side"), ({"avoid": "neck"}, "avoid"),
     ({"seed": 1}, "seed")],
)  # fmt: skip
def test_what_only_templates_could_obey_is_not_passed_over_in_silence(
    tmp_path: Path, wanted: dict[str, Any], name: str
) -> None:
    (tmp_path / "one.txt").write_text("Hello.\n")

    with pytest.raises(DefinitionError, match=f"{name} stands in the narration itself") as caught:
        write(Project(tmp_path), str(tmp_path / "one.txt"), chosen(**wanted))
    assert caught.value.remedy == Remedy(act=Act.NARRATE_WITH, to=name)


@pytest.mark.parametrize("target", ["texts/one.txt", "texts\\one.txt", "one.txt"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(NotFoundError, match="no such file") as caught:
        write(Project(tmp_path), target, chosen())
    assert caught.value.remedy == Remedy(act=Act.NARRATE, to="my.txt")


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("scripts/exercises/saw.toml", "name the exercise or class: saw"),
        ("elsewhere/saw.toml", "it belongs into scripts/exercises"),
    ],
)
def test_a_definition_is_no_narration(tmp_path: Path, path: str, hint: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text('title = "Saw"\n')

    with pytest.raises(DefinitionError, match="is a definition, not a narration") as caught:
        write(Project(tmp_path), str(file), chosen())
    assert caught.value.hint == hint


def test_a_fault_in_what_templates_wrote_names_the_template(tmp_path: Path) -> None:
    templates = tmp_path / "scripts" / "templates"
    templates.mkdir(parents=True)
    (templates / "class.j2").write_text("Hello.\n[inhle 4] In.\n")

    with pytest.raises(FaultsError) as caught:
        write(Project(tmp_path), "swan", chosen())
    assert (caught.value.path, caught.value.line) == (templates / "class.j2", 2)
