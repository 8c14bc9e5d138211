"""Examples are found in show.toml: the lines of a new project, and addresses that nobody can have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.built_classes import SHOW, make_project

from audiosession.project.project import Project, starter_folder
from audiosession.project.show_examples import examples

NEW = (starter_folder() / "scripts" / "new" / "show.toml").read_text("utf-8")


def test_a_new_project_is_all_examples(tmp_path: Path) -> None:
    found = examples(make_project(tmp_path, show=NEW))

    assert [one.key for one in found] == ["title", "description", "author", "email"]
    assert all(one.untouched and one.fault.hint for one in found)
    lines = NEW.splitlines()
    assert [lines[one.fault.line - 1].split()[0] for one in found] == [one.key for one in found]


def test_lines_that_were_only_switched_on_are_examples_too(tmp_path: Path) -> None:
    found = examples(make_project(tmp_path, show=re.sub(r"^# (?=\w+ = |\[\[)", "", NEW, flags=re.M)))

    own = {"title", "description", "author", "email", "base_url", "link", "copyright", "name", "artist", "album"}
    assert {one.key for one in found} == own | {"contact", "imprint", "privacy"}
    assert all(one.untouched for one in found)


def test_a_show_of_ones_own_has_none(tmp_path: Path) -> None:
    assert examples(make_project(tmp_path, show=SHOW)) == ()
    assert examples(Project(tmp_path / "nowhere")) == ()


@pytest.mark.parametrize(
    ("email", "untouched"),
    [
        ("you@example.com", True),
        ("You@Example.ORG", True),
        ("your.name@example.net", True),
        ("you@mail.example.com", True),
        ("ada@example.org", False),
        ("ada@my.test", False),
        ("ada@studio.invalid", False),
        ("ada@example", False),
    ],
)
def test_an_address_that_nobody_can_have_is_an_example(tmp_path: Path, email: str, untouched: bool) -> None:
    [found] = examples(make_project(tmp_path, show=SHOW.replace("ada@adas.studio", email)))

    assert (found.key, found.untouched) == ("email", untouched)
    assert found.fault.message == f'email "{email}" is an address for examples, which nobody can have'


@pytest.mark.parametrize("email", ["you@adas.studio", "info@example-studio.org", "ada@examples.org", "a@contest.org"])
def test_an_address_that_somebody_can_have_is_none(tmp_path: Path, email: str) -> None:
    assert examples(make_project(tmp_path, show=SHOW.replace("ada@adas.studio", email))) == ()


def test_every_address_is_looked_at(tmp_path: Path) -> None:
    show = SHOW.replace("adas.studio/classes", "example.com/x").replace(
        "[[show.person]]\n", 'link = "https://www.example.net"\n[[show.person]]\nhref = "https://ada.example"\n'
    )

    assert [one.key for one in examples(make_project(tmp_path, show=show))] == ["base_url", "link", "href"]
