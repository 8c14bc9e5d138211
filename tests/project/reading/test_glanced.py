"""Definitions at a glance: what is told of a file is what stands in it, good or not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from audiosession.project.project import Project, starter_folder
from audiosession.project.reading.glanced import glances, titles

KINDS = ("exercises", "classes")


def written(tmp_path: Path, **files: str) -> Project:
    folder = tmp_path / "scripts" / "exercises"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.replace('__', '.')}.toml").write_text(text, "utf-8")
    return Project(tmp_path)


def seen(project: Project, name: str) -> dict[str, object]:
    one = next(one for one in glances(project, "exercises") if one.name == name)
    return {"title": one.text("title"), "languages": one.languages, "own": one.is_own, "trouble": bool(one.trouble)}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_told_of_each_definition_that_comes_along_stands_in_its_file(kind: str, tmp_path: Path) -> None:
    for one in glances(Project(tmp_path), kind):
        whole = tomllib.loads(one.path.read_text("utf-8"))

        assert one.text("title") == whole["title"]
        assert one.text("level") == whole.get("level", "")
        assert list(one.texts("focus")) == whole.get("focus", [])
        beside = {path.name.split(".")[1] for path in one.path.parent.glob(f"{one.name}.*.toml")}
        assert set(one.languages) == {"en", *beside}


def test_a_line_that_begins_as_a_table_does_is_read_as_what_it_is(tmp_path: Path) -> None:
    text = 'title = """\n[Swan]\n"""\nlevel = "beginner"\n[reps]\ndefault = 4\n'

    assert seen(written(tmp_path, swan=text), "swan")["title"] == "[Swan]\n"


def test_a_definition_with_faults_is_told_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    project = written(tmp_path, one='title = "One"\nlevle = 3\n[reps]\ndefault =\n', two="title = One")

    assert seen(project, "one")["title"] == "One"
    assert seen(project, "two") == {"title": "", "languages": ("en",), "own": True, "trouble": False}
    (tmp_path / "scripts" / "exercises" / "three.toml").write_bytes(b"title = \xff")
    assert seen(project, "three")["trouble"]


def test_a_title_is_told_in_the_language_of_the_project(tmp_path: Path) -> None:
    project = written(tmp_path, swan='title = "Swan"\nwritten_in = "en"\n', swan__de='title = "Schwan"\n')

    assert seen(project, "swan")["title"] == "Swan"
    (tmp_path / "scripts" / "show.toml").write_text('[defaults]\nlanguage = "de"\n', "utf-8")
    assert seen(project, "swan") == {"title": "Schwan", "languages": ("en", "de"), "own": True, "trouble": False}


def test_a_file_that_was_changed_is_looked_at_again(tmp_path: Path) -> None:
    project = written(tmp_path, swan='title = "Swan"\n')
    first = next(one.digest for one in glances(project, "exercises") if one.name == "swan")
    written(tmp_path, swan='title = "The Swan"\n')

    again = next(one for one in glances(project, "exercises") if one.name == "swan")
    assert (again.text("title"), again.digest == first) == ("The Swan", False)


def test_what_stands_in_the_place_of_a_starter_file_is_the_projects_own(tmp_path: Path) -> None:
    name = sorted(path.stem for path in (starter_folder() / "scripts" / "exercises").glob("[a-z]*.toml"))[0]
    project = written(tmp_path, **{name: 'title = "Mine"\n'})

    assert seen(project, name)["own"] is True
    assert sum(one.name == name for one in glances(project, "exercises")) == 1


def test_an_exercise_is_found_by_its_title_in_each_of_its_languages(tmp_path: Path) -> None:
    project = written(
        tmp_path,
        reach='title = " Side REACH "',
        reach__de='title = "Seitstrecke"',
        saw="title = [",
        lost__de='title = "Weg"',
    )

    found = titles(project, "exercises")

    assert (found["side reach"], found["seitstrecke"]) == ("reach", "reach")
    assert (found["spine twist"], found["rumpfdrehung"]) == ("spine-twist", "spine-twist")
    assert "weg" not in found
