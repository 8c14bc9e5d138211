"""Files that nobody reads are told, with the name or the place that would make them read."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import FaultsError, NotFoundError
from audiosession.project.library import plan_named, read_class, read_exercise
from audiosession.project.project import Project
from audiosession.project.strays import kind_of, strays
from audiosession.writing.choices import Defaults, choose

EXERCISE = 'title = "Plank"\nposition = "prone"\nreps = { default = 2, max = 3 }\n[[phase]]\nbreath = "inhale"\n'
CLASS = 'title = "Morning"\n[[exercise]]\nuse = "saw"\nreps = 2\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for folder in ("scripts/exercises", "scripts/classes", "music"):
        (tmp_path / folder).mkdir(parents=True)
    return Project(tmp_path)


def put(project: Project, name: str, text: str = EXERCISE) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("scripts/exercises/plank.toml.txt", EXERCISE, "rename it plank.toml"),
        ("scripts/exercises/plank.tml", EXERCISE, "rename it plank.toml"),
        ("scripts/exercises/Plank.TOML", EXERCISE, "rename it plank.toml"),
        ("scripts/exercises/plank.yaml", EXERCISE, "rename it plank.toml"),
        ("scripts/exercises/plank.toml ", EXERCISE, "rename it plank.toml"),
        ("scripts/exercises/plank.txt", EXERCISE, "rename it plank.toml"),
        ("scripts/exercises/plank", EXERCISE, "rename it plank.toml"),
        ("scripts/exercises/plank.toml.rtf", "{\\rtf1", "rename it plank.toml"),
        ("scripts/exercises/Übung 2.toml.txt", EXERCISE, "rename it ubung-2.toml"),
        ("scripts/exercises/morning.toml.txt", CLASS, "rename it morning.toml and move it to scripts/classes"),
        ("scripts/exercises/floor/plank.toml", EXERCISE, "move it to scripts/exercises/plank.toml"),
        ("scripts/classes/morning.tml", CLASS, "rename it morning.toml"),
        ("scripts/plank.toml", EXERCISE, "move it to scripts/exercises/plank.toml"),
        ("scripts/morning.toml", CLASS, "move it to scripts/classes/morning.toml"),
        ("scripts/Show.toml", "[show]\n", "rename it scripts/show.toml"),
        ("scripts/show.toml.txt", "[show]\n", "rename it scripts/show.toml"),
        ("scripts/beds.toml", "[rain]\n", "move it to music/beds.toml"),
        ("scripts/class.j2", "", "move it to scripts/templates/class.j2"),
        ("scripts/templates/class.j2.txt", "", "rename it class.j2"),
        ("scripts/covers/saw.JPG", "", "rename it saw.jpg"),
        ("scripts/covers/saw.jpeg", "", "rename it saw.jpg"),
        ("plank.toml", EXERCISE, "move it to scripts/exercises/plank.toml"),
        ("exercises/plank.toml", EXERCISE, "move it to scripts/exercises/plank.toml"),
        ("show.toml", "[show]\n", "move it to scripts/show.toml"),
        ("music/quiet/rain.ogg", "", "move it to music/rain.ogg"),
        ("music/rain.ogg.txt", "", "rename it rain.ogg"),
        ("music/bed.toml", "[rain]\n", "rename it music/beds.toml, or put what it says there"),
    ],
)
def test_a_file_under_the_wrong_name_or_in_the_wrong_place_is_a_fault(
    project: Project, name: str, text: str, hint: str
) -> None:
    put(project, name, text)

    (stray,) = strays(project)
    assert stray.sure
    assert (stray.fault.path, stray.fault.hint) == (project.root / name, hint)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("rain.wav", "move a bed to music/rain.wav"),
        ("scripts/rain.mp3", "move a bed to music/rain.mp3"),
        ("scripts/music/rain.mp3", "move a bed to music/rain.mp3"),
        ("scripts/exercises/rain.mp3", "move a bed to music/rain.mp3"),
        ("scripts/exercises/ideas.docx", "only files that end in .toml are read in scripts/exercises"),
        ("scripts/other.toml", "scripts/ itself holds show.toml, lexicon.toml, takes.toml and catalogue.toml"),
    ],
)
def test_what_may_lie_there_for_another_reason_is_only_warned_of(project: Project, name: str, hint: str) -> None:
    put(project, name, "some = 1")

    (stray,) = strays(project)
    assert not stray.sure
    assert stray.fault.hint == hint


@pytest.mark.parametrize(
    "name",
    ["scripts/exercises/README.md", "scripts/exercises/.plank.toml.swp", "scripts/exercises/plank.toml~",
     "scripts/exercises/#plank.toml#", "scripts/exercises/plank.toml.bak", "scripts/exercises/plank.toml",
     "scripts/lexicon.toml", "scripts/show.toml", "scripts/covers/saw.jpg", "scripts/templates/class.j2",
     "music/beds.toml", "music/RAIN.OGG", "music/README.txt", "pyproject.toml", "notes.txt", "my.txt",
     "output/morning.mp3", "recordings/001.wav", ".git/plank.toml"],
)  # fmt: skip
def test_what_is_read_or_kept_beside_it_is_left_alone(project: Project, name: str) -> None:
    put(project, name, "some = 1")

    assert strays(project) == []


def test_a_built_class_beside_its_session_is_no_bed(project: Project) -> None:
    put(project, "morning.mp3")
    put(project, "morning.session.json")

    assert strays(project) == []


@pytest.mark.parametrize(
    ("text", "kind"), [(EXERCISE, "exercises"), (CLASS, "classes"), ("[show]", "show.toml"), ("a = 1", ""), ("", "")]
)
def test_what_a_file_is_meant_to_be_is_told_by_its_keys(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_a_class_among_the_exercises_is_told_once_and_as_that(project: Project) -> None:
    put(project, "scripts/exercises/morning.toml", CLASS)
    put(project, "scripts/classes/plank.toml")

    with pytest.raises(FaultsError, match="is a class, not an exercise") as caught:
        read_exercise(project, "morning")
    assert [one.hint for one in caught.value.faults] == ["move it to scripts/classes/morning.toml"]
    with pytest.raises(FaultsError, match="is an exercise, not a class"):
        read_class(project, "plank")


def test_a_name_whose_file_is_not_read_is_told_why(project: Project) -> None:
    put(project, "scripts/exercises/plank.toml.txt")

    with pytest.raises(NotFoundError) as caught:
        plan_named(project, "plank", choose(Defaults()))

    assert caught.value.hint == (
        "scripts/exercises/plank.toml.txt is not read: its name does not end in .toml: rename it plank.toml"
    )


@pytest.mark.parametrize(
    ("name", "meant"), [("Back Body", "back-body"), ("single_leg_kick", "single-leg-kick"), ("BICYCLES", "bicycle")]
)
def test_a_name_in_capitals_or_with_spaces_names_the_one_that_is_meant(project: Project, name: str, meant: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        plan_named(project, name, choose(Defaults()))

    assert caught.value.hint == f'did you mean "{meant}"?'


def test_without_a_project_a_name_that_is_not_found_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        plan_named(Project(tmp_path), "zzz", choose(Defaults()))

    assert caught.value.message.endswith(": this folder has no project; starter content is used")
