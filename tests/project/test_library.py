"""Names into plans: exercises, classes, and the words of a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.records import FOLDER

from audiosession.errors import Act, DefinitionError, FaultsError, NotFoundError, Remedy
from audiosession.project.library import plan_named, project_lexicon, read_class, read_exercise
from audiosession.project.project import Project
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.plan import Detail
from audiosession.writing.values import Side

PROJECT = Project(FOLDER / "project")


def choices(**wanted: Any) -> Choices:
    return choose(Defaults(), **wanted)


def test_an_exercise_is_planned_as_it_is_chosen() -> None:
    plan = plan_named(PROJECT, "heel-beat", choices(reps=2, side="right", detail="cues"))

    (item,) = plan.exercises
    assert (plan.name, plan.title, plan.is_class) == ("heel-beat", "Heel Beat", False)
    assert (item.reps, item.side, item.detail) == (2, Side.RIGHT, Detail.CUES)


def test_a_class_is_planned_in_its_order_with_its_own_reps() -> None:
    plan = plan_named(PROJECT, "small-class", choices(detail="full"))

    assert plan.is_class
    assert [item.exercise.name for item in plan.exercises] == ["tall-reach", "heel-beat", "slow-roll"]
    assert [item.reps for item in plan.exercises] == [3, 3, 2]
    assert [item.detail for item in plan.exercises] == [Detail.FULL, Detail.FULL, Detail.CUES]


def test_a_class_on_one_side_has_that_side_throughout() -> None:
    plan = plan_named(PROJECT, "small-class", choices(side="left"))

    assert {item.side for item in plan.exercises} == {Side.LEFT}


def test_definitions_carry_the_names_of_their_files() -> None:
    assert read_exercise(PROJECT, "slow-roll").name == "slow-roll"
    assert read_class(PROJECT, "small-class").name == "small-class"


@pytest.mark.parametrize(
    ("name", "hint", "remedy"),
    [
        ("heel-beet", 'did you mean "heel-beat"?', None),
        ("smal-class", 'did you mean "small-class"?', None),
        ("zzz", "", Remedy(act=Act.LIST_NAMES)),
    ],
)
def test_a_name_that_nothing_carries_is_refused(name: str, hint: str, remedy: Remedy | None) -> None:
    with pytest.raises(NotFoundError, match=f'no exercise or class is called "{name}"') as caught:
        plan_named(PROJECT, name, choices())
    assert (caught.value.hint, caught.value.remedy) == (hint, remedy)


def test_a_class_takes_no_reps_as_a_whole() -> None:
    with pytest.raises(DefinitionError, match="each of its exercises has its own reps") as caught:
        plan_named(PROJECT, "small-class", choices(reps=3))
    assert caught.value.path == FOLDER / "project" / "scripts" / "classes" / "small-class.toml"


CLASS = """\
title = "Wrong"
opening = ["Hello."]
closing = ["Bye."]

[[exercise]]
use = "swann"

[[exercise]]
use = "swan"
reps = 99

[[exercise]]
use = "breathing"
"""


def test_all_that_is_wrong_with_the_entries_of_a_class_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "scripts" / "classes" / "wrong.toml"
    path.parent.mkdir(parents=True)
    path.write_text(CLASS)

    with pytest.raises(FaultsError) as caught:
        plan_named(Project(tmp_path), "wrong", choices())

    told = [(fault.path, fault.line, fault.message.partition(":")[0]) for fault in caught.value.faults]
    assert told == [
        (path, 6, 'no exercise is called "swann"'),
        (path, 10, "99 reps of Swan"),
        (path, 13, 'no exercise is called "breathing"'),
    ]


def test_the_lexicon_is_the_project_s_own_where_it_has_one(tmp_path: Path) -> None:
    assert project_lexicon(PROJECT).tables["all"] == {"mat": "matt"}
    assert "espeak:en" in project_lexicon(Project(tmp_path)).tables


def test_a_translation_is_no_exercise_and_no_class_of_its_own(tmp_path: Path) -> None:
    for kind in ("exercises", "classes"):
        folder = tmp_path / "scripts" / kind
        folder.mkdir(parents=True)
        for name in ("swan", "swan.de", "swan.pt-BR"):
            (folder / f"{name}.toml").write_text("", encoding="utf-8")
        assert [name for name in Project(tmp_path).names(kind) if "swan" in name] == ["swan"]
        assert Project(tmp_path).own_names(kind) == ["swan"]
