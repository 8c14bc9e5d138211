"""A fault of a narration that nobody has seen is told at the line that a person wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.starter_content import templates

from audiosession.building.write import write_plan
from audiosession.errors import FaultsError
from audiosession.project.library import plan_named
from audiosession.project.origins import form_at, said_at
from audiosession.project.project import Project
from audiosession.writing.choices import Choices, Defaults, choose

CLASS = """\
title = "Soft"
description = "A *soft* class"
opening = ["Hello there."]

[[exercise]]
use = "saw"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for folder in ("classes", "templates"):
        (tmp_path / "scripts" / folder).mkdir(parents=True)
    (tmp_path / "scripts" / "classes" / "soft.toml").write_text(CLASS)
    return Project(tmp_path)


CHOICES: Choices = choose(Defaults())


def faults(project: Project, name: str = "soft") -> list[tuple[str, int, str]]:
    with pytest.raises(FaultsError) as caught:
        write_plan(project, plan_named(project, name, CHOICES), CHOICES)
    return [(Path(str(one.path)).name, one.line, one.message) for one in caught.value.faults]


def template(project: Project, name: str, old: str, new: str) -> None:
    text = templates()[name]
    assert old in text
    (project.scripts / "templates" / name).write_text(text.replace(old, new, 1))


def test_words_that_can_t_be_said_are_told_where_the_definition_holds_them(project: Project) -> None:
    template(
        project,
        "class.j2",
        "{% if plan.is_class and plan.opening %}",
        "{{ plan.description }}\n{% if plan.is_class and plan.opening %}",
    )

    assert faults(project) == [("soft.toml", 2, "markup that would be read aloud: *")]


def test_a_direction_that_is_none_is_told_in_its_template_once_for_all_reps(project: Project) -> None:
    template(project, "rep.j2", "[rep {{ rep.number }}]", "[rep {{ rep.number }}]\n[breathe {{ rep.number }}]")

    (fault,) = faults(project)
    assert fault[0] == "rep.j2"
    assert "breathe" in (project.scripts / "templates" / "rep.j2").read_text().split("\n")[fault[1] - 1]


def test_the_last_line_of_an_included_template_is_found_where_the_next_one_follows_it(project: Project) -> None:
    (project.scripts / "templates" / "rep.j2").write_text(templates()["rep.j2"].rstrip() + "\n[breathe 3]\n")

    found = {(name, line) for name, line, _ in faults(project)}
    assert found == {("rep.j2", templates()["rep.j2"].rstrip().count("\n") + 2)}


SPANISH = """\
title = "Vaivén"
written_in = "es"
position = "seated"
level = "beginner"
reps = 2
sides = "alternate"
purpose = ["Suelta las caderas."]
caution = [{ say = "Para si te duele." }]
set_up = ["Siéntate."]
[[phase]]
side = "left"
breath = "inhale"
counts = 4
bare = "Cuello {derecho}, pie izquierdo."
[[phase]]
breath = "exhale"
counts = 4
bare = "Suelta."
"""


def test_a_line_with_a_mark_is_found_as_it_is_said_on_the_other_side_too(project: Project) -> None:
    path = project.scripts / "exercises" / "vaiven.toml"
    path.parent.mkdir()
    path.write_text(SPANISH, "utf-8")
    plan = plan_named(project, "vaiven", choose(Defaults(), language="es"))

    for said in ("Cuello derecho, pie izquierdo.", "Cuello derecho, pie derecho."):
        assert said_at(project, plan, said) == (path, 14)
        assert form_at(project, plan, "vaiven", said) == (path, 14)
    assert said_at(project, plan, "Cuello izquierdo, pie derecho.") is None


def test_an_empty_narration_is_told_at_the_template(project: Project) -> None:
    (project.scripts / "templates" / "class.j2").write_text("[class x]\n")

    assert faults(project, "saw") == [("class.j2", 0, "nothing to say and no breath: an empty narration")]


def test_a_spoken_line_is_found_in_its_definition_mirrored_or_not(project: Project) -> None:
    plan = plan_named(project, "soft", CHOICES)

    place = said_at(project, plan, "Hello there.")
    assert place == (project.scripts / "classes" / "soft.toml", 3)
    turned = said_at(project, plan, "Breathe in, and turn right from your waist, hips still.")
    assert turned is not None
    assert turned[0].name == "saw.toml"
    assert said_at(project, plan, "Nobody says this.") is None
